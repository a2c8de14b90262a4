"""Parameters and responses of /sections."""

from typing import Any

from pydantic import Field

from app.api.schemas import DatasetInfo, ObjectMeta
from app.api.sections.queries import SECTIONS
from app.http.response_model import ResponseModel

SectionsQuery: Any = SECTIONS.query
SectionsObjectQuery: Any = SECTIONS.object_query


class SectionRow(ResponseModel):
    """A heading and the text below it."""

    id: str = Field(description="Stable public id.")
    document: str = Field(description="Slug of the document.")
    section: str = Field(description="Slug: its number, or a name if it has none.")
    number: str | None = Field(description="Number as printed.")
    title: str = Field(description="Title.")
    title_en: str | None = Field(description="English title.")
    level: int = Field(description="Level of the heading.")
    ordinal: int = Field(description="Position in the document, counted from 1.")
    parent: str | None = Field(description="Slug of the enclosing section; null at the top level.")
    start: int = Field(description="Start offset in the document, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    body_end: int = Field(description="End offset of its own text, without subsections; exclusive.")
    claim_count: int = Field(description="Number of claims.")
    metric_count: int = Field(description="Number of metrics.")


class SectionDetail(SectionRow):
    """A section with everything that belongs to it."""

    meta: ObjectMeta
    dataset: DatasetInfo
