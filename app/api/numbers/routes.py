"""/numbers: the ledger of every number in the documents."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.api.numbers.queries import NUMBERS
from app.api.numbers.schemas import NumberDetail, NumberRow, NumbersObjectQuery, NumbersQuery
from app.api.schemas import page_of
from app.errors import Gone, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.list_responses import list_response
from app.http.object_responses import object_response
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter

router = ResourceRouter(
    prefix="/numbers", tags=["numbers"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", response_model=page_of(NumberRow), summary="List numbers")
def list_numbers(query: Annotated[NumbersQuery, Query()], request: Request) -> Response:
    """List every number in the texts, as the report reader classifies it, with the metrics it belongs to.

    `quote`, `value`, `unit`, `comparator` and `evidence` are read from the text alone. A person has seen the numbers
    that have `metric_ids` or a `reason` other than `not yet curated`. `reason=not yet curated&read_as=figure` lists the
    figures that nobody has curated. The two numbers of a range share one quote.
    """
    return list_response(NUMBERS, query, request)


@router.get("/{id}", response_model=NumberDetail, summary="One number", responses=problem_responses(NotFound, Gone))
def get_number(
    id: Annotated[str, Path(description="Id of the number", examples=["num_xg2ry2o7g4b6"])],
    query: Annotated[NumbersObjectQuery, Query()],
    request: Request,
) -> Response:
    """Return a number with its position and its metrics, or the reason why it has none."""
    return object_response(NUMBERS, id, query, request)
