"""/units: units of measurement."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route
from app.units.queries import UNITS
from app.units.schemas import UnitDetail, UnitRow

router = APIRouter(prefix="/units", tags=["units"], route_class=Route, responses=declared(InvalidParameter, Unavailable))


@router.get("", response_model=Page[UnitRow], summary="List units")
def list_units(query: Annotated[UNITS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Units of measurement; currencies by ISO 4217."""
    return answer(UNITS, query, request)


@router.get("/{id}", response_model=UnitDetail, summary="One unit", responses=declared(NotFound))
def get_unit(
    id: Annotated[str, Path(description="Code of the unit", examples=["CNY"])],
    query: Annotated[UNITS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A unit, how it is written, and how many figures are in it."""
    return read(UNITS, id, query, request)
