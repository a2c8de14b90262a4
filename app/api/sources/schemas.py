"""Parameters and responses of /sources."""

from typing import Any

from pydantic import Field

from app.api.schemas import DatasetInfo, ObjectMeta, ReferenceSummary
from app.api.sources.queries import SOURCES
from app.http.response_model import ResponseModel

SourcesQuery: Any = SOURCES.query
SourcesObjectQuery: Any = SOURCES.object_query


class SourceRow(ResponseModel):
    """A web page that references point to; one per canonical URL."""

    id: str = Field(description="Stable public id.")
    url: str = Field(description="Canonical URL.")
    title: str = Field(description="Title.")
    title_en: str | None = Field(description="English rendering of the title.")
    author: str | None = Field(description="Person or account; null unless the title or URL names one.")
    author_en: str | None = Field(description="English rendering of the author's name, where there is one.")
    publisher: str = Field(description="Slug of the publisher responsible for the page.")
    publisher_name: str = Field(description="Name of the publisher, in the requested language.")
    publisher_name_en: str = Field(description="Name of the publisher, in English.")
    publisher_name_zh: str = Field(description="Name of the publisher, in Chinese.")
    publisher_kind: str = Field(description="Kind of publisher responsible for the page.")
    platform: str | None = Field(description="Slug of the platform that hosts the page for its publisher.")
    published_on: str | None = Field(
        description="Publication date: a day, month or year. Null unless the URL or title states it."
    )
    published_from: str | None = Field(description="What the publication date was derived from, in the requested language.")
    published_from_en: str | None = Field(description="What the publication date was derived from, in English.")
    published_from_zh: str | None = Field(description="What the publication date was derived from, in Chinese.")
    same_as: list[str] = Field(description="Ids of sources that are probably the same article at another URL.")
    reference_numbers: list[int] = Field(
        description="Numbers of the first five bibliography entries that point to it, in the order of `reference_ids`; those of one"
        " document, or all, are in `/api/v1/references?source=<id>&document=<slug>`."
    )
    claim_count: int = Field(description="Number of claims.")
    metric_count: int = Field(description="Number of metrics.")
    sole_support_count: int = Field(description="Number of claims supported by this source alone.")
    reference_ids: list[str] = Field(description="These entries as `document:number`, from all documents.")
    reference_count: int = Field(description="Number of bibliography entries that point to it, in all documents.")
    document_count: int = Field(description="Number of documents whose bibliography has it.")


class SupportedClaim(ResponseModel):
    id: str = Field(description="Id of the claim.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section.")
    text: str = Field(description="Text of the claim.")
    text_en: str | None = Field(description="English rendering of the claim.")
    sole_support: bool = Field(description="Whether this source alone supports it.")


class SourceGroup(ResponseModel):
    """A group of sources that are probably one article."""

    slug: str = Field(description="Readable id.")
    reason: str = Field(description="Why they are grouped, in the requested language.")
    reason_en: str = Field(description="Why they are grouped, in English.")
    reason_zh: str = Field(description="Why they are grouped, in Chinese.")


class SourceDetail(SourceRow):
    """A source with everything that belongs to it."""

    source_group: SourceGroup | None = Field(description="The group behind `same_as`; null if there is none.")
    references: list[ReferenceSummary] = Field(description="The first hundred bibliography entries that point to it.")
    references_url: str = Field(description="Address that lists all of them.")
    claims: list[SupportedClaim] = Field(description="The first hundred claims that cite it.")
    claims_url: str = Field(description="Address that lists all of them.")
    meta: ObjectMeta
    dataset: DatasetInfo
