"""Parameters and responses of /publishers."""

from typing import Any

from pydantic import Field

from app.api.publishers.queries import PUBLISHERS
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel

PublishersQuery: Any = PUBLISHERS.query
PublishersObjectQuery: Any = PUBLISHERS.object_query


class PublisherRow(ResponseModel):
    """A publisher or platform of sources."""

    slug: str = Field(description="Stable readable id.")
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    kind: str = Field(description="Kind of publisher.")
    hosts: list[str] = Field(description="Host names of its own sites.")
    source_count: int = Field(description="Number of sources it publishes.")
    claim_count: int = Field(description="Number of claims that cite one of them.")
    document_count: int = Field(description="Number of documents whose bibliography has one of them.")


class PublisherDetail(PublisherRow):
    """A publisher with everything that belongs to it."""

    meta: ObjectMeta
    dataset: DatasetInfo
