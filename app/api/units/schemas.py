"""Parameters and responses of /units."""

from typing import Any

from pydantic import Field

from app.api.schemas import DatasetInfo, ObjectMeta
from app.api.units.queries import UNITS
from app.http.response_model import ResponseModel

UnitsQuery: Any = UNITS.query
UnitsObjectQuery: Any = UNITS.object_query


class UnitRow(ResponseModel):
    """A unit of measurement."""

    code: str = Field(description="Stable readable id; ISO 4217 for currencies.")
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    kind: str = Field(
        description="Slug of what the unit measures, such as `money`. A seeds folder may have kinds of its own."
    )
    symbol: str = Field(description="Symbol of the unit.")
    metric_count: int = Field(description="Number of metrics.")


class UnitDetail(UnitRow):
    """A unit with everything that belongs to it."""

    meta: ObjectMeta
    dataset: DatasetInfo
