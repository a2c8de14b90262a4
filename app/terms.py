"""The filter names that lists share: one word for one thing, the same on every list where it applies.

Each function takes the list's own column, or the way (`wrap`) from a condition elsewhere to one on the list's table.
"""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import ColumnElement, or_, select

from app.filters import Filter, Wrap
from app.models import (
    Citation,
    Claim,
    ClaimTopic,
    ConflictMember,
    Document,
    Entity,
    Indicator,
    Mention,
    Metric,
    MetricCitation,
    Publisher,
    PublisherKind,
    Reference,
    Section,
    Source,
    Topic,
    Unit,
    columns,
)
from app.vocabulary import ClaimKind, Comparator, EntityType, Evidence, Status

claim, metric, citation, source = columns(Claim), columns(Metric), columns(Citation), columns(Source)
mention, entity_, topic_, member = columns(Mention), columns(Entity), columns(ClaimTopic), columns(ConflictMember)
metric_citation = columns(MetricCitation)

# what the columns hold: 32-bit integers, and floats that are numbers
Number = Annotated[int, Field(ge=0, lt=2**31)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def same(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return condition


def document(column: Any, wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Document).slug)
    return Filter("document", column, "Slug of the document", "china-llm-industry-2025", wrap=wrap, vocabulary=vocabulary)


def section(column: Any, wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Section).slug).distinct()
    return Filter("section", column, "Number or name of the section", "1.1", wrap=wrap, vocabulary=vocabulary)


def topic(wrap: Wrap) -> Filter:
    return Filter("topic", topic_.topic, "Topic of the claim", "market", wrap=wrap, vocabulary=select(columns(Topic).slug))


def kind(column: Any, wrap: Wrap = same) -> Filter:
    return Filter("kind", column, "Kind of claim", "forecast", ClaimKind, wrap)


def evidence(column: Any, wrap: Wrap = same) -> Filter:
    return Filter("evidence", column, "Whether a marker supports it", "cited", Evidence, wrap)


def reference(column: Any, wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Reference).number).distinct()
    return Filter("reference", column, "Number of a bibliography entry", 134, Number, wrap, vocabulary=vocabulary)


def source_id(column: Any, wrap: Wrap = same) -> Filter:
    return Filter("source", column, "Id of a source", "src_rjnzk2bxpsub", wrap=wrap, vocabulary=select(source.id))


def publisher(wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Publisher).slug)
    return Filter(
        "publisher", source.publisher, "Slug of the source's publisher", "toutiao", wrap=wrap, vocabulary=vocabulary
    )


def publisher_kind(wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(PublisherKind).slug)
    column = source.publisher_kind
    return Filter(
        "publisher_kind", column, "Kind of the source's publisher", "state-media", wrap=wrap, vocabulary=vocabulary
    )


def entity(column: Any, wrap: Wrap = same, *, nullable: bool = False) -> Filter:
    vocabulary = select(entity_.slug)
    return Filter("entity", column, "Slug of an entity", "baidu", wrap=wrap, nullable=nullable, vocabulary=vocabulary)


def entity_type(wrap: Wrap = same) -> Filter:
    return Filter("entity_type", entity_.type, "Type of the entity", "company", EntityType, wrap)


def indicator(column: Any, wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Indicator).slug)
    return Filter("indicator", column, "Slug of an indicator", "market-size", wrap=wrap, vocabulary=vocabulary)


def unit(column: Any, wrap: Wrap = same) -> Filter:
    return Filter("unit", column, "Code of a unit", "CNY", wrap=wrap, vocabulary=select(columns(Unit).code))


def status(wrap: Wrap = same) -> Filter:
    return Filter("status", metric.status, "Whether the figure is actual, forecast or target", "forecast", Status, wrap)


def comparator(wrap: Wrap = same) -> Filter:
    return Filter("comparator", metric.comparator, "How the figure relates to the true value", "gt", Comparator, wrap)


def period(wrap: Wrap = same) -> Filter:
    words = "Observation period as written, ISO 8601"
    return Filter("period", metric.period, words, "2025", wrap=wrap, compare=True, nullable=True)


def value(wrap: Wrap = same) -> Filter:
    return Filter("value", metric.value, "Value in the base unit", 1000000000, Finite, wrap, compare=True)


def figures(wrap: Wrap = same) -> list[Filter]:
    """What a figure can be asked for."""
    return [
        indicator(metric.indicator, wrap), unit(metric.unit, wrap), status(wrap), comparator(wrap), period(wrap), value(wrap),
    ]  # fmt: skip


def in_conflict(column: Any) -> Filter:
    return Filter("in_conflict", column, "Whether a conflict names it", True, bool)


def has_metric(own: Any, column: Any) -> Wrap:
    """From a condition on metrics to the rows of a list whose `own` column one of them carries in `column`."""
    return lambda condition: own.in_(select(column).where(condition))


def has_claim(own: Any) -> Wrap:
    return lambda condition: own.in_(select(claim.id).where(condition))


def has_topic(own: Any) -> Wrap:
    return lambda condition: own.in_(select(topic_.claim_id).where(condition))


def has_mention(own: Any) -> Wrap:
    statement = select(mention.claim_id).join_from(Mention, Entity, entity_.slug == mention.entity)
    return lambda condition: own.in_(statement.where(condition))


def has_citation(own: Any) -> Wrap:
    statement = select(citation.claim_id).join_from(Citation, Source, source.id == citation.source_id, isouter=True)
    return lambda condition: own.in_(statement.where(condition))


def has_metric_citation(own: Any) -> Wrap:
    statement = (
        select(metric_citation.metric_id)
        .join_from(MetricCitation, Citation, citation.id == metric_citation.citation_id)
        .outerjoin(Source, source.id == citation.source_id)
    )
    return lambda condition: own.in_(statement.where(condition))


def has_source(own: Any) -> Wrap:
    return lambda condition: own.in_(select(source.id).where(condition))


def metric_in_conflict() -> Any:
    return metric.id.in_(select(member.metric_id).where(member.metric_id.is_not(None)))


def claim_in_conflict() -> Any:
    of_metrics = select(metric.claim_id).where(metric_in_conflict())
    return or_(claim.id.in_(select(member.claim_id).where(member.claim_id.is_not(None))), claim.id.in_(of_metrics))
