"""/units: units of measurement."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.schemas import page_of
from app.api.units.queries import UNITS
from app.api.units.schemas import UnitDetail, UnitRow, UnitsObjectQuery, UnitsQuery
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/units", tags=["units"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(UnitRow), summary="List units")
def list_units(query: Annotated[UnitsQuery, Query()], request: Request) -> Response:
    """List all units of measurement. Currencies have ISO 4217 codes."""
    return list_response(UNITS, query, request)


@router.get("/{id}", response_model=UnitDetail, summary="One unit", responses=problem_responses(NotFound, Gone))
def get_unit(
    id: Annotated[str, Path(description="Code of the unit", examples=["CNY"])],
    query: Annotated[UnitsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a unit with its symbol and number of metrics."""
    return object_response(UNITS, id, query, request)
