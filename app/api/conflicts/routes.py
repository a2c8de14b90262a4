"""/conflicts: metrics and claims that contradict each other."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.conflicts.queries import CONFLICTS, detail
from app.api.conflicts.schemas import ConflictDetail, ConflictRow, ConflictsObjectQuery, ConflictsQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/conflicts",
    tags=["conflicts"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(ConflictRow), summary="List conflicts")
def list_conflicts(query: Annotated[ConflictsQuery, Query()], request: Request) -> Response:
    """List where the documents contradict themselves, and what would follow if both sides were true."""
    return list_response(CONFLICTS, query, request)


@router.get("/{id}", response_model=ConflictDetail, summary="One conflict", responses=problem_responses(NotFound, Gone))
def get_conflict(
    id: Annotated[str, Path(description="Id of the conflict", examples=["cfl_qd3wrl2bvfbj"])],
    query: Annotated[ConflictsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a conflict with its members and the arithmetic over their values."""
    return object_response(CONFLICTS, id, query, request, detail)
