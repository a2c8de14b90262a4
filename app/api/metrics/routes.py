"""/metrics: the figures that claims state, each about one subject."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.metrics.queries import METRICS, detail
from app.api.metrics.schemas import MetricDetail, MetricRow, MetricsObjectQuery, MetricsQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/metrics", tags=["metrics"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(MetricRow), summary="List metrics")
def list_metrics(query: Annotated[MetricsQuery, Query()], request: Request) -> Response:
    """List the curated figures of the documents with value, unit, period, quote and references. Other numbers are in `/api/v1/numbers`."""
    return list_response(METRICS, query, request)


@router.get("/{id}", response_model=MetricDetail, summary="One metric", responses=problem_responses(NotFound, Gone))
def get_metric(
    id: Annotated[str, Path(description="Id of the metric", examples=["met_p33xbfxg5uvd"])],
    query: Annotated[MetricsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a metric with its sentence, its selectors, and the markers, references and sources that support it."""
    return object_response(METRICS, id, query, request, detail)
