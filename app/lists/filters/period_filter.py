"""The filters of periods: those that overlap, begin after or end before another, and those within a year."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, func, or_

from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import Path, metric, own_table
from app.lists.filters.value_labels import VALUES_THEMSELVES
from app.lists.parameter_types import Period, compared_days
from app.store.planner_hints import may_be_common
from app.vocabulary.periods import span_of

# as `_in_period` reads them
_COMPARISONS = {"gt": "begins after", "gte": "begins in or after", "lt": "ends before", "lte": "ends in or before"}


def period(path: Path = own_table) -> Filter:
    return Filter(
        "period",
        metric.period,
        "Observation period, ISO 8601",
        "2025",
        Period,
        path,
        note=": `period=2025` finds every period that overlaps 2025, such as 2025-H1 or 2024/2026",
        compare=True,
        comparisons=_COMPARISONS,
        compared_kinds=compared_days(Period),
        as_written=True,
        condition_for=_in_period,
        bound_values=_days,
        labels=VALUES_THEMSELVES,
    )


def period_year(path: Path = own_table) -> Filter:
    """The calendar year that a whole period lies in."""
    return Filter(
        "period_year", year_of(metric), "Calendar year that contains the whole observation period", "2025", path=path,
        nullable=True, labels=VALUES_THEMSELVES, has_any=_in_years,
    )  # fmt: skip


def _in_years(years: Sequence[Any]) -> ColumnElement[bool]:
    """The period begins and ends in one of the years. PostgreSQL expects few rows of a comparison with an expression."""
    return or_(*map(_in_year, years))


def _in_year(year: Any) -> ColumnElement[bool]:
    # days are compared as text: with what is no year they could be of another
    bounds = (
        metric.period_start >= year,
        metric.period_start <= year.concat("-12-31"),
        metric.period_end <= year.concat("-12-31"),
    )
    return and_(func.length(year) == len("2025"), *map(may_be_common, bounds))


def year_of(row: Any) -> ColumnElement[Any]:
    """The calendar year that holds the period of a metric; null without a period, and for one that spans several years."""
    # typed, as the keys of a cursor are held to the types of their columns
    first, last = (func.substr(row[name], 1, 4, type_=Text()) for name in ("period_start", "period_end"))
    return case((first == last, first), else_=None)


def _in_period(operator: str, days: Sequence[Any]) -> ColumnElement[bool]:
    """`gte`: begins on or after the given first day; `lte`: ends on or before the given last day; none: overlaps."""
    start, end = metric.period_start, metric.period_end
    spans = list(zip(days[::2], days[1::2], strict=True))
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
