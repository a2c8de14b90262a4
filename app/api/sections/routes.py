"""/sections: the headings of the documents with their text."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.schemas import page_of
from app.api.sections.queries import SECTIONS
from app.api.sections.schemas import SectionDetail, SectionRow, SectionsObjectQuery, SectionsQuery
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/sections", tags=["sections"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(SectionRow), summary="List sections")
def list_sections(query: Annotated[SectionsQuery, Query()], request: Request) -> Response:
    """List the sections of the documents: their tables of contents."""
    return list_response(SECTIONS, query, request)


@router.get("/{id}", response_model=SectionDetail, summary="One section", responses=problem_responses(NotFound, Gone))
def get_section(
    id: Annotated[str, Path(description="`document:section`", examples=["china-llm-industry-2025:1.1"])],
    query: Annotated[SectionsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a section with its offsets and its numbers of claims and metrics."""
    return object_response(SECTIONS, id, query, request)
