"""Parameters and responses of /indicators."""

from typing import Any

from pydantic import Field

from app.api.indicators.queries import INDICATORS
from app.api.schemas import DatasetInfo, ObjectMeta
from app.http.response_model import ResponseModel
from app.vocabulary import Aggregation, Direction

IndicatorsQuery: Any = INDICATORS.query
IndicatorsObjectQuery: Any = INDICATORS.object_query


class IndicatorRow(ResponseModel):
    """Something that metrics measure."""

    slug: str = Field(description="Stable readable id.")
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    description: str = Field(description="Short description, in the requested language.")
    description_en: str = Field(description="Short description, in English.")
    description_zh: str = Field(description="Short description, in Chinese.")
    unit_kinds: list[str] = Field(description="Kinds of unit it is measured in.")
    direction: Direction = Field(description="Which direction is usually considered better: higher, lower or neutral.")
    aggregation: Aggregation = Field(
        description="Valid aggregation over several subjects: sum (which also allows a mean), mean or none."
    )
    metric_count: int = Field(description="Number of metrics.")


class IndicatorDetail(IndicatorRow):
    """An indicator with everything that belongs to it."""

    meta: ObjectMeta
    dataset: DatasetInfo
