"""What /availability takes and gives."""

from typing import Annotated, Any

from pydantic import Field

from app.api.metrics.queries import METRICS
from app.api.schemas import DatasetInfo, FacetValue
from app.http.response_model import ResponseModel
from app.lists.parameters import LANG_PARAMETER, MAX_LIMIT, choices, query_model

_LIMIT: Any = Field(
    default=MAX_LIMIT,
    description=f"Values listed of each filter, 1 to {MAX_LIMIT}, the most frequent first; `count` tells how many there are.",
    examples=[20],
)
AvailabilityQuery: Any = query_model(
    "AvailabilityQuery",
    METRICS.filters,
    {
        "filters": choices("filter", list(METRICS.facets), "Which filters are wanted; all unless told.", "entity,period"),
        "limit": (Annotated[int, Field(ge=1, le=MAX_LIMIT)], _LIMIT),
        "lang": LANG_PARAMETER,
    },
)


class Available(ResponseModel):
    """The values of a filter that would return something."""

    count: int = Field(description="How many values there are.")
    values: list[FacetValue] = Field(description="The most frequent ones, as many as `limit` says.")


class Reach(ResponseModel):
    """From where to where values reach, in one unit."""

    unit: str = Field(description="Code of the unit.")
    count: int = Field(description="Metrics in this unit.")
    min: float = Field(description="Least value; of ranges, the lower end.")
    max: float = Field(description="Greatest value; of ranges, the upper end.")


class Periods(ResponseModel):
    """From where to where periods reach."""

    start: str | None = Field(description="First day of the earliest; null where no metric has a period.")
    end: str | None = Field(description="Last day of the latest.")
    undated_count: int = Field(description="Metrics without a period.")


class Availability(ResponseModel):
    """What could be asked for next."""

    count: int = Field(description="Metrics under all filters.")
    filters: dict[str, Available] = Field(description="By filter its values, each under all filters but this one.")
    value: list[Reach] = Field(description="By unit the values, under all filters but those by value.")
    period: Periods = Field(description="The periods, under all filters but those by period.")
    dataset: DatasetInfo
