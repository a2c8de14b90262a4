"""/conflicts: figures and claims that cannot all be right."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.conflicts.queries import CONFLICTS, detail
from app.conflicts.schemas import ConflictDetail, ConflictRow
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route

router = APIRouter(
    prefix="/conflicts", tags=["conflicts"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[ConflictRow], summary="List conflicts")
def list_conflicts(query: Annotated[CONFLICTS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Where the documents contradict themselves, and what would follow if both sides were true."""
    return answer(CONFLICTS, query, request)


@router.get("/{id}", response_model=ConflictDetail, summary="One conflict", responses=declared(NotFound))
def get_conflict(
    id: Annotated[str, Path(description="Id of the conflict", examples=["cfl_zz5srbezqdrx"])],
    query: Annotated[CONFLICTS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A conflict with its members and the arithmetic over their values."""
    return read(CONFLICTS, id, query, request, detail)
