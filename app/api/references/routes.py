"""/references: the entries of the bibliographies."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.references.queries import REFERENCES, detail
from app.api.references.schemas import ReferenceDetail, ReferenceRow, ReferencesObjectQuery, ReferencesQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/references",
    tags=["references"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(ReferenceRow), summary="List references")
def list_references(query: Annotated[ReferencesQuery, Query()], request: Request) -> Response:
    """List the bibliography entries of every document."""
    return list_response(REFERENCES, query, request)


@router.get("/{id}", response_model=ReferenceDetail, summary="One reference", responses=problem_responses(NotFound, Gone))
def get_reference(
    id: Annotated[str, Path(description="`document:number`", examples=["china-llm-industry-2025:134"])],
    query: Annotated[ReferencesObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a bibliography entry with its source and the markers that cite it."""
    return object_response(REFERENCES, id, query, request, detail)
