"""Parameters and responses of /documents."""

from typing import Annotated, Any

from pydantic import Field

from app.api.documents.queries import DOCUMENTS
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters

DocumentsQuery: Any = DOCUMENTS.query
DocumentsObjectQuery: Any = DOCUMENTS.object_query

_Place = Annotated[int, Field(ge=0, lt=2**31)]


class DocumentRow(ResponseModel):
    """A report from which facts were extracted."""

    slug: str = Field(description="Stable readable id.")
    title: str = Field(description="Title.")
    title_en: str | None = Field(description="English title; null if there is none.")
    language: str = Field(description="ISO 639 code.")
    complete: bool = Field(description="Whether every sentence and number is curated.")
    issuer: str | None = Field(description="Who issued it; null unless something states it.")
    author: str | None = Field(description="Who wrote it; null unless something states it.")
    published_on: str | None = Field(
        description="When it was issued: a day, month or year; null unless something states it."
    )
    url: str | None = Field(description="Where it can be read; null unless something states it.")
    sha256: str = Field(description="SHA-256 of the text as UTF-8.")
    length: int = Field(description="Length of the text in Unicode code points.")
    caveat: str | None = Field(description="What the document says about itself at its end.")
    caveat_en: str | None = Field(description="The same in English.")
    caveat_start: int | None = Field(description="Start offset of the caveat.")
    caveat_end: int | None = Field(description="End offset of the caveat, exclusive.")
    section_count: int = Field(description="Number of sections.")
    claim_count: int = Field(description="Number of claims.")
    metric_count: int = Field(description="Number of metrics.")
    reference_count: int = Field(description="Number of references.")
    citation_count: int = Field(description="Number of citations.")
    number_count: int = Field(description="Number of numbers in the ledger.")


class TextQuery(Parameters):
    start: _Place = Field(0, description="Start offset, in Unicode code points.", examples=[2003])
    end: _Place | None = Field(
        None, description="End offset, exclusive; by default the end of the document.", examples=[2012]
    )


class TextSlice(ResponseModel):
    """Part of a document's text, unchanged."""

    document: str = Field(description="Slug of the document.")
    sha256: str = Field(description="SHA-256 of the whole text as UTF-8.")
    length: int = Field(description="Length of the whole text in Unicode code points.")
    start: int = Field(description="Start offset, in Unicode code points.")
    end: int = Field(description="End offset, exclusive.")
    text: str = Field(description="The text with its markup.")
    meta: ObjectMeta
    dataset: DatasetInfo


class DocumentDetail(DocumentRow):
    """A document with everything that belongs to it."""

    meta: ObjectMeta
    dataset: DatasetInfo


class ClaimCoverage(ResponseModel):
    count: int = Field(description="Number of sentences in the body; each is a claim.")
    by_kind: dict[str, int] = Field(description="Number of claims by kind.")
    cited: int = Field(description="Claims supported by a marker.")
    uncited: int = Field(description="Claims without a supporting marker.")
    without_rendering: int = Field(description="Claims without an English translation.")
    without_topic: int = Field(description="Claims without a topic.")


class MetricCoverage(ResponseModel):
    count: int = Field(description="Number of metrics.")
    by_status: dict[str, int] = Field(description="Number of metrics by status.")
    cited: int = Field(description="Metrics supported by a marker.")
    uncited: int = Field(description="Metrics without a supporting marker.")
    exempt: int = Field(description="Metrics whose value is not derived from the quote.")


class NumberCoverage(ResponseModel):
    count: int = Field(description="Number of numbers in the text.")
    in_metrics: int = Field(description="Numbers that belong to a metric.")
    by_reason: dict[str, int] = Field(description="Numbers that belong to no metric, by reason.")
    by_script: dict[str, int] = Field(description="All numbers by script: `arabic` or `han`.")


class SectionCoverage(ResponseModel):
    section: str = Field(description="Slug of the section: its number, or a name if it has none.")
    title: str = Field(description="Heading.")
    title_en: str | None = Field(description="Heading in English.")
    claims_by_kind: dict[str, int] = Field(description="Claims directly under the heading, by kind.")
    claims_cited: int = Field(description="Of these, claims supported by a marker.")
    claims_uncited: int = Field(description="Of these, claims without a supporting marker.")
    metrics_cited: int = Field(description="Metrics supported by a marker.")
    metrics_uncited: int = Field(description="Metrics without a supporting marker.")
    numbers_in_metrics: int = Field(description="Numbers that belong to a metric.")
    numbers_by_reason: dict[str, int] = Field(description="Numbers that belong to no metric, by reason.")


class PublisherKindCoverage(ResponseModel):
    publisher_kind: str = Field(description="Slug of the kind of publisher.")
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    references: int = Field(description="Bibliography entries.")
    sources: int = Field(description="Distinct sources they point to.")
    publishers: int = Field(description="Distinct publishers of these sources.")
    sources_cited: int = Field(description="Sources cited by a marker in the body.")
    claims: int = Field(description="Claims that cite such a source.")
    claims_on_these_alone: int = Field(description="Claims whose sources are all of this kind.")
    metrics: int = Field(description="Metrics supported by such a source.")


class NotExtracted(ResponseModel):
    what: str = Field(description="What was not extracted: numbers, references, headings or remarks.")
    reason: str = Field(description="Reason as a short code.")
    why: str = Field(description="Reason as a sentence.")
    count: int = Field(description="Number of items.")
    url: str = Field(description="Path that lists the items.")


class ReadingProblem(ResponseModel):
    """Something that could not be settled when the document was read."""

    kind: str = Field(description="Kind of problem.")
    severity: str = Field(description="`wrong` if a fact could get a source that is not its own, otherwise `note`.")
    message: str = Field(description="What the problem is, and where.")
    advice: str = Field(description="What to do about it.")
    start: int | None = Field(
        description="Start offset in the document, in Unicode code points; null if the problem concerns the whole document."
    )
    end: int | None = Field(description="End offset, exclusive.")


class Coverage(ResponseModel):
    """What the database covers of a document, what it does not, and why."""

    document: str = Field(description="Slug of the document.")
    complete: bool = Field(description="Whether every sentence and number is curated, which publishing has checked.")
    problems: list[ReadingProblem] = Field(description="What could not be read in the document, with what to do about it.")
    claims: ClaimCoverage
    metrics: MetricCoverage
    numbers: NumberCoverage
    sections: list[SectionCoverage] = Field(
        description="Coverage by section, in document order; a section's counts exclude its subsections."
    )
    publisher_kinds: list[PublisherKindCoverage] = Field(description="Coverage by kind of publisher, most frequent first.")
    not_extracted: list[NotExtracted] = Field(description="What is in no claim or metric, and why.")
    labels: dict[str, dict[str, str]] = Field(
        description="Names, in the requested language, of the codes that are counted by: by `kind`, `status`, `reason` and `script`."
    )
    meta: ObjectMeta
    dataset: DatasetInfo
