"""Parameters and responses of /series."""

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, Field, create_model

from app.api.metrics.queries import METRICS
from app.api.metrics.schemas import ChartFieldsInBoth
from app.api.schemas import DatasetInfo, Meta, ReferenceSummary, page_of
from app.api.series.queries import SERIES
from app.http.response_model import ResponseModel
from app.vocabulary import Comparator, Evidence, Granularity, PeriodBasis, Status

_INDICATOR = next(one for one in METRICS.filters if one.name == "indicator")


def _query() -> type[BaseModel]:
    several, _ = get_args(_INDICATOR.fields()["indicator"][0])
    one: Any = Annotated[several, Field(min_length=1, max_length=1)]
    shape: Any = (
        Literal["long", "wide"],
        Field(
            default="long",
            description="`long` returns one row per fact, `wide` one row per time with a column per series.",
            examples=["wide"],
        ),
    )
    names: Any = (
        bool | None,
        Field(
            default=None,
            description="With `shape=wide`, whether series are labelled by their names in the requested language instead of"
            " by their keys. Default: false.",
            examples=[True],
        ),
    )
    return create_model(
        "SeriesParameters",
        __base__=SERIES.query,
        indicator=(one, Field(description="Slug of one indicator.", examples=[[_INDICATOR.example]])),
        shape=shape,
        names=names,
    )


SeriesQuery: Any = _query()


class Figure(ResponseModel):
    """What a metric states, and where."""

    value: float = Field(description="Value in the base unit, with every digit of the text. For a range, its lower end.")
    value_max: float | None = Field(description="Upper end of a range; null if the value is not a range.")
    comparator: Comparator = Field(
        description="How the value relates to the true value: eq, gt, ge, lt, le, approx, range or tolerance (±)."
    )
    status: Status = Field(description="actual, forecast or target.")
    is_forecast: bool = Field(description="Whether it is a forecast or target.")
    unit: str = Field(description="Code of the base unit, the same for all metrics.")
    display: str = Field(description="The figure in words, with every qualifier, in the requested language.")
    display_en: str = Field(description="The figure in words, with every qualifier, in English.")
    display_zh: str = Field(description="The figure in words, with every qualifier, in Chinese.")
    qualifiers: dict[str, str] = Field(description="What else is needed to interpret the value, by key.")
    qualifiers_en: dict[str, str] = Field(description="The qualifiers in English.")
    qualifiers_zh: dict[str, str] = Field(description="The qualifiers in Chinese.")
    period_basis: PeriodBasis | None = Field(
        description="Where the period comes from: the sentence or its context; null without a period."
    )
    as_of: bool = Field(description="Whether the value is cumulative up to the end of the period (截至).")
    subject: str = Field(description="What the metric is about, in the words of the document.")
    subject_en: str = Field(description="The subject in English; as in the document if it is not translated.")
    metric_id: str = Field(description="Id of the metric.")
    claim_id: str = Field(description="Id of the claim that contains it.")
    quote: str = Field(description="The words of the document, verbatim.")
    evidence: Evidence = Field(description="`cited` if a marker supports it, otherwise `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")
    source_ids: list[str] = Field(description="Ids of the sources that support it.")
    conflict_ids: list[str] = Field(description="Ids of the conflicts it takes part in.")
    corroboration_ids: list[str] = Field(
        description="Ids of the corroborations it takes part in: groups of metrics that state the same fact."
    )
    metric_url: str = Field(description="Path of the metric with everything that supports it.")


class Moment(ResponseModel):
    """The time of metrics."""

    time: date | None = Field(
        description="Day to draw the value at, ISO 8601: the first day of the period, or its last day for cumulative values"
        " (`as_of`); null if the text gives no period."
    )
    granularity: Granularity | None = Field(
        description="Length of the period; null without a period. A year and its first half begin on the same day but are not"
        " two points of one line."
    )
    period: str | None = Field(description="Observation period, ISO 8601; null if the text gives none.")
    period_start: date | None = Field(description="First day of the period.")
    period_end: date | None = Field(description="Last day of the period.")


class SeriesPoint(Moment, Figure, ChartFieldsInBoth):
    """One metric of a series."""

    series: str = Field(
        description="Key of the series: the slug of the entity, or the subject in the words of the document if there is none."
    )
    series_name: str = Field(description="Its name, in the requested language.")
    series_name_en: str = Field(description="Its name, in English.")
    series_name_zh: str = Field(description="Its name, in Chinese.")
    entity: str | None = Field(description="Slug of the entity the metric is about.")
    entity_name: str | None = Field(description="Name of the entity, in the requested language.")
    entity_name_en: str | None = Field(description="Name of the entity, in English.")
    entity_name_zh: str | None = Field(description="Name of the entity, in Chinese.")
    indicator: str = Field(description="Slug of the indicator.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Slug of the section: its number, or a name if it has none.")


class Cell(Figure):
    """The metric that represents a series at a time, and the other metrics for it."""

    differs: bool = Field(description="Whether an alternative states another value or another hedge.")
    alternatives: list[Figure] = Field(description="The other metrics of this series and period.")


class WideRow(Moment):
    """The values of all series at one time."""

    values: dict[str, float] = Field(description="Value by series; series without a value are left out.")
    actuals: dict[str, float] = Field(description="Actual value by series.")
    forecasts: dict[str, float] = Field(description="Forecast by series, also where there is an actual value.")
    targets: dict[str, float] = Field(description="Target by series, also where there is an actual value.")
    cells: dict[str, Cell] = Field(
        description="The metric behind each value, by series. Actual values come before forecasts and targets, then cited"
        " before uncited, and exact before hedged ones. With `fields`, only these fields of it, and its value."
    )


class WideSeries(ResponseModel):
    """A table with one row per time."""

    data: list[WideRow] = Field(description="Rows ordered by time; metrics without a period share the last row.")
    series: dict[str, str] = Field(description="Name of each series by its key, or with `names=true` its key by its name.")
    references: dict[str, ReferenceSummary] = Field(
        description="The bibliography entries that the metrics cite, each once, keyed by number, or by `document:number` if they"
        " come from several documents."
    )
    meta: Meta
    dataset: DatasetInfo


SeriesPage = page_of(SeriesPoint)
