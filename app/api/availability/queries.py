"""Available values of each filter, and the ranges of values and periods, among the metrics a query matches."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, Select, case, func, select

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
    found = facet_counts(METRICS, query, list(names), connection)
    return {
        name: {"count": len(rows), "values": with_labels(METRICS.facets[name], rows[:most], connection, lang)}
        for name, rows in found.items()
    }


def value_ranges(query: Any, connection: Connection) -> list[dict[str, Any]]:
    """Smallest and largest value in each unit, ignoring the filters on `value`."""
    upper = func.coalesce(metric.value_max_text, metric.value_text)
    found = _select_without(
        query, _FILTERS["value"], metric.unit, func.count(), exact_min(metric.value_text), exact_max(upper)
    )
    rows = connection.execute(found.group_by(metric.unit).order_by(metric.unit))
    return [{"unit": unit, "count": count, "min": _fragment(low), "max": _fragment(high)} for unit, count, low, high in rows]


def _fragment(text: str) -> orjson.Fragment:
    return orjson.Fragment(plain_digits(Decimal(text)))


def period_range(query: Any, connection: Connection) -> dict[str, Any]:
    """First and last day of all periods and the number of metrics without one, ignoring the filters on `period`."""
    undated = func.sum(case((metric.period.is_(None), 1), else_=0))
    found = _select_without(query, _FILTERS["period"], func.min(metric.period_start), func.max(metric.period_end), undated)
    start, end, without = connection.execute(found).one()
    return {"start": start, "end": end, "undated_count": without or 0}


def _select_without(query: Any, but: Filter, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(METRICS.table).where(*conditions(METRICS.filters, query, but=but).where())
