"""What entities look like to clients."""

from typing import Any

from pydantic import Field

from app.api.entities.queries import ENTITIES
from app.api.relations.schemas import RelationRow
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

EntitiesQuery: Any = ENTITIES.query
EntitiesObjectQuery: Any = ENTITIES.object_query


class EntityRow(ResponseModel):
    """Someone or something the documents name."""

    slug: str = Field(description="Stable readable id.")
    type: str = Field(description="One of ten types.")
    name_zh: str = Field(description="Chinese name.")
    name_en: str = Field(description="English name.")
    description: str = Field(description="What it is.")
    aliases: list[str] = Field(description="Surface forms that the documents use.")
    metric_count: int = Field(description="How many figures there are for it.")
    claim_count: int = Field(description="How many claims there are for it.")


class IndicatorCount(ResponseModel):
    indicator: str = Field(description="Slug of the indicator.")
    metric_count: int = Field(description="Figures of this entity under it.")


class EntityDetail(EntityRow):
    """The same with all that belongs to it."""

    relations: list[RelationRow] = Field(description="Relations in which it is subject or object.")
    indicators: list[IndicatorCount] = Field(description="What is measured of it, and how often.")
    dataset: DatasetInfo
