"""/availability: which filter values have metrics."""

from typing import Annotated

import orjson
from fastapi import Query, Request, Response

from app.api.availability.queries import Counted, available_values, period_range, value_ranges
from app.api.availability.schemas import Availability, AvailabilityQuery
from app.api.metrics.queries import METRICS
from app.errors import InvalidParameter, Unavailable
from app.formats.writers import MEDIA_TYPES
from app.http.fast_route import FastRoute, continue_in_thread
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter
from app.http.snapshot import snapshot
from app.lists.filters.unknown_values import check_values

router = ResourceRouter(
    prefix="/availability",
    tags=["availability"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=Availability, summary="What filters would return")
def get_availability(query: Annotated[AvailabilityQuery, Query()], request: Request) -> Response:
    """List the values of each filter of `/api/v1/metrics` that match any metrics under the other filters, with the number of metrics.

    As in facets, the filter's own condition is ignored, which shows the alternatives to the current value. `period` counts
    periods as written, although the filter matches overlapping periods. Where more metrics match than can be read at once,
    counts and ranges cover only some of them, and say so (`rows_counted`, `count_is_estimate`). Free-text filters have no list of
    values. To page through more values than `limit`, use `/api/v1/aggregate?group_by=…`; on other lists, use `facets=`.
    """
    continue_in_thread(request)
    with snapshot(request, query.lang) as at:
        check_values(METRICS.closed_parameters, query, at.connection, at.cached.values)
        counted = Counted(query, at.connection)
        count, is_estimate = counted.count()
        ranges, periods = value_ranges(counted), period_range(counted)
        # last, as they may take all the time that there is
        values = available_values(query, query.filters or list(METRICS.facets), query.limit, at.connection, at.lang)
        body = {
            "count": count,
            "count_is_estimate": is_estimate,
            "filters": values,
            "value": ranges,
            "period": periods,
            "dataset": {"version": at.version},
        }
        return Response(orjson.dumps(body), headers=at.headers, media_type=MEDIA_TYPES["json"])
