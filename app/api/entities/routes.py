"""/entities: companies, models, chips, policies and other named things."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.entities.queries import ENTITIES, detail
from app.api.entities.schemas import EntitiesObjectQuery, EntitiesQuery, EntityDetail, EntityRow
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/entities", tags=["entities"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(EntityRow), summary="List entities")
def list_entities(query: Annotated[EntitiesQuery, Query()], request: Request) -> Response:
    """List the named things of the documents: companies, models, chips, policies and more."""
    return list_response(ENTITIES, query, request)


@router.get("/{id}", response_model=EntityDetail, summary="One entity", responses=problem_responses(NotFound, Gone))
def get_entity(
    id: Annotated[str, Path(description="Slug of the entity", examples=["baidu"])],
    query: Annotated[EntitiesObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return an entity with its relations, each with the words that state it."""
    return object_response(ENTITIES, id, query, request, detail)
