"""Which values of each filter there are among the metrics found, and from where to where figures and periods reach."""

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


def counted(query: Any, connection: Connection) -> int:
    """How many metrics the filters leave."""
    where = conditions(METRICS.filters, query).where()
    count: int = connection.execute(select(func.count()).select_from(METRICS.table).where(*where)).scalar_one()
    return count


def values(query: Any, names: Sequence[str], most: int, connection: Connection, lang: Language) -> dict[str, Any]:
    """By filter how many values would return something, and the `most` frequent of them."""
    found = facet_counts(METRICS, query, list(names), connection)
    return {
        name: {"count": len(rows), "values": with_labels(METRICS.facets[name], rows[:most], connection, lang)}
        for name, rows in found.items()
    }


def reach(query: Any, connection: Connection) -> list[dict[str, Any]]:
    """By unit from where to where values reach, whatever values are asked for."""
    upper = func.coalesce(metric.value_max_text, metric.value_text)
    found = _under(query, _FILTERS["value"], metric.unit, func.count(), exact_min(metric.value_text), exact_max(upper))
    rows = connection.execute(found.group_by(metric.unit).order_by(metric.unit))
    return [{"unit": unit, "count": count, "min": _fragment(low), "max": _fragment(high)} for unit, count, low, high in rows]


def _fragment(text: str) -> orjson.Fragment:
    return orjson.Fragment(plain_digits(Decimal(text)))


def periods(query: Any, connection: Connection) -> dict[str, Any]:
    """From where to where periods reach, whatever periods are asked for, and how many metrics have none."""
    undated = func.sum(case((metric.period.is_(None), 1), else_=0))
    found = _under(query, _FILTERS["period"], func.min(metric.period_start), func.max(metric.period_end), undated)
    start, end, without = connection.execute(found).one()
    return {"start": start, "end": end, "undated_count": without or 0}


def _under(query: Any, but: Filter, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(METRICS.table).where(*conditions(METRICS.filters, query, but=but).where())
