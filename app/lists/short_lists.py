"""The rows of a short list that rows related to them select: a unit has a hundred thousand figures.

Where few related rows match, they tell which rows of the list have any. Where many do, the first of them tell most, and those of
the other rows of the list are looked up. How many match, the very first tell. This is for SQLite, which looks up row by row
what PostgreSQL joins.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, FromClause, Select, bindparam, func, literal, select

from app.lists.facets.related_rows import needed_rows, related_key, related_table
from app.lists.filters.conditions import Conditions
from app.lists.filters.join_paths import JoinPath
from app.lists.walked_counts import PROBED, WALKED, are_more, table_size
from app.store.dialects import in_bound_keys, unindexed, unindexed_column
from app.store.prepared_statements import PreparedStatement

# so many related rows that going through all of them takes long
_MANY = 20_000
Keys = list[Sequence[Any]]


class ShortListKeys:
    """The keys that requests of one shape select. `together` finds them from the related rows that match."""

    def __init__(
        self, table: FromClause, key: ColumnElement[Any], found: Conditions, together: Select[Any], dialect: Dialect
    ) -> None:
        self._together = PreparedStatement(together, dialect, depends_on_values=True)
        steps = found.first_steps
        self._steps = [_Step(step, found, dialect) for step in steps if step.local is key]
        self._is_told = len(self._steps) == len(steps)
        self._own = PreparedStatement(select(key).select_from(table).where(*found.own), dialect, depends_on_values=True)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> Keys:
        """The keys, each alone in a row."""
        if not self._is_told or not all(step.are_many(connection, values) for step in self._steps):
            return self._together.all(connection, values)
        keys = {row[0] for row in self._own.all(connection, values)}
        for step in self._steps:
            keys = step.keys(connection, values, keys)
        return [(key,) for key in sorted(keys)]


class _Step:
    """The keys of the list's rows by the related rows of one step."""

    def __init__(self, step: JoinPath, found: Conditions, dialect: Dialect) -> None:
        self._table, key, named = related_table(step), related_key(step), step.remote
        where = [unindexed(one, step.source) for one in found.where_related(step, correlated=True)]
        rows = needed_rows(step, where)
        before = key < bindparam("end", "", key.type)
        self._end = PreparedStatement(select(key).order_by(key).offset(bindparam("rows", PROBED)).limit(1), dialect)
        first = select(literal(1)).select_from(rows).where(before, *where).subquery()
        self._count = PreparedStatement(select(func.count()).select_from(first), dialect, depends_on_values=True)
        names = select(unindexed_column(named).label(named.name)).select_from(rows).where(*where).distinct()
        self._near = PreparedStatement(names.where(before), dialect, depends_on_values=True)
        rest = names.where(in_bound_keys(named, "missing"))
        self._rest = PreparedStatement(rest, dialect, depends_on_values=True)

    def are_many(self, connection: Connection, values: Mapping[str, Any]) -> bool:
        size = table_size(self._table, connection)
        if size <= _MANY:
            return False
        end = self._end_of(PROBED, connection)
        return are_more(self._count.all(connection, {**values, **end})[0][0], size, _MANY)

    def keys(self, connection: Connection, values: Mapping[str, Any], among: set[Any]) -> set[Any]:
        """Those of the keys that have a related row that matches."""
        near = {row[0] for row in self._near.all(connection, {**values, **self._end_of(WALKED, connection)})} & among
        if not (missing := among - near):
            return near
        # what is common is near: few rows belong to the others
        return near | {row[0] for row in self._rest.all(connection, {**values, "missing": sorted(missing)})}

    def _end_of(self, rows: int, connection: Connection) -> dict[str, Any]:
        found = self._end.all(connection, {"rows": rows})
        return {"end": found[0][0]} if found else {"end": ""}
