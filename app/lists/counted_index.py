"""The index that has every column by which metrics are counted: where it has all that is asked for, no metric is read."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, select
from sqlalchemy.sql.visitors import iterate

from app.lists.filters.conditions import Conditions
from app.lists.filters.repeats_filter import count_facts
from app.store.dialects import unindexed
from app.store.tables import Metric, columns, table

metric = columns(Metric)
_COLUMNS = {column for index in table(Metric).indexes if index.name == "ix_metric_counted" for column in index.columns}
# of columns with many values, an index of the column alone finds the few metrics that have one of them
_SELECTIVE = {metric.indicator, metric.entity, metric.document}


def is_indexed(expressions: Iterable[ColumnElement[Any]]) -> bool:
    """Whether the index has every column that is named."""
    return all(one in _COLUMNS for each in expressions for one in iterate(each) if isinstance(one, Column))


def facts_in_index(found: Conditions) -> Select[tuple[int]] | None:
    """The number of facts that the metrics under conditions state, all of them; null if the index does not have the conditions.

    It reads whatever meets the conditions, so that it is for few.
    """
    if found.related or found.has_negated or not is_indexed(found.own):
        return None
    where = [one if _is_selective(one) else unindexed(one, table(Metric)) for one in found.own]
    return select(count_facts().label("count")).select_from(table(Metric)).where(*where)


def _is_selective(condition: ColumnElement[bool]) -> bool:
    return any(one in _SELECTIVE for one in iterate(condition) if isinstance(one, Column))
