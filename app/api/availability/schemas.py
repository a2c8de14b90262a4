"""Parameters and responses of /availability."""

from typing import Annotated, Any

from pydantic import Field

from app.api.metrics.queries import METRICS
from app.api.schemas import DatasetInfo, FacetValue
from app.http.response_model import ResponseModel
from app.lists.parameters import LANG_PARAMETER, MAX_LIMIT, choices, query_model

_LIMIT: Any = Field(
    default=MAX_LIMIT,
    description=f"Maximum number of values per filter, 1 to {MAX_LIMIT}, most frequent first; `count` has the total.",
    examples=[20],
)
AvailabilityQuery: Any = query_model(
    "AvailabilityQuery",
    METRICS.filters,
    {
        "filters": choices("filter", list(METRICS.facets), "Filters to describe; by default all.", "entity,period"),
        "limit": (Annotated[int, Field(ge=1, le=MAX_LIMIT)], _LIMIT),
        "lang": LANG_PARAMETER,
    },
)


_ROWS_COUNTED: Any = Field(
    description="Number of metrics read if more match than can be read: the first by id. Counts are then lower bounds, and"
    " the true range may be wider. Null if all metrics are read."
)


class Available(ResponseModel):
    """The values of a filter that match any metrics."""

    count: int | None = Field(description="Number of values; null if there was no time to count any.")
    rows_counted: int | None = Field(
        description="Number of metrics counted if more match than can be counted: the first by id. The counts are then lower"
        " bounds; 0 if there was no time to count any. Null if all metrics are counted."
    )
    values: list[FacetValue] = Field(description="The most frequent values, up to `limit`.")


class Reach(ResponseModel):
    """The range of values in one unit."""

    unit: str = Field(description="Code of the unit.")
    count: int = Field(description="Number of metrics in this unit.")
    rows_counted: int | None = _ROWS_COUNTED
    min: float = Field(description="Smallest value; for ranges, the lower end counts.")
    max: float = Field(description="Largest value; for ranges, the upper end counts.")


class Periods(ResponseModel):
    """The range of periods."""

    start: str | None = Field(description="First day of the earliest period; null if no metric has a period.")
    end: str | None = Field(description="Last day of the latest period; null if no metric has a period.")
    undated_count: int = Field(description="Number of metrics without a period.")
    rows_counted: int | None = _ROWS_COUNTED


class Availability(ResponseModel):
    """The values available under the given filters."""

    count: int = Field(description="Number of metrics under all filters.")
    count_is_estimate: bool = Field(description="True if there are more metrics than `count` says.")
    filters: dict[str, Available] = Field(description="Values of each filter, counted under all filters except that one.")
    value: list[Reach] = Field(description="Range of values in each unit, under all filters except `value`.")
    period: Periods = Field(description="Range of periods, under all filters except `period`.")
    dataset: DatasetInfo
