"""/relations: relations between entities, as the documents state them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.relations.queries import RELATIONS, detail
from app.relations.schemas import RelationDetail, RelationRow
from app.routing import Route

router = APIRouter(
    prefix="/relations", tags=["relations"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[RelationRow], summary="List relations")
def list_relations(query: Annotated[RELATIONS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Who developed, made, issued or published what, with the quote that states it."""
    return answer(RELATIONS, query, request)


@router.get("/{id}", response_model=RelationDetail, summary="One relation", responses=declared(NotFound))
def get_relation(
    id: Annotated[str, Path(description="Id of the relation", examples=["rel_ztnspalona2q"])],
    query: Annotated[RELATIONS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A relation and the selectors of the words that state it."""
    return read(RELATIONS, id, query, request, detail)
