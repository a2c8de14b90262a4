"""The dimensions that metrics can be grouped by.

A bucket contains the metrics that the filter of the same name would match: the bucket of a section includes its subsections,
and a metric with two topics is in both buckets. The exception is `period`: its filter matches overlapping periods, its bucket
contains only metrics of exactly that period.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, FromClause

from app.api.metrics.queries import METRICS
from app.lists.filters.filter import Filter
from app.lists.filters.period_filter import year_of
from app.lists.filters.role_filter import asks_for_roles
from app.lists.filters.section_filter import enclosing_sections
from app.lists.filters.value_labels import VALUES_THEMSELVES, Labels
from app.store.tables import Citation, Claim, ClaimTopic, Entity, Metric, MetricCitation, Source, columns, table
from app.vocabulary.addresses import API, local

claim, topic, entity, metric = map(columns, (Claim, ClaimTopic, Entity, Metric))
marker, citation, source = map(columns, (MetricCitation, Citation, Source))

MetricColumns = Any
Joins = list[tuple[FromClause, ColumnElement[bool]]]
# takes the columns of metrics; returns tables to join in this order with their conditions, and the column to group by
JoinTo = Callable[[MetricColumns], tuple[Joins, ColumnElement[Any]]]
_FILTERS = {one.name: one for one in METRICS.filters}
MARKERS = (table(MetricCitation), table(Citation))


@dataclass(frozen=True)
class Dimension:
    """A name to group by.

    `parameter` is the parameter of `/metrics` that selects the bucket of a value; its `__isnull` selects the bucket without
    one. `via_markers` is true where the dimension is reached by joining markers.
    """

    name: str
    join_to: JoinTo
    parameter: str
    via_markers: bool = False

    @property
    def filter(self) -> Filter:
        """The filter that selects a bucket."""
        return _FILTERS[self.parameter.partition("__")[0]]

    @property
    def labels(self) -> Labels:
        return self.filter.labels or VALUES_THEMSELVES

    def selecting(self, value: Any) -> tuple[str, str]:
        """The parameter of `/metrics`, and its value, that select a bucket."""
        return (f"{self.filter.name}__isnull", "true") if value is None else (self.parameter, str(value))

    @property
    def kind(self) -> type:
        """Python type of the values."""
        return int if self.name == "reference" else str


def _own_column(name: str) -> JoinTo:
    return lambda own: ([], own[name])


def _to_claim(own: MetricColumns) -> tuple[Joins, ColumnElement[Any]]:
    return [(table(Claim), claim.id == own.claim_id)], claim.kind


def _to_topic(own: MetricColumns) -> tuple[Joins, ColumnElement[Any]]:
    return [(table(ClaimTopic), topic.claim_id == own.claim_id)], topic.topic


def _to_entity(own: MetricColumns) -> tuple[Joins, ColumnElement[Any]]:
    return [(table(Entity), entity.slug == own.entity)], entity.type


def _to_marker(column: ColumnElement[Any]) -> JoinTo:
    """Joins markers and sources. Sources are always joined, as filters may have conditions on them."""

    def join_to(own: MetricColumns) -> tuple[Joins, ColumnElement[Any]]:
        return [
            (table(MetricCitation), marker.metric_id == own.id),
            (table(Citation), citation.id == marker.citation_id),
            (table(Source), source.id == citation.source_id),
        ], column

    return join_to


def _to_section(own: MetricColumns) -> tuple[Joins, ColumnElement[Any]]:
    enclosing, on, section = enclosing_sections({"document": own.document, "value": own.section})
    return [(enclosing, on)], section


def _year(own: MetricColumns) -> tuple[Joins, ColumnElement[Any]]:
    return [], year_of(own)


DIMENSIONS = {
    one.name: one
    for one in (
        Dimension("document", _own_column("document"), "document"),
        Dimension("section", _to_section, "section"),
        Dimension("topic", _to_topic, "topic"),
        Dimension("kind", _to_claim, "kind"),
        Dimension("evidence", _own_column("evidence"), "evidence"),
        Dimension("reference", _to_marker(citation.number), "reference", via_markers=True),
        Dimension("source", _to_marker(citation.source_id), "source", via_markers=True),
        Dimension("publisher", _to_marker(source.publisher), "publisher", via_markers=True),
        Dimension("publisher_kind", _to_marker(source.publisher_kind), "publisher_kind", via_markers=True),
        Dimension("entity", _own_column("entity"), "entity"),
        Dimension("entity_type", _to_entity, "entity_type"),
        *(Dimension(name, _own_column(name), name) for name in ("indicator", "unit", "status", "comparator")),
        # the filter of the same name finds what overlaps
        Dimension("period", _own_column("period"), "period__exact"),
        Dimension("year", _year, "period_year"),
    )
}
# numbered within a document, so always grouped by document as well
_NUMBERED = ("section", "reference")


def dimensions(names: Sequence[str]) -> list[Dimension]:
    """The dimensions of these names; `section` and `reference` add `document`."""
    within = ["document"] if any(name in _NUMBERED for name in names) and "document" not in names else []
    return [DIMENSIONS[name] for name in (*within, *names)]


def metrics_url(parameters: Sequence[tuple[str, str]], by: Sequence[Dimension], values: Sequence[Any]) -> str:
    """Path that lists exactly the metrics of a bucket, from the parameters of the request."""
    pairs: dict[str, list[str]] = {}
    for name, value in parameters:
        if name in METRICS.parameters or name == "related":
            pairs.setdefault(name, []).append(value)
    if any(one.name == "entity" for one in by):
        # a metric has one entity at most, so what the request asks of it is known to hold
        for name in ("related", "entity", "entity__ne"):
            pairs.pop(name, None)
    # lists have every repeat and role by default, and this has none
    asked = dict(parameters)
    pairs["repeats"] = [asked.get("repeats", "first")]
    if "roles" in asked or not any(map(asks_for_roles, asked)):
        pairs["roles"] = [asked.get("roles", "plain")]
    pairs |= {name: [value] for name, value in (one.selecting(value) for one, value in zip(by, values, strict=True))}
    return local(f"{API}/metrics?{urlencode(pairs, doseq=True)}")
