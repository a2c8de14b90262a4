"""/units: units of measurement."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.api.schemas import Page
from app.api.units.queries import UNITS
from app.api.units.schemas import UnitDetail, UnitRow, UnitsObjectQuery, UnitsQuery
from app.errors import InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses

router = APIRouter(
    prefix="/units", tags=["units"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[UnitRow], summary="List units")
def list_units(query: Annotated[UnitsQuery, Query()], request: Request) -> Response:
    """Units of measurement; currencies by ISO 4217."""
    return list_response(UNITS, query, request)


@router.get("/{id}", response_model=UnitDetail, summary="One unit", responses=problem_responses(NotFound))
def get_unit(
    id: Annotated[str, Path(description="Code of the unit", examples=["CNY"])],
    query: Annotated[UnitsObjectQuery, Query()],
    request: Request,
) -> Response:
    """A unit, how it is written, and how many figures are in it."""
    return object_response(UNITS, id, query, request)
