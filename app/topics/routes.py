"""/topics: what claims are about."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import answer
from app.errors import InvalidParameter, NotFound, Unavailable, declared
from app.pages import Page
from app.reading import read
from app.routing import Route
from app.topics.queries import TOPICS
from app.topics.schemas import TopicDetail, TopicRow

router = APIRouter(prefix="/topics", tags=["topics"], route_class=Route, responses=declared(InvalidParameter, Unavailable))


@router.get("", response_model=Page[TopicRow], summary="List topics")
def list_topics(query: Annotated[TOPICS.query, Query()], request: Request) -> Response:  # type: ignore[name-defined]
    """The closed list of topics."""
    return answer(TOPICS, query, request)


@router.get("/{id}", response_model=TopicDetail, summary="One topic", responses=declared(NotFound))
def get_topic(
    id: Annotated[str, Path(description="Slug of the topic", examples=["market"])],
    query: Annotated[TOPICS.object_query, Query()],  # type: ignore[name-defined]
    request: Request,
) -> Response:
    """A topic, what it takes in, and how many claims are about it."""
    return read(TOPICS, id, query, request)
