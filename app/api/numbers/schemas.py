"""What numbers look like to clients."""

from typing import Any

from pydantic import Field

from app.api.numbers.queries import NUMBERS
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

NumbersQuery: Any = NUMBERS.query
NumbersObjectQuery: Any = NUMBERS.object_query


class NumberRow(ResponseModel):
    """A number of the text: the ledger."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Section, by number or name.")
    claim_id: str | None = Field(description="Sentence it stands in; null in a heading.")
    text: str = Field(description="The number as written.")
    script: str = Field(description="`arabic` or `han`.")
    start: int = Field(description="First code point in the document.")
    end: int = Field(description="Code point behind the last.")
    metric_ids: list[str] = Field(description="Figures whose quotes it stands in.")
    reason: str | None = Field(description="Why it is in no figure; null where it is in one.")
    note: str | None = Field(description="The reason in words, where it is `other`.")


class NumberDetail(NumberRow):
    """The same with all that belongs to it."""

    dataset: DatasetInfo
