"""/sources: the web pages that references point to."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.schemas import page_of
from app.api.sources.queries import SOURCES, detail
from app.api.sources.schemas import SourceDetail, SourceRow, SourcesObjectQuery, SourcesQuery
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/sources", tags=["sources"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(SourceRow), summary="List sources")
def list_sources(query: Annotated[SourcesQuery, Query()], request: Request) -> Response:
    """List the distinct web pages behind the references, with their publishers and the number of claims they support."""
    return list_response(SOURCES, query, request)


@router.get("/{id}", response_model=SourceDetail, summary="One source", responses=problem_responses(NotFound, Gone))
def get_source(
    id: Annotated[str, Path(description="Id of the source", examples=["src_ieraxqd4uqey"])],
    query: Annotated[SourcesObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a source with its references and the claims that cite it."""
    return object_response(SOURCES, id, query, request, detail)
