"""Parameters and responses of /indicators."""

from typing import Any

from pydantic import Field

from app.api.indicators.queries import INDICATORS
from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel

IndicatorsQuery: Any = INDICATORS.query
IndicatorsObjectQuery: Any = INDICATORS.object_query


class IndicatorRow(ResponseModel):
    """Something that metrics measure."""

    slug: str = Field(description="Stable readable id.")
    name_zh: str = Field(description="Chinese name.")
    name_en: str = Field(description="English name.")
    description: str = Field(description="Short description.")
    unit_kinds: list[str] = Field(description="Kinds of unit it is measured in.")
    direction: str = Field(description="Which direction is usually considered better: higher, lower or neutral.")
    aggregation: str = Field(
        description="What may be computed over several subjects: sum (which also allows a mean), mean or none."
    )
    metric_count: int = Field(description="Number of metrics.")


class IndicatorDetail(IndicatorRow):
    """An indicator with everything that belongs to it."""

    dataset: DatasetInfo
