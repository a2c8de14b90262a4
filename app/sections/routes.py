"""/sections: the documents, heading by heading."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route
from app.sections.queries import SECTIONS
from app.sections.schemas import SectionDetail, SectionRow

router = APIRouter(
    prefix="/sections", tags=["sections"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[SectionRow], summary="List sections")
def list_sections(query: Annotated[SECTIONS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """The tables of contents."""
    return answer(SECTIONS, query, request)


@router.get("/{id}", response_model=SectionDetail, summary="One section", responses=declared(NotFound))
def get_section(
    id: Annotated[str, Path(description="`document:section`", examples=["china-llm-industry-2025:1.1"])],
    query: Annotated[SECTIONS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A heading, where its text stands, and how many claims and figures are below it."""
    return read(SECTIONS, id, query, request)
