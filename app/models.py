"""Every table and constraint.

Public ids are the primary keys, so that a row carries its references without a join. What the text says (spans, quotes)
and what curators say (kinds, indicators) stand side by side; arrays and counts that lists show, and whether a conflict
names a row or a figure of it, are stored with their row by the loader, which writes all of it in one transaction, and
`factbase verify` holds them against the rows they repeat.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)  # fmt: skip
from sqlmodel import Field, SQLModel

from app.vocabulary import (
    SEARCHED,
    Aggregation,
    ClaimKind,
    Comparator,
    ConflictKind,
    Direction,
    EntityType,
    Evidence,
    Predicate,
    Reason,
    Role,
    Script,
    Status,
    UnitKind,
)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# byte order on both databases, so that a page ends at the same row on each
Word = Text().with_variant(Text(collation="C"), "postgresql")
Json = JSON()


def table(model: Any) -> Any:
    """The table behind a model, as SQLAlchemy Core takes it."""
    return model.__table__


def columns(model: Any) -> Any:
    """The columns of a table by name, typed as SQL rather than as the Python values that they hold."""
    return table(model).c


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    allowed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def span(start: str = "start", end: str = "end") -> CheckConstraint:
    return CheckConstraint(f'"{start}" >= 0 AND "{start}" < "{end}"', name=f"{start}_before_{end}")


def word(target: str | None = None, **options: Any) -> Any:
    return Field(sa_type=Word, foreign_key=target, **options)


def json_list() -> Any:
    return Field(sa_type=Json, default_factory=list)


def only_in_conflict(name: str, *order: str) -> Index:
    """An index of the few rows that conflicts name, in the order in which they are listed."""
    return Index(
        f"ix_{name}_in_conflict_{'_'.join(order)}", *order,
        sqlite_where=text("in_conflict = 1"), postgresql_where=text("in_conflict"),
    )  # fmt: skip


class Dataset(SQLModel, table=True):
    """What is loaded, in one row: its version, when it was built, from which files (SHA-256 by path), how many rows."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True)
    version: str
    built_at: str
    files: dict[str, str] = Field(sa_type=Json)
    counts: dict[str, int] = Field(sa_type=Json)


class Document(SQLModel, table=True):
    """A report: its untouched text, the text's SHA-256, and what it says of itself (`caveat`)."""

    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)
    slug: str = word(primary_key=True)
    title: str
    title_en: str
    language: str
    sha256: str
    length: int
    text: str = Field(sa_type=Text)
    caveat: str | None
    caveat_en: str | None
    caveat_start: int | None
    caveat_end: int | None
    section_count: int
    claim_count: int
    metric_count: int
    reference_count: int
    citation_count: int
    number_count: int


class Section(SQLModel, table=True):
    """A heading with the text below it. `slug` is its number, or a readable name where it has none."""

    __table_args__ = (
        UniqueConstraint("document", "slug"),
        UniqueConstraint("document", "ordinal"),
        ForeignKeyConstraint(["document", "parent"], ["section.document", "section.slug"]),
        span(),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    slug: str = word()
    number: str | None
    title: str
    title_en: str | None
    level: int
    ordinal: int
    parent: str | None = word()
    start: int
    end: int
    body_end: int
    claim_count: int
    metric_count: int


class Topic(SQLModel, table=True):
    """What a claim is about, from a closed list."""

    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    description: str
    claim_count: int


class Claim(SQLModel, table=True):
    """One sentence. `start`..`end` is its span with markers, `text` what a reader sees of it."""

    __table_args__ = (
        UniqueConstraint("document", "ordinal"),
        UniqueConstraint("document", "start"),
        ForeignKeyConstraint(["document", "section"], ["section.document", "section.slug"]),
        one_of("kind", ClaimKind),
        one_of("evidence", Evidence),
        CheckConstraint(f"(text_en IS NULL) = (kind = '{ClaimKind.NOT_YET_CURATED}')", name="rendered_when_curated"),
        span(),
        Index(None, "document", "section"),
        Index(None, "document", "paragraph", "ordinal"),
        Index(None, "ordinal", "id"),
        Index(None, "kind", "ordinal", "id"),
        Index(None, "evidence", "ordinal", "id"),
        only_in_conflict("claim", "ordinal", "id"),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    section: str | None = word()
    paragraph: int
    ordinal: int
    kind: str = word()
    text: str
    text_en: str | None
    start: int
    end: int
    evidence: str = word()
    topics: list[str] = json_list()
    entities: list[str] = json_list()
    metric_ids: list[str] = json_list()
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()
    conflict_ids: list[str] = json_list()
    in_conflict: bool


class ClaimTopic(SQLModel, table=True):
    __tablename__ = "claim_topic"
    __table_args__ = (Index(None, "topic", "claim_id"),)
    claim_id: str = word("claim.id", primary_key=True)
    topic: str = word("topic.slug", primary_key=True)


class PublisherKind(SQLModel, table=True):
    """What sort of publisher answers for a page."""

    __tablename__ = "publisher_kind"
    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    description: str


class Publisher(SQLModel, table=True):
    """Who publishes or hosts pages; `hosts` are the publisher's own."""

    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    kind: str = word("publisher_kind.slug", index=True)
    hosts: list[str] = json_list()
    source_count: int


class SourceGroup(SQLModel, table=True):
    """Pages that are probably one article under several addresses: re-posts, mobile hosts, copies on document malls."""

    __tablename__ = "source_group"
    slug: str = word(primary_key=True)
    reason: str
    reason_en: str


class Source(SQLModel, table=True):
    """A page that references point to, one per canonical URL.

    `publisher_kind` is the kind of whoever answers for this page, which on a platform is the account, not the platform.
    """

    __table_args__ = (
        CheckConstraint("(published_on IS NULL) = (published_from IS NULL)", name="dated_with_reason"),
        CheckConstraint("sole_support_count <= claim_count", name="sole_support"),
    )
    id: str = word(primary_key=True)
    url: str = word(unique=True)
    title: str
    author: str | None
    publisher: str = word("publisher.slug", index=True)
    platform: str | None = word("publisher.slug")
    publisher_kind: str = word("publisher_kind.slug", index=True)
    published_on: str | None = word()
    published_from: str | None
    source_group: str | None = word("source_group.slug", index=True)
    same_as: list[str] = json_list()
    reference_numbers: list[int] = json_list()
    claim_count: int
    metric_count: int
    sole_support_count: int


class Reference(SQLModel, table=True):
    """An entry of a document's bibliography."""

    __table_args__ = (UniqueConstraint("document", "number"), span(), Index(None, "number", "id"))
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    number: int
    title: str
    url: str | None
    source_id: str | None = word("source.id", index=True)
    cited: bool
    start: int
    end: int


class Citation(SQLModel, table=True):
    """An in-text marker: where it stands, and the words before it that it supports."""

    __table_args__ = (
        UniqueConstraint("document", "start", "number"),
        ForeignKeyConstraint(["document", "number"], ["reference.document", "reference.number"]),
        CheckConstraint("scope_start <= scope_end AND scope_end <= start", name="scope_before_marker"),
        span(),
        Index(None, "document", "number"),
        Index(None, "start", "id"),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    number: int
    source_id: str | None = word("source.id", index=True)
    claim_id: str = word("claim.id", index=True)
    start: int
    end: int
    scope_start: int
    scope_end: int


class Entity(SQLModel, table=True):
    """Someone or something the documents name."""

    __table_args__ = (one_of("type", EntityType), Index(None, "type"))
    slug: str = word(primary_key=True)
    type: str = word()
    name_zh: str
    name_en: str = word()
    description: str
    aliases: list[str] = json_list()
    claim_count: int
    metric_count: int
    in_conflict: bool


class Alias(SQLModel, table=True):
    """A surface form that a document uses for an entity."""

    __table_args__ = (Index(None, "text"),)
    entity: str = word("entity.slug", primary_key=True)
    text: str = word(primary_key=True)
    language: str


class Mention(SQLModel, table=True):
    """An entity in a claim. Without a span it is implied: the claim is about it and does not name it."""

    __table_args__ = (
        UniqueConstraint("claim_id", "entity", "start"),
        one_of("role", Role),
        CheckConstraint(
            '("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = (text IS NULL)', name="span_or_implied"
        ),
        Index(None, "entity", "role"),
    )
    id: str = word(primary_key=True)
    claim_id: str = word("claim.id")
    entity: str = word("entity.slug")
    role: str = word()
    text: str | None
    start: int | None
    end: int | None


class Relation(SQLModel, table=True):
    """A relation between two entities that a claim states in the quoted words."""

    __table_args__ = (
        UniqueConstraint("claim_id", "subject", "predicate", "object"),
        one_of("predicate", Predicate),
        CheckConstraint("subject <> object", name="two_entities"),
        span(),
        Index(None, "object"),
        Index(None, "start", "id"),
    )
    id: str = word(primary_key=True)
    subject: str = word("entity.slug", index=True)
    predicate: str = word()
    object: str = word("entity.slug")
    document: str = word("document.slug")
    claim_id: str = word("claim.id", index=True)
    quote: str
    start: int
    end: int


class Unit(SQLModel, table=True):
    """A unit of measurement; currencies by ISO 4217."""

    __table_args__ = (one_of("kind", UnitKind),)
    code: str = word(primary_key=True)
    name_zh: str
    name_en: str
    kind: str = word()
    symbol: str
    metric_count: int


class Indicator(SQLModel, table=True):
    """What figures measure. `aggregation` says what may be computed over several subjects."""

    __table_args__ = (one_of("direction", Direction), one_of("aggregation", Aggregation))
    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str = word()
    description: str
    unit_kinds: list[str] = json_list()
    direction: str = word()
    aggregation: str = word()
    metric_count: int


class Metric(SQLModel, table=True):
    """One figure about one subject. `value_text` is exact; `value` is the same for sorting and computing."""

    __table_args__ = (
        ForeignKeyConstraint(["document", "section"], ["section.document", "section.slug"]),
        UniqueConstraint("claim_id", "start", "end", "indicator", "subject"),
        one_of("comparator", Comparator),
        one_of("status", Status),
        one_of("evidence", Evidence),
        CheckConstraint(
            "(comparator = 'range') = (value_max IS NOT NULL) AND (value_max IS NULL OR value_max > value)", name="range"
        ),
        CheckConstraint("(value_max IS NULL) = (value_max_text IS NULL)", name="value_max_text"),
        CheckConstraint(
            "(period IS NULL) = (period_start IS NULL) AND (period IS NULL) = (period_end IS NULL)"
            " AND (period IS NULL OR period_start <= period_end)",
            name="period",
        ),
        span(),
        Index(None, "document", "section"),
        Index(None, "entity", "indicator"),
        Index(None, "period_start", "period_end"),
        # a filter and the order that is asked for with it most, so that a page is read and not sorted
        Index(None, "start", "id"),
        Index(None, "document", "start", "id"),
        Index(None, "entity", "start", "id"),
        Index(None, "indicator", "start", "id"),
        Index(None, "status", "start", "id"),
        Index(None, "unit", "start", "id"),
        Index(None, "indicator", "value", "id"),
        Index(None, "value", "id"),
        # what is counted together, from the index alone
        Index(None, "indicator", "status", "unit", "entity"),
        # the greatest first, and by their ids where several are equally great
        Index("ix_metric_indicator_value_desc_id", "indicator", text("value DESC"), "id"),
        Index("ix_metric_value_desc_id", text("value DESC"), "id"),
        only_in_conflict("metric", "start", "id"),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    section: str | None = word()
    claim_id: str = word("claim.id", index=True)
    indicator: str = word("indicator.slug")
    entity: str | None = word("entity.slug")
    subject: str = word()
    value: float = Field(sa_type=Double)
    value_text: str
    value_max: float | None = Field(sa_type=Double)
    value_max_text: str | None
    comparator: str = word()
    unit: str = word("unit.code")
    unit_text: str
    display: str
    period: str | None = word()
    period_start: str | None = word()
    period_end: str | None = word()
    as_of: bool
    status: str = word()
    qualifiers: dict[str, str] = Field(sa_type=Json, default_factory=dict)
    quote: str
    start: int
    end: int
    evidence: str = word()
    exempt: str | None
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()
    conflict_ids: list[str] = json_list()
    in_conflict: bool


class MetricCitation(SQLModel, table=True):
    """The markers whose words hold a metric's quote."""

    __tablename__ = "metric_citation"
    __table_args__ = (Index(None, "citation_id"),)
    metric_id: str = word("metric.id", primary_key=True)
    citation_id: str = word("citation.id", primary_key=True)


class Number(SQLModel, table=True):
    """The ledger: a number of the text, and why it is in no metric where it is in none."""

    __table_args__ = (
        UniqueConstraint("document", "start"),
        one_of("script", Script),
        one_of("reason", Reason),
        CheckConstraint("note IS NULL OR reason IS NOT NULL", name="note_needs_reason"),
        ForeignKeyConstraint(["document", "section"], ["section.document", "section.slug"]),
        span(),
        Index(None, "reason"),
        Index(None, "start", "id"),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    section: str | None = word()
    claim_id: str | None = word("claim.id", index=True)
    text: str
    script: str = word()
    start: int
    end: int
    reason: str | None = word()
    note: str | None
    metric_ids: list[str] = json_list()


class NumberMetric(SQLModel, table=True):
    """A number and the metrics whose quotes it stands in."""

    __tablename__ = "number_metric"
    __table_args__ = (Index(None, "metric_id"),)
    number_id: str = word("number.id", primary_key=True)
    metric_id: str = word("metric.id", primary_key=True)


class Conflict(SQLModel, table=True):
    """Figures or claims that cannot all be right. `computed` is arithmetic done by the loader from the members' values."""

    __table_args__ = (one_of("kind", ConflictKind), Index(None, "kind"))
    id: str = word(primary_key=True)
    slug: str = word(unique=True)
    kind: str = word()
    title: str
    title_en: str
    explanation: str
    explanation_en: str
    computed: list[dict[str, Any]] = json_list()
    metric_ids: list[str] = json_list()
    claim_ids: list[str] = json_list()


class ConflictMember(SQLModel, table=True):
    """A metric or claim that takes part in a conflict, under the name that its arithmetic uses."""

    __tablename__ = "conflict_member"
    __table_args__ = (
        UniqueConstraint("conflict_id", "name"),
        CheckConstraint("(metric_id IS NULL) <> (claim_id IS NULL)", name="metric_or_claim"),
    )
    id: str = word(primary_key=True)
    conflict_id: str = word("conflict.id", index=True)
    name: str = word()
    metric_id: str | None = word("metric.id", index=True)
    claim_id: str | None = word("claim.id", index=True)


class Corroboration(SQLModel, table=True):
    """Figures that repeat each other. `origins` groups the sources behind them: two sources are of one origin where they
    have a publisher or an article in common, so that markers, re-posts and second pages of one publisher count once.
    """

    id: str = word(primary_key=True)
    slug: str = word(unique=True)
    document: str = word("document.slug", index=True)
    title: str
    title_en: str
    metric_ids: list[str] = json_list()
    claim_ids: list[str] = json_list()
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()
    origins: list[list[str]] = json_list()
    metric_count: int
    uncited_count: int
    source_count: int
    publisher_count: int
    independent_publisher_count: int


class CorroborationMember(SQLModel, table=True):
    """A figure that takes part in a corroboration."""

    __tablename__ = "corroboration_member"
    __table_args__ = (Index(None, "metric_id"),)
    corroboration_id: str = word("corroboration.id", primary_key=True)
    metric_id: str = word("metric.id", primary_key=True)


def entry_ids(name: str) -> tuple[int, int]:
    """First and last id that the search entries of a list may have; a list as long would be a thousand times what is planned."""
    first = (SEARCHED.index(name) + 1) * 10**12
    return first, first + 10**12 - 1


class SearchEntry(SQLModel, table=True):
    """What can be searched for of one row of a list, by field. `id` orders the rows of a list by weight, and finds their
    tokens in the table `search_index`, which each database keeps in its own way (`app.sql`).
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("list", "key"),)
    # on SQLite only a column of this very type is the row's own number
    id: int = Field(sa_type=BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    list: str = word()
    key: str = word()
    fields: dict[str, str] = Field(sa_type=Json)


class Suggestion(SQLModel, table=True):
    """A name by which a row of a list is completed: `folded` is the name, or its end from some word on, as typed."""

    __table_args__ = (Index(None, "folded"),)
    id: int = Field(primary_key=True)
    list: str = word()
    key: str = word()
    text: str
    folded: str = word()
    whole: bool
    weight: int


class FacetCount(SQLModel, table=True):
    """How many rows of a list have a value, as JSON, of one of its filters, or a word (`q`): of long lists only."""

    __tablename__ = "facet_count"
    list: str = word(primary_key=True)
    facet: str = word(primary_key=True)
    value: str = word(primary_key=True)
    count: int
