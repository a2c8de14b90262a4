"""What documents look like to clients."""

from pydantic import BaseModel, Field

from app.listing import DatasetInfo


class DocumentRow(BaseModel):
    """A report that facts come from."""

    slug: str = Field(description="Stable readable id.")
    title: str = Field(description="Title.")
    title_en: str = Field(description="English title.")
    language: str = Field(description="ISO 639 code.")
    sha256: str = Field(description="SHA-256 of the text as UTF-8.")
    length: int = Field(description="Code points of the text.")
    caveat: str | None = Field(description="What the document says of itself at its end.")
    caveat_en: str | None = Field(description="The same in English.")
    caveat_start: int | None = Field(description="Where the caveat begins.")
    caveat_end: int | None = Field(description="Where it ends.")
    section_count: int = Field(description="How many sections it has.")
    claim_count: int = Field(description="How many claims it has.")
    metric_count: int = Field(description="How many metrics it has.")
    reference_count: int = Field(description="How many references it has.")
    citation_count: int = Field(description="How many citations it has.")
    number_count: int = Field(description="How many numbers it has.")


class TextSlice(BaseModel):
    """Part of a document's untouched text."""

    document: str = Field(description="Slug of the document.")
    sha256: str = Field(description="SHA-256 of the whole text as UTF-8.")
    length: int = Field(description="Code points of the whole text.")
    start: int = Field(description="First code point.")
    end: int = Field(description="Code point behind the last.")
    text: str = Field(description="The words, markup and all.")
    dataset: DatasetInfo


class DocumentDetail(DocumentRow):
    """The same with all that belongs to it."""

    dataset: DatasetInfo
