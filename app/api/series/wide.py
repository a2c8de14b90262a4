"""A series as a table: a row for each time, for each series a column of each status, and details of what it shows."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from app.api.metrics.chart_fields import CHART_FIELDS
from app.api.series.queries import SERIES, Point
from app.errors import MAX_FAULTS, Fault, InvalidParameter, unknown
from app.formats.csv import Column, whole_csv
from app.lists.column_types import python_type
from app.lists.field_selection import EVERYTHING, refuse_twice, split_name
from app.lists.objects import json_value
from app.vocabulary import Comparator, Evidence, Status
from app.vocabulary.column_names import column_label, column_name
from app.vocabulary.names import Language, labels_of_field, say

# the fields of a metric in a cell
CELL_FIELDS = [
    "value", "value_max", "comparator", "status", "is_forecast", "unit", "display", "display_en", "display_zh", "qualifiers",
    "qualifiers_en", "qualifiers_zh", "period_basis", "as_of", "subject", "subject_en", "metric_id", "claim_id", "quote",
    "evidence", "reference_numbers", "source_ids", "conflict_ids", "corroboration_ids", "metric_url",
]  # fmt: skip
_TIME_FIELDS = ("time", "granularity", "period", "period_start", "period_end")
# what a cell says beside the fields of its metric
_OF_CELL = ("differs", "alternatives")
_DETAILS = [*dict.fromkeys([*CELL_FIELDS[1:], *CHART_FIELDS, *_OF_CELL])]
_CELL_COLUMNS = (
    "value_max", "comparator", "status", "unit", "metric_id", "reference_numbers", "source_ids", "differs", "alternatives",
)  # fmt: skip
_BY_STATUS = {Status.ACTUAL: "actuals", Status.FORECAST: "forecasts", Status.TARGET: "targets"}


class Detail(NamedTuple):
    """A field of the cells that is shown, and the name it is given."""

    field: str
    name: str


def details(words: Sequence[str] | None) -> list[Detail] | None:
    """What `fields` chooses of cells; null if it is not given. Raises `InvalidParameter` for what is in no cell."""
    if words is None:
        return None
    pairs = [split_name(one) for word in words for one in (_DETAILS if word == EVERYTHING else [word])]
    if wrong := list(dict.fromkeys(field for _, field in pairs if field not in _DETAILS)):
        said = say("a table has these details of each series", "表中每个序列可带这些内容")
        faults = [unknown("fields", one, _DETAILS, f"{one!r}: {said}") for one in wrong[:MAX_FAULTS]]
        raise InvalidParameter(*faults, further=len(wrong) - len(faults))
    refuse_twice(["value", *_OF_CELL, *(alias or field for alias, field in pairs if alias or field not in _OF_CELL)])
    return [Detail(field, alias or field) for alias, field in pairs]


def pivot(points: Sequence[Point], shown: Sequence[str] = CELL_FIELDS) -> list[dict[str, Any]]:
    """The fields of `WideRow` for each time and period, in order. The first metric by `_rank` represents its series."""
    rows: dict[tuple[Any, Any], dict[str, list[Point]]] = {}
    for one in points:
        rows.setdefault((one["time"], one["period"]), {}).setdefault(one["series"], []).append(one)
    return [_row(cells, shown) for _, cells in sorted(rows.items(), key=lambda one: _order(*one[0]))]


def _order(time: str | None, period: str | None) -> tuple[bool, str, str]:
    return time is None, time or "", period or ""


def _row(cells: Mapping[str, Sequence[Point]], shown: Sequence[str]) -> dict[str, Any]:
    any_of = next(iter(cells.values()))[0]
    ranked = {series: sorted(figures, key=_rank) for series, figures in sorted(cells.items())}
    by_series = {series: _cell(figures, shown) for series, figures in ranked.items()}
    row = {name: any_of[name] for name in _TIME_FIELDS}
    row["values"] = {series: cell["value"] for series, cell in by_series.items()}
    for status, name in _BY_STATUS.items():
        firsts = {series: next((one for one in all_ if one["status"] == status), None) for series, all_ in ranked.items()}
        row[name] = {series: one["value"] for series, one in firsts.items() if one is not None}
    return row | {"cells": by_series}


def _cell(figures: Sequence[Point], shown: Sequence[str]) -> dict[str, Any]:
    first, *others = [{name: one[name] for name in shown} for one in figures]
    statements = {(float(one["value"]), one["value_max"] and float(one["value_max"]), one["comparator"]) for one in figures}
    return {**first, "differs": len(statements) > 1, "alternatives": others}


def _rank(one: Point) -> tuple[int, bool, bool, str]:
    """Actual values before forecasts and targets, then cited before uncited, exact before hedged, and by id."""
    return (
        list(Status).index(one["status"]), one["evidence"] != Evidence.CITED, one["comparator"] != Comparator.EQ,
        one["metric_id"],
    )  # fmt: skip


def series_names(points: Sequence[Point]) -> dict[str, str]:
    """Name of each series by its key, ordered by key; with its key in brackets where another has the same name."""
    names = {one["series"]: one["series_name"] for one in sorted(points, key=lambda one: str(one["series"]))}
    every = list(names.values())
    return {key: name if every.count(name) == 1 else f"{name} ({key})" for key, name in names.items()}


def named(points: Sequence[Point]) -> list[Point]:
    """The points with the names of their series for keys."""
    names = series_names(points)
    return [one | {"series": names[one["series"]]} for one in points]


def json_rows(points: Sequence[Point], chosen: Sequence[Detail] | None) -> list[dict[str, Any]]:
    """The rows as JSON shows them, with every digit of their numbers."""
    if chosen is None:
        shown = [Detail(name, name) for name in CELL_FIELDS]
    else:
        shown = [Detail("value", "value"), *(one for one in chosen if one.field not in _OF_CELL)]
    return [_json_row(row, shown) for row in pivot(points, [one.field for one in shown])]


def _json_row(row: dict[str, Any], shown: Sequence[Detail]) -> dict[str, Any]:
    def of_figure(one: Mapping[str, Any]) -> dict[str, Any]:
        return {title: json_value(one[field], field in SERIES.exact) for field, title in shown}

    cells = {
        series: of_figure(cell)
        | {"differs": cell["differs"], "alternatives": [of_figure(one) for one in cell["alternatives"]]}
        for series, cell in row["cells"].items()
    }
    numbers = {
        name: {series: json_value(value, True) for series, value in row[name].items()}
        for name in ("values", *_BY_STATUS.values())
    }
    return row | numbers | {"cells": cells}


def wide_ndjson(points: Sequence[Point], chosen: Sequence[Detail] | None) -> bytes:
    """The table as NDJSON, one row per line."""
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in json_rows(points, chosen))


def wide_csv(
    points: Sequence[Point],
    chosen: Sequence[Detail] | None,
    lang: Language,
    *,
    is_named: bool,
    bom: bool | None = True,
    header: str | None = None,
) -> bytes:
    """The table as CSV: the time, a column for each series, others for its forecasts and targets, then details of each series.

    The column that is called as the series is has its actual values.
    """
    shown = [Detail(name, name) for name in _CELL_COLUMNS] if chosen is None else chosen
    rows = pivot(points, list(dict.fromkeys([*CELL_FIELDS, *(one.field for one in shown if one.field not in _OF_CELL)])))
    label = (lambda name: column_label(name, lang)) if header == "labels" else column_name

    # words of closed lists as people read them
    def words(name: str) -> dict[str, str]:
        return labels_of_field(name, lang) if header == "labels" else {}

    columns = [
        Column(name, None, str, False, False, "" if label is column_name else label(name), words(name))
        for name in _TIME_FIELDS
    ]
    flat: list[dict[str, Any]] = [{name: row[name] for name in _TIME_FIELDS} for row in rows]
    for series in series_names(points):
        for status, name in _BY_STATUS.items():
            if status is Status.ACTUAL or any(series in row[name] for row in rows):
                _add(columns, flat, Column(_title(series, status, lang, is_named), None, str, False, True),
                     [row[name].get(series) for row in rows])  # fmt: skip
    for series in series_names(points):
        for one in shown:
            title = f"{series}: {label(one.name)}" if is_named else f"{series}_{label(one.name)}"
            cells = [_shown(row["cells"].get(series), one.field) for row in rows]
            _add(
                columns,
                flat,
                Column(title, None, _kind(one.field), False, one.field in SERIES.exact, words=words(one.field)),
                cells,
            )
    return whole_csv(flat, columns, bom=bom)


def _add(columns: list[Column], rows: Sequence[dict[str, Any]], column: Column, cells: Sequence[Any]) -> None:
    """Add a column. Raises `InvalidParameter` where another has its name."""
    if any(one.name == column.name for one in columns):
        said = say(
            f"several columns would be named {column.name}; use shape=long, or JSON",
            f"多个列会同名：{column.name}；请使用 shape=long 或 JSON",
        )
        raise InvalidParameter(Fault("shape", said))
    columns.append(column)
    for row, cell in zip(rows, cells, strict=True):
        row[column.name] = cell


def _title(series: str, status: Status, lang: Language, is_named: bool) -> str:
    if status is Status.ACTUAL:
        return series
    if not is_named:
        return f"{series}_{status}"
    return (
        f"{series}（{ {Status.FORECAST: '预测', Status.TARGET: '目标'}[status] }）"
        if lang == "zh"
        else f"{series} ({status})"
    )


def _shown(cell: Mapping[str, Any] | None, field: str) -> Any:
    if cell is None:
        return None
    return [one["metric_id"] for one in cell["alternatives"]] if field == "alternatives" else cell[field]


def _kind(field: str) -> Any:
    return {"differs": bool, "alternatives": list[str]}.get(field) or python_type(SERIES.selectable[field])
