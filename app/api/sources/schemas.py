"""What sources look like to clients."""

from typing import Any

from pydantic import Field

from app.api.schemas import DatasetInfo, ReferenceSummary
from app.api.sources.queries import SOURCES
from app.http.response_model import ResponseModel

SourcesQuery: Any = SOURCES.query
SourcesObjectQuery: Any = SOURCES.object_query


class SourceRow(ResponseModel):
    """A page that references point to, one per canonical URL."""

    id: str = Field(description="Stable public id.")
    url: str = Field(description="Canonical address.")
    title: str = Field(description="Title.")
    author: str | None = Field(description="Person or account, where title or address tells.")
    publisher: str = Field(description="Slug of who answers for the page.")
    publisher_name: str = Field(description="English name of the publisher.")
    publisher_kind: str = Field(description="What sort of publisher answers for this page.")
    platform: str | None = Field(description="Publisher that hosts the page for another.")
    published_on: str | None = Field(description="Date, where address or title states it.")
    published_from: str | None = Field(description="How the date was derived.")
    same_as: list[str] = Field(description="Sources that are probably the same article at another address.")
    reference_numbers: list[int] = Field(description="Bibliography entries that point to it.")
    claim_count: int = Field(description="How many claims there are for it.")
    metric_count: int = Field(description="How many figures there are for it.")
    sole_support_count: int = Field(description="Claims that rest on nothing else.")


class SupportedClaim(ResponseModel):
    id: str = Field(description="Id of the claim.")
    document: str = Field(description="Its document.")
    section: str | None = Field(description="Its section.")
    text: str = Field(description="What it says.")
    sole_support: bool = Field(description="Whether it rests on nothing else.")


class SourceGroup(ResponseModel):
    """Sources that are probably one article."""

    slug: str = Field(description="Readable name.")
    reason: str = Field(description="Why, in Chinese.")
    reason_en: str = Field(description="The same in English.")


class SourceDetail(SourceRow):
    """The same with all that belongs to it."""

    source_group: SourceGroup | None = Field(description="The group behind `same_as`; null where there is none.")
    references: list[ReferenceSummary] = Field(description="The bibliography entries that point to it.")
    claims: list[SupportedClaim] = Field(description="The claims that cite it.")
    dataset: DatasetInfo
