"""Metrics with their vocabularies, and the ledger of numbers."""

from sqlalchemy import CheckConstraint, Double, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.store.tables.base import greatest_first, json_list, json_map, one_of, only_in_conflict, span, word
from app.vocabulary import (
    Aggregation,
    Comparator,
    Direction,
    Evidence,
    PeriodBasis,
    QualifierKey,
    Reason,
    Script,
    Status,
)


class KindOfUnit(SQLModel, table=True):
    """What units measure. `adds_up` says whether a whole has the sum of its parts, as of money, and not of temperature."""

    __tablename__ = "unit_kind"
    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    adds_up: bool


class Unit(SQLModel, table=True):
    """A unit of measurement; currencies by ISO 4217."""

    code: str = word(primary_key=True)
    name_zh: str
    name_en: str
    kind: str = word("unit_kind.slug")
    symbol: str
    metric_count: int


class Indicator(SQLModel, table=True):
    """What figures measure. `aggregation` says what may be computed over several subjects."""

    __table_args__ = (one_of("direction", Direction), one_of("aggregation", Aggregation))
    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str = word()
    description_en: str
    description_zh: str
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
        one_of("period_basis", PeriodBasis),
        one_of("evidence", Evidence),
        CheckConstraint(
            "(comparator = 'range') = (value_max IS NOT NULL) AND (value_max IS NULL OR value_max > value)", name="range"
        ),
        CheckConstraint("(value_max IS NULL) = (value_max_text IS NULL)", name="value_max_text"),
        CheckConstraint(
            "(comparator = 'tolerance') = (deviation IS NOT NULL) AND (deviation IS NULL) = (deviation_text IS NULL)",
            name="deviation",
        ),
        CheckConstraint(
            "(period IS NULL) = (period_start IS NULL) AND (period IS NULL) = (period_end IS NULL)"
            " AND (period IS NULL OR period_start <= period_end)",
            name="period",
        ),
        CheckConstraint("period_basis IS NULL OR period IS NOT NULL", name="period_basis_of_period"),
        CheckConstraint("repeat_number = 0 OR repeat_group IS NOT NULL", name="repeat_group_of_repeat"),
        span(),
        Index(None, "document", "section"),
        Index(None, "section", "id"),
        Index(None, "entity", "indicator"),
        Index(None, "period_start", "period_end"),
        # a filter with the order most used with it, so that a page is read without sorting
        Index(None, "start", "id"),
        Index(None, "document", "start", "id"),
        Index(None, "entity", "start", "id"),
        Index(None, "indicator", "start", "id"),
        Index(None, "status", "start", "id"),
        Index(None, "unit", "start", "id"),
        Index(None, "indicator", "value", "id"),
        Index(None, "value", "id"),
        # every column that buckets and facets are counted by, so that counting is an index-only scan
        Index(
            "ix_metric_counted",
            *("indicator", "status", "unit", "entity", "role", "repeat_group", "comparator", "evidence"),
            *("document", "period", "period_start", "period_end", "period_basis", "in_conflict"),
        ),
        # likewise for the ranges of values and periods
        Index("ix_metric_ranges", "indicator", "unit", "value", "value_max", "period_start", "period_end", "status", "role"),
        # the greatest first, equal ones by id
        Index("ix_metric_indicator_value_desc_id", "indicator", text("value DESC"), "id"),
        Index("ix_metric_value_desc_id", text("value DESC"), "id"),
        Index(None, "period_start", "id"),
        greatest_first("metric", "period_start"),
        greatest_first("metric", "entity"),
        greatest_first("metric", "section"),
        only_in_conflict("metric", "start", "id"),
        Index(
            "ix_metric_repeat_group",
            "repeat_group",
            "repeat_number",
            sqlite_where=text("repeat_group IS NOT NULL"),
            postgresql_where=text("repeat_group IS NOT NULL"),
        ),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    section: str | None = word()
    claim_id: str = word("claim.id", index=True)
    indicator: str = word("indicator.slug")
    entity: str | None = word("entity.slug")
    subject: str = word()
    subject_en: str = word()
    value: float = Field(sa_type=Double)
    value_text: str
    value_max: float | None = Field(sa_type=Double)
    value_max_text: str | None
    deviation: float | None = Field(sa_type=Double)
    deviation_text: str | None
    comparator: str = word()
    unit: str = word("unit.code")
    unit_text: str
    display_en: str
    display_zh: str
    period: str | None = word()
    period_start: str | None = word()
    period_end: str | None = word()
    period_basis: str | None = word()
    as_of: bool
    status: str = word()
    qualifiers: dict[str, str] = json_map()
    qualifiers_en: dict[str, str] = json_map()
    qualifiers_zh: dict[str, str] = json_map()
    # the qualifier `role`, again: null for a plain figure
    role: str | None = word()
    quote: str
    start: int
    end: int
    evidence: str = word()
    exempt: str | None
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()
    conflict_ids: list[str] = json_list()
    in_conflict: bool
    corroboration_ids: list[str] = json_list()
    # the metrics that state one fact have the id of the first, and are numbered from 0; null for a fact stated once
    repeat_group: str | None = word()
    repeat_number: int = 0
    # whether it contains another figure of its document: the two must not be added up
    is_total: bool = False


class MetricQualifier(SQLModel, table=True):
    """A qualifier of a metric: a word of a vocabulary, or words of the document, with its names."""

    __tablename__ = "metric_qualifier"
    __table_args__ = (one_of("key", QualifierKey), Index(None, "key", "value", "metric_id"))
    metric_id: str = word("metric.id", primary_key=True)
    key: str = word(primary_key=True)
    value: str = word()
    name_en: str
    name_zh: str


class MetricCitation(SQLModel, table=True):
    """A citation whose span covers the quote of a metric."""

    __tablename__ = "metric_citation"
    __table_args__ = (Index(None, "citation_id"),)
    metric_id: str = word("metric.id", primary_key=True)
    citation_id: str = word("citation.id", primary_key=True)


class Number(SQLModel, table=True):
    """The ledger: a number of the text, with the reason if it is in no metric, and what the reader of reports makes of it.

    What was read needs no curator: `quote` is the figure that the number is part of, null where it is part of none, and
    `read_as` says which, or what else it is. Both numbers of a range have one quote.
    """

    __table_args__ = (
        UniqueConstraint("document", "start"),
        one_of("script", Script),
        one_of("reason", Reason),
        CheckConstraint("note_en IS NULL OR reason IS NOT NULL", name="note_needs_reason"),
        ForeignKeyConstraint(["document", "section"], ["section.document", "section.slug"]),
        span(),
        one_of("comparator", Comparator),
        one_of("evidence", Evidence),
        Index(None, "reason", "id"),
        Index(None, "start", "id"),
        Index(None, "document", "start", "id"),
        Index(None, "unit", "start", "id"),
        Index(None, "value", "id"),
        greatest_first("number", "reason"),
        greatest_first("number", "value"),
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
    note_en: str | None
    note_zh: str | None
    metric_ids: list[str] = json_list()
    curated: bool
    read_as: str = word()
    quote: str | None
    before: str
    after: str
    value: float | None = Field(sa_type=Double)
    value_text: str | None
    value_max: float | None = Field(sa_type=Double)
    value_max_text: str | None
    deviation_text: str | None
    comparator: str | None = word()
    unit: str | None = word()
    unit_text: str | None
    evidence: str | None = word()
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()


class NumberCitation(SQLModel, table=True):
    """A citation whose span covers a number, and the figure that it is part of."""

    __tablename__ = "number_citation"
    __table_args__ = (Index(None, "citation_id"),)
    number_id: str = word("number.id", primary_key=True)
    citation_id: str = word("citation.id", primary_key=True)


class NumberMetric(SQLModel, table=True):
    """A number in the quote of a metric."""

    __tablename__ = "number_metric"
    __table_args__ = (Index(None, "metric_id"),)
    number_id: str = word("number.id", primary_key=True)
    metric_id: str = word("metric.id", primary_key=True)
