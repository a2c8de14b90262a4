"""What sections look like to clients."""

from typing import Any

from pydantic import Field

from app.api.schemas import DatasetInfo
from app.api.sections.queries import SECTIONS
from app.http.response_model import ResponseModel

SectionsQuery: Any = SECTIONS.query
SectionsObjectQuery: Any = SECTIONS.object_query


class SectionRow(ResponseModel):
    """A heading with the text below it."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str = Field(description="Number, or name where it has none.")
    number: str | None = Field(description="Number as printed.")
    title: str = Field(description="Title.")
    title_en: str | None = Field(description="English title.")
    level: int = Field(description="Level of the heading.")
    ordinal: int = Field(description="Place in the document, from 1.")
    parent: str | None = Field(description="Enclosing section.")
    start: int = Field(description="First code point in the document.")
    end: int = Field(description="Code point behind the last.")
    body_end: int = Field(description="Code point behind its own text.")
    claim_count: int = Field(description="How many claims there are for it.")
    metric_count: int = Field(description="How many figures there are for it.")


class SectionDetail(SectionRow):
    """The same with all that belongs to it."""

    dataset: DatasetInfo
