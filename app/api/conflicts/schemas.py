"""What conflicts look like to clients."""

from typing import Any

from pydantic import Field

from app.api.conflicts.queries import CONFLICTS
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

ConflictsQuery: Any = CONFLICTS.query
ConflictsObjectQuery: Any = CONFLICTS.object_query


class Computed(ResponseModel):
    label: str = Field(description="What is computed, in English.")
    label_zh: str = Field(description="What is computed, in Chinese.")
    expression: str = Field(description="The arithmetic, over the members' names.")
    unit: str = Field(description="Code of the result's unit.")
    value: float = Field(description="The result.")
    value_text: str = Field(description="The result as exact digits.")
    display: str = Field(description="The result in English words.")


class Member(ResponseModel):
    name: str = Field(description="Name in the arithmetic.")
    metric_id: str | None = Field(description="The figure, where it is one.")
    claim_id: str = Field(description="The claim, or the figure's claim.")
    quote: str = Field(description="Words of the figure, or the claim's text.")
    display: str | None = Field(description="The figure in English words.")
    section: str | None = Field(description="Section it stands in.")


class ConflictRow(ResponseModel):
    """Figures or claims that cannot all be right."""

    id: str = Field(description="Stable public id.")
    slug: str = Field(description="Readable name.")
    kind: str = Field(description="value, arithmetic, scope or chronology.")
    title: str = Field(description="Title.")
    title_en: str = Field(description="English title.")
    explanation: str = Field(description="What the members say and what would follow, in Chinese.")
    explanation_en: str = Field(description="The same in English.")
    computed: list[Computed] = Field(description="Arithmetic done from the values of the members.")
    metric_ids: list[str] = Field(description="Figures in it.")
    claim_ids: list[str] = Field(description="Claims that take part, or whose figures do.")


class ConflictDetail(ConflictRow):
    """The same with all that belongs to it."""

    members: list[Member] = Field(description="Who takes part, by the names that the arithmetic uses.")
    dataset: DatasetInfo
