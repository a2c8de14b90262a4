"""The filter names that lists share: one word for one thing, the same on every list where it applies.

Each function takes the list's own column, or the way (`wrap`) from a condition elsewhere to one on the list's table.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

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
    table,
)
from app.periods import span_of
from app.vocabulary import ClaimKind, Comparator, EntityType, Evidence, Status

claim, metric, citation, source = columns(Claim), columns(Metric), columns(Citation), columns(Source)
mention, entity_, topic_, member = columns(Mention), columns(Entity), columns(ClaimTopic), columns(ConflictMember)
metric_citation = columns(MetricCitation)

# what the columns hold: 32-bit integers, and floats that are numbers
Number = Annotated[int, Field(ge=0, lt=2**31)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def _period(text: str) -> str:
    try:
        span_of(text)
    except ValueError as error:
        raise PydanticCustomError("period", "{why}", {"why": str(error)}) from None
    return text


Period = Annotated[str, Field(max_length=40), AfterValidator(_period)]


def same(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return condition


def document(column: Any, wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Document).slug)
    return Filter("document", column, "Slug of the document", "china-llm-industry-2025", wrap=wrap, vocabulary=vocabulary)


def section(column: Any, wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Section).slug).distinct()
    words = "Number or name of the section; the sections below it are included"

    def meaning(_: str, values: Any) -> ColumnElement[bool]:
        held: ColumnElement[bool] = tuple_(column.table.c.document, column).in_(_subtree(values))
        return held

    return Filter("section", column, words, "1.1", wrap=wrap, vocabulary=vocabulary, meaning=meaning)


def _subtree(slugs: Sequence[str]) -> Any:
    """Document and slug of the sections and of all below them."""
    one = columns(Section)
    tree = select(one.document, one.slug).where(one.slug.in_(slugs)).cte("section_tree", recursive=True)
    below = select(one.document, one.slug).where(one.document == tree.c.document, one.parent == tree.c.slug)
    return select(*tree.union(below).c)


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
    words = "Observation period, ISO 8601: `period=2025` finds all that overlaps 2025, such as 2025-H1 or 2024/2026"
    return Filter("period", metric.period, words, "2025", Period, wrap, compare=True, nullable=True, meaning=_in_period)


def _in_period(operator: str, value: Any) -> ColumnElement[bool]:
    """`gte`: it begins on or after the given period's first day; `lte`: it ends by its last; none: they overlap."""
    start, end = metric.period_start, metric.period_end
    if operator == "":
        spans = [_days(period) for period in value]
        overlaps: ColumnElement[bool] = or_(*(and_(start <= last, end >= first) for first, last in spans))
        return overlaps
    first, last = _days(value)
    compared: dict[str, ColumnElement[bool]] = {
        "gt": start > last, "gte": start >= first, "lt": end < first, "lte": end <= last,
    }  # fmt: skip
    return compared[operator]


def _days(period: str) -> tuple[str, str]:
    first, last = span_of(period)
    return first.isoformat(), last.isoformat()


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


def sole_support(own: Any) -> Filter:
    """Rows whose markers all lead to one source."""
    counted = func.count(citation.source_id.distinct()) == 1
    if own.table is table(Metric):
        found = (
            select(metric_citation.metric_id)
            .join_from(MetricCitation, Citation, citation.id == metric_citation.citation_id)
            .group_by(metric_citation.metric_id)
        )
    else:
        found = select(citation.claim_id).group_by(citation.claim_id)
    return Filter("sole_support", own.in_(found.having(counted)), "Whether it rests on exactly one source", True, bool)
