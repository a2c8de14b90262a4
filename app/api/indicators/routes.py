"""/indicators: what metrics measure."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.indicators.queries import INDICATORS
from app.api.indicators.schemas import IndicatorDetail, IndicatorRow, IndicatorsObjectQuery, IndicatorsQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/indicators",
    tags=["indicators"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(IndicatorRow), summary="List indicators")
def list_indicators(query: Annotated[IndicatorsQuery, Query()], request: Request) -> Response:
    """List all indicators, the vocabulary of what metrics measure, with their numbers of metrics."""
    return list_response(INDICATORS, query, request)


@router.get("/{id}", response_model=IndicatorDetail, summary="One indicator", responses=problem_responses(NotFound, Gone))
def get_indicator(
    id: Annotated[str, Path(description="Slug of the indicator", examples=["market-size"])],
    query: Annotated[IndicatorsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return an indicator with its description and what may be computed over it."""
    return object_response(INDICATORS, id, query, request)
