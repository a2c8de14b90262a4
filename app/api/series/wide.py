"""A series as a table: a row for each time, a column for each series."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from app.api.series.queries import SERIES, Point
from app.errors import Fault, InvalidParameter
from app.formats.csv import Column, whole_csv
from app.lists.rows import json_values
from app.vocabulary import Comparator, Evidence, Status
from app.vocabulary.names import say

# the fields of a metric in a cell
CELL_FIELDS = [
    "value", "value_max", "comparator", "status", "is_forecast", "unit", "display", "display_en", "display_zh", "qualifiers",
    "qualifiers_en", "qualifiers_zh", "period_basis", "as_of", "subject", "subject_en", "metric_id", "claim_id", "quote",
    "evidence", "reference_numbers", "source_ids", "conflict_ids", "corroboration_ids", "metric_url",
]  # fmt: skip
_TIME_FIELDS = ("time", "granularity", "period", "period_start", "period_end")
_CELL_COLUMNS = (
    "value_max", "comparator", "status", "unit", "metric_id", "reference_numbers", "source_ids", "differs", "alternatives",
)  # fmt: skip


def pivot(points: Sequence[Point]) -> list[dict[str, Any]]:
    """The fields of `WideRow` for each time and period, in order. The first metric by `_rank` represents its series."""
    rows: dict[tuple[Any, Any], dict[str, list[Point]]] = {}
    for one in points:
        rows.setdefault((one["time"], one["period"]), {}).setdefault(one["series"], []).append(one)
    return [_row(cells) for _, cells in sorted(rows.items(), key=lambda one: _order(*one[0]))]


def _order(time: str | None, period: str | None) -> tuple[bool, str, str]:
    return time is None, time or "", period or ""


def _row(cells: Mapping[str, Sequence[Point]]) -> dict[str, Any]:
    any_of = next(iter(cells.values()))[0]
    by_series = {series: _cell(sorted(figures, key=_rank)) for series, figures in sorted(cells.items())}
    return {
        **{name: any_of[name] for name in _TIME_FIELDS},
        "values": {series: cell["value"] for series, cell in by_series.items()},
        "cells": by_series,
    }


def _cell(figures: Sequence[Point]) -> dict[str, Any]:
    first, *others = [{name: one[name] for name in CELL_FIELDS} for one in figures]
    statements = {(float(one["value"]), one["value_max"] and float(one["value_max"]), one["comparator"]) for one in figures}
    return {**first, "differs": len(statements) > 1, "alternatives": others}


def _rank(one: Point) -> tuple[int, bool, bool, str]:
    """Actual values before forecasts and targets, then cited before uncited, exact before hedged, and by id."""
    return (
        list(Status).index(one["status"]), one["evidence"] != Evidence.CITED, one["comparator"] != Comparator.EQ,
        one["metric_id"],
    )  # fmt: skip


def series_names(points: Sequence[Point]) -> dict[str, str]:
    """Name of each series by its key, ordered by key."""
    return {one["series"]: one["series_name"] for one in sorted(points, key=lambda one: str(one["series"]))}


def json_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON shows it, with every digit of its numbers."""
    cells = {
        series: json_values(cell, SERIES.exact)
        | {"alternatives": [json_values(one, SERIES.exact) for one in cell["alternatives"]]}
        for series, cell in row["cells"].items()
    }
    return row | {"values": {series: cell["value"] for series, cell in cells.items()}, "cells": cells}


def wide_ndjson(points: Sequence[Point]) -> bytes:
    """The table as NDJSON, one row per line."""
    return b"".join(orjson.dumps(json_row(row), option=orjson.OPT_APPEND_NEWLINE) for row in pivot(points))


def wide_csv(points: Sequence[Point], bom: bool | None = True) -> bytes:
    """The table as CSV: the time, the value of each series, then details of each series."""
    series = list(series_names(points))
    columns = [*map(_column, _TIME_FIELDS), *(_column(one, "value") for one in series)]
    columns += [_column(f"{one}.{name}", name) for one in series for name in _CELL_COLUMNS]
    titles = [column.title for column in columns]
    if twice := sorted({title for title in titles if titles.count(title) > 1}):
        raise InvalidParameter(
            Fault(
                "shape",
                say(
                    f"several columns would be called {', '.join(twice)}; use shape=long, or JSON",
                    f"多个列会同名：{', '.join(twice)}；请使用 shape=long 或 JSON",
                ),
            )
        )
    blank = dict.fromkeys(titles)
    return whole_csv([blank | _flatten(row) for row in pivot(points)], columns, bom=bom)


def _flatten(row: dict[str, Any]) -> dict[str, Any]:
    flat = {name: row[name] for name in _TIME_FIELDS}
    for series, cell in row["cells"].items():
        others = [one["metric_id"] for one in cell["alternatives"]]
        shown = cell | {"alternatives": others}
        flat |= {series: cell["value"], **{f"{series}.{name}": shown[name] for name in _CELL_COLUMNS}}
    return flat


def _column(title: str, name: str | None = None) -> Column:
    kinds: dict[str | None, Any] = {"reference_numbers": list[int], "source_ids": list[str], "alternatives": list[str]}
    return Column(title, None, kinds.get(name, str), False, name in SERIES.exact)
