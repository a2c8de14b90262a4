"""/documents: the documents themselves."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.documents.coverage import coverage
from app.documents.queries import DOCUMENTS
from app.documents.schemas import Coverage, DocumentDetail, DocumentRow, TextQuery, TextSlice
from app.documents.text import text_slice
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import part, read
from app.requests import Parameters
from app.routing import Route

router = APIRouter(
    prefix="/documents", tags=["documents"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[DocumentRow], summary="List documents")
def list_documents(query: Annotated[DOCUMENTS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """The reports that the facts come from."""
    return answer(DOCUMENTS, query, request)


@router.get("/{id}", response_model=DocumentDetail, summary="One document", responses=declared(NotFound))
def get_document(
    id: Annotated[str, Path(description="Slug of the document", examples=["china-llm-industry-2025"])],
    query: Annotated[DOCUMENTS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A document, its caveat and counts."""
    return read(DOCUMENTS, id, query, request)


@router.get("/{slug}/text", response_model=TextSlice, summary="Part of a document's text", responses=declared(NotFound))
def get_document_text(
    slug: Annotated[str, Path(description="Slug of the document", examples=["china-llm-industry-2025"])],
    query: Annotated[TextQuery, Query()],
    request: Request,
) -> Response:
    """The untouched words at `start`..`end`: where a doubt about a quote is settled."""
    return part(DOCUMENTS, slug, query, request, lambda row, connection: text_slice(row, query.start, query.end, connection))


@router.get("/{slug}/coverage", response_model=Coverage, summary="What is covered", responses=declared(NotFound))
def get_document_coverage(
    slug: Annotated[str, Path(description="Slug of the document", examples=["china-llm-industry-2025"])],
    query: Annotated[Parameters, Query()],
    request: Request,
) -> Response:
    """Sentences by kind, numbers by reason, what is cited and what is not by section, what rests on each kind of
    publisher, and what was not extracted and why.
    """
    return part(DOCUMENTS, slug, query, request, lambda row, connection: coverage(row["slug"], connection))
