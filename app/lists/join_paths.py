"""Join paths: from a condition on related rows to one on the rows of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, literal_column, select, tuple_

from app.store.tables import Citation, Claim, ClaimTopic, Entity, Mention, Metric, MetricCitation, Source, columns, table

claim, metric, citation, source = columns(Claim), columns(Metric), columns(Citation), columns(Source)
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

    own: Any
    key: Any
    source: FromClause
    within: "JoinPath | None" = None

    @property
    def leads_to_one(self) -> bool:
        """Whether a row of the list has one related row at most."""
        keys = list(self.source.primary_key)
        return len(keys) == 1 and keys[0] is self.key and (self.within is None or self.within.leads_to_one)

    @property
    def owns(self) -> Sequence[Any]:
        """The columns `own`."""
        return _several(self.own)

    @property
    def keys(self) -> Sequence[Any]:
        """The columns `key`."""
        return _several(self.key)

    @property
    def path(self) -> "list[JoinPath]":
        """The ways that it is within, the outermost first, and itself."""
        return [*(self.within.path if self.within else []), self]

    def refers_to(self, key: Any) -> bool:
        """Whether it begins at rows with this key, and a row of what it leads to names one of them, if any."""
        return self.own is key and bool(self.key.references(key))

    def step(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """A condition on the rows that it leads to, be they a list's or another way's."""
        held = self.owns[0] if len(self.owns) == 1 else tuple_(*self.owns)
        found: ColumnElement[bool] = held.in_(select(*self.keys).select_from(self.source).where(condition))
        return found

    def some(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """`step`, looked for row by row: for many rows, of which the first in some order are wanted."""
        return self._related(condition).exists()

    def none(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """A condition on the rows of a list: of those that it leads to, none meets the given one.

        Looked for row by row: of a list of all that are to be left out, PostgreSQL reads the whole for each row once it is long.
        """
        first, *others = self.path
        for step in reversed(others):
            condition = step.step(condition)
        return ~first._related(condition).exists()

    def _related(self, condition: ColumnElement[bool]) -> Select[Any]:
        found: Select[Any] = select(literal_column("1")).select_from(self.source).where(self.joins(self.owns), condition)
        return found.correlate(*(one.table for one in self.owns))

    def joins(self, own: Sequence[Any]) -> ColumnElement[bool]:
        """What joins rows of `source` to those whose columns are `own`."""
        return and_(*(key == one for key, one in zip(self.keys, own, strict=True)))

    def __call__(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return self.within(self.step(condition)) if self.within else self.step(condition)


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
        own, citation.claim_id, table(Citation).outerjoin(table(Source), source.id == citation.source_id), within
    )


def has_metric_citation(own: Any, within: JoinPath | None = None) -> JoinPath:
    cited = table(MetricCitation).join(table(Citation), citation.id == metric_citation.citation_id)
    return JoinPath(own, metric_citation.metric_id, cited.outerjoin(table(Source), source.id == citation.source_id), within)


def has_source(own: Any) -> JoinPath:
    return JoinPath(own, source.id, table(Source))
