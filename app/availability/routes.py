"""/availability: which filters would return something."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.availability.queries import counted, periods, reach, values
from app.availability.schemas import Availability, AvailabilityQuery
from app.errors import InvalidParameter, Unavailable, declared
from app.formats import MEDIA_TYPES
from app.listing import check_values
from app.metrics.queries import METRICS
from app.requests import snapshot
from app.routing import Route, leave_loop

router = APIRouter(
    prefix="/availability", tags=["availability"], route_class=Route, responses=declared(InvalidParameter, Unavailable)
)


@router.get("", response_model=Availability, summary="What filters would return")
def get_availability(query: Annotated[AvailabilityQuery, Query()], request: Request) -> Response:
    """For each filter of `/metrics` the values that would return something under the other filters given, and how much.

    As in facets, a filter's own condition is left out, so that one sees what else could be chosen. `period` counts periods
    as they are written, although the filter finds what overlaps. Filters by free text have no list of values. More values
    than `limit` are walked by `/aggregate?group_by=…`; the other lists count theirs by `facets=`.
    """
    leave_loop(request)
    with snapshot(request, query.lang) as at:
        check_values(METRICS.filters, query, at.connection, request.app.state.known.at(at.version))
        body = {
            "count": counted(query, at.connection),
            "filters": values(query, query.filters or list(METRICS.facets), query.limit, at.connection, at.lang),
            "value": reach(query, at.connection),
            "period": periods(query, at.connection),
            "dataset": {"version": at.version},
        }
        return Response(orjson.dumps(body), headers=at.headers, media_type=MEDIA_TYPES["json"])
