"""Fields of a metric that charts and tables read: what it says as two ends, a year, a label, one source.

Rows have them in the requested language, in every format; `fields=` shows the other language as well. The views for SQL tools
have the same.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
)

from app.store.tables import (
    Entity,
    Indicator,
    Metric,
    MetricQualifier,
    PublisherKind,
    Source,
    Unit,
    columns,
    table,
)  # fmt: skip
from app.vocabulary import Comparator, Granularity, Status
from app.vocabulary.addresses import absolute
from app.vocabulary.names import HEDGES

metric, indicator, entity, _qualifier = map(columns, (Metric, Indicator, Entity, MetricQualifier))
# of names of their own, as filters look for other rows of these tables
_unit, _source, _kind = (
    table(model).alias(name)
    for model, name in ((Unit, "unit_of_metric"), (Source, "first_source"), (PublisherKind, "first_kind"))
)
_start, _end = metric.period_start, metric.period_end
# a year and its half may be drawn at the same time: the kind of period distinguishes them
PERIOD_KIND = case(
    (metric.period.is_(None), null()),
    (metric.period.contains("/"), literal(Granularity.INTERVAL, Text())),
    (metric.period.contains("H"), literal(Granularity.HALF, Text())),
    (metric.period.contains("Q"), literal(Granularity.QUARTER, Text())),
    (func.length(metric.period) == len("2025"), literal(Granularity.YEAR, Text())),
    (func.length(metric.period) == len("2025-07"), literal(Granularity.MONTH, Text())),
    else_=literal(Granularity.DAY, Text()),
)
SERIES_NAMES = {
    "series_name": func.coalesce(entity.name_en, metric.subject_en),
    "series_name_en": func.coalesce(entity.name_en, metric.subject_en),
    "series_name_zh": func.coalesce(entity.name_zh, metric.subject),
}
IS_FORECAST = metric.status != Status.ACTUAL
_OPEN_BELOW, _OPEN_ABOVE = (Comparator.LT, Comparator.LE), (Comparator.GT, Comparator.GE)
_EXPECTED = {Status.FORECAST: (" (forecast)", "（预测）"), Status.TARGET: (" (target)", "（目标）")}


def _year(day: Any) -> Any:
    return cast(func.substr(day, 1, 4), Integer)


def _months(day: Any) -> Any:
    """Months since the year 0, from 1."""
    return _year(day) * 12 + cast(func.substr(day, 6, 2), Integer)


def _middle() -> ColumnElement[Any]:
    """The 15th of the month halfway, of two months the turn; within a month its first day, moved into its year at the turn of one."""
    halfway = (_months(_start) + _months(_end) - 2) // 2
    month = halfway - halfway // 12 * 12 + 1
    day = func.substr(_start, 6)
    first = case((day == "01-01", "01-02"), (day == "12-31", "12-30"), else_=day)
    return case(
        (metric.period.is_(None), null()),
        # as below, and what most periods are
        (func.length(metric.period) == len("2025"), metric.period.concat("-06-15")),
        (
            (func.substr(_start, 1, 7) == func.substr(_end, 1, 7)) & (func.length(metric.period) != len("2025-07")),
            func.substr(_start, 1, 5).concat(first),
        ),
        (_months(_end) == _months(_start) + 1, func.substr(_end, 1, 7).concat("-02")),
        else_=cast(halfway // 12, Text).concat(case((month < 10, "-0"), else_="-")).concat(cast(month, Text)).concat("-15"),
    )


def _words(column: Any, words: Mapping[Any, tuple[str, str]], index: int, otherwise: Any) -> ColumnElement[Any]:
    return case(*((column == value, literal(said[index], Text())) for value, said in words.items()), else_=otherwise)


def _both(name: str, english: ColumnElement[Any], chinese: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    return {name: english, f"{name}_en": english, f"{name}_zh": chinese}


def _qualifiers(name: Any) -> ColumnElement[Any]:
    ordered = select(name.label("what")).where(_qualifier.metric_id == metric.id).order_by(_qualifier.key)
    held = ordered.correlate(metric.id.table).subquery()
    return select(func.aggregate_strings(held.c.what, "; ")).scalar_subquery()


def joined(source: FromClause) -> FromClause:
    """Metrics with the unit, the first source and the kind of its publisher, whose fields are shown."""
    first = _source.c.id == metric.source_ids[0].as_string()
    with_source = source.outerjoin(_unit, _unit.c.code == metric.unit).outerjoin(_source, first)
    return with_source.outerjoin(_kind, _kind.c.slug == _source.c.publisher_kind)


def _kind_name(name: Any, uncited: str) -> ColumnElement[Any]:
    return func.coalesce(name, literal(uncited, Text()))


def _address(path: str, key: Any) -> ColumnElement[Any]:
    return bindparam(None, type_=Text(), callable_=partial(absolute, path)).concat(key)


# of a fact, whose statements are the figures without a role
_copy = table(Metric).alias("copy")
_TIMES_STATED = case(
    (metric.repeat_group.is_(None), 1),
    else_=select(func.count())
    .select_from(_copy)
    .where(_copy.c.repeat_group == metric.repeat_group, _copy.c.role.is_(None))
    .correlate(table(Metric))
    .scalar_subquery(),
)
# of a number, as the stored text of values
EXACT = frozenset({"value_low", "value_high"})
CHART_FIELDS: dict[str, ColumnElement[Any]] = {
    "year": case((func.substr(_start, 1, 4) == func.substr(_end, 1, 4), _year(_start)), else_=cast(null(), Integer)),
    "period_kind": PERIOD_KIND,
    "period_mid": _middle().label("period_mid"),
    "value_low": case(
        (metric.comparator.in_(_OPEN_BELOW), null()),
        (metric.comparator == Comparator.TOLERANCE, cast(metric.value - metric.deviation, Text)),
        else_=metric.value_text,
    ),
    "value_high": case(
        (metric.comparator.in_(_OPEN_ABOVE), null()),
        (metric.comparator == Comparator.RANGE, metric.value_max_text),
        (metric.comparator == Comparator.TOLERANCE, cast(metric.value + metric.deviation, Text)),
        else_=metric.value_text,
    ),
    **_both("hedge", *(_words(metric.comparator, HEDGES, index, null()) for index in (0, 1))),
    **_both(
        "label",
        metric.display_en.concat(_words(metric.status, _EXPECTED, 0, "")),
        metric.display_zh.concat(_words(metric.status, _EXPECTED, 1, "")),
    ),
    "is_forecast": IS_FORECAST,
    "in_conflict": metric.in_conflict,
    "is_total": metric.is_total,
    "times_stated": _TIMES_STATED,
    **SERIES_NAMES,
    **_both("qualifier_label", _qualifiers(_qualifier.name_en), _qualifiers(_qualifier.name_zh)),
    **_both("unit_name", _unit.c.name_en, _unit.c.name_zh),
    "aggregation": indicator.aggregation,
    "source_url": _source.c.url,
    "source_title": _source.c.title,
    **_both("publisher_kind_label", _kind_name(_kind.c.name_en, "Uncited"), _kind_name(_kind.c.name_zh, "无引用")),
    "fact_url": _address("/metrics/", metric.id),
    "source_link": _address("/sources/", metric.source_ids[0].as_string()),
}
# what rows have without being asked: one of three where a field has languages
SHOWN = tuple(name for name in CHART_FIELDS if name.removesuffix("_en").removesuffix("_zh") == name)
