"""Parameters and responses of /numbers."""

from typing import Any

from pydantic import Field

from app.api.numbers.queries import NUMBERS
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel
from app.vocabulary import Reason, Script

NumbersQuery: Any = NUMBERS.query
NumbersObjectQuery: Any = NUMBERS.object_query


class NumberRow(ResponseModel):
    """A number in the text of a document, an entry of the ledger."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")
    claim_id: str | None = Field(description="Id of the claim that contains it; null in a heading.")
    text: str = Field(description="The number as written.")
    script: Script = Field(description="`arabic` or `han`.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    quote: str | None = Field(description="Words of the figure that it is part of, as read; null where it is part of none.")
    value: float | None = Field(description="Value of that figure in the base unit, as read.")
    value_max: float | None = Field(description="Greatest value of a range.")
    deviation: float | None = Field(description="How far the value may be off (±); null without a tolerance.")
    comparator: str | None = Field(description="How the figure relates to the true value, by its hedge, as read.")
    unit: str | None = Field(description="Code of the unit, as read; null where the text names none.")
    unit_text: str | None = Field(description="Unit as written.")
    read_as: str = Field(description="`figure`, or what else it is classified as, such as `date`, `name` or `ordinal`.")
    before: str = Field(description="Words of the sentence before the figure.")
    after: str = Field(description="Words of the sentence after it.")
    evidence: str | None = Field(
        description="Whether a marker supports the figure: `cited` or `uncited`; null in a heading."
    )
    reference_numbers: list[int] = Field(description="Numbers of the references that support it.")
    source_ids: list[str] = Field(description="Ids of the sources that support it.")
    curated: bool = Field(description="Whether it is in a metric; all above is read from the text without a curator.")
    metric_ids: list[str] = Field(description="Ids of the metrics whose quotes contain it.")
    reason: Reason | None = Field(description="Why it belongs to no metric; null if it belongs to one.")
    note: str | None = Field(description="Explanation if `reason` is `other`, in the requested language.")
    note_en: str | None = Field(description="Explanation if `reason` is `other`, in English.")
    note_zh: str | None = Field(description="Explanation if `reason` is `other`, in Chinese.")


class NumberDetail(NumberRow):
    """A number with everything that belongs to it."""

    meta: ObjectMeta
    dataset: DatasetInfo
