"""Parameters and responses of /entities."""

from typing import Any

from pydantic import Field

from app.api.entities.queries import ENTITIES
from app.api.relations.schemas import RelationRow
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel

EntitiesQuery: Any = ENTITIES.query
EntitiesObjectQuery: Any = ENTITIES.object_query


class EntityRow(ResponseModel):
    """A person, organization or thing that the documents name."""

    slug: str = Field(description="Stable readable id.")
    type: str = Field(description="Type, such as `company`. A seeds folder may have types of its own.")
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    description: str = Field(description="Short description, in the requested language.")
    description_en: str = Field(description="Short description, in English.")
    description_zh: str = Field(description="Short description, in Chinese.")
    aliases: list[str] = Field(description="Names as written in the documents.")
    metric_count: int = Field(description="Number of metrics.")
    claim_count: int = Field(description="Number of claims.")


class IndicatorCount(ResponseModel):
    indicator: str = Field(description="Slug of the indicator.")
    metric_count: int = Field(description="Number of metrics of this entity with this indicator.")


class DocumentCount(ResponseModel):
    document: str = Field(description="Slug of the document.")
    claim_count: int = Field(description="Number of claims in the document that are about this entity or name it.")


class EntityDetail(EntityRow):
    """An entity with everything that belongs to it."""

    relations: list[RelationRow] = Field(description="The first hundred relations with this entity as subject or object.")
    relation_count: int = Field(description="Total number of these relations.")
    relations_url: str = Field(description="Address that lists all of them.")
    indicators: list[IndicatorCount] = Field(
        description="Up to 100 indicators measured for this entity, most frequent first."
    )
    indicator_count: int = Field(description="Number of indicators measured for this entity.")
    indicators_url: str = Field(description="Address that lists all of them.")
    documents: list[DocumentCount] = Field(
        description="Up to 100 documents that name this entity, those with the most claims first."
    )
    document_count: int = Field(description="Number of documents that name this entity.")
    documents_url: str = Field(description="Address that lists all of them.")
    former_slugs: list[str] = Field(
        description="Other slugs that redirect here, of entities that turned out to be this one."
    )
    meta: ObjectMeta
    dataset: DatasetInfo
