"""The filter names that lists share: one word for one thing, the same on every list where it applies.

Each function takes the list's own column, or the way (`wrap`) from a condition elsewhere to one on the list's table.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select, tuple_, union

from app.filters import Filter, Groups, Via, Wrap, same
from app.labels import PLAIN, YES_NO, Labels, closed
from app.models import (
    Citation,
    Claim,
    ClaimTopic,
    Document,
    Entity,
    Indicator,
    Mention,
    Metric,
    MetricCitation,
    Publisher,
    PublisherKind,
    Reference,
    Relation,
    SearchEntry,
    Section,
    Source,
    Topic,
    Unit,
    columns,
    table,
)
from app.periods import span_of
from app.searching import ENTRIES, terms_found
from app.sql import Query
from app.tokens import NoWordsError, parse_query
from app.vocabulary import ClaimKind, Comparator, EntityType, Evidence, Predicate, Status

claim, metric, citation, source = columns(Claim), columns(Metric), columns(Citation), columns(Source)
mention, entity_, topic_ = columns(Mention), columns(Entity), columns(ClaimTopic)
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


def _words(text: str) -> str:
    try:
        parse_query(text)
    except NoWordsError as error:
        raise PydanticCustomError("words", "{why}", {"why": str(error)}) from None
    return text


Words = Annotated[str, Field(max_length=300), AfterValidator(_words)]


def _date(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date", "{text} is no date of the calendar", {"text": text}) from None
    return text


_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Day = Annotated[str, Field(pattern=_DAY, json_schema_extra={"format": "date"}), AfterValidator(_date)]


def named(model: Any, key: str = "slug") -> Labels:
    """Values of a vocabulary table under their names."""
    return Labels(rows=select(columns(model)[key], columns(model).name_en, columns(model).name_zh))


def q(name: str, own: Any, described: str = "Words that must all be found") -> Filter:
    """Full text: rows whose `own` column is the key of a row of the list `name` in which every word is found."""
    entry = columns(SearchEntry)
    described += ', Chinese or English; a phrase in double quotes, such as "市场规模"'

    def meaning(_: str, slots: Sequence[Any]) -> ColumnElement[bool]:
        found = select(entry.key).select_from(ENTRIES).where(*terms_found(name, slots[0]))
        condition: ColumnElement[bool] = own.in_(found)
        return condition

    return Filter("q", own, described, "百度", Words, meaning=meaning, single=True, searched=name,
        convert=lambda text: (parse_query(text),), slot_type=Query(),
    )  # fmt: skip


def _may_be_null(column: Any, wrap: Wrap) -> bool:
    """Whether it is a column of the list's own that a row may have no value in."""
    return wrap is same and bool(getattr(column, "nullable", False))


def document(column: Any, wrap: Wrap = same) -> Filter:
    row = columns(Document)
    labels = Labels(rows=select(row.slug, row.title_en, row.title))
    return Filter(
        "document", column, "Slug of the document", "china-llm-industry-2025", wrap=wrap, vocabulary=select(row.slug),
        labels=labels,
    )  # fmt: skip


def section(column: Any, wrap: Wrap = same) -> Filter:
    one = columns(Section)
    labels = Labels(rows=select(one.slug, one.title_en, one.title))
    words = "Number or name of the section; the sections below it are included"

    def meaning(_: str, values: Any) -> ColumnElement[bool]:
        held: ColumnElement[bool] = tuple_(column.table.c.document, column).in_(_subtree(values))
        return held

    return Filter(
        "section", column, words, "1.1", wrap=wrap, vocabulary=select(one.slug).distinct(), meaning=meaning, labels=labels,
        groups=lambda own: _enclosing(own), nullable=_may_be_null(column, wrap),
    )  # fmt: skip


def _subtree(slugs: Sequence[str]) -> Any:
    """Document and slug of the sections and of all below them."""
    one = columns(Section)
    tree = select(one.document, one.slug).where(one.slug.in_(slugs)).cte(recursive=True)
    below = select(one.document, one.slug).where(one.document == tree.c.document, one.parent == tree.c.slug)
    return select(*tree.union(below).c)


def _enclosing(own: Any) -> Groups:
    """Each section with itself and all that enclose it, joined to the rows whose section `own` is."""
    one = columns(Section)
    start = select(one.document, one.slug, one.slug.label("held_by"), one.parent)
    tree = start.cte(recursive=True)
    above = select(tree.c.document, tree.c.slug, one.slug, one.parent)
    tree = tree.union_all(above.join(Section, and_(one.document == tree.c.document, one.slug == tree.c.parent)))
    return tree, and_(tree.c.document == own["document"], tree.c.slug == own["value"]), tree.c.held_by


def claim_id(column: Any, example: str = "clm_kbq74es65vqi", *, nullable: bool = False) -> Filter:
    return Filter("claim_id", column, "Id of the claim", example, nullable=nullable, vocabulary=select(claim.id))


def topic(wrap: Wrap) -> Filter:
    return Filter(
        "topic", topic_.topic, "Topic of the claim", "market", wrap=wrap, vocabulary=select(columns(Topic).slug),
        labels=named(Topic),
    )  # fmt: skip


def kind(column: Any, wrap: Wrap = same) -> Filter:
    return Filter("kind", column, "Kind of claim", "forecast", ClaimKind, wrap, labels=closed(ClaimKind))


def evidence(column: Any, wrap: Wrap = same) -> Filter:
    return Filter("evidence", column, "Whether a marker supports it", "cited", Evidence, wrap, labels=closed(Evidence))


def reference(column: Any, wrap: Wrap = same) -> Filter:
    row = columns(Reference)
    return Filter(
        "reference", column, "Number of a bibliography entry", 134, Number, wrap, vocabulary=select(row.number).distinct(),
        labels=Labels(rows=select(row.number, row.title, row.title)),
    )  # fmt: skip


def source_id(column: Any, wrap: Wrap = same) -> Filter:
    return Filter(
        "source", column, "Id of a source", "src_34twdg3povyo", wrap=wrap, vocabulary=select(source.id),
        labels=Labels(rows=select(source.id, source.title, source.title)), nullable=_may_be_null(column, wrap),
    )  # fmt: skip


def publisher(wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(Publisher).slug)
    return Filter(
        "publisher", source.publisher, "Slug of the source's publisher", "toutiao", wrap=wrap, vocabulary=vocabulary,
        labels=named(Publisher),
    )  # fmt: skip


def publisher_kind(wrap: Wrap = same) -> Filter:
    vocabulary = select(columns(PublisherKind).slug)
    column = source.publisher_kind
    return Filter(
        "publisher_kind", column, "Kind of the source's publisher", "state-media", wrap=wrap, vocabulary=vocabulary,
        labels=named(PublisherKind),
    )  # fmt: skip


def entity(column: Any, wrap: Wrap = same, *, nullable: bool = False) -> Filter:
    return Filter(
        "entity", column, "Slug of an entity", "baidu", wrap=wrap, nullable=nullable, vocabulary=select(entity_.slug),
        labels=named(Entity), widen=related,
    )  # fmt: skip


def related(slugs: Sequence[str]) -> Any:
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


def entity_type(wrap: Wrap = same) -> Filter:
    return Filter("entity_type", entity_.type, "Type of the entity", "company", EntityType, wrap, labels=closed(EntityType))


def indicator(column: Any, wrap: Wrap = same) -> Filter:
    return Filter(
        "indicator", column, "Slug of an indicator", "market-size", wrap=wrap, vocabulary=select(columns(Indicator).slug),
        labels=named(Indicator),
    )  # fmt: skip


def unit(column: Any, wrap: Wrap = same) -> Filter:
    return Filter(
        "unit", column, "Code of a unit", "CNY", wrap=wrap, vocabulary=select(columns(Unit).code), labels=named(Unit, "code")
    )


def status(wrap: Wrap = same) -> Filter:
    described = "Whether the figure is actual, forecast or target"
    return Filter("status", metric.status, described, "forecast", Status, wrap, labels=closed(Status))


def comparator(wrap: Wrap = same) -> Filter:
    described = "How the figure relates to the true value"
    return Filter("comparator", metric.comparator, described, "gt", Comparator, wrap, labels=closed(Comparator))


def period(wrap: Wrap = same) -> Filter:
    words = "Observation period, ISO 8601: `period=2025` finds all that overlaps 2025, such as 2025-H1 or 2024/2026"
    return Filter(
        "period",
        metric.period,
        words,
        "2025",
        Period,
        wrap,
        compare=True,
        nullable=True,
        meaning=_in_period,
        convert=_days,
        labels=PLAIN,
    )


def _in_period(operator: str, slots: Sequence[Any]) -> ColumnElement[bool]:
    """`gte`: it begins on or after the given period's first day; `lte`: it ends by its last; none: they overlap."""
    start, end = metric.period_start, metric.period_end
    spans = list(zip(slots[::2], slots[1::2], strict=True))
    if operator == "":
        overlaps: ColumnElement[bool] = or_(*(and_(start <= last, end >= first) for first, last in spans))
        return overlaps
    first, last = spans[0]
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


def citing(via: Wrap) -> list[Filter]:
    """What the markers can be asked for that `via` leads to."""
    return [
        reference(citation.number, via), source_id(citation.source_id, via), *published(via),
    ]  # fmt: skip


def published(via: Wrap) -> list[Filter]:
    """What the sources can be asked for that `via` leads to."""
    return [publisher(via), publisher_kind(via)]


def about(via: Wrap, column: Any = mention.entity) -> list[Filter]:
    """What the entities can be asked for that `via` leads to."""
    return [entity(column, via), entity_type(via)]


def of_claim(own: Any) -> list[Filter]:
    """What the claim with the id `own` can be asked for."""
    there = has_claim(own)
    return [section(claim.section, there), topic(has_topic(own)), kind(claim.kind, there), evidence(claim.evidence, there)]


def of_citations(within: Via | None = None) -> list[Filter]:
    """What the claims and figures can be asked for that the markers of a bibliography entry support."""
    entry, cited = columns(Reference), table(Citation).join(table(Claim), claim.id == citation.claim_id)
    there = Via((entry.document, entry.number), (citation.document, citation.number), cited, within)
    figure = table(MetricCitation).join(table(Metric), metric.id == metric_citation.metric_id)
    return [
        section(claim.section, there),
        topic(has_topic(citation.claim_id, there)),
        kind(claim.kind, there),
        *about(has_mention(citation.claim_id, there)),
        *figures(Via(citation.id, metric_citation.citation_id, figure, there)),
    ]


def of_metrics(own: Any, key: Any) -> list[Filter]:
    """What the figures can be asked for whose `key` is `own`, but their key."""
    there = Via(own, key, table(Metric).outerjoin(table(Entity), entity_.slug == metric.entity))
    return [
        document(metric.document, there),
        section(metric.section, there),
        topic(has_topic(metric.claim_id, there)),
        evidence(metric.evidence, there),
        *citing(has_metric_citation(metric.id, there)),
        *about(there, metric.entity),
        *(one for one in figures(there) if one.column is not key),
    ]


def in_conflict(column: Any, named: str = "it") -> Filter:
    return Filter("in_conflict", column, f"Whether a conflict names {named}", True, bool, labels=YES_NO)


def has_metric(own: Any, column: Any) -> Via:
    """From a condition on metrics to the rows of a list whose `own` column one of them carries in `column`."""
    return Via(own, column, table(Metric))


def has_claim(own: Any) -> Via:
    return Via(own, claim.id, table(Claim))


def has_topic(own: Any, within: Via | None = None) -> Via:
    return Via(own, topic_.claim_id, table(ClaimTopic), within)


def has_mention(own: Any, within: Via | None = None) -> Via:
    return Via(own, mention.claim_id, table(Mention).outerjoin(table(Entity), entity_.slug == mention.entity), within)


def has_entity(own: Any) -> Via:
    return Via(own, entity_.slug, table(Entity))


def has_citation(own: Any, within: Via | None = None) -> Via:
    return Via(own, citation.claim_id, table(Citation).outerjoin(table(Source), source.id == citation.source_id), within)


def has_metric_citation(own: Any, within: Via | None = None) -> Via:
    cited = table(MetricCitation).join(table(Citation), citation.id == metric_citation.citation_id)
    return Via(own, metric_citation.metric_id, cited.outerjoin(table(Source), source.id == citation.source_id), within)


def has_source(own: Any) -> Via:
    return Via(own, source.id, table(Source))


def sole_support(source_ids: Any, wrap: Wrap = same) -> Filter:
    """Rows whose markers all lead to one source."""
    is_one = func.json_array_length(source_ids) == literal_column("1")
    return Filter("sole_support", is_one, "Whether it rests on exactly one source", True, bool, wrap, labels=YES_NO)
