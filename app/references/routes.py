"""/references: entries of the bibliographies."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.references.queries import REFERENCES, detail
from app.references.schemas import ReferenceDetail, ReferenceRow
from app.routing import Route

router = APIRouter(
    prefix="/references", tags=["references"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[ReferenceRow], summary="List references")
def list_references(query: Annotated[REFERENCES.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """The bibliography of each document, entry by entry."""
    return answer(REFERENCES, query, request)


@router.get("/{id}", response_model=ReferenceDetail, summary="One reference", responses=declared(NotFound))
def get_reference(
    id: Annotated[str, Path(description="`document:number`", examples=["china-llm-industry-2025:134"])],
    query: Annotated[REFERENCES.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """An entry with its source and the markers that cite it."""
    return read(REFERENCES, id, query, request, detail)
