"""Parameters and responses of /corroborations."""

from typing import Any

from pydantic import Field

from app.api.corroborations.queries import CORROBORATIONS
from app.api.metrics.schemas import MetricRow
from app.api.provenance.schemas import SourceSummary
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel

CorroborationsQuery: Any = CORROBORATIONS.query
CorroborationsObjectQuery: Any = CORROBORATIONS.object_query


class CorroborationRow(ResponseModel):
    """Metrics from several sentences that state the same value of the same thing."""

    id: str = Field(description="Stable public id.")
    slug: str = Field(description="Readable id.")
    document: str | None = Field(description="Slug of the document; null if the metrics come from several.")
    title: str = Field(description="Title, in the requested language.")
    title_en: str = Field(description="Title, in English.")
    title_zh: str = Field(description="Title, in Chinese.")
    metric_ids: list[str] = Field(description="Ids of the metrics.")
    claim_ids: list[str] = Field(description="Ids of the claims that state them.")
    reference_numbers: list[int] = Field(
        description="Numbers of the bibliography entries that support them; none for several documents."
    )
    source_ids: list[str] = Field(description="Ids of the sources that support them.")
    origins: list[list[str]] = Field(
        description="The source ids grouped by origin: sources that share a publisher or an article are one origin."
    )
    metric_count: int = Field(description="Number of metrics.")
    uncited_count: int = Field(description="Number of these metrics that no marker supports.")
    source_count: int = Field(description="Number of sources.")
    publisher_count: int = Field(description="Number of distinct publishers of these sources.")
    independent_publisher_count: int = Field(
        description="Number of origins, that is of publishers that do not repeat one article. 0 or 1 means not corroborated."
    )


class CorroborationDetail(CorroborationRow):
    """A corroboration with everything that belongs to it."""

    metrics: list[MetricRow] = Field(description="The metrics as `/api/v1/metrics` shows them.")
    sources: list[SourceSummary] = Field(description="The sources that support them.")
    meta: ObjectMeta
    dataset: DatasetInfo
