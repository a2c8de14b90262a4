"""Parameters and responses of /numbers."""

from typing import Any

from pydantic import Field

from app.api.numbers.queries import NUMBERS
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

NumbersQuery: Any = NUMBERS.query
NumbersObjectQuery: Any = NUMBERS.object_query


class NumberRow(ResponseModel):
    """A number in the text of a document, an entry of the ledger."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")
    claim_id: str | None = Field(description="Id of the claim that contains it; null in a heading.")
    text: str = Field(description="The number as written.")
    script: str = Field(description="`arabic` or `han`.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    metric_ids: list[str] = Field(description="Ids of the metrics whose quotes contain it.")
    reason: str | None = Field(description="Why it belongs to no metric; null if it belongs to one.")
    note: str | None = Field(description="Explanation if `reason` is `other`.")


class NumberDetail(NumberRow):
    """A number with everything that belongs to it."""

    dataset: DatasetInfo
