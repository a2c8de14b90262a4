"""The filters `qualifier.<key>`: what else a figure needs to be read rightly, one filter for each key."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath, own_table
from app.lists.filters.value_labels import Labels
from app.store.tables import MetricQualifier, columns, table
from app.vocabulary import QualifierKey

# what each key says, and a value
_KEYS = {
    QualifierKey.OF: ("what is counted or measured, if indicator and subject do not say it", "hallucination-rate"),
    QualifierKey.DENOMINATOR: ("the whole that a share is taken of; `unstated` if the text does not say", "ai-chip-market"),
    QualifierKey.SCOPE: ("the part of the subject that the figure covers", "private-ai-investment"),
    QualifierKey.REGION: ("the region that the figure applies to", "worldwide"),
    QualifierKey.BASIS: ("how it was counted: year on year, on average, in total", "year-on-year"),
    QualifierKey.PER: ("the time or thing that the figure is stated for each of", "day"),
    QualifierKey.SCENARIO: ("the use in which it was measured", "single-machine-deployment"),
    QualifierKey.BENCHMARK: ("the benchmark or ranking", "lmarena"),
    QualifierKey.CONDITION: ("the condition under which it holds", "fp8"),
    QualifierKey.BASELINE: ("what it is compared with: a year, a thing, an earlier state", "2024"),
    QualifierKey.DIRECTION: ("the direction in which it changed or differs", "increase"),
    QualifierKey.ROLE: (
        "the role of a figure that is not a plain value: a capability, a threshold, a class, the value before a change",
        "capability",
    ),
}


def qualifiers(metric: Any) -> list[Filter]:
    """A filter for each key, by the columns of metrics."""
    return [_qualifier(key, metric) for key in QualifierKey]


def _qualifier(key: QualifierKey, metric: Any) -> Filter:
    row = columns(MetricQualifier)
    shown = (row.metric_id, row.value, row.name_en, row.name_zh)
    held = select(*shown).where(row.key == key.value).subquery(f"qualifier_{key}")
    described, example = _KEYS[key]
    value = _values(key)
    # documents may render one value differently: the first rendering names it
    names = [
        select(column).where(row.key == key.value, row.value == value).order_by(row.metric_id).limit(1).label(column.name)
        for column in (row.name_en, row.name_zh)
    ]
    # what adds up or draws asks for it of every figure, so it is in the figure's own row as well
    column, path = (
        (metric.role, own_table) if key is QualifierKey.ROLE else (held.c.value, JoinPath(metric.id, held.c.metric_id, held))
    )
    return Filter(
        f"qualifier.{key}", column, f"Qualifier: {described}", example, path=path,
        nullable=True, vocabulary=select(value), labels=Labels(rows=select(value, *names)),
    )  # fmt: skip


def _values(key: QualifierKey) -> ColumnElement[str]:
    """Each value of the key once, found by stepping through the index: a value of many figures costs as much as one of a few."""
    row, next_ = columns(MetricQualifier), table(MetricQualifier).alias("next_qualifier").c
    steps = select(func.min(row.value).label("value")).where(row.key == key.value).cte(f"values_{key}", recursive=True)
    following = select(func.min(next_.value)).where(next_.key == key.value, next_.value > steps.c.value)
    found = steps.union_all(select(following.scalar_subquery()).where(steps.c.value.is_not(None)))
    present = select(found.c.value).where(found.c.value.is_not(None)).subquery(f"qualifier_values_{key}")
    return present.c.value
