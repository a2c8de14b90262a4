"""TODO"""

from typing import Literal

from pydantic import Field

from app.api.schemas import ReferenceSummary
from app.http.response_model import ResponseModel


class TextQuoteSelector(ResponseModel):
    type: Literal["TextQuoteSelector"]
    exact: str = Field(description="The words themselves, with markup as in the document.")
    prefix: str = Field(description="What stands before them.")
    suffix: str = Field(description="What stands behind them.")


class TextPositionSelector(ResponseModel):
    type: Literal["TextPositionSelector"]
    start: int = Field(description="First code point.")
    end: int = Field(description="Code point behind the last.")


Selectors = tuple[TextQuoteSelector, TextPositionSelector]


class Provenance(ResponseModel):
    """The document that asserts it: provenance that an uncited claim has as well."""

    document: str = Field(description="Slug of the document.")
    title: str = Field(description="Its title.")
    sha256: str = Field(description="SHA-256 of its text as UTF-8; offsets are into this text.")
    caveat: str | None = Field(description="What the document says of itself, such as that parts may be machine-generated.")
    section: str | None = Field(description="Section, by number or name.")
    section_title: str | None = Field(description="Heading of the section.")
    text_url: str = Field(description="Where the words can be read in the stored text.")


class SourceSummary(ResponseModel):
    id: str = Field(description="Id of the source.")
    url: str = Field(description="Canonical address.")
    title: str = Field(description="Title.")
    author: str | None = Field(description="Person or account, where known.")
    publisher: str = Field(description="Slug of the publisher.")
    publisher_name: str = Field(description="English name of the publisher.")
    publisher_kind: str = Field(description="What sort of publisher answers for the page.")
    published_on: str | None = Field(description="Date, where address or title states it.")
    published_from: str | None = Field(description="How the date was derived.")


class Marker(ResponseModel):
    id: str = Field(description="Id of the citation.")
    number: int = Field(description="Number of the bibliography entry.")
    claim_id: str = Field(description="The sentence it stands in.")
    start: int = Field(description="First code point of the marker.")
    end: int = Field(description="Code point behind it.")
    scope_start: int = Field(description="First code point of the words it supports.")
    scope_end: int = Field(description="Code point behind the last of them.")


class Support(Marker):
    """A marker with all that stands behind it."""

    text: str = Field(description="The marker as it stands in the document.")
    scope_text: str = Field(description="The words that it supports.")
    reference: ReferenceSummary
    source: SourceSummary | None
