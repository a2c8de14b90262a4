"""/topics: the subjects that claims are about."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.schemas import page_of
from app.api.topics.queries import TOPICS
from app.api.topics.schemas import TopicDetail, TopicRow, TopicsObjectQuery, TopicsQuery
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/topics", tags=["topics"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(TopicRow), summary="List topics")
def list_topics(query: Annotated[TopicsQuery, Query()], request: Request) -> Response:
    """List all topics, a closed vocabulary."""
    return list_response(TOPICS, query, request)


@router.get("/{id}", response_model=TopicDetail, summary="One topic", responses=problem_responses(NotFound, Gone))
def get_topic(
    id: Annotated[str, Path(description="Slug of the topic", examples=["market"])],
    query: Annotated[TopicsObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a topic with its description and number of claims."""
    return object_response(TOPICS, id, query, request)
