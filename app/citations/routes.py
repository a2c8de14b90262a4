"""/citations: in-text markers."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.citations.queries import CITATIONS, detail
from app.citations.schemas import CitationDetail, CitationRow
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route

router = APIRouter(
    prefix="/citations", tags=["citations"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[CitationRow], summary="List citations")
def list_citations(query: Annotated[CITATIONS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Every marker in the text, with the span that it supports."""
    return answer(CITATIONS, query, request)


@router.get("/{id}", response_model=CitationDetail, summary="One citation", responses=declared(NotFound))
def get_citation(
    id: Annotated[str, Path(description="Id of the citation", examples=["cit_rhllkrauglfr"])],
    query: Annotated[CITATIONS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A marker with its reference, source and the words that it supports."""
    return read(CITATIONS, id, query, request, detail)
