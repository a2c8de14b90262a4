"""The dimensions that metrics can be grouped by.

A bucket contains the metrics that the filter of the same name would match: the bucket of a section includes its subsections,
and a metric with two topics is in both buckets. The exception is `period`: its filter matches overlapping periods, its bucket
contains only metrics of exactly that period.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, cast, func, null, select, union_all
from sqlalchemy.types import JSON, Text

from app.api.metrics.queries import METRICS
from app.lists import section_filter
from app.lists.filters import Filter, conditions
from app.lists.labels import VALUES_THEMSELVES, Labels
from app.lists.period_filter import year_of
from app.store.tables import Citation, Claim, ClaimTopic, Entity, Metric, MetricCitation, Source, columns, table
from app.vocabulary import Evidence
from app.vocabulary.addresses import API, local

claim, topic, entity, metric = map(columns, (Claim, ClaimTopic, Entity, Metric))
marker, citation, source = map(columns, (MetricCitation, Citation, Source))

MetricColumns = Any
Joins = list[tuple[FromClause, ColumnElement[bool]]]
# takes the columns of metrics; returns tables to join in this order with their conditions, and the column to group by
JoinTo = Callable[[MetricColumns], tuple[Joins, ColumnElement[Any]]]
_FILTERS = {one.name: one for one in METRICS.filters}
_MARKERS = (table(MetricCitation), table(Citation))


@dataclass(frozen=True)
class Dimension:
    """A name to group by.

    `parameter` is the parameter of `/metrics` that selects the bucket of a value; its `__isnull` selects the bucket without
    one. `via_markers` tells that the dimension is reached by joining markers.
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
    groups = _FILTERS["section"].groups
    assert groups is not None
    enclosing, on, section = groups({"document": own.document, "value": own.section})
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
_METRIC_COLUMNS = (
    "id", "claim_id", "document", "section", "start", "entity", "subject", "indicator", "unit", "status", "comparator",
    "period", "period_start", "period_end", "as_of", "evidence", "value", "value_text", "reference_numbers", "source_ids",
    "in_conflict", "qualifiers",
)  # fmt: skip


def dimensions(names: Sequence[str]) -> list[Dimension]:
    """The dimensions of these names; `section` and `reference` add `document`."""
    within = ["document"] if any(name in _NUMBERED for name in names) and "document" not in names else []
    return [DIMENSIONS[name] for name in (*within, *names)]


def figures(query: Any, by: Sequence[Dimension], names: Sequence[str]) -> Subquery:
    """The metrics under the filters with their columns `names`, one row for each bucket (`d0`, `d1` …) that contains them.

    `upper` and `upper_text` are the upper end of a range, or the value if it is not a range. JSON columns are text.
    """
    found = conditions(METRICS.filters, query)
    columns_ = [
        (cast(one, Text) if isinstance(one.type, JSON) else one).label(one.name) for one in map(metric.get, _METRIC_COLUMNS)
    ]
    upper = func.coalesce(metric.value_max, metric.value).label("upper")
    upper_text = func.coalesce(metric.value_max_text, metric.value_text).label("upper_text")
    own = select(*columns_, upper, upper_text).where(*found.where()).subquery("own")
    by_markers = [one for one in by if one.via_markers]
    if not by_markers:
        return _in_buckets(own, by, names, query, found.related).subquery("figure")
    # several markers of a metric may lead to the same bucket
    cited = _in_buckets(own, by, names, query, found.related).distinct()
    if any(_bucket_conditions(one, None, query, found.related) for one in by_markers):
        return cited.subquery("figure")
    # uncited metrics are known without an outer join to the markers
    uncited = _in_buckets(own, by, names, query, found.related, with_markers=False).where(own.c.evidence == Evidence.UNCITED)
    return union_all(cited, uncited).subquery("figure")


def _in_buckets(
    own: Subquery,
    by: Sequence[Dimension],
    names: Sequence[str],
    query: Any,
    related: Mapping[Any, list[ColumnElement[bool]]],
    *,
    with_markers: bool = True,
) -> Select[Any]:
    """Metrics joined to their buckets. Without `with_markers`, dimensions reached by markers are null."""
    source_: FromClause = own
    where: list[ColumnElement[bool]] = []
    joined: set[Any] = set()
    keys = []
    for i, one in enumerate(by):
        joins, key = one.join_to(own.c)
        if one.via_markers and not with_markers:
            keys.append(cast(null(), key.type).label(f"d{i}"))
            continue
        for target, on in joins:
            if target not in joined:
                joined.add(target)
                source_ = source_.join(target, on, isouter=target not in _MARKERS)
        where += _bucket_conditions(one, key, query, related)
        keys.append(key.label(f"d{i}"))
    return select(*keys, *(own.c[name] for name in names)).select_from(source_).where(*where)


def _bucket_conditions(one: Dimension, key: Any, query: Any, related: Mapping[Any, list[ColumnElement[bool]]]) -> Any:
    """Conditions of the filters on the bucket itself: a metric's other topics must not add buckets that a filter excludes."""
    if one.name == "section":
        return [section_filter.section(key).condition("", query.section)[0]] if query.section else []
    return related.get(one.filter.path, [])


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
    pairs |= {name: [value] for name, value in (one.selecting(value) for one, value in zip(by, values, strict=True))}
    return local(f"{API}/metrics?{urlencode(pairs, doseq=True)}")
