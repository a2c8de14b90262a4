"""The filter names that lists share: one word for one thing, the same on every list where it applies.

Each function takes the list's own column, or the way (`path`) from a condition elsewhere to one on the list's table.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select, union

from app.lists.filters import Filter
from app.lists.full_text import INDEXED_ENTRIES, has_terms
from app.lists.join_paths import (
    JoinPath,
    Path,
    citation,
    claim,
    entity_,
    has_claim,
    has_mention,
    has_metric_citation,
    has_topic,
    mention,
    metric,
    metric_citation,
    own_table,
    source_,
    topic_,
)
from app.lists.labels import YES_NO, Labels, closed_list_labels
from app.lists.period_filter import period
from app.lists.section_filter import may_be_null, section
from app.lists.value_types import Finite, Number, Words
from app.store.dialects import FullTextQuery
from app.store.tables import (
    Citation,
    Claim,
    Document,
    Entity,
    Indicator,
    Metric,
    MetricCitation,
    Publisher,
    PublisherKind,
    Reference,
    Relation,
    SearchEntry,
    Topic,
    Unit,
    columns,
    table,
)
from app.store.tokens import parse_query
from app.vocabulary import ClaimKind, Comparator, EntityType, Evidence, Predicate, Status


def vocabulary_labels(model: Any, key: str = "slug") -> Labels:
    """Values of a vocabulary table under their names."""
    return Labels(rows=select(columns(model)[key], columns(model).name_en, columns(model).name_zh))


def full_text(name: str, own: Any, described: str = "Words that must all be found") -> Filter:
    """Full text: rows whose `own` column is the key of a row of the list `name` in which every word is found."""
    entry = columns(SearchEntry)
    described += ', Chinese or English; a phrase in double quotes, such as "市场规模"'

    def meaning(_: str, slots: Sequence[Any]) -> ColumnElement[bool]:
        found = select(entry.key).select_from(INDEXED_ENTRIES).where(*has_terms(name, slots[0]))
        condition: ColumnElement[bool] = own.in_(found)
        return condition

    return Filter("q", own, described, "百度", Words, condition_for=meaning, single=True, searched_list=name,
        bound_values=lambda text: (parse_query(text),), bind_type=FullTextQuery(),
    )  # fmt: skip


def document(column: Any, path: Path = own_table) -> Filter:
    row = columns(Document)
    labels = Labels(rows=select(row.slug, row.title_en, row.title))
    return Filter(
        "document", column, "Slug of the document", "china-llm-industry-2025", path=path, vocabulary=select(row.slug),
        labels=labels,
    )  # fmt: skip


def claim_id(column: Any, example: str = "clm_kbq74es65vqi", *, nullable: bool = False) -> Filter:
    return Filter("claim_id", column, "Id of the claim", example, nullable=nullable, vocabulary=select(claim.id))


def topic(path: Path) -> Filter:
    return Filter(
        "topic", topic_.topic, "Topic of the claim", "market", path=path, vocabulary=select(columns(Topic).slug),
        labels=vocabulary_labels(Topic),
    )  # fmt: skip


def kind(column: Any, path: Path = own_table) -> Filter:
    return Filter("kind", column, "Kind of claim", "forecast", ClaimKind, path, labels=closed_list_labels(ClaimKind))


def evidence(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "evidence", column, "Whether a marker supports it", "cited", Evidence, path, labels=closed_list_labels(Evidence)
    )


def reference(column: Any, path: Path = own_table) -> Filter:
    row = columns(Reference)
    return Filter(
        "reference", column, "Number of a bibliography entry", 134, Number, path, vocabulary=select(row.number).distinct(),
        labels=Labels(rows=select(row.number, row.title, row.title)),
    )  # fmt: skip


def source(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "source", column, "Id of a source", "src_34twdg3povyo", path=path, vocabulary=select(source_.id),
        labels=Labels(rows=select(source_.id, source_.title, source_.title)), nullable=may_be_null(column, path),
    )  # fmt: skip


def publisher(path: Path = own_table) -> Filter:
    vocabulary = select(columns(Publisher).slug)
    return Filter(
        "publisher", source_.publisher, "Slug of the source's publisher", "toutiao", path=path, vocabulary=vocabulary,
        labels=vocabulary_labels(Publisher),
    )  # fmt: skip


def publisher_kind(path: Path = own_table) -> Filter:
    vocabulary = select(columns(PublisherKind).slug)
    column = source_.publisher_kind
    return Filter(
        "publisher_kind", column, "Kind of the source's publisher", "state-media", path=path, vocabulary=vocabulary,
        labels=vocabulary_labels(PublisherKind),
    )  # fmt: skip


def entity(column: Any, path: Path = own_table, *, nullable: bool = False) -> Filter:
    return Filter(
        "entity", column, "Slug of an entity", "baidu", path=path, nullable=nullable, vocabulary=select(entity_.slug),
        labels=vocabulary_labels(Entity), related_values=related_entities,
    )  # fmt: skip


def related_entities(slugs: Sequence[str]) -> Any:
    """The entities, those in a stated relation with them, and the members of these in turn.

    One relation leads either way (Baidu to ERNIE, which it developed); from there only to what is part of what was reached
    (ERNIE to ERNIE 4.5), so that a partner's partners stay out.
    """
    relation = columns(Relation)
    start = select(entity_.slug).where(entity_.slug.in_(slugs))
    made = select(relation.subject).where(relation.object.in_(slugs))
    used = select(relation.object).where(relation.subject.in_(slugs))
    near = union(start, made, used).subquery("near_entity")
    reached = select(near.c.slug).cte(recursive=True)
    parts = select(relation.subject).join(reached, relation.object == reached.c.slug)
    members = relation.predicate.in_([Predicate.PART_OF_SERIES, Predicate.SUBSIDIARY_OF])
    return select(reached.union(parts.where(members)).c.slug)


def entity_type(path: Path = own_table) -> Filter:
    return Filter(
        "entity_type", entity_.type, "Type of the entity", "company", EntityType, path, labels=closed_list_labels(EntityType)
    )


def indicator(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "indicator", column, "Slug of an indicator", "market-size", path=path, vocabulary=select(columns(Indicator).slug),
        labels=vocabulary_labels(Indicator),
    )  # fmt: skip


def unit(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "unit",
        column,
        "Code of a unit",
        "CNY",
        path=path,
        vocabulary=select(columns(Unit).code),
        labels=vocabulary_labels(Unit, "code"),
    )


def status(path: Path = own_table) -> Filter:
    described = "Whether the figure is actual, forecast or target"
    return Filter("status", metric.status, described, "forecast", Status, path, labels=closed_list_labels(Status))


def comparator(path: Path = own_table) -> Filter:
    described = "How the figure relates to the true value"
    return Filter("comparator", metric.comparator, described, "gt", Comparator, path, labels=closed_list_labels(Comparator))


def value(path: Path = own_table) -> Filter:
    return Filter("value", metric.value, "Value in the base unit", 1000000000, Finite, path, compare=True)


def figure_filters(path: Path = own_table) -> list[Filter]:
    """What a figure can be asked for."""
    return [
        indicator(metric.indicator, path), unit(metric.unit, path), status(path), comparator(path), period(path), value(path),
    ]  # fmt: skip


def citation_filters(via: Path) -> list[Filter]:
    """What the markers can be asked for that `via` leads to."""
    return [
        reference(citation.number, via), source(citation.source_id, via), *publisher_filters(via),
    ]  # fmt: skip


def publisher_filters(via: Path) -> list[Filter]:
    """What the sources can be asked for that `via` leads to."""
    return [publisher(via), publisher_kind(via)]


def entity_filters(via: Path, column: Any = mention.entity) -> list[Filter]:
    """What the entities can be asked for that `via` leads to."""
    return [entity(column, via), entity_type(via)]


def claim_filters(own: Any) -> list[Filter]:
    """What the claim with the id `own` can be asked for."""
    there = has_claim(own)
    return [section(claim.section, there), topic(has_topic(own)), kind(claim.kind, there), evidence(claim.evidence, there)]


def citing_claim_filters(within: JoinPath | None = None) -> list[Filter]:
    """What the claims and figures can be asked for that the markers of a bibliography entry support."""
    entry, cited = columns(Reference), table(Citation).join(table(Claim), claim.id == citation.claim_id)
    there = JoinPath((entry.document, entry.number), (citation.document, citation.number), cited, within)
    figure = table(MetricCitation).join(table(Metric), metric.id == metric_citation.metric_id)
    return [
        section(claim.section, there),
        topic(has_topic(citation.claim_id, there)),
        kind(claim.kind, there),
        *entity_filters(has_mention(citation.claim_id, there)),
        *figure_filters(JoinPath(citation.id, metric_citation.citation_id, figure, there)),
    ]


def metric_filters(own: Any, key: Any) -> list[Filter]:
    """What the figures can be asked for whose `key` is `own`, but their key."""
    there = JoinPath(own, key, table(Metric).outerjoin(table(Entity), entity_.slug == metric.entity))
    return [
        document(metric.document, there),
        section(metric.section, there),
        topic(has_topic(metric.claim_id, there)),
        evidence(metric.evidence, there),
        *citation_filters(has_metric_citation(metric.id, there)),
        *entity_filters(there, metric.entity),
        *(one for one in figure_filters(there) if one.column is not key),
    ]


def in_conflict(column: Any, named: str = "it") -> Filter:
    return Filter("in_conflict", column, f"Whether a conflict names {named}", True, bool, labels=YES_NO)


def sole_support(source_ids: Any, path: Path = own_table) -> Filter:
    """Rows whose markers all lead to one source."""
    is_one = func.json_array_length(source_ids) == literal_column("1")
    return Filter("sole_support", is_one, "Whether it rests on exactly one source", True, bool, path, labels=YES_NO)
