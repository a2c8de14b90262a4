"""Available values of each filter, and the ranges of values and periods, among the metrics a query matches."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, Select, case, func, or_, select

from app.api.aggregate import summaries
from app.api.metrics.queries import METRICS, metric
from app.lists.facets import facet_counts, with_labels
from app.lists.filters import Filter, conditions
from app.store.exact_numbers import exact_max, exact_min, plain_digits
from app.vocabulary.names import Language

_FILTERS = {one.name: one for one in METRICS.filters}


def count_metrics(query: Any, connection: Connection) -> int:
    """Number of metrics under all filters."""
    where = conditions(METRICS.filters, query).where()
    count: int = connection.execute(select(func.count()).select_from(METRICS.table).where(*where)).scalar_one()
    return count


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


def value_ranges(query: Any, connection: Connection) -> list[dict[str, Any]]:
    """Smallest and largest value in each unit, ignoring the filters on `value`."""
    if summaries.are_kept(query, connection, ignoring="value"):
        return _kept_ranges(summaries.summary_rows(query, connection))
    upper, upper_text = (
        func.coalesce(metric.value_max, metric.value),
        func.coalesce(metric.value_max_text, metric.value_text),
    )
    # by indicator as well, so that an index has what is needed in the order of the groups
    units = _by_indicator_and_unit(query, func.count(), func.min(metric.value), func.max(upper))
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
    for unit, low, high in connection.execute(_by_indicator_and_unit(query, *ends).where(or_(is_least, is_most))):
        lows[unit] += [] if low is None else [Decimal(low)]
        highs[unit] += [] if high is None else [Decimal(high)]
    return [
        {"unit": unit, "count": counts[unit], "min": _fragment(min(lows[unit])), "max": _fragment(max(highs[unit]))}
        for unit in sorted(counts)
    ]


def _kept_ranges(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    by_unit: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_unit.setdefault(row["unit"], []).append(row)
    return [
        {
            "unit": unit,
            "count": sum(row["metric_count"] for row in found),
            "min": _fragment(min(Decimal(row["min"]) for row in found)),
            "max": _fragment(max(Decimal(row["max"]) for row in found)),
        }
        for unit, found in sorted(by_unit.items())
    ]


def _by_indicator_and_unit(query: Any, *columns: Any) -> Select[Any]:
    found = _select_without(query, _FILTERS["value"], metric.unit, *columns)
    return found.group_by(metric.indicator, metric.unit)


def _fragment(value: Decimal) -> orjson.Fragment:
    return orjson.Fragment(plain_digits(value))


def period_range(query: Any, connection: Connection) -> dict[str, Any]:
    """First and last day of all periods and the number of metrics without one, ignoring the filters on `period`."""
    if summaries.are_kept(query, connection, ignoring="period"):
        rows = summaries.summary_rows(query, connection)
        starts = [row["period_start"] for row in rows if row["period_start"] is not None]
        ends = [row["period_end"] for row in rows if row["period_end"] is not None]
        undated_count = sum(row["undated_count"] for row in rows)
        return {"start": min(starts, default=None), "end": max(ends, default=None), "undated_count": undated_count}
    undated = func.sum(case((metric.period_start.is_(None), 1), else_=0))
    found = _select_without(query, _FILTERS["period"], func.min(metric.period_start), func.max(metric.period_end), undated)
    start, end, without = connection.execute(found).one()
    return {"start": start, "end": end, "undated_count": without or 0}


def _select_without(query: Any, but: Filter, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(METRICS.table).where(*conditions(METRICS.filters, query, but=but).where())
