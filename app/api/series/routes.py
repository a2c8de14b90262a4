"""/series: figures of one indicator over time."""

from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.api.series.queries import SERIES, Point, check_unit, names, points, tabled
from app.api.series.schemas import SeriesPage, SeriesQuery, WideSeries
from app.errors import Fault, InvalidParameter, Unavailable
from app.formats.csv import Column, csv_rows
from app.formats.registry import MEDIA_TYPES
from app.http.fast_route import FastRoute, continue_in_thread
from app.http.list_responses import content_disposition, link_values, list_response
from app.http.problems import problem_responses
from app.http.request_context import negotiate
from app.http.snapshot import snapshot
from app.lists.known_values import check_values
from app.lists.references import load_references, reference_ids
from app.lists.rows import json_values

router = APIRouter(
    prefix="/series", tags=["series"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)
_WIDE_FORMATS = ("json", "csv", "ndjson")
# what a table that stands for several figures a cell, or for all of them, has no place for
_LONG_ONLY = ("sort", "limit", "cursor", "count", "fields", "include", "facets")
_MOMENT = ("time", "period", "period_start", "period_end")
_DETAILS = (
    "value_max", "comparator", "status", "unit", "metric_id", "reference_numbers", "source_ids", "differs", "alternatives",
)  # fmt: skip


@router.get("", response_model=SeriesPage | WideSeries, summary="One indicator over time")
def get_series(query: Annotated[SeriesQuery, Query()], request: Request) -> Response:
    """Figures of one indicator, of one or more entities or of all, sorted by the time to draw them at.

    `shape=long` is a list with a row for each figure: several figures for one entity and period are all there, and forecasts
    and targets are marked. Figures without a period come last, with no time; `period__isnull=false` leaves them out.

    `shape=wide` has a row for each period and a column for each series, all of them at once. A cell has the figure that is
    not a forecast or target before one that is, then the cited before the uncited, the exact before the hedged; every other
    figure is in its `alternatives`, and `differs` says whether one of them states something else. This order is no judgement
    of which is right.

    Figures of several units are refused (422, with the units): no axis can show them.
    """
    if query.shape == "wide":
        return _wide(query, request)
    return list_response(SERIES, query if query.sort else query.model_copy(update={"sort": ["time"]}), request, check_unit)


def _wide(query: Any, request: Request) -> Response:
    continue_in_thread(request)
    if useless := [name for name in _LONG_ONLY if getattr(query, name) is not None]:
        raise InvalidParameter(*(Fault(name, "there is no place for it in shape=wide") for name in useless))
    if query.format == "parquet":
        raise InvalidParameter(Fault("format", "there is no parquet in shape=wide", list(_WIDE_FORMATS)))
    format_ = negotiate(query.format, request, _WIDE_FORMATS)
    with snapshot(request, query.lang) as at:
        check_values(SERIES.filters, query, at.connection, request.app.state.known_values.at(at.version))
        check_unit(query, at.connection)
        found = points(query, at.connection, at.lang)
        headers = at.headers | {"Link": ", ".join(link_values("series", _WIDE_FORMATS, request, format_, None))}
        if format_ != "json":
            written = _csv(found) if format_ == "csv" else _ndjson(found)
            return Response(
                written, headers=headers | content_disposition("series", format_), media_type=MEDIA_TYPES[format_]
            )
        ids = set(chain.from_iterable(reference_ids(one) for one in found))
        body = {
            "data": [_shown(row) for row in tabled(found)],
            "series": names(found),
            "references": load_references("id", ids, at.connection),
            "dataset": {"version": at.version},
        }
        return Response(orjson.dumps(body), headers=headers, media_type=MEDIA_TYPES["json"])


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the digits of its numbers."""
    cells = {
        series: json_values(cell, SERIES.exact)
        | {"alternatives": [json_values(one, SERIES.exact) for one in cell["alternatives"]]}
        for series, cell in row["cells"].items()
    }
    return row | {"values": {series: cell["value"] for series, cell in cells.items()}, "cells": cells}


def _ndjson(found: Sequence[Point]) -> bytes:
    return b"".join(orjson.dumps(_shown(row), option=orjson.OPT_APPEND_NEWLINE) for row in tabled(found))


def _csv(found: Sequence[Point]) -> bytes:
    """The moment, the value of each series, then what is behind each of these."""
    series = list(names(found))
    columns = [*map(_column, _MOMENT), *(_column(one, "value") for one in series)]
    columns += [_column(f"{one}.{name}", name) for one in series for name in _DETAILS]
    titles = [column.title for column in columns]
    if twice := sorted({title for title in titles if titles.count(title) > 1}):
        raise InvalidParameter(Fault("shape", f"two columns would be called {', '.join(twice)}; take long, or JSON"))
    blank = dict.fromkeys(titles)
    return b"".join(csv_rows([[blank | _flat(row) for row in tabled(found)]], columns))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat = {name: row[name] for name in _MOMENT}
    for series, cell in row["cells"].items():
        others = [one["metric_id"] for one in cell["alternatives"]]
        shown = cell | {"alternatives": others}
        flat |= {series: cell["value"], **{f"{series}.{name}": shown[name] for name in _DETAILS}}
    return flat


def _column(title: str, name: str | None = None) -> Column:
    kinds: dict[str | None, Any] = {"reference_numbers": list[int], "source_ids": list[str], "alternatives": list[str]}
    return Column(title, None, kinds.get(name, str), False, name in SERIES.exact)
