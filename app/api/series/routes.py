"""/series: one indicator over time."""

from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response

from app.api.series.queries import ROLES, SERIES, Point, check_unit, fetch_points
from app.api.series.schemas import SeriesPage, SeriesQuery, WideSeries
from app.api.series.wide import Detail, details, json_rows, named, series_names, wide_csv, wide_ndjson
from app.errors import Fault, InvalidParameter, Unavailable
from app.formats.writers import MEDIA_TYPES
from app.http.fast_route import FastRoute, continue_in_thread
from app.http.list_responses import content_disposition, link_values, list_response, refuse_csv_parameters
from app.http.problems import problem_responses
from app.http.request_context import negotiate
from app.http.resource_router import ResourceRouter
from app.http.snapshot import Snapshot, caveat_links, meta, snapshot
from app.lists.filters.unknown_values import check_values
from app.lists.row_counts import count_left_out
from app.lists.row_references import load_references, reference_ids
from app.vocabulary.names import say

router = ResourceRouter(
    prefix="/series", tags=["series"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)
_WIDE_FORMATS = ("json", "csv", "ndjson")
# parameters that make no sense for a table, which always shows all rows
_LONG_ONLY = ("sort", "limit", "cursor", "count", "include", "facets", "facet_limit")


@router.get("", response_model=SeriesPage | WideSeries, summary="One indicator over time")
def get_series(query: Annotated[SeriesQuery, Query()], request: Request) -> Response:
    """Return the metrics of one indicator over time, for some entities or for all, ordered by the time to plot them at.

    `shape=long` is a list with one row per fact, however often it is stated (`repeats=all` returns every statement). It marks
    forecasts and targets. Metrics without a period come last and have no time; `period__isnull=false` leaves them out.
    Metrics with a role (a threshold, a capability) are left out and counted in `meta`; `roles=all` shows them.

    `shape=wide` has one row per period and one column per series, without paging. If several metrics fall into a cell, it
    shows an actual value before a forecast or target, then a cited before an uncited, and an exact before a hedged one. The
    other metrics are in `alternatives`, and `differs` says whether any of them states something else. The order does not
    imply which one is right. `actuals`, `forecasts` and `targets` separate what `values` combines, and are columns in CSV.
    `fields` selects further fields of each figure (`display,source_url,in_conflict`), and `names=true` labels series by name.

    Metrics in more than one unit are rejected (422, with the units), as one axis cannot show them.
    """
    if query.shape == "wide":
        return _wide(query, request)
    if query.names is not None:
        raise InvalidParameter(Fault("names", say("only with shape=wide", "只用于 shape=wide")))
    return list_response(SERIES, query if query.sort else query.model_copy(update={"sort": ["time"]}), request, check_unit)


def _wide(query: Any, request: Request) -> Response:
    continue_in_thread(request)
    query = ROLES.applied(query)
    format_ = _wide_format(query, request)
    chosen = details(query.fields)
    refuse_csv_parameters(query, format_)
    with snapshot(request, query.lang) as at:
        check_values(SERIES.closed_parameters, query, at.connection, at.cached.values)
        check_unit(query, at.connection)
        points = fetch_points(query, at.connection, at.lang)
        is_named = bool(query.names) or query.header == "labels"
        names = {name: key for key, name in series_names(points).items()} if is_named else series_names(points)
        points = named(points) if is_named else points
        links = list(link_values("series", _WIDE_FORMATS, request, format_, None, csv_embeds=False))
        if format_ != "json":
            headers = at.headers | {"Link": ", ".join([*links, *caveat_links(at, query.document)])}
            headers |= content_disposition("series", format_)
            body = wide_ndjson(points, chosen)
            if format_ == "csv":
                body = wide_csv(points, chosen, at.lang, is_named=is_named, bom=query.bom, header=query.header)
            return Response(body, headers=headers, media_type=MEDIA_TYPES[format_])
        left_out = count_left_out(SERIES, query, at.connection)
        told = meta(request, at, SERIES, query, left_out, {one["document"] for one in points})
        headers = at.headers | {"Link": ", ".join(links)}
        return Response(_json(points, chosen, names, told, at), headers=headers, media_type=MEDIA_TYPES["json"])


def _wide_format(query: Any, request: Request) -> str:
    """The negotiated format. Raises `InvalidParameter` for parameters that a table does not support."""
    if unsupported := [name for name in _LONG_ONLY if getattr(query, name) is not None]:
        raise InvalidParameter(
            *(Fault(name, say("not supported with shape=wide", "shape=wide 不支持它")) for name in unsupported)
        )
    if query.format is not None and query.format not in _WIDE_FORMATS:
        said = say(f"{query.format} is not supported with shape=wide", f"shape=wide 不支持 {query.format}")
        raise InvalidParameter(Fault("format", said, list(_WIDE_FORMATS)))
    return negotiate(query.format, request, _WIDE_FORMATS)


def _json(
    points: Sequence[Point], chosen: Sequence[Detail] | None, names: dict[str, str], told: dict[str, Any], at: Snapshot
) -> bytes:
    ids = set(chain.from_iterable(reference_ids(one) for one in points))
    return orjson.dumps(
        {
            "data": json_rows(points, chosen),
            "series": names,
            "references": load_references(ids, at.connection),
            "meta": told,
            "dataset": {"version": at.version},
        }
    )
