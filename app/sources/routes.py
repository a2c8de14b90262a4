"""/sources: pages that references point to."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route
from app.sources.queries import SOURCES, detail
from app.sources.schemas import SourceDetail, SourceRow

router = APIRouter(prefix="/sources", tags=["sources"], route_class=Route, responses=declared(InvalidParameter, Unavailable))


@router.get("", response_model=Page[SourceRow], summary="List sources")
def list_sources(query: Annotated[SOURCES.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """The distinct pages behind the references, with publisher and how much rests on each."""
    return answer(SOURCES, query, request)


@router.get("/{id}", response_model=SourceDetail, summary="One source", responses=declared(NotFound))
def get_source(
    id: Annotated[str, Path(description="Id of the source", examples=["src_34twdg3povyo"])],
    query: Annotated[SOURCES.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A page with its references and the claims that rest on it."""
    return read(SOURCES, id, query, request, detail)
