"""/aggregate: metrics in groups, with what can rightly be computed of each."""

from itertools import chain
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.api.aggregate.buckets import EXACT_MEASURES
from app.api.aggregate.pages import Buckets, fetch_buckets, read_request
from app.api.aggregate.schemas import FORMATS, AggregatePage, AggregateQuery
from app.api.metrics.queries import METRICS
from app.errors import InvalidParameter, Unavailable
from app.formats.csv import Column, csv_rows
from app.formats.writers import MEDIA_TYPES
from app.http.fast_route import FastRoute, continue_in_thread
from app.http.list_responses import content_disposition, link_values
from app.http.negotiation import negotiate
from app.http.problems import problem_responses
from app.http.snapshot import Snapshot, snapshot
from app.lists.known_values import check_values
from app.lists.references import load_references
from app.lists.rows import json_values

router = APIRouter(
    prefix="/aggregate",
    tags=["aggregate"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=AggregatePage, summary="Aggregate metrics")
def get_aggregate(query: Annotated[AggregateQuery, Query()], request: Request) -> Response:
    """Metrics under the filters of `/metrics`, grouped by up to three dimensions, with measures of each bucket.

    **Buckets.** A bucket holds what the filter of that name finds: a section's bucket has the sections below it, a metric
    with several topics, references, sources or publishers is in the bucket of each. Add buckets up only over dimensions of
    which a metric has one value. Metrics without a value are a bucket whose value is null. `period` groups by the period as
    it is written; `year` by the calendar year that a period lies in, null where there is none or it spans several. Sections
    and references are numbered within their document, and so grouped by `document` as well. `count__gte=2`, `max__lt=…`
    choose buckets; `sort` takes measures and the dimensions grouped by, the largest count coming first unless told.

    **What is refused** (422, with the values to blame), because it would be a wrong number. Every measure but the count
    needs one unit in each bucket; a median also one indicator. A sum or mean is taken over different subjects of one
    indicator whose `aggregation` allows it, of one status (forecasts and targets do not add up with what is) and one period;
    it takes each subject once, unless a qualifier that its figures have in common tells their parts apart, and no entity
    together with what it is part of; and it refuses figures that hedge in different directions. Whether one subject in other
    words is a total of others is not known: follow `metric_ids`.

    **What is told.** Numbers are exact decimals. `min` and `max` are the outermost numbers stated. Figures that are repeated
    word for word (same subject, value, hedge, unit, period, status and qualifiers) enter median, sum and mean once, though
    `count` has all: `repeated_count`. With ranges, a measure is of the lower ends and its `…_max` of the upper ends.
    `comparator` says how the measures relate to the true numbers: of "over 70" and "80" the sum is at least (`ge`) 150.

    **What is behind.** A bucket of up to `members` metrics names them, their sources and references; a larger one has null
    there, and `metrics_url` walks them. `members=0` keeps answers small.
    """
    continue_in_thread(request)
    format_ = negotiate(query.format, request.headers.get("accept", ""), FORMATS)
    wanted = read_request(query)
    with snapshot(request, query.lang) as at:
        check_values(METRICS.filters, query, at.connection, request.app.state.known_values.at(at.version))
        given = request.query_params.multi_items()
        found = fetch_buckets(wanted, given, at.connection, at.lang, whole=format_ != "json")
        headers = at.headers | {"Link": ", ".join(link_values("aggregate", FORMATS, request, format_, found.next_cursor))}
        if format_ != "json":
            headers |= content_disposition("aggregate", format_)
        return Response(_WRITERS[format_](found, at), headers=headers, media_type=MEDIA_TYPES[format_])


def _json(found: Buckets, at: Snapshot) -> bytes:
    ids = set(chain.from_iterable(bucket["reference_ids"] or () for bucket in found.data))
    page = {"limit": found.limit, "count": found.count, "count_is_estimate": False, "next_cursor": found.next_cursor}
    return orjson.dumps(
        {
            "data": [json_values(bucket, EXACT_MEASURES) for bucket in found.data],
            "page": page,
            "references": load_references("id", ids, at.connection),
            "dataset": {"version": at.version},
        }
    )


def _ndjson(found: Buckets, at: Snapshot) -> bytes:
    return b"".join(
        orjson.dumps(json_values(bucket, EXACT_MEASURES), option=orjson.OPT_APPEND_NEWLINE) for bucket in found.data
    )


def _csv(found: Buckets, at: Snapshot) -> bytes:
    return b"".join(csv_rows([found.data], [_column(name) for name in found.names]))


def _column(name: str) -> Column:
    kinds: dict[str, Any] = {"metric_ids": list[str], "source_ids": list[str], "reference_ids": list[str]}
    kind = list[int] if name == "reference_numbers" else kinds.get(name, int if name.endswith("count") else str)
    return Column(name, None, kind, False, name in EXACT_MEASURES)


_WRITERS = {"json": _json, "ndjson": _ndjson, "csv": _csv}
