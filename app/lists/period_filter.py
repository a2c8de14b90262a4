"""TODO"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.lists.filters import Filter
from app.lists.join_paths import Path, metric, own_table
from app.lists.labels import VALUES_THEMSELVES
from app.lists.value_types import Period
from app.vocabulary.periods import span_of


def period(path: Path = own_table) -> Filter:
    words = "Observation period, ISO 8601: `period=2025` finds all that overlaps 2025, such as 2025-H1 or 2024/2026"
    return Filter(
        "period",
        metric.period,
        words,
        "2025",
        Period,
        path,
        compare=True,
        nullable=True,
        condition_for=_in_period,
        bound_values=_days,
        labels=VALUES_THEMSELVES,
    )


def _in_period(operator: str, slots: Sequence[Any]) -> ColumnElement[bool]:
    """`gte`: it begins on or after the given period's first day; `lte`: it ends by its last; none: they overlap."""
    start, end = metric.period_start, metric.period_end
    spans = list(zip(slots[::2], slots[1::2], strict=True))
    if operator == "":
        overlaps: ColumnElement[bool] = or_(*(and_(start <= last, end >= first) for first, last in spans))
        return overlaps
    first, last = spans[0]
    compared: dict[str, ColumnElement[bool]] = {
        "gt": start > last, "gte": start >= first, "lt": end < first, "lte": end <= last,
    }  # fmt: skip
    return compared[operator]


def _days(period: str) -> tuple[str, str]:
    first, last = span_of(period)
    return first.isoformat(), last.isoformat()
