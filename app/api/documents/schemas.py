"""What documents look like to clients."""

from typing import Annotated, Any

from pydantic import Field

from app.api.documents.queries import DOCUMENTS
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters

DocumentsQuery: Any = DOCUMENTS.query
DocumentsObjectQuery: Any = DOCUMENTS.object_query

_Place = Annotated[int, Field(ge=0, lt=2**31)]


class DocumentRow(ResponseModel):
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


class TextQuery(Parameters):
    start: _Place = Field(0, description="First code point.", examples=[2003])
    end: _Place | None = Field(None, description="Code point behind the last; the end without it.", examples=[2012])


class TextSlice(ResponseModel):
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


class ClaimCoverage(ResponseModel):
    count: int = Field(description="Sentences of the body, each a claim.")
    by_kind: dict[str, int] = Field(description="How many of each kind.")
    cited: int = Field(description="Claims that a marker supports.")
    uncited: int = Field(description="Claims that none supports.")
    without_rendering: int = Field(description="Claims without an English rendering.")
    without_topic: int = Field(description="Claims without a topic.")


class MetricCoverage(ResponseModel):
    count: int = Field(description="Figures.")
    by_status: dict[str, int] = Field(description="How many of each status.")
    cited: int = Field(description="Figures that a marker supports.")
    uncited: int = Field(description="Figures that none supports.")
    exempt: int = Field(description="Figures whose value is not derived from their quote.")


class NumberCoverage(ResponseModel):
    count: int = Field(description="Numbers of the text.")
    in_metrics: int = Field(description="Numbers that are in a figure.")
    by_reason: dict[str, int] = Field(description="The others, by the reason why they are in none.")
    by_script: dict[str, int] = Field(description="All of them by script: `arabic` or `han`.")


class SectionCoverage(ResponseModel):
    section: str = Field(description="Section, by number or name.")
    title: str = Field(description="Heading.")
    title_en: str | None = Field(description="Heading in English.")
    claims_by_kind: dict[str, int] = Field(description="Claims right under the heading, by kind.")
    claims_cited: int = Field(description="Those that a marker supports.")
    claims_uncited: int = Field(description="Those that none supports.")
    metrics_cited: int = Field(description="Figures that a marker supports.")
    metrics_uncited: int = Field(description="Figures that none supports.")
    numbers_in_metrics: int = Field(description="Numbers that are in a figure.")
    numbers_by_reason: dict[str, int] = Field(description="Numbers in none, by reason.")


class PublisherKindCoverage(ResponseModel):
    publisher_kind: str = Field(description="Slug of the kind.")
    name: str = Field(description="Its English name.")
    name_zh: str = Field(description="Its Chinese name.")
    references: int = Field(description="Bibliography entries.")
    sources: int = Field(description="Distinct pages they point to.")
    publishers: int = Field(description="Publishers of these pages.")
    sources_cited: int = Field(description="Pages that a marker of the body names.")
    claims: int = Field(description="Claims that cite such a page.")
    claims_on_these_alone: int = Field(description="Claims whose every source is of this kind.")
    metrics: int = Field(description="Figures that such a page supports.")


class NotExtracted(ResponseModel):
    what: str = Field(description="Numbers, references, headings or remarks.")
    reason: str = Field(description="Reason in a word.")
    why: str = Field(description="Reason in words.")
    count: int = Field(description="How many.")
    url: str = Field(description="Where each of them can be read.")


class Coverage(ResponseModel):
    """What of a document is in the database, what is not, and why."""

    document: str = Field(description="Slug of the document.")
    claims: ClaimCoverage
    metrics: MetricCoverage
    numbers: NumberCoverage
    sections: list[SectionCoverage] = Field(description="The same by section, in order; parents without their children.")
    publisher_kinds: list[PublisherKindCoverage] = Field(description="What rests on each kind of publisher, most first.")
    not_extracted: list[NotExtracted] = Field(description="What is in no claim or figure, and why.")
    dataset: DatasetInfo
