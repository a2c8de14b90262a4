"""Parameters and responses of /metrics."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from app.api.conflicts.schemas import ConflictRow
from app.api.metrics.queries import METRICS
from app.api.provenance.schemas import Provenance, Support, TextPositionSelector, TextQuoteSelector
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel
from app.vocabulary import ClaimKind, Comparator, Evidence, PeriodBasis, Status

MetricsQuery: Any = METRICS.query
MetricsObjectQuery: Any = METRICS.object_query


class StoredMetric(ResponseModel):
    """A figure stated by a claim, about one subject."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")
    claim_id: str = Field(description="Id of the claim that contains it.")
    indicator: str = Field(description="Slug of the indicator.")
    indicator_name: str = Field(description="Name of the indicator, in the requested language.")
    indicator_name_en: str = Field(description="Name of the indicator, in English.")
    indicator_name_zh: str = Field(description="Name of the indicator, in Chinese.")
    entity: str | None = Field(description="Slug of the entity the metric is about.")
    entity_name: str | None = Field(description="Name of the entity, in the requested language.")
    entity_name_en: str | None = Field(description="Name of the entity, in English.")
    entity_name_zh: str | None = Field(description="Name of the entity, in Chinese.")
    entity_type: str | None = Field(description="Type of the entity.")
    subject: str = Field(description="What the metric is about, in the words of the document.")
    subject_en: str = Field(description="The subject in English; as in the document if it is not translated.")
    value: float = Field(description="Value in the base unit, with every digit of the text. For a range, its lower end.")
    value_max: float | None = Field(description="Upper end of a range; null if the value is not a range.")
    deviation: float | None = Field(
        description="Tolerance on either side of the value (±), in the base unit; null without one."
    )
    comparator: Comparator = Field(
        description="How the value relates to the true value: eq, gt, ge, lt, le, approx, range or tolerance (±)."
    )
    unit: str = Field(description="Code of the base unit.")
    unit_text: str = Field(description="Unit as the text writes it.")
    display: str = Field(description="The figure in words, with every qualifier, in the requested language.")
    display_en: str = Field(description="The figure in words, with every qualifier, in English.")
    display_zh: str = Field(description="The figure in words, with every qualifier, in Chinese.")
    period: str | None = Field(description="Observation period, ISO 8601; null if the text gives none.")
    period_start: date | None = Field(description="First day of the period.")
    period_end: date | None = Field(description="Last day of the period.")
    period_basis: PeriodBasis | None = Field(
        description="Where the period comes from: the sentence or its context (the sentence before, the head of a running"
        " list, a stated baseline); null without a period."
    )
    as_of: bool = Field(description="Whether the value is cumulative up to the end of the period (截至).")
    status: Status = Field(description="actual, forecast or target.")
    qualifiers: dict[str, str] = Field(
        description="What else is needed to interpret the value, by key: slugs of a vocabulary, or words of the document."
        " Filter by them with `qualifier.<key>`."
    )
    qualifiers_en: dict[str, str] = Field(description="The qualifiers in English.")
    qualifiers_zh: dict[str, str] = Field(description="The qualifiers in Chinese.")
    quote: str = Field(description="The words of the document, verbatim.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    evidence: Evidence = Field(description="`cited` if a marker supports it, otherwise `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")
    source_ids: list[str] = Field(description="Ids of the sources that support it.")
    conflict_ids: list[str] = Field(description="Ids of the conflicts it takes part in.")
    corroboration_ids: list[str] = Field(
        description="Ids of the corroborations it takes part in: groups of metrics that state the same fact."
    )
    exempt: str | None = Field(description="Why the value is not derived from the quote; null if it is.")


class ChartFields(ResponseModel):
    """Fields of a metric for charts and tables, in the requested language."""

    year: int | None = Field(description="The year of the period; null over several years and without a period.")
    period_kind: Literal["year", "half", "quarter", "month", "day", "interval"] | None = Field(
        description="How long the period is; null without a period."
    )
    period_mid: date | None = Field(
        description="A day in the middle of the period, which falls into its year in every time zone."
    )
    value_low: float | None = Field(description="Lower bound of the figure; null if it has none (under, at most).")
    value_high: float | None = Field(description="Upper bound of the figure; null if it has none (over, at least).")
    hedge: str = Field(
        description="How the value relates to the true value, as a word such as over or about, in the requested language."
    )
    label: str = Field(
        description="Label of a bar: `display`, marked if the figure is a forecast or a target, in the requested language."
    )
    is_forecast: bool = Field(description="Whether the figure is a forecast or a target rather than an actual value.")
    in_conflict: bool = Field(
        description="Whether another figure or claim contradicts it, or another statement of the fact."
    )
    is_total: bool = Field(
        description="Whether it contains another figure of its document, so that both must not be added up."
    )
    times_stated: int = Field(description="Number of statements of the fact among figures without a role.")
    series_name: str = Field(
        description="Label of a line or bar: the entity, or the subject if there is none, in the requested language."
    )
    qualifier_label: str | None = Field(description="The qualifiers in words, joined by `; `, in the requested language.")
    unit_name: str = Field(description="Name of the unit, in the requested language.")
    aggregation: Literal["sum", "mean", "none"] = Field(description="Whether values of the indicator may be added up.")
    source_url: str | None = Field(description="Address of the first source that supports it; null if it is uncited.")
    source_title: str | None = Field(
        description="Title of the first source that supports it, in the language of its page in any `lang`; null if it is uncited."
    )
    publisher_kind_label: str = Field(
        description="Kind of the first source's publisher, or that it is uncited, in the requested language."
    )
    fact_url: str = Field(description="Address of the figure's page, with everything that supports it.")
    source_link: str | None = Field(description="Address of the page of the first source; null if it is uncited.")


class ChartFieldsInBoth(ChartFields):
    """The same in either language: by `fields=`, in every format."""

    hedge_en: str = Field(
        description="How the value relates to the true value, as a word such as over or about, in English."
    )
    hedge_zh: str = Field(
        description="How the value relates to the true value, as a word such as over or about, in Chinese."
    )
    label_en: str = Field(
        description="Label of a bar: `display`, marked if the figure is a forecast or a target, in English."
    )
    label_zh: str = Field(
        description="Label of a bar: `display`, marked if the figure is a forecast or a target, in Chinese."
    )
    series_name_en: str = Field(
        description="Label of a line or bar: the entity, or the subject if there is none, in English."
    )
    series_name_zh: str = Field(
        description="Label of a line or bar: the entity, or the subject if there is none, in Chinese."
    )
    qualifier_label_en: str | None = Field(description="The qualifiers in words, joined by `; `, in English.")
    qualifier_label_zh: str | None = Field(description="The qualifiers in words, joined by `; `, in Chinese.")
    unit_name_en: str = Field(description="Name of the unit, in English.")
    unit_name_zh: str = Field(description="Name of the unit, in Chinese.")
    publisher_kind_label_en: str = Field(
        description="Kind of the first source's publisher, or that it is uncited, in English."
    )
    publisher_kind_label_zh: str = Field(
        description="Kind of the first source's publisher, or that it is uncited, in Chinese."
    )


class MetricRow(ChartFields, StoredMetric):
    """A figure stated by a claim, about one subject."""


class Sentence(ResponseModel):
    """The sentence that states the metric."""

    id: str = Field(description="Id of the claim.")
    text: str = Field(description="Text as a reader sees it, without markers and escapes.")
    text_en: str | None = Field(description="Machine translation into English.")
    kind: ClaimKind = Field(description="Kind of claim, from a closed list.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")


class MetricDetail(MetricRow):
    """A metric with everything that belongs to it."""

    provenance: Provenance
    selectors: list[TextQuoteSelector | TextPositionSelector] = Field(
        description="W3C Web Annotation selectors of the quote."
    )
    claim: Sentence
    citations: list[Support] = Field(
        description="The markers whose scope contains the quote, with reference, source and publisher."
    )
    conflicts: list[ConflictRow] = Field(description="The conflicts that the metric takes part in.")
    meta: ObjectMeta
    dataset: DatasetInfo
