"""/entities: companies, models, chips, policies and other named things."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.entities.queries import ENTITIES, detail
from app.entities.schemas import EntityDetail, EntityRow
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route

router = APIRouter(
    prefix="/entities", tags=["entities"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[EntityRow], summary="List entities")
def list_entities(query: Annotated[ENTITIES.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """An index of what the documents name."""
    return answer(ENTITIES, query, request)


@router.get("/{id}", response_model=EntityDetail, summary="One entity", responses=declared(NotFound))
def get_entity(
    id: Annotated[str, Path(description="Slug of the entity", examples=["baidu"])],
    query: Annotated[ENTITIES.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """An entity with its relations, each with the words that state it."""
    return read(ENTITIES, id, query, request, detail)
