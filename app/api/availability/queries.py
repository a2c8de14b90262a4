"""Available values of each filter, and the ranges of values and periods, among the metrics a query matches."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, Select, case, func, or_, select

from app.api.aggregate import summaries
from app.api.metrics.queries import METRICS, metric
from app.lists.facets.facet_counts import facet_counts, precomputed_count, with_labels
from app.lists.filters.conditions import conditions
from app.lists.filters.filter import Filter
from app.lists.sampling import Sampler
from app.store.exact_numbers import exact_max, exact_min, plain_digits
from app.vocabulary.names import Language

# metrics that ranges are read from
MOST_READ = 50_000
_FILTERS = {one.name: one for one in METRICS.filters}


class Counted:
    """The metrics that an answer counts: all under some filters, or the first by id where more than `MOST_READ` match."""

    def __init__(self, query: Any, connection: Connection) -> None:
        self.query = query
        self.connection = connection
        self._sampler = Sampler(METRICS, query, connection, MOST_READ)

    def count(self) -> tuple[int, bool]:
        """Number of metrics under all filters, and whether there are more."""
        if summaries.are_precomputed(self.query, self.connection):
            return sum(row["metric_count"] for row in summaries.summary_rows(self.query, self.connection)), False
        if (count := precomputed_count(METRICS, self.query, self.connection)) is not None:
            return count, False
        if self.rows_counted(None) is not None:
            return MOST_READ, True
        where = conditions(METRICS.filters, self.query).where()
        found = select(func.count()).select_from(METRICS.table).where(*where)
        return self.connection.execute(found).scalar_one(), False

    def rows_counted(self, but: Filter | None) -> int | None:
        """How many metrics are counted without the conditions of a filter; null if all are."""
        return None if self._sample(but) is None else MOST_READ

    def select(self, but: Filter, *columns: Any) -> Select[Any]:
        """Columns of the counted metrics, without the conditions of a filter."""
        where, sample = conditions(METRICS.filters, self.query, but=but).where(), self._sample(but)
        return select(*columns).select_from(METRICS.table).where(*where, *([] if sample is None else [sample]))

    def _sample(self, but: Filter | None) -> Any:
        used = any(METRICS.parameters[name][0] is but for name in self.query.model_fields_set & METRICS.parameters.keys())
        return self._sampler.of(but if used else None)


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
    upper, upper_text = (
        func.coalesce(metric.value_max, metric.value),
        func.coalesce(metric.value_max_text, metric.value_text),
    )
    # by indicator as well, so that an index has what is needed in the order of the groups
    units = _by_indicator_and_unit(counted, func.count(), func.min(metric.value), func.max(upper))
    counts: Counter[str] = Counter()
    least: dict[str, float] = {}
    most: dict[str, float] = {}
    for unit, count, low, high in connection.execute(units):
        counts[unit] += count
        least[unit], most[unit] = min(low, least.get(unit, low)), max(high, most.get(unit, high))
    if not counts:
        return []
    # exact numbers are compared among those of the outermost floats only: on SQLite it is Python that reads each of them
    is_least, is_most = metric.value == case(least, value=metric.unit), upper == case(most, value=metric.unit)
    ends = (exact_min(case((is_least, metric.value_text))), exact_max(case((is_most, upper_text))))
    lows: dict[str, list[Decimal]] = {unit: [] for unit in counts}
    highs: dict[str, list[Decimal]] = {unit: [] for unit in counts}
    for unit, low, high in connection.execute(_by_indicator_and_unit(counted, *ends).where(or_(is_least, is_most))):
        lows[unit] += [] if low is None else [Decimal(low)]
        highs[unit] += [] if high is None else [Decimal(high)]
    rows_counted = counted.rows_counted(_FILTERS["value"])
    return [
        {
            "unit": unit,
            "count": counts[unit],
            "rows_counted": rows_counted,
            "min": _fragment(min(lows[unit])),
            "max": _fragment(max(highs[unit])),
        }
        for unit in sorted(counts)
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


def _by_indicator_and_unit(counted: Counted, *columns: Any) -> Select[Any]:
    found = counted.select(_FILTERS["value"], metric.unit, *columns)
    return found.group_by(metric.indicator, metric.unit)


def _fragment(value: Decimal) -> orjson.Fragment:
    return orjson.Fragment(plain_digits(value))


def period_range(counted: Counted) -> dict[str, Any]:
    """First and last day of all periods and the number of metrics without one, ignoring the filters on `period`."""
    query, connection, filter_ = counted.query, counted.connection, _FILTERS["period"]
    if summaries.are_precomputed(query, connection, ignoring="period"):
        rows = summaries.summary_rows(query, connection)
        starts = [row["period_start"] for row in rows if row["period_start"] is not None]
        ends = [row["period_end"] for row in rows if row["period_end"] is not None]
        undated, rows_counted = sum(row["undated_count"] for row in rows), None
        start, end = min(starts, default=None), max(ends, default=None)
    else:
        is_undated = func.sum(case((metric.period_start.is_(None), 1), else_=0))
        found = counted.select(filter_, func.min(metric.period_start), func.max(metric.period_end), is_undated)
        start, end, undated = connection.execute(found).one()
        rows_counted = counted.rows_counted(filter_)
    return {"start": start, "end": end, "undated_count": undated or 0, "rows_counted": rows_counted}
