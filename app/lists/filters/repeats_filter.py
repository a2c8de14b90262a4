"""`repeats=first`: of the figures that state one fact, the first of those that meet the filters.

With filters it is not enough to leave out every copy: the first of all may be in another section, or uncited. Copies are few
and carry their group and their number in it, so only they are compared, with those before them.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.sql.util import ClauseAdapter

from app.lists.filters.conditions import Conditions
from app.lists.parameter_types import parameter_field
from app.store.tables import Metric, columns, table

metric = columns(Metric)
_earlier = table(Metric).alias("earlier")


@dataclass(frozen=True)
class Repeats:
    """The repeats of a list, and how it treats them unless `repeats` is given."""

    default: Literal["first", "all"]

    def parameter(self) -> Any:
        described = (
            "`first` keeps one of the figures that state the same fact. Among those that match the filters, a dated one comes"
            " before an undated one, then a cited before an uncited one, then the first in the text. `all` keeps every one."
            f" Default: {self.default}."
        )
        return Literal["first", "all"] | None, parameter_field(described, "first")

    def used(self, query: Any) -> Literal["first", "all"]:
        """How a request treats repeats."""
        return "first" if (getattr(query, "repeats", None) or self.default) == "first" else "all"


def is_first(found: Conditions) -> ColumnElement[bool]:
    """Condition that no earlier copy of a metric meets the conditions that it meets."""
    # copies are few and looked up one by one, and so is what is related to them
    where = found.where(correlated=True)
    is_first_of_all: ColumnElement[bool] = metric.repeat_number == 0
    if not where:
        return is_first_of_all
    earlier = _earlier.c
    matching = [ClauseAdapter(_earlier).traverse(one) for one in where]
    copy = select(earlier.id).where(
        earlier.repeat_group == metric.repeat_group, earlier.repeat_number < metric.repeat_number, *matching
    )
    return or_(is_first_of_all, ~copy.correlate(table(Metric)).exists())


def count_facts(row: Any = metric) -> ColumnElement[Any]:
    """How many facts the metrics of a group of rows state."""
    return func.count(case((row.repeat_group.is_(None), 1))) + func.count(row.repeat_group.distinct())
