"""What corroborations look like to clients."""

from typing import Any

from pydantic import Field

from app.api.corroborations.queries import CORROBORATIONS
from app.api.metrics.schemas import MetricRow
from app.api.provenance.schemas import SourceSummary
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

CorroborationsQuery: Any = CORROBORATIONS.query
CorroborationsObjectQuery: Any = CORROBORATIONS.object_query


class CorroborationRow(ResponseModel):
    """Figures of several sentences that say the same number of the same thing."""

    id: str = Field(description="Stable public id.")
    slug: str = Field(description="Readable name.")
    document: str = Field(description="Slug of the document.")
    title: str = Field(description="Title.")
    title_en: str = Field(description="English title.")
    metric_ids: list[str] = Field(description="The figures.")
    claim_ids: list[str] = Field(description="The sentences that state them.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries behind them.")
    source_ids: list[str] = Field(description="Sources behind them.")
    origins: list[list[str]] = Field(
        description="The sources, together where they have a publisher or an article in common; one list an origin."
    )
    metric_count: int = Field(description="Number of figures.")
    uncited_count: int = Field(description="How many of them no marker supports.")
    source_count: int = Field(description="Number of sources.")
    publisher_count: int = Field(description="Number of publishers of these sources.")
    independent_publisher_count: int = Field(
        description="Number of origins: publishers that do not repeat one article. At most 1 means not corroborated."
    )


class CorroborationDetail(CorroborationRow):
    """The same with all that belongs to it."""

    metrics: list[MetricRow] = Field(description="The figures as they stand in /metrics.")
    sources: list[SourceSummary] = Field(description="The sources behind them.")
    dataset: DatasetInfo
