"""What /aggregate takes and gives."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model

from app.api.aggregate.dimensions import DIMENSIONS
from app.api.aggregate.queries import COMPARISONS, MEASURES
from app.api.metrics.queries import METRICS
from app.api.schemas import DatasetInfo, PageInfo, ReferenceSummary
from app.http.response_model import ResponseModel
from app.lists.parameters import LANG_PARAMETER, MAX_LIMIT, choice, choices, paging_parameters, query_model
from app.lists.value_types import Finite

FORMATS = ("json", "csv", "ndjson")
MAX_DIMENSIONS = 3
_MEANING = {
    "count": "Metrics in the bucket.",
    "min": "Least of the values; of ranges, the lower end.",
    "max": "Greatest of the values; of ranges, the upper end.",
    "median": "The value in the middle, or half-way between the two there; of ranges, the lower end.",
    "median_max": "The same of the upper ends, where there are ranges.",
    "sum": "Sum over subjects, exact; of ranges, the lower end.",
    "sum_max": "The same of the upper ends, where there are ranges.",
    "mean": "Sum divided by the number of figures, to 15 digits where it does not end; of ranges, the lower end.",
    "mean_max": "The same of the upper ends, where there are ranges.",
}
_WORDS = {"gt": "greater than", "gte": "at least", "lt": "less than", "lte": "at most"}


def _query() -> type[BaseModel]:
    numbered = Field(ge=0, lt=2**31)
    having: dict[str, Any] = {}
    for measure in MEASURES:
        kind: Any = Annotated[int, numbered] if measure == "count" else Finite
        for operator in COMPARISONS:
            words = f"Only buckets whose {measure} is {_WORDS[operator]} this."
            having[f"{measure}__{operator}"] = (
                kind | None, Field(default=None, description=words, examples=[2 if measure == "count" else 1000000000]),
            )  # fmt: skip
    grouped = choices(
        "dimension",
        list(DIMENSIONS),
        f"What to group by, at most {MAX_DIMENSIONS}; one bucket of all unless told.",
        "status",
    )
    measured = choices("measure", MEASURES, "What to compute of each bucket; the count unless told.", "count,min,max")
    members: Any = Field(
        default=MAX_LIMIT, ge=0, le=MAX_LIMIT, examples=[20],
        description="Metrics, sources and references are named of buckets with at most so many metrics.",
    )  # fmt: skip
    parameters = paging_parameters([*MEASURES, *DIMENSIONS]) | {
        "group_by": (Annotated[grouped[0], Field(max_length=MAX_DIMENSIONS)], grouped[1]),
        "measures": measured,
        "members": (int, members),
        "format": choice(FORMATS, "Format of the response; by default negotiated by `Accept`, otherwise JSON."),
        "lang": LANG_PARAMETER,
    }
    return query_model("AggregateQuery", METRICS.filters, having | parameters)


def _bucket() -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for name, one in DIMENSIONS.items():
        kind: Any = one.kind | None
        fields[name] = (
            kind,
            Field(default=None, description=f"Value of {name} in this bucket; null for metrics without one."),
        )
        fields[f"{name}_label"] = str, Field(default="", description="Its name in the requested language.")
    for name, meaning in _MEANING.items():
        kind = int if name == "count" else float | None if name.endswith("_max") else float
        fields[name] = (
            (kind, Field(description=meaning)) if name == "count" else (kind, Field(default=0, description=meaning))
        )
    return create_model("BucketMeasures", __base__=ResponseModel, __doc__="Values and measures of a bucket.", **fields)


AggregateQuery: Any = _query()
_Measures: Any = _bucket()


class Bucket(_Measures):  # type: ignore[misc]
    """The metrics that have the same values: those of the dimensions and measures asked for, and what to know of them."""

    unit: str | None = Field(default=None, description="Unit of the measures; null if no measure needs one.")
    indicator: str | None = Field(
        default=None, description="Indicator of all metrics in the bucket; null if there are several."
    )
    comparator: str | None = Field(
        default=None,
        description="How the measures relate to the true numbers: eq, gt, ge, lt, le, approx, or range where these lie between"
        " the lower and the upper ends; null where figures hedge in different directions, so that nothing can be said.",
    )
    hedged_count: int = Field(default=0, description="Number of metrics with a hedge: gt, ge, lt, le or approx.")
    range_count: int = Field(default=0, description="Number of metrics that state a range.")
    forecast_count: int = Field(default=0, description="Number of metrics that are forecasts or targets.")
    undated_count: int = Field(default=0, description="Number of metrics without a period.")
    qualified_count: int = Field(
        default=0, description="Metrics with qualifiers, which say of what part, in what way or where the figure holds."
    )
    conflict_count: int = Field(default=0, description="Number of metrics that take part in a conflict.")
    repeated_count: int = Field(
        default=0,
        description="Number of metrics that repeat another one; median, sum and mean count each statement once.",
    )
    metric_ids: list[str] | None = Field(
        description="Ids of the metrics in document order; null if there are more than `members`."
    )
    source_ids: list[str] | None = Field(
        description="Ids of the sources that support any of them; null if there are more than `members` metrics."
    )
    reference_ids: list[str] | None = Field(
        description="Ids of the references that support any of them; null if there are more than `members` metrics."
    )
    reference_numbers: list[int] | None = Field(
        description="Numbers of these references; null if there are more than `members` metrics."
    )
    metrics_url: str | None = Field(
        description="Path that lists exactly these metrics; null if no filter selects them (as with `period`)."
    )


class AggregatePage(ResponseModel):
    """A page of buckets."""

    data: list[Bucket] = Field(description="The buckets, each with the requested dimensions and measures.")
    page: PageInfo
    references: dict[str, ReferenceSummary] = Field(
        description="Each bibliography entry that a bucket names, once: by number, or by `document:number` where they are of"
        " several documents."
    )
    dataset: DatasetInfo
