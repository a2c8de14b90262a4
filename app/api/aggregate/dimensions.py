"""What metrics can be grouped by.

A dimension is a filter of the list of metrics, and a bucket of it holds what the filter finds: the bucket of a section has
the sections below it, and a metric with two topics is in the buckets of both. Only a bucket of `period` holds less than the
filter, which finds all that overlaps a period: it holds metrics of exactly that period.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, case, cast, func, null, select, union_all
from sqlalchemy.types import JSON, Text

from app.api.metrics.queries import METRICS
from app.lists import section_filter
from app.lists.filters import Filter, conditions
from app.lists.labels import VALUES_THEMSELVES, Labels
from app.store.tables import Citation, Claim, ClaimTopic, Entity, Metric, MetricCitation, Source, columns, table
from app.vocabulary import Evidence

claim, topic, entity, metric = map(columns, (Claim, ClaimTopic, Entity, Metric))
marker, citation, source = map(columns, (MetricCitation, Citation, Source))

Own = Any
Joins = list[tuple[FromClause, ColumnElement[bool]]]
# from the columns of figures to tables to join in turn, each on a condition, and the column of the dimension behind them
Reach = Callable[[Own], tuple[Joins, ColumnElement[Any]]]
_FILTERS = {one.name: one for one in METRICS.filters}
_MARKERS = (table(MetricCitation), table(Citation))


@dataclass(frozen=True)
class Dimension:
    """A name to group by.

    `given` are the parameters of /metrics that find a bucket with a value, `given_null` those that find the bucket without
    one; null where no parameters find exactly these. `is_marked` where markers lead to it.
    """

    name: str
    reach: Reach
    given: Callable[[Any], Mapping[str, str]] | None = None
    given_null: Mapping[str, str] | None = None
    is_marked: bool = False

    @property
    def filter(self) -> Filter | None:
        return _FILTERS.get(self.name)

    @property
    def labels(self) -> Labels:
        return (self.filter and self.filter.labels) or VALUES_THEMSELVES

    @property
    def kind(self) -> type:
        return int if self.name == "reference" else str


def _own(name: str) -> Reach:
    return lambda own: ([], own[name])


def _claim(own: Own) -> tuple[Joins, ColumnElement[Any]]:
    return [(table(Claim), claim.id == own.claim_id)], claim.kind


def _topic(own: Own) -> tuple[Joins, ColumnElement[Any]]:
    return [(table(ClaimTopic), topic.claim_id == own.claim_id)], topic.topic


def _entity(own: Own) -> tuple[Joins, ColumnElement[Any]]:
    return [(table(Entity), entity.slug == own.entity)], entity.type


def _marker(column: ColumnElement[Any]) -> Reach:
    """By the markers to the pages, also where only the marker is grouped by: filters may ask for the page."""

    def reach(own: Own) -> tuple[Joins, ColumnElement[Any]]:
        return [
            (table(MetricCitation), marker.metric_id == own.id),
            (table(Citation), citation.id == marker.citation_id),
            (table(Source), source.id == citation.source_id),
        ], column

    return reach


def _section(own: Own) -> tuple[Joins, ColumnElement[Any]]:
    groups = _FILTERS["section"].groups
    assert groups is not None
    enclosing, on, section = groups({"document": own.document, "value": own.section})
    return [(enclosing, on)], section


def _year(own: Own) -> tuple[Joins, ColumnElement[Any]]:
    first, last = (func.substr(own[name], 1, 4) for name in ("period_start", "period_end"))
    return [], case((first == last, first), else_=None)


def _found_by(name: str) -> Callable[[Any], Mapping[str, str]]:
    return lambda value: {name: str(value)}


_NO_ENTITY = {"entity__isnull": "true"}
DIMENSIONS = {
    one.name: one
    for one in (
        Dimension("document", _own("document"), _found_by("document")),
        Dimension("section", _section, _found_by("section"), {"section__isnull": "true"}),
        Dimension("topic", _topic, _found_by("topic")),
        Dimension("kind", _claim, _found_by("kind")),
        Dimension("evidence", _own("evidence"), _found_by("evidence")),
        Dimension("reference", _marker(citation.number), _found_by("reference"), is_marked=True),
        Dimension("source", _marker(citation.source_id), _found_by("source"), is_marked=True),
        Dimension("publisher", _marker(source.publisher), _found_by("publisher"), is_marked=True),
        Dimension("publisher_kind", _marker(source.publisher_kind), _found_by("publisher_kind"), is_marked=True),
        Dimension("entity", _own("entity"), _found_by("entity"), _NO_ENTITY),
        Dimension("entity_type", _entity, _found_by("entity_type"), _NO_ENTITY),
        *(Dimension(name, _own(name), _found_by(name)) for name in ("indicator", "unit", "status", "comparator")),
        Dimension("period", _own("period"), None, {"period__isnull": "true"}),
        Dimension("year", _year, lambda year: {"period__gte": year, "period__lte": year}),
    )
}
# what is numbered within a document is grouped by document as well
_NUMBERED = ("section", "reference")
_FIGURE = (
    "id", "claim_id", "document", "section", "start", "entity", "subject", "indicator", "unit", "status", "comparator",
    "period", "period_start", "period_end", "as_of", "evidence", "value", "value_text", "reference_numbers", "source_ids",
    "in_conflict", "qualifiers",
)  # fmt: skip


def dimensions(names: Sequence[str]) -> list[Dimension]:
    """The dimensions to group by."""
    within = ["document"] if any(name in _NUMBERED for name in names) and "document" not in names else []
    return [DIMENSIONS[name] for name in (*within, *names)]


def figures(query: Any, by: Sequence[Dimension], names: Sequence[str]) -> Subquery:
    """The metrics under the filters, with their columns `names`, once in each bucket (`d0`, `d1` …) that they are in.

    `upper` and `upper_text` are the upper end of a range, and the value where there is none; JSON is text.
    """
    found = conditions(METRICS.filters, query)
    columns_ = [(cast(one, Text) if isinstance(one.type, JSON) else one).label(one.name) for one in map(metric.get, _FIGURE)]
    upper = func.coalesce(metric.value_max, metric.value).label("upper")
    upper_text = func.coalesce(metric.value_max_text, metric.value_text).label("upper_text")
    own = select(*columns_, upper, upper_text).where(*found.where()).subquery("own")
    marked = [one for one in by if one.is_marked]
    if not marked:
        return _in_buckets(own, by, names, query, found.related).subquery("figure")
    # two markers of one metric may lead to the same bucket
    cited = _in_buckets(own, by, names, query, found.related).distinct()
    if any(_asked_of(one, None, query, found.related) for one in marked):
        return cited.subquery("figure")
    # that a metric has no marker is known without looking for one
    uncited = _in_buckets(own, by, names, query, found.related, marked=False).where(own.c.evidence == Evidence.UNCITED)
    return union_all(cited, uncited).subquery("figure")


def _in_buckets(
    own: Subquery,
    by: Sequence[Dimension],
    names: Sequence[str],
    query: Any,
    related: Mapping[Any, list[ColumnElement[bool]]],
    *,
    marked: bool = True,
) -> Select[Any]:
    """Figures joined to their buckets, those with markers to what these lead to and the others to nothing there."""
    source_: FromClause = own
    where: list[ColumnElement[bool]] = []
    joined: set[Any] = set()
    keys = []
    for i, one in enumerate(by):
        joins, key = one.reach(own.c)
        if one.is_marked and not marked:
            keys.append(cast(null(), key.type).label(f"d{i}"))
            continue
        for target, on in joins:
            if target not in joined:
                joined.add(target)
                source_ = source_.join(target, on, isouter=target not in _MARKERS)
        where += _asked_of(one, key, query, related)
        keys.append(key.label(f"d{i}"))
    return select(*keys, *(own.c[name] for name in names)).select_from(source_).where(*where)


def _asked_of(one: Dimension, key: Any, query: Any, related: Mapping[Any, list[ColumnElement[bool]]]) -> Any:
    """What the filters say of the bucket itself: one topic of a metric must not bring those in that were not asked for."""
    if one.name == "section":
        return [section_filter.section(key).condition("", query.section)[0]] if query.section else []
    return related.get(one.filter.path, []) if one.filter else []


def address(given: Sequence[tuple[str, str]], by: Sequence[Dimension], values: Sequence[Any]) -> str | None:
    """The address of the list of a bucket's metrics, from the parameters given; null where none finds exactly these."""
    pairs = {name: [value for other, value in given if other == name] for name, _ in given if name in METRICS.parameters}
    for one, value in zip(by, values, strict=True):
        parameters = one.given_null if value is None else one.given and one.given(value)
        if parameters is None or (one.name == "year" and set(parameters) & set(pairs)):
            return None
        pairs |= {name: [one_value] for name, one_value in parameters.items()}
    if any(name == "related" for name, _ in given):
        if "entity__ne" in pairs and any(one.name == "entity" for one in by):
            return None
        if not any(one.name == "entity" for one in by):
            pairs["related"] = [value for name, value in given if name == "related"]
    return f"/api/v1/metrics?{urlencode(pairs, doseq=True)}"
