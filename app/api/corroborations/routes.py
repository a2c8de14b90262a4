"""/corroborations: metrics that repeat each other."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.corroborations.queries import CORROBORATIONS, detail
from app.api.corroborations.schemas import (
    CorroborationDetail,
    CorroborationRow,
    CorroborationsObjectQuery,
    CorroborationsQuery,
)
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/corroborations",
    tags=["corroborations"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(CorroborationRow), summary="List corroborations")
def list_corroborations(
    query: Annotated[CorroborationsQuery, Query()],
    request: Request,
) -> Response:
    """List the metrics that the documents repeat, with the number of independent publishers that support them."""
    return list_response(CORROBORATIONS, query, request)


@router.get(
    "/{id}", response_model=CorroborationDetail, summary="One corroboration", responses=problem_responses(NotFound, Gone)
)
def get_corroboration(
    id: Annotated[str, Path(description="Id of the corroboration", examples=["cor_3bqr65ev7ky5"])],
    query: Annotated[CorroborationsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a corroboration with its metrics and sources."""
    return object_response(CORROBORATIONS, id, query, request, detail)
