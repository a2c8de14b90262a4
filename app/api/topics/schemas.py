"""Parameters and responses of /topics."""

from typing import Any

from pydantic import Field

from app.api.schemas import DatasetInfo, ObjectMeta
from app.api.topics.queries import TOPICS
from app.http.response_model import ResponseModel

TopicsQuery: Any = TOPICS.query
TopicsObjectQuery: Any = TOPICS.object_query


class TopicRow(ResponseModel):
    """A subject that claims are about."""

    slug: str = Field(description="Stable readable id.")
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    description: str = Field(description="Short description, in the requested language.")
    description_en: str = Field(description="Short description, in English.")
    description_zh: str = Field(description="Short description, in Chinese.")
    claim_count: int = Field(description="Number of claims.")


class TopicDetail(TopicRow):
    """A topic with everything that belongs to it."""

    meta: ObjectMeta
    dataset: DatasetInfo
