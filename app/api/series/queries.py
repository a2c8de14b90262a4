"""Figures of one indicator over time: as points in a list, and as a table with a column for each series."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, func, literal, select

from app.api.metrics.queries import METRICS, entity, metric
from app.errors import Fault, InvalidParameter
from app.lists.filters import conditions
from app.lists.listing import Listing
from app.lists.pages import stream_rows
from app.lists.references import BY_REFERENCE_NUMBERS
from app.store.tables import Metric, table
from app.vocabulary import Comparator, Evidence, Status
from app.vocabulary.names import Language

MAX_CELLS = 10_000
_MAX_UNITS = 50
_PART = 1000
Point = dict[str, Any]
# a period's figure is drawn where the period begins; what is counted up to its end, there
_TIME = case((metric.as_of, metric.period_end), else_=metric.period_start)
_SERIES = func.coalesce(metric.entity, metric.subject)
_NAMES = (
    "period", "period_start", "period_end", "as_of", "value", "value_max", "comparator", "status", "unit", "display",
    "qualifiers", "entity", "entity_name", "subject", "indicator", "claim_id", "document", "section", "quote", "evidence",
    "reference_numbers", "source_ids", "conflict_ids",
)  # fmt: skip

SERIES = Listing(
    name="series",
    columns={
        "time": _TIME,
        "series": _SERIES,
        "series_name": func.coalesce(entity.name_en, metric.subject),
        "is_forecast": metric.status != Status.ACTUAL,
        **{name: METRICS.columns[name] for name in _NAMES},
        "metric_id": metric.id,
        "metric_url": literal("/api/v1/metrics/").concat(metric.id),
    },
    source=METRICS.source,
    table=table(Metric),
    key=metric.id,
    filters=METRICS.filters,
    sorts={"time": _TIME, "series": _SERIES, "value": metric.value},
    exact=METRICS.exact,
    references=BY_REFERENCE_NUMBERS,
    chinese_columns={"series_name": func.coalesce(entity.name_zh, metric.subject), "entity_name": entity.name_zh},
    includes={name: METRICS.includes[name] for name in ("claim", "sources")},
)
# what a cell of a table tells of a figure
CELL = [
    "value", "value_max", "comparator", "status", "is_forecast", "unit", "display", "qualifiers", "as_of", "subject",
    "metric_id", "claim_id", "quote", "evidence", "reference_numbers", "source_ids", "conflict_ids", "metric_url",
]  # fmt: skip


def check_unit(query: Any, connection: Connection) -> None:
    """Refuse points of different units, which no axis can show."""
    statement = select(metric.unit).where(*conditions(SERIES.filters, query).where()).distinct().order_by(metric.unit)
    units = list(connection.execute(statement.limit(_MAX_UNITS)).scalars())
    if len(units) > 1:
        why = f"a series has one unit; these figures have {', '.join(units)}: choose one by `unit`"
        raise InvalidParameter(Fault("unit", why, units))


def points(query: Any, connection: Connection, lang: Language) -> list[Point]:
    """All points in time; refused where there are too many for a table."""
    everything = query.model_copy(update={"limit": MAX_CELLS + 1, "sort": ["time"]})
    found = [
        one for part in stream_rows(SERIES, everything, SERIES.selection((), ()), connection, lang, _PART) for one in part
    ]
    if len(found) > MAX_CELLS:
        raise InvalidParameter(
            Fault("shape", f"more than {MAX_CELLS} figures are too many for a table; choose fewer, or long")
        )
    return found


def tabled(found: Sequence[Point]) -> list[dict[str, Any]]:
    """A row for each time and period. In the cell of a series the first figure by `_rank` stands for all of them."""
    rows: dict[tuple[Any, Any], dict[str, list[Point]]] = {}
    for one in found:
        rows.setdefault((one["time"], one["period"]), {}).setdefault(one["series"], []).append(one)
    return [_row(cells) for _, cells in sorted(rows.items(), key=lambda one: _order(*one[0]))]


def _order(time: str | None, period: str | None) -> tuple[bool, str, str]:
    return time is None, time or "", period or ""


def _row(cells: Mapping[str, Sequence[Point]]) -> dict[str, Any]:
    any_of = next(iter(cells.values()))[0]
    held = {series: _cell(sorted(figures, key=_rank)) for series, figures in sorted(cells.items())}
    return {
        **{name: any_of[name] for name in ("time", "period", "period_start", "period_end")},
        "values": {series: cell["value"] for series, cell in held.items()},
        "cells": held,
    }


def _cell(figures: Sequence[Point]) -> dict[str, Any]:
    first, *others = [{name: one[name] for name in CELL} for one in figures]
    said = {(float(one["value"]), one["value_max"] and float(one["value_max"]), one["comparator"]) for one in figures}
    return {**first, "differs": len(said) > 1, "alternatives": others}


def _rank(one: Point) -> tuple[int, bool, bool, str]:
    """What is before what is expected, what is cited before what is not, the exact before the hedged; then by id."""
    return (
        list(Status).index(one["status"]), one["evidence"] != Evidence.CITED, one["comparator"] != Comparator.EQ,
        one["metric_id"],
    )  # fmt: skip


def names(found: Sequence[Point]) -> dict[str, str]:
    """The series by key, with their names."""
    return {one["series"]: one["series_name"] for one in sorted(found, key=lambda one: str(one["series"]))}
