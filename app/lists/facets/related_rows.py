"""The rows that facets of a vocabulary count by: a unit has a hundred thousand figures, so that few rows lead to all there are.

Where a filter and a facet ask of the same related row, nothing that is stored answers. So a sample is taken of the related
rows that match, as one is of the rows of longer lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Column, ColumnElement, Connection, FromClause, func, literal, select
from sqlalchemy.sql.visitors import iterate

from app.lists.filters.conditions import Conditions
from app.lists.filters.join_paths import JoinPath, is_always_true
from app.lists.walked_counts import are_more, matching_of_first, table_size
from app.store.dialects import unindexed, unindexed_column

Related = Mapping[JoinPath, Sequence[ColumnElement[bool]]]


@dataclass(frozen=True)
class RelatedRows:
    """The related rows of a path's first step that are counted by: all that meet `where`, or the first `most` by key."""

    step: JoinPath
    where: Sequence[ColumnElement[bool]]
    most: int | None
    is_walked: bool = False

    @property
    def table(self) -> FromClause:
        return related_table(self.step)

    def read_once(self, columns: Iterable[ColumnElement[Any]]) -> CTE:
        """The rows with these columns, for statements that read them more than once."""
        key = related_key(self.step)
        found = select(*columns).select_from(needed_rows(self.step, self.where)).where(*self.where)
        if self.most is not None:
            # few among very many are looked up and sorted; of many, enough are soon found in order
            found = found.order_by(key if self.is_walked else unindexed_column(key)).limit(self.most)
        return found.cte(f"counted_{getattr(self.table, 'name', 'related')}").prefix_with("MATERIALIZED")


def related_table(step: JoinPath) -> FromClause:
    """The table whose rows a row of the list is joined to first."""
    found: FromClause = step.remote_columns[0].table
    return found


def related_key(step: JoinPath) -> Any:
    return next(iter(related_table(step).primary_key))


def asked_of_same_row(step: JoinPath | None, related: Related) -> dict[JoinPath, list[ColumnElement[bool]]]:
    """The conditions on rows of the paths that begin with a step, without those that are true of each of its rows."""
    found = {
        path: [one for one in held if path.parent or not is_always_true(one, related_table(path))]
        for path, held in related.items()
        if path.steps[0] is step
    }
    return found if any(found.values()) else {}


def choose_related_rows(
    step: JoinPath, shared: Related, connection: Connection, *, whole: int, sampled: int
) -> RelatedRows | None:
    """The related rows to count by where not all of up to `whole` are: null if there are no more of the step's table."""
    size = table_size(related_table(step), connection)
    if size <= whole:
        return None
    found = Conditions([], {path: list(held) for path, held in shared.items()})
    each = [unindexed(one, step.source) for one in found.where_related(step, correlated=True)]
    if are_more(matching_of_first(related_key(step), each, needed_rows(step, each), connection), size, whole):
        return RelatedRows(step, each, sampled, is_walked=True)
    where = found.where_related(step)
    few = select(literal(1)).select_from(needed_rows(step, where)).where(*where).limit(whole + 1)
    count = connection.execute(select(func.count()).select_from(few.subquery())).scalar_one()
    return RelatedRows(step, where, sampled if count > whole else None)


def needed_rows(step: JoinPath, where: Sequence[ColumnElement[bool]]) -> FromClause:
    """The step's own table, or with those joined to it that the conditions are on."""
    own = related_table(step)
    tables = {one.table for condition in where for one in iterate(condition) if isinstance(one, Column)}
    return step.source if tables & (set(step.source._from_objects) - {own}) else own
