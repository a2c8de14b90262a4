"""/availability: which filters would return something."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.api.availability.queries import counted, periods, reach, values
from app.api.availability.schemas import Availability, AvailabilityQuery
from app.api.metrics.queries import METRICS
from app.errors import InvalidParameter, Unavailable
from app.formats.registry import MEDIA_TYPES
from app.http.fast_route import FastRoute, continue_in_thread
from app.http.problems import problem_responses
from app.http.snapshot import snapshot
from app.lists.known_values import check_values

router = APIRouter(
    prefix="/availability",
    tags=["availability"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=Availability, summary="What filters would return")
def get_availability(query: Annotated[AvailabilityQuery, Query()], request: Request) -> Response:
    """For each filter of `/metrics` the values that would return something under the other filters given, and how much.

    As in facets, a filter's own condition is left out, so that one sees what else could be chosen. `period` counts periods
    as they are written, although the filter finds what overlaps. Filters by free text have no list of values. More values
    than `limit` are walked by `/aggregate?group_by=…`; the other lists count theirs by `facets=`.
    """
    continue_in_thread(request)
    with snapshot(request, query.lang) as at:
        check_values(METRICS.filters, query, at.connection, request.app.state.known_values.at(at.version))
        body = {
            "count": counted(query, at.connection),
            "filters": values(query, query.filters or list(METRICS.facets), query.limit, at.connection, at.lang),
            "value": reach(query, at.connection),
            "period": periods(query, at.connection),
            "dataset": {"version": at.version},
        }
        return Response(orjson.dumps(body), headers=at.headers, media_type=MEDIA_TYPES["json"])
