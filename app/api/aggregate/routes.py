"""/aggregate: metrics in groups, with measures of each group."""

from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response
from sqlalchemy import Connection

from app.api.aggregate.buckets import EXACT_MEASURES, Buckets, fetch_buckets, read_request
from app.api.aggregate.charts import aggregate_chart
from app.api.aggregate.figures import REPEATS, ROLES
from app.api.aggregate.schemas import FORMATS, INCLUDES, AggregatePage, AggregateQuery
from app.api.metrics.queries import METRICS
from app.errors import InvalidParameter, Unavailable
from app.formats.csv import Column, whole_csv
from app.formats.writers import MEDIA_TYPES
from app.http.fast_route import FastRoute, continue_in_thread
from app.http.list_responses import content_disposition, link_values, refuse_csv_parameters
from app.http.problems import problem_responses
from app.http.request_context import negotiate
from app.http.resource_router import ResourceRouter
from app.http.snapshot import Snapshot, caveat_links, meta, snapshot
from app.lists.filters.unknown_values import check_values
from app.lists.listing import CHART_FORMATS
from app.lists.objects import json_values
from app.lists.row_counts import count_left_out
from app.lists.row_references import load_references
from app.store.prepared_statements import Rows
from app.vocabulary.names import Language

router = ResourceRouter(
    prefix="/aggregate",
    tags=["aggregate"],
    route_class=FastRoute,
    responses=problem_responses(InvalidParameter, Unavailable),
)


@router.get("", response_model=AggregatePage, summary="Aggregate metrics")
def get_aggregate(query: Annotated[AggregateQuery, Query()], request: Request) -> Response:
    """Group metrics under the filters of `/api/v1/metrics` by up to three dimensions, and compute measures of each bucket.

    **Buckets.** A bucket contains what the filter of that name matches: a section's bucket includes its subsections, and a
    metric with several topics, references, sources or publishers is in the bucket of each. Add up buckets only over
    dimensions in which a metric has one value. Metrics without a value are in a bucket whose value is null. `period` groups
    by the period as written, `year` by the calendar year that contains the period, null if there is none or it spans several.
    Sections and references are numbered within a document, so they are also grouped by `document`. `count__gte=2` and
    `max__lt=…` select buckets; `sort` takes measures and the dimensions grouped by. By default the largest
    count comes first, and buckets without a value last.

    **Rejected requests.** A request that would give a misleading number gets 422, with the values that cause it. Every
    measure except the count needs one unit per bucket, a median also one indicator. A sum or mean also needs different
    subjects, one indicator whose `aggregation` allows it, one status (forecasts and targets cannot be added to actual values),
    one period, and hedges in at most one direction. A subject may occur once, unless a common qualifier distinguishes its
    parts, and an entity may not occur together with one that it is part of. Whether one subject is the total of others under
    different words is not known; follow `metric_ids` to check.

    **Results.** Numbers are exact decimals. `min` and `max` are the outermost stated values. If several metrics of a
    bucket state the same fact, only the first is counted and listed, and `repeated_count` says how many are left out. With
    `repeats=all` all of them count, but those that agree in everything count once in median, sum and mean. Metrics with a
    role (a threshold, a capability) are left out and counted in `meta`, unless `roles=all` or a filter on `qualifier.role`
    asks for them. With ranges, a measure is computed from the lower ends and its `…_max` from the upper ends. `comparator`
    says how the measures relate to the true numbers: the sum of "over 70" and "80" is at least (`ge`) 150.

    **Charts.** `vega-lite`, `svg`, `png` and `svg-narrow` (for phones) draw one measure: bars by size, or over time with `group_by=year`.

    **Many metrics.** Counts by fields of the metrics themselves, and all precomputed measures by `indicator,unit`, are
    exact. Other counts, `min` and `max` cover up to 50,000 metrics: if more match, up to 20,000, the first by id, which is a
    random sample. `metrics_counted` says how many. Counts are then lower bounds, the true `min` may be lower and the true `max` higher,
    buckets may be missing, and metrics are not listed. Whatever a sample cannot answer is rejected: medians, sums and
    means of more than 20,000 metrics, conditions on measures, files, charts.

    **Evidence.** A bucket of up to `members` metrics lists them with their sources and references. In a larger one these are
    null, and `metrics_url` lists the metrics page by page. `members=0` keeps responses small.
    """
    continue_in_thread(request)
    format_ = negotiate(query.format, request, FORMATS)
    refuse_csv_parameters(query, format_)
    query = ROLES.applied(query)
    wanted = read_request(query)
    if format_ in CHART_FORMATS:
        return aggregate_chart(wanted, request, format_)
    with snapshot(request, query.lang) as at:
        check_values(METRICS.closed_parameters, query, at.connection, at.cached.values)
        given = request.query_params.multi_items()
        found = fetch_buckets(wanted, given, at.connection, at.lang, whole=format_ != "json")
        links = list(link_values("aggregate", FORMATS, request, format_, found.next_cursor, csv_embeds=False))
        rows = _embedded(found.data, query.include or (), at.connection)
        if format_ != "json":
            headers = at.headers | {"Link": ", ".join([*links, *caveat_links(at, query.document)])}
            headers |= content_disposition("aggregate", format_)
            body = _csv(found, query, at.lang) if format_ == "csv" else _ndjson(rows)
            return Response(body, headers=headers, media_type=MEDIA_TYPES[format_])
        asked = query.model_copy(update={"repeats": REPEATS.used(query)})
        left_out = count_left_out(METRICS, asked, at.connection, [one.filter.name for one in wanted.by])
        told = meta(request, at, METRICS, asked, left_out, query.document)
        headers = at.headers | {"Link": ", ".join(links)}
        return Response(_json(found, rows, told, at), headers=headers, media_type=MEDIA_TYPES["json"])


def _embedded(buckets: Rows, include: Sequence[str], connection: Connection) -> Rows:
    """The buckets as JSON shows them, with the rows that they are to embed; null where they list no metrics."""
    shown = [json_values(bucket, EXACT_MEASURES) for bucket in buckets]
    for name in include:
        for bucket, rows in zip(shown, INCLUDES[name].load(buckets, connection), strict=True):
            listed = [json_values(row, INCLUDES[name].exact) for row in rows]
            bucket[name] = None if bucket["metric_ids"] is None else listed
    return shown


def _json(found: Buckets, rows: Rows, told: dict[str, Any], at: Snapshot) -> bytes:
    ids = set(chain.from_iterable(bucket["reference_ids"] or () for bucket in found.data))
    is_estimate = found.count is not None and found.metrics_counted is not None
    page = {"limit": found.limit, "count": found.count, "count_is_estimate": is_estimate, "next_cursor": found.next_cursor}
    return orjson.dumps(
        {
            "data": rows,
            "page": page,
            "metrics_counted": found.metrics_counted,
            "references": load_references(ids, at.connection),
            "meta": told,
            "dataset": {"version": at.version},
        }
    )


def _ndjson(rows: Rows) -> bytes:
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def _csv(found: Buckets, query: Any, lang: Language) -> bytes:
    columns = [_column(name) for name in found.names]
    return whole_csv(found.data, columns, bom=query.bom, header=query.header, lang=lang)


def _column(name: str) -> Column:
    kinds: dict[str, Any] = {"metric_ids": list[str], "source_ids": list[str], "reference_ids": list[str]}
    kind = list[int] if name == "reference_numbers" else kinds.get(name, int if name.endswith("count") else str)
    return Column(name, None, kind, False, name in EXACT_MEASURES)
