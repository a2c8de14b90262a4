"""Parameters and responses of /aggregate."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model

from app.api.aggregate.dimensions import DIMENSIONS
from app.api.aggregate.figures import REPEATS, ROLES
from app.api.aggregate.queries import COMPARISONS, MEASURES
from app.api.metrics.queries import METRICS
from app.api.metrics.schemas import MetricRow
from app.api.schemas import DatasetInfo, Meta, PageInfo, ReferenceSummary
from app.api.sources.schemas import SourceRow
from app.http.response_model import ResponseModel
from app.lists import embedded_rows
from app.lists.listing import CHART_FORMATS
from app.lists.parameter_types import Finite
from app.lists.parameters import (
    BOM_PARAMETER,
    HEADER_PARAMETER,
    LANG_PARAMETER,
    MAX_LIMIT,
    choice,
    choices,
    paging_parameters,
    query_model,
)
from app.vocabulary import Comparator

FORMATS = ("json", "csv", "ndjson", *CHART_FORMATS)
MAX_DIMENSIONS = 3
INCLUDES = {"metrics": embedded_rows.metrics(), "sources": embedded_rows.sources()}
_MEANING = {
    "count": "Number of metrics in the bucket.",
    "min": "Smallest value; for ranges, the lower end counts.",
    "max": "Largest value; for ranges, the upper end counts.",
    "median": "Median of the values, computed from the lower ends of ranges.",
    "median_max": "The same computed from the upper ends of ranges; null without ranges.",
    "sum": "Exact sum over subjects, computed from the lower ends of ranges.",
    "sum_max": "The same computed from the upper ends of ranges; null without ranges.",
    "mean": "Sum divided by the number of distinct metrics, rounded to 15 digits if it has more; from the lower ends of ranges.",
    "mean_max": "The same computed from the upper ends of ranges; null without ranges.",
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
        f"Dimensions to group by, at most {MAX_DIMENSIONS}; by default all metrics are one bucket.",
        "status",
    )
    measured = choices(
        "measure", MEASURES, "Measures to compute for each bucket; by default only the count.", "count,min,max"
    )
    members: Any = Field(
        default=MAX_LIMIT, ge=0, le=MAX_LIMIT, examples=[20],
        description="Largest number of metrics for which a bucket lists its metrics, sources and references.",
    )  # fmt: skip
    parameters = paging_parameters([*MEASURES, *DIMENSIONS]) | {
        "group_by": (Annotated[grouped[0], Field(max_length=MAX_DIMENSIONS)], grouped[1]),
        "measures": measured,
        "repeats": REPEATS.parameter(),
        "roles": ROLES.parameter(),
        "members": (int, members),
        "include": choices("include", list(INCLUDES), "What to embed in each bucket that lists its metrics.", "metrics"),
        "format": choice(FORMATS, "Format of the response; by default negotiated by `Accept`, otherwise JSON."),
        "lang": LANG_PARAMETER,
        "bom": BOM_PARAMETER,
        "header": HEADER_PARAMETER,
    }
    return query_model("AggregateQuery", METRICS.filters, having | parameters, having)


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
    return create_model(
        "BucketMeasures", __base__=ResponseModel, __doc__="The dimensions and measures of a bucket.", **fields
    )


AggregateQuery: Any = _query()
_Measures: Any = _bucket()


class Bucket(_Measures):  # type: ignore[misc]
    """A group of metrics: its values of the requested dimensions, its measures, and counts that qualify them."""

    unit: str | None = Field(default=None, description="Unit of the measures; null if no measure needs one.")
    indicator: str | None = Field(
        default=None, description="Indicator of all metrics in the bucket; null if there are several."
    )
    comparator: Comparator | None = Field(
        default=None,
        description="How the measures relate to the true numbers: eq, gt, ge, lt, le, approx, or range if these lie between the"
        " lower and the upper ends; null if the metrics hedge in different directions.",
    )
    hedged_count: int = Field(default=0, description="Number of metrics with a hedge: gt, ge, lt, le or approx.")
    range_count: int = Field(default=0, description="Number of metrics that state a range.")
    forecast_count: int = Field(default=0, description="Number of metrics that are forecasts or targets.")
    undated_count: int = Field(default=0, description="Number of metrics without a period.")
    qualified_count: int = Field(
        default=0, description="Number of metrics with qualifiers, which limit what the value applies to."
    )
    conflict_count: int = Field(default=0, description="Number of metrics that take part in a conflict.")
    repeated_count: int = Field(
        default=0,
        description="Number of metrics of the bucket that repeat a fact and are therefore not counted: not at all with"
        " `repeats=first`, not in median, sum and mean with `repeats=all`.",
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
    metrics: list[MetricRow] | None = Field(
        default=None, description="These metrics; only with `include=metrics`, and null if there are more than `members`."
    )
    sources: list[SourceRow] | None = Field(
        default=None,
        description="These sources; only with `include=sources`, and null if there are more than `members` metrics.",
    )
    metrics_url: str = Field(description="Path that lists exactly these metrics.")


class AggregatePage(ResponseModel):
    """A page of buckets."""

    data: list[Bucket] = Field(description="The buckets, each with the requested dimensions and measures.")
    page: PageInfo
    metrics_counted: int | None = Field(
        description="Number of metrics that the buckets cover if more match than can be read: the first by id. Counts are"
        " then lower bounds, and `min` and `max` cover only these metrics. Null if all metrics are counted."
    )
    references: dict[str, ReferenceSummary] = Field(
        description="The bibliography entries that the buckets cite, each once, keyed by number, or by `document:number` if they"
        " come from several documents."
    )
    meta: Meta
    dataset: DatasetInfo
