"""/relations: relations between entities, as the documents state them."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.relations.queries import RELATIONS, detail
from app.api.relations.schemas import RelationDetail, RelationRow, RelationsObjectQuery, RelationsQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/relations",
    tags=["relations"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(RelationRow), summary="List relations")
def list_relations(query: Annotated[RelationsQuery, Query()], request: Request) -> Response:
    """List who developed, made, issued or published what, with the quotes that state it."""
    return list_response(RELATIONS, query, request)


@router.get("/{id}", response_model=RelationDetail, summary="One relation", responses=problem_responses(NotFound, Gone))
def get_relation(
    id: Annotated[str, Path(description="Id of the relation", examples=["rel_psktmntpfgbz"])],
    query: Annotated[RelationsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a relation with the selectors of the words that state it."""
    return object_response(RELATIONS, id, query, request, detail)
