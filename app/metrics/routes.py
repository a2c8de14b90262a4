"""/metrics: figures, each about one subject."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.metrics.queries import METRICS, detail
from app.metrics.schemas import MetricDetail, MetricRow
from app.pages import Page
from app.reading import read
from app.routing import Route

router = APIRouter(prefix="/metrics", tags=["metrics"], route_class=Route, responses=declared(InvalidParameter, Unavailable))


@router.get("", response_model=Page[MetricRow], summary="List metrics")
def list_metrics(query: Annotated[METRICS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Every figure of the documents with value, unit, period, quote and the references that support it."""
    return answer(METRICS, query, request)


@router.get("/{id}", response_model=MetricDetail, summary="One metric", responses=declared(NotFound))
def get_metric(
    id: Annotated[str, Path(description="Id of the metric", examples=["met_bfb65cr7kwpu"])],
    query: Annotated[METRICS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A figure with its sentence, its selectors and the markers, references and sources behind it."""
    return read(METRICS, id, query, request, detail)
