"""Parameters and responses of /conflicts."""

from typing import Any

from pydantic import Field

from app.api.conflicts.queries import CONFLICTS
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel
from app.vocabulary import ConflictKind

ConflictsQuery: Any = CONFLICTS.query
ConflictsObjectQuery: Any = CONFLICTS.object_query


class Computed(ResponseModel):
    label: str = Field(description="What the arithmetic computes, in the requested language.")
    label_en: str = Field(description="What the arithmetic computes, in English.")
    label_zh: str = Field(description="What the arithmetic computes, in Chinese.")
    expression: str = Field(description="Arithmetic expression over the names of the members.")
    calculation: str = Field(description="The expression with the figures in place of the names, in the requested language.")
    calculation_en: str = Field(description="The expression with the figures in place of the names, in English.")
    calculation_zh: str = Field(description="The expression with the figures in place of the names, in Chinese.")
    unit: str = Field(description="Code of the result's unit.")
    value: float = Field(description="The result.")
    value_text: str = Field(description="The result as exact digits.")
    display: str = Field(description="The result in words, in the requested language.")
    display_en: str = Field(description="The result in words, in English.")
    display_zh: str = Field(description="The result in words, in Chinese.")


class Member(ResponseModel):
    name: str = Field(description="Name of the member in the arithmetic.")
    metric_id: str | None = Field(description="Id of the metric; null if the member is a claim.")
    claim_id: str = Field(description="Id of the claim, or of the claim that states the metric.")
    quote: str = Field(description="Quote of the metric, or text of the claim.")
    text_en: str | None = Field(description="English rendering of the claim.")
    display: str | None = Field(description="The metric in words; null if the member is a claim, in the requested language.")
    display_en: str | None = Field(description="The metric in words; null if the member is a claim, in English.")
    display_zh: str | None = Field(description="The metric in words; null if the member is a claim, in Chinese.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section.")
    repeat_ids: list[str] = Field(
        description="Ids of the first hundred metrics that state the same fact; the conflict applies to them too."
    )
    repeat_count: int = Field(description="Number of metrics that state the same fact.")


class ConflictRow(ResponseModel):
    """Metrics or claims that contradict each other, in value, arithmetic, scope or time."""

    id: str = Field(description="Stable public id.")
    slug: str = Field(description="Readable id.")
    kind: ConflictKind = Field(description="Kind of conflict: value, arithmetic, scope or chronology.")
    title: str = Field(description="Title, in the requested language.")
    title_en: str = Field(description="Title, in English.")
    title_zh: str = Field(description="Title, in Chinese.")
    explanation: str = Field(
        description="What the members state, and what would follow if all were true, in the requested language."
    )
    explanation_en: str = Field(description="What the members state, and what would follow if all were true, in English.")
    explanation_zh: str = Field(description="What the members state, and what would follow if all were true, in Chinese.")
    computed: list[Computed] = Field(description="Arithmetic over the values of the members.")
    metric_ids: list[str] = Field(
        description="Ids of the metrics that take part, then of metrics that repeat them, up to a hundred in all."
    )
    claim_ids: list[str] = Field(description="Ids of the claims that take part or that state one of these metrics.")
    metric_count: int = Field(description="Number of metrics that take part, all repeats included.")
    claim_count: int = Field(description="Number of claims that take part or that state a metric that does.")


class ConflictDetail(ConflictRow):
    """A conflict with everything that belongs to it."""

    members: list[Member] = Field(
        description="The metrics and claims in conflict, ordered by their names in the arithmetic."
    )
    meta: ObjectMeta
    dataset: DatasetInfo
