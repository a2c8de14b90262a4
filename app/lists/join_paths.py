"""Join paths: from a condition on related rows to one on the rows of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, literal_column, select, tuple_

from app.store.tables import Citation, Claim, ClaimTopic, Entity, Mention, Metric, MetricCitation, Source, columns, table

claim, metric, citation, source_ = columns(Claim), columns(Metric), columns(Citation), columns(Source)
mention, entity_, topic_ = columns(Mention), columns(Entity), columns(ClaimTopic)
metric_citation = columns(MetricCitation)

Path = Callable[[ColumnElement[bool]], ColumnElement[bool]]


def own_table(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return condition


@dataclass(frozen=True, eq=False)
class JoinPath:
    """From rows of `source` to the rows of a list whose `own` column one of them carries in `key`; both may be several.

    Where it is `within` another way, `own` is a column of the rows that the other begins at, and leads on by that.
    """

    local: Any
    remote: Any
    source: FromClause
    parent: "JoinPath | None" = None

    @property
    def is_to_one(self) -> bool:
        """Whether a row of the list has one related row at most."""
        keys = list(self.source.primary_key)
        return len(keys) == 1 and keys[0] is self.remote and (self.parent is None or self.parent.is_to_one)

    @property
    def local_columns(self) -> Sequence[Any]:
        """The columns `own`."""
        return _several(self.local)

    @property
    def remote_columns(self) -> Sequence[Any]:
        """The columns `key`."""
        return _several(self.remote)

    @property
    def steps(self) -> "list[JoinPath]":
        """The ways that it is within, the outermost first, and itself."""
        return [*(self.parent.steps if self.parent else []), self]

    def refers_to(self, key: Any) -> bool:
        """Whether it begins at rows with this key, and a row of what it leads to names one of them, if any."""
        return self.local is key and bool(self.remote.references(key))

    def in_subquery(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """A condition on the rows that it leads to, be they a list's or another way's."""
        held = self.local_columns[0] if len(self.local_columns) == 1 else tuple_(*self.local_columns)
        found: ColumnElement[bool] = held.in_(select(*self.remote_columns).select_from(self.source).where(condition))
        return found

    def exists(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """`step`, looked for row by row: for many rows, of which the first in some order are wanted."""
        return self._related(condition).exists()

    def not_exists(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """A condition on the rows of a list: of those that it leads to, none meets the given one.

        Looked for row by row: of a list of all that are to be left out, PostgreSQL reads the whole for each row once it is long.
        """
        first, *others = self.steps
        for step in reversed(others):
            condition = step.in_subquery(condition)
        return ~first._related(condition).exists()

    def _related(self, condition: ColumnElement[bool]) -> Select[Any]:
        found: Select[Any] = (
            select(literal_column("1")).select_from(self.source).where(self.on_clause(self.local_columns), condition)
        )
        return found.correlate(*(one.table for one in self.local_columns))

    def on_clause(self, local: Sequence[Any]) -> ColumnElement[bool]:
        """What joins rows of `source` to those whose columns are `own`."""
        return and_(*(key == one for key, one in zip(self.remote_columns, local, strict=True)))

    def __call__(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return self.parent(self.in_subquery(condition)) if self.parent else self.in_subquery(condition)


def _several(columns: Any) -> Sequence[Any]:
    return columns if isinstance(columns, tuple) else (columns,)


def has_metric(own: Any, column: Any) -> JoinPath:
    """From a condition on metrics to the rows of a list whose `own` column one of them carries in `column`."""
    return JoinPath(own, column, table(Metric))


def has_claim(own: Any) -> JoinPath:
    return JoinPath(own, claim.id, table(Claim))


def has_topic(own: Any, within: JoinPath | None = None) -> JoinPath:
    return JoinPath(own, topic_.claim_id, table(ClaimTopic), within)


def has_mention(own: Any, within: JoinPath | None = None) -> JoinPath:
    return JoinPath(own, mention.claim_id, table(Mention).outerjoin(table(Entity), entity_.slug == mention.entity), within)


def has_entity(own: Any) -> JoinPath:
    return JoinPath(own, entity_.slug, table(Entity))


def has_citation(own: Any, within: JoinPath | None = None) -> JoinPath:
    return JoinPath(
        own, citation.claim_id, table(Citation).outerjoin(table(Source), source_.id == citation.source_id), within
    )


def has_metric_citation(own: Any, within: JoinPath | None = None) -> JoinPath:
    cited = table(MetricCitation).join(table(Citation), citation.id == metric_citation.citation_id)
    return JoinPath(own, metric_citation.metric_id, cited.outerjoin(table(Source), source_.id == citation.source_id), within)


def has_source(own: Any) -> JoinPath:
    return JoinPath(own, source_.id, table(Source))
