"""/indicators: what figures measure."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.indicators.queries import INDICATORS
from app.indicators.schemas import IndicatorDetail, IndicatorRow
from app.pages import Page
from app.reading import read
from app.routing import Route

router = APIRouter(
    prefix="/indicators", tags=["indicators"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[IndicatorRow], summary="List indicators")
def list_indicators(query: Annotated[INDICATORS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """The vocabulary of what figures measure, with how many figures each has."""
    return answer(INDICATORS, query, request)


@router.get("/{id}", response_model=IndicatorDetail, summary="One indicator", responses=declared(NotFound))
def get_indicator(
    id: Annotated[str, Path(description="Slug of the indicator", examples=["market-size"])],
    query: Annotated[INDICATORS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """An indicator and what may be computed over it."""
    return read(INDICATORS, id, query, request)
