"""What metrics look like to clients."""

from typing import Any

from pydantic import Field

from app.api.conflicts.schemas import ConflictRow
from app.api.metrics.queries import METRICS
from app.api.provenance.schemas import Provenance, Support, TextPositionSelector, TextQuoteSelector
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

MetricsQuery: Any = METRICS.query
MetricsObjectQuery: Any = METRICS.object_query


class MetricRow(ResponseModel):
    """One figure about one subject."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Section, by number or name.")
    claim_id: str = Field(description="Sentence it stands in.")
    indicator: str = Field(description="What is measured.")
    indicator_name: str = Field(description="English name of the indicator.")
    indicator_name_zh: str = Field(description="Chinese name of the indicator.")
    entity: str | None = Field(description="Entity that the figure is about.")
    entity_name: str | None = Field(description="English name of the entity.")
    entity_name_zh: str | None = Field(description="Chinese name of the entity.")
    entity_type: str | None = Field(description="Type of the entity.")
    subject: str = Field(description="What it is about, in the words of the text.")
    value: float = Field(description="Value in the base unit, every digit of the text; the lower end of a range.")
    value_max: float | None = Field(description="Upper end of a range.")
    comparator: str = Field(description="How the figure relates to the true value: eq, gt, ge, lt, le, approx or range.")
    unit: str = Field(description="Code of the base unit.")
    unit_text: str = Field(description="Unit as the text writes it.")
    display: str = Field(description="The figure in English words.")
    period: str | None = Field(description="Observation period, ISO 8601; null where the text gives none.")
    period_start: str | None = Field(description="First day of the period.")
    period_end: str | None = Field(description="Last day of the period.")
    as_of: bool = Field(description="Whether the period says up to when (截至).")
    status: str = Field(description="actual, forecast or target.")
    qualifiers: dict[str, str] = Field(description="What else is needed to read the figure rightly.")
    quote: str = Field(description="The very words.")
    start: int = Field(description="First code point in the document.")
    end: int = Field(description="Code point behind the last.")
    evidence: str = Field(description="`cited` where a marker supports it, else `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")
    source_ids: list[str] = Field(description="Sources that support it.")
    conflict_ids: list[str] = Field(description="Conflicts that name it.")
    exempt: str | None = Field(description="Why the figure is not derived from its quote; null where it is.")


class Sentence(ResponseModel):
    """The sentence that states the figure."""

    id: str = Field(description="Id of the claim.")
    text: str = Field(description="What a reader sees of it.")
    text_en: str | None = Field(description="Machine rendering in English.")
    kind: str = Field(description="What kind of claim it is.")
    start: int = Field(description="First code point in the document.")
    end: int = Field(description="Code point behind the last.")


class MetricDetail(MetricRow):
    """The same with all that belongs to it."""

    provenance: Provenance
    selectors: list[TextQuoteSelector | TextPositionSelector] = Field(
        description="W3C Web Annotation selectors of the quote."
    )
    claim: Sentence
    citations: list[Support] = Field(
        description="The markers whose words hold the quote, with reference, source, publisher."
    )
    conflicts: list[ConflictRow] = Field(description="The conflicts that name the figure.")
    dataset: DatasetInfo
