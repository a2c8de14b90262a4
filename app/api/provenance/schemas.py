"""Selectors, markers and source summaries, as parts of responses."""

from typing import Literal

from pydantic import Field

from app.api.schemas import ReferenceSummary
from app.http.response_model import ResponseModel


class TextQuoteSelector(ResponseModel):
    type: Literal["TextQuoteSelector"]
    exact: str = Field(description="The selected text, with markup as in the document.")
    prefix: str = Field(description="The text before it.")
    suffix: str = Field(description="The text after it.")


class TextPositionSelector(ResponseModel):
    type: Literal["TextPositionSelector"]
    start: int = Field(description="Start offset, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")


Selectors = tuple[TextQuoteSelector, TextPositionSelector]


class Provenance(ResponseModel):
    """The document that states it. Uncited claims have this provenance too."""

    document: str = Field(description="Slug of the document.")
    title: str = Field(description="Its title.")
    title_en: str = Field(description="Its title in English.")
    sha256: str = Field(description="SHA-256 of its text as UTF-8; offsets refer to this text.")
    caveat: str | None = Field(
        description="What the document says about itself, for example that parts may be machine-generated."
    )
    caveat_en: str | None = Field(description="The same in English.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")
    section_title: str | None = Field(description="Heading of the section.")
    section_title_en: str | None = Field(description="Heading of the section in English.")
    text_url: str = Field(description="Path that returns the words from the stored text.")


class SourceSummary(ResponseModel):
    id: str = Field(description="Id of the source.")
    url: str = Field(description="Canonical URL.")
    title: str = Field(description="Title.")
    title_en: str | None = Field(description="English rendering of the title.")
    author: str | None = Field(description="Person or account; null if unknown.")
    author_en: str | None = Field(description="English rendering of the author's name, where there is one.")
    publisher: str = Field(description="Slug of the publisher.")
    publisher_name: str = Field(description="Name of the publisher, in the requested language.")
    publisher_name_en: str = Field(description="Name of the publisher, in English.")
    publisher_name_zh: str = Field(description="Name of the publisher, in Chinese.")
    publisher_kind: str = Field(description="Kind of publisher responsible for the page.")
    published_on: str | None = Field(
        description="Publication date: a day, month or year. Null unless the URL or title states it."
    )
    published_from: str | None = Field(description="What the publication date was derived from, in the requested language.")
    published_from_en: str | None = Field(description="What the publication date was derived from, in English.")
    published_from_zh: str | None = Field(description="What the publication date was derived from, in Chinese.")


class Marker(ResponseModel):
    id: str = Field(description="Id of the citation.")
    number: int = Field(description="Number of the bibliography entry.")
    claim_id: str = Field(description="Id of the claim that contains it.")
    start: int = Field(description="Start offset of the marker, in Unicode code points.")
    end: int = Field(description="End offset of the marker, exclusive.")
    scope_start: int = Field(description="Start offset of the words it supports.")
    scope_end: int = Field(description="End offset of the words it supports, exclusive.")


class Support(Marker):
    """A marker with its reference, its source and the words it supports."""

    text: str = Field(description="The marker as written in the document.")
    scope_text: str = Field(description="The words it supports, verbatim.")
    reference: ReferenceSummary
    source: SourceSummary | None
