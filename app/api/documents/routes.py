"""/documents: the reports that all facts come from."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.documents.queries import DOCUMENTS
from app.api.documents.schemas import (
    Coverage,
    DocumentDetail,
    DocumentRow,
    DocumentsObjectQuery,
    DocumentsQuery,
    TextQuery,
    TextSlice,
)
from app.api.documents.text import text_slice
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import derived_response, object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter
from app.http.snapshot import Parameters
from app.store.coverage import coverage

router = ResourceRouter(
    prefix="/documents",
    tags=["documents"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(DocumentRow), summary="List documents")
def list_documents(query: Annotated[DocumentsQuery, Query()], request: Request) -> Response:
    """List the reports from which the facts were extracted."""
    return list_response(DOCUMENTS, query, request)


@router.get("/{id}", response_model=DocumentDetail, summary="One document", responses=problem_responses(NotFound, Gone))
def get_document(
    id: Annotated[str, Path(description="Slug of the document", examples=["china-llm-industry-2025"])],
    query: Annotated[DocumentsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a document with its caveat and counts."""
    return object_response(DOCUMENTS, id, query, request)


@router.get(
    "/{slug}/text",
    response_model=TextSlice,
    summary="Part of a document's text",
    responses=problem_responses(NotFound, Gone),
)
def get_document_text(
    slug: Annotated[str, Path(description="Slug of the document", examples=["china-llm-industry-2025"])],
    query: Annotated[TextQuery, Query()],
    request: Request,
) -> Response:
    """Return the unchanged text from `start` to `end`, for example to check a quote."""
    return derived_response(
        DOCUMENTS, slug, query, request, lambda row, connection: text_slice(row, query.start, query.end, connection)
    )


@router.get(
    "/{slug}/coverage", response_model=Coverage, summary="What is covered", responses=problem_responses(NotFound, Gone)
)
def get_document_coverage(
    slug: Annotated[str, Path(description="Slug of the document", examples=["china-llm-industry-2025"])],
    query: Annotated[Parameters, Query()],
    request: Request,
) -> Response:
    """Report how much of a document the database covers: claims by kind, numbers by reason, cited and uncited rows by section,
    support by kind of publisher, and what was not extracted and why.
    """
    return derived_response(DOCUMENTS, slug, query, request, lambda row, connection: coverage(row["slug"], connection))
