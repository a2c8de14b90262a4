"""/citations: in-text markers and the words they support."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.citations.queries import CITATIONS, detail
from app.api.citations.schemas import CitationDetail, CitationRow, CitationsObjectQuery, CitationsQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/citations",
    tags=["citations"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(CitationRow), summary="List citations")
def list_citations(query: Annotated[CitationsQuery, Query()], request: Request) -> Response:
    """List every in-text marker with the span of words it supports."""
    return list_response(CITATIONS, query, request)


@router.get("/{id}", response_model=CitationDetail, summary="One citation", responses=problem_responses(NotFound, Gone))
def get_citation(
    id: Annotated[str, Path(description="Id of the citation", examples=["cit_wnb63x7tyjbo"])],
    query: Annotated[CitationsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a marker with its reference, its source and the words it supports."""
    return object_response(CITATIONS, id, query, request, detail)
