"""Parameters and responses of /topics."""

from typing import Any

from pydantic import Field

from app.api.schemas import DatasetInfo
from app.api.topics.queries import TOPICS
from app.http.response_model import ResponseModel

TopicsQuery: Any = TOPICS.query
TopicsObjectQuery: Any = TOPICS.object_query


class TopicRow(ResponseModel):
    """A subject that claims are about."""

    slug: str = Field(description="Stable readable id.")
    name_zh: str = Field(description="Chinese name.")
    name_en: str = Field(description="English name.")
    description: str = Field(description="Short description.")
    claim_count: int = Field(description="Number of claims.")


class TopicDetail(TopicRow):
    """A topic with everything that belongs to it."""

    dataset: DatasetInfo
