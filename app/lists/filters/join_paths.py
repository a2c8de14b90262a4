"""Join paths: how the rows of a list are joined to rows of other tables, and how a condition on those filters the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Join,
    Select,
    and_,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.elements import BinaryExpression, Null
from sqlalchemy.sql.operators import is_not
from sqlalchemy.sql.visitors import iterate

from app.store.dialects import in_pairs
from app.store.tables import (
    Citation,
    Claim,
    ClaimTopic,
    Entity,
    Mention,
    Metric,
    MetricCitation,
    NumberCitation,
    Source,
    columns,
    table,
)

claim, metric, citation, source_ = columns(Claim), columns(Metric), columns(Citation), columns(Source)
mention, entity_, topic_ = columns(Mention), columns(Entity), columns(ClaimTopic)
metric_citation = columns(MetricCitation)

# turns a condition on the rows that hold a value into a condition on the rows of the list
Path = Callable[[ColumnElement[bool]], ColumnElement[bool]]


def own_table(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The path of a filter whose column is in the list's own table."""
    return condition


@dataclass(frozen=True, eq=False)
class JoinPath:
    """One step from the rows of a list to related rows: `local` columns equal `remote` columns of `source`.

    `local` and `remote` are one column each, or tuples of as many. With a `parent`, `local` are columns of the rows that the
    parent leads to, so that a path may have several steps. Called with a condition on the related rows, a path gives the
    condition that a row of the list has a related row that meets it. `core` is the table of the `remote` columns where `source`
    joins exactly one row to each of its rows: conditions on it alone are looked up there. `branches` are parts that make up
    `source` together, where it joins by one column or another, so that each can be read from either end.
    """

    local: Any
    remote: Any
    source: FromClause
    parent: "JoinPath | None" = None
    core: FromClause | None = None
    branches: Sequence[FromClause] = ()

    @property
    def is_to_one(self) -> bool:
        """Whether a row of the list has one related row at most."""
        keys = list(self.source.primary_key)
        return len(keys) == 1 and keys[0] is self.remote and (self.parent is None or self.parent.is_to_one)

    @property
    def is_joined(self) -> bool:
        """Whether the related rows are those of several tables that are joined, other than for what some of them have."""
        source = self.source
        while isinstance(source, Join):
            if not source.isouter:
                return True
            source = source.left
        return False

    @property
    def reaches_far(self) -> bool:
        """Whether the related rows are several tables away."""
        return self.parent is not None or self.is_joined

    @property
    def local_columns(self) -> Sequence[Any]:
        return _as_tuple(self.local)

    @property
    def remote_columns(self) -> Sequence[Any]:
        return _as_tuple(self.remote)

    @property
    def steps(self) -> "list[JoinPath]":
        """The path step by step, beginning at the list; the last one is this path itself."""
        return [*(self.parent.steps if self.parent else []), self]

    def is_foreign_key_to(self, key: Any) -> bool:
        """Whether `remote` is a foreign key to `key`, a list's key, so that a related row identifies the row of the list."""
        return self.local is key and bool(self.remote.references(key))

    def in_subquery(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """A related row meets the condition, as `local IN (SELECT remote …)`, of this step alone."""
        if self._is_certain(condition):
            return self._has_key()
        found: ColumnElement[bool] = _as_one(self.local_columns).in_(self.remote_keys(condition))
        return found

    def remote_keys(self, condition: ColumnElement[bool]) -> Select[Any] | CompoundSelect[Any]:
        """The `remote` columns of the related rows that meet the condition."""
        parts = self.branches or (self.needed(condition),)
        keys = [select(*self.remote_columns).select_from(part).where(condition) for part in parts]
        return union_all(*keys) if len(keys) > 1 else keys[0]

    def needed(self, *used: ColumnElement[Any]) -> FromClause:
        """The rows that conditions and columns need; subqueries in them are joined to columns of `core`."""
        if self.core is None:
            return self.source
        tables = {one.table for part in used for one in iterate(part) if isinstance(one, Column)}
        joined = set(self.source._from_objects) - {self.core}
        return self.source if tables & joined else self.core

    def exists(self, condition: ColumnElement[bool], *, apart: bool = False) -> ColumnElement[bool]:
        """The same as a correlated `EXISTS`: faster when many rows match and only the first of an order are read.

        Of pairs from a recursive query PostgreSQL cannot tell how many there are, and may make a join that begins at the far
        end. With an offset it looks for each row as it is told, which for all other conditions takes twice as long as a join
        unless it is to end soon (`apart`).
        """
        if self._is_certain(condition):
            return self._has_key()
        found = self._correlated(condition)
        if apart or any(isinstance(one, in_pairs) for one in iterate(condition)):
            found = found.suffix_with("OFFSET 0", dialect="postgresql")
        return found.exists()

    def not_exists(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """No related row meets the condition; of the whole path.

        As a correlated `NOT EXISTS`: PostgreSQL scans a long `NOT IN` list once for each row. So are the steps within: one
        related row ends the search, while SQLite would read all that `IN` could name first.
        """
        first, *others = self.steps
        for step in reversed(others):
            condition = step.exists(condition)
        return ~first.exists(condition)

    def not_in_subquery(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """No related row meets the condition; of the whole path, as `local NOT IN (SELECT remote …)`.

        The related rows are read once. This is for lists so short that each of their rows has very many related ones.
        """
        first, *others = self.steps
        for step in reversed(others):
            condition = step.in_subquery(condition)
        keys = first.remote_keys(and_(condition, *(one.is_not(None) for one in first.remote_columns)))
        # a key has many related rows: PostgreSQL makes no hash table of as many, but goes through them for each key
        keys = keys.distinct() if isinstance(keys, Select) else keys
        found: ColumnElement[bool] = ~_as_one(first.local_columns).in_(keys)
        return found

    def _is_certain(self, condition: ColumnElement[bool]) -> bool:
        """Whether the one row that a foreign key leads to is sure to meet a condition: that it has what each row must have."""
        if isinstance(self.local, tuple) or self.is_joined or not self.local.references(self.remote):
            return False
        return is_always_true(condition, self.remote.table)

    def _has_key(self) -> ColumnElement[bool]:
        found: ColumnElement[bool] = self.local.is_not(None)
        return found

    def _correlated(self, condition: ColumnElement[bool]) -> Select[Any]:
        found: Select[Any] = (
            select(literal_column("1"))
            .select_from(self.needed(condition))
            .where(self.on_clause(self.local_columns), condition)
        )
        return found.correlate(*(one.table for one in self.local_columns))

    def on_clause(self, local: Sequence[Any]) -> ColumnElement[bool]:
        """The `ON` clause of a join of `source` to rows in which the columns `local` replace the path's own."""
        return and_(*(key == one for key, one in zip(self.remote_columns, local, strict=True)))

    def __call__(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return self.parent(self.in_subquery(condition)) if self.parent else self.in_subquery(condition)


def is_any_value(condition: ColumnElement[bool]) -> TypeGuard[BinaryExpression[bool]]:
    """Whether a condition is that a column has some value."""
    is_not_null = isinstance(condition, BinaryExpression) and condition.operator is is_not
    return is_not_null and isinstance(condition.right, Null)


def is_always_true(condition: ColumnElement[bool], of: FromClause) -> bool:
    """Whether a condition is that a column of a table has a value which always has one."""
    column = condition.left if is_any_value(condition) else None
    return isinstance(column, Column) and column.table is of and not column.nullable


def _as_tuple(columns: Any) -> Sequence[Any]:
    return columns if isinstance(columns, tuple) else (columns,)


def _as_one(columns: Sequence[Any]) -> Any:
    return columns[0] if len(columns) == 1 else tuple_(*columns)


def has_metric(own: Any, column: Any) -> JoinPath:
    """To the metrics whose `column` equals the list's column `own`."""
    return JoinPath(own, column, table(Metric))


def has_claim(own: Any) -> JoinPath:
    """To the claim whose id is in `own`."""
    return JoinPath(own, claim.id, table(Claim))


def has_topic(own: Any, within: JoinPath | None = None) -> JoinPath:
    """To the topics of the claim whose id is in `own`."""
    return JoinPath(own, topic_.claim_id, table(ClaimTopic), within)


def has_mention(own: Any, within: JoinPath | None = None) -> JoinPath:
    """To the entities mentioned in the claim whose id is in `own`."""
    return JoinPath(own, mention.claim_id, table(Mention).outerjoin(table(Entity), entity_.slug == mention.entity), within)


def has_entity(own: Any) -> JoinPath:
    """To the entity whose slug is in `own`."""
    return JoinPath(own, entity_.slug, table(Entity))


def has_citation(own: Any, within: JoinPath | None = None) -> JoinPath:
    """To the citations of the claim whose id is in `own`, with their sources."""
    return JoinPath(
        own, citation.claim_id, table(Citation).outerjoin(table(Source), source_.id == citation.source_id), within
    )


def has_metric_citation(own: Any, within: JoinPath | None = None) -> JoinPath:
    """To the citations that support the metric whose id is in `own`, with their sources."""
    cited = table(MetricCitation).join(table(Citation), citation.id == metric_citation.citation_id)
    return JoinPath(own, metric_citation.metric_id, cited.outerjoin(table(Source), source_.id == citation.source_id), within)


def has_number_citation(own: Any) -> JoinPath:
    """To the citations that support the number whose id is in `own`, with their sources."""
    link = columns(NumberCitation)
    cited = table(NumberCitation).join(table(Citation), citation.id == link.citation_id)
    return JoinPath(own, link.number_id, cited.outerjoin(table(Source), source_.id == citation.source_id))


def has_source(own: Any) -> JoinPath:
    """To the source whose id is in `own`."""
    return JoinPath(own, source_.id, table(Source))
