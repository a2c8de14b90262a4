"""/publishers: who publishes or hosts the sources."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.publishers.queries import PUBLISHERS
from app.api.publishers.schemas import PublisherDetail, PublisherRow, PublishersObjectQuery, PublishersQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/publishers",
    tags=["publishers"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=page_of(PublisherRow), summary="List publishers")
def list_publishers(query: Annotated[PublishersQuery, Query()], request: Request) -> Response:
    """List the publishers and platforms of the sources."""
    return list_response(PUBLISHERS, query, request)


@router.get("/{id}", response_model=PublisherDetail, summary="One publisher", responses=problem_responses(NotFound, Gone))
def get_publisher(
    id: Annotated[str, Path(description="Slug of the publisher", examples=["toutiao"])],
    query: Annotated[PublishersObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a publisher or platform with its host names and number of sources."""
    return object_response(PUBLISHERS, id, query, request)
