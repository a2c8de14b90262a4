"""Available values of each filter, and the ranges of values and periods, among the metrics a query matches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, case, func, or_, select

from app.api.aggregate import summaries
from app.api.metrics.queries import METRICS, metric
from app.lists.facets.facet_counts import facet_counts, with_labels
from app.lists.facets.precomputed_counts import stored_count
from app.lists.sampling import Rows, Sampler
from app.store.exact_numbers import exact_max, exact_min, plain_digits
from app.vocabulary.names import Language

# metrics that ranges are read from, and those where more match than that
MOST_READ, MOST_SAMPLED = 50_000, 20_000
_FILTERS = {one.name: one for one in METRICS.filters}


@dataclass(frozen=True)
class Ranges:
    """Number, least and greatest value, and periods of the metrics of each unit; of so many metrics, the first by id, unless null."""

    units: Sequence[Row[Any]]
    rows_counted: int | None


class Counted:
    """The metrics that an answer counts: all under some filters, or where more than `MOST_READ` match, the first by id."""

    def __init__(self, query: Any, connection: Connection) -> None:
        self.query = query
        self.connection = connection
        self._sampler = Sampler(METRICS, query, connection, min(MOST_SAMPLED, MOST_READ), MOST_READ)
        self._found: dict[str, Ranges] = {}

    def count(self) -> tuple[int, bool]:
        """Number of metrics under all filters, and whether there are more."""
        if summaries.are_precomputed(self.query, self.connection):
            return sum(row["metric_count"] for row in summaries.summary_rows(self.query, self.connection)), False
        if (count := stored_count(METRICS, self.query, self.connection)) is not None:
            return count, False
        ranges = self.ranges()
        return sum(row.metric_count for row in ranges.units), ranges.rows_counted is not None

    def ranges(self, but: str = "") -> Ranges:
        """What one statement reads of the metrics that are counted without the conditions of the filter `but`."""
        used = {METRICS.parameters[name][0].name for name in self.query.model_fields_set & METRICS.parameters.keys()}
        left_out = but if but in used else ""
        if left_out not in self._found:
            rows = self._sampler.rows(_FILTERS.get(left_out))
            self._found[left_out] = Ranges(self.connection.execute(_ranges(rows)).all(), rows.most)
        return self._found[left_out]


def _ranges(rows: Rows) -> Select[Any]:
    """By unit: count, least and greatest value (text), first and last day, number without a period."""
    upper = func.coalesce(metric.value_max, metric.value).label("upper")
    upper_text = func.coalesce(metric.value_max_text, metric.value_text).label("upper_text")
    shown = (metric.unit, metric.value, metric.value_text, upper, upper_text, metric.period_start, metric.period_end)
    row = rows.read_once(shown).c
    undated = func.count() - func.count(row.period_start)
    days = (func.min(row.period_start).label("start"), func.max(row.period_end).label("end"))
    values = (func.min(row.value).label("low"), func.max(row.upper).label("high"))
    grouped = select(row.unit, func.count().label("metric_count"), *values, *days, undated.label("undated_count")).group_by(
        row.unit
    )
    end = grouped.cte("ends").prefix_with("MATERIALIZED").c
    # exact numbers are compared among those of the outermost floats only: on SQLite it is Python that reads each of them
    is_least, is_most = row.value == end.low, row.upper == end.high
    exact = (
        exact_min(case((is_least, row.value_text))).label("min"),
        exact_max(case((is_most, row.upper_text))).label("max"),
    )
    shown_ends = (end.unit, end.metric_count, end.start, end.end, end.undated_count)
    found = select(*shown_ends, *exact).where(end.unit == row.unit, or_(is_least, is_most))
    return found.group_by(*shown_ends).order_by(end.unit)


def available_values(query: Any, names: Sequence[str], most: int, connection: Connection, lang: Language) -> dict[str, Any]:
    """For each filter in `names`, the number of its values with metrics, and the `most` frequent of these."""
    found = facet_counts(METRICS, query, list(names), connection, most)
    return {
        name: {
            "count": one.value_count,
            "rows_counted": one.rows_counted,
            "values": with_labels(METRICS.facets[name], one.counts, connection, lang),
        }
        for name, one in found.items()
    }


def value_ranges(counted: Counted) -> list[dict[str, Any]]:
    """Smallest and largest value in each unit, ignoring the filters on `value`."""
    query, connection = counted.query, counted.connection
    if summaries.are_precomputed(query, connection, ignoring="value"):
        return _precomputed_ranges(summaries.summary_rows(query, connection))
    found = counted.ranges("value")
    return [
        {
            "unit": row.unit,
            "count": row.metric_count,
            "rows_counted": found.rows_counted,
            "min": _fragment(Decimal(row.min)),
            "max": _fragment(Decimal(row.max)),
        }
        for row in found.units
    ]


def _precomputed_ranges(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    by_unit: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_unit.setdefault(row["unit"], []).append(row)
    return [
        {
            "unit": unit,
            "count": sum(row["metric_count"] for row in found),
            "rows_counted": None,
            "min": _fragment(min(Decimal(row["min"]) for row in found)),
            "max": _fragment(max(Decimal(row["max"]) for row in found)),
        }
        for unit, found in sorted(by_unit.items())
    ]


def _fragment(value: Decimal) -> orjson.Fragment:
    return orjson.Fragment(plain_digits(value))


def period_range(counted: Counted) -> dict[str, Any]:
    """First and last day of all periods and the number of metrics without one, ignoring the filters on `period`."""
    query, connection = counted.query, counted.connection
    if summaries.are_precomputed(query, connection, ignoring="period"):
        rows = summaries.summary_rows(query, connection)
        spans = [(row["period_start"], row["period_end"], row["undated_count"]) for row in rows]
        rows_counted = None
    else:
        found = counted.ranges("period")
        spans = [(row.start, row.end, row.undated_count) for row in found.units]
        rows_counted = found.rows_counted
    return {
        "start": min((start for start, _, _ in spans if start is not None), default=None),
        "end": max((end for _, end, _ in spans if end is not None), default=None),
        "undated_count": sum(undated for _, _, undated in spans),
        "rows_counted": rows_counted,
    }
