"""/publishers: who publishes or hosts the sources."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.publishers.queries import PUBLISHERS
from app.publishers.schemas import PublisherDetail, PublisherRow
from app.reading import read
from app.routing import Route

router = APIRouter(
    prefix="/publishers", tags=["publishers"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Page[PublisherRow], summary="List publishers")
def list_publishers(query: Annotated[PUBLISHERS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """Publishers and platforms of the sources."""
    return answer(PUBLISHERS, query, request)


@router.get("/{id}", response_model=PublisherDetail, summary="One publisher", responses=declared(NotFound))
def get_publisher(
    id: Annotated[str, Path(description="Slug of the publisher", examples=["toutiao"])],
    query: Annotated[PUBLISHERS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A publisher or platform, its own hosts and how many sources are its."""
    return read(PUBLISHERS, id, query, request)
