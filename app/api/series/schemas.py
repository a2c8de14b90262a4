"""What /series takes and gives."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, Field, create_model

from app.api.metrics.queries import METRICS
from app.api.schemas import DatasetInfo, Page, ReferenceSummary
from app.api.series.queries import SERIES
from app.http.response_model import ResponseModel

_INDICATOR = next(one for one in METRICS.filters if one.name == "indicator")


def _query() -> type[BaseModel]:
    several, _ = get_args(_INDICATOR.fields()["indicator"][0])
    one: Any = Annotated[several, Field(min_length=1, max_length=1)]
    shape: Any = (
        Literal["long", "wide"],
        Field(
            default="long",
            description="`long` has a row for each figure, `wide` one for each time with a column for each series.",
            examples=["wide"],
        ),
    )
    return create_model(
        "SeriesParameters",
        __base__=SERIES.query,
        indicator=(one, Field(description="Slug of the indicator, one.", examples=[[_INDICATOR.example]])),
        shape=shape,
    )


SeriesQuery: Any = _query()


class Figure(ResponseModel):
    """What a figure states, and where it is stated."""

    value: float = Field(description="Value in the base unit, every digit of the text; the lower end of a range.")
    value_max: float | None = Field(description="Upper end of a range.")
    comparator: str = Field(description="How the figure relates to the true value: eq, gt, ge, lt, le, approx or range.")
    status: str = Field(description="actual, forecast or target.")
    is_forecast: bool = Field(description="Whether it is a forecast or target.")
    unit: str = Field(description="Code of the base unit, the same of all.")
    display: str = Field(description="The figure in English words.")
    qualifiers: dict[str, str] = Field(description="What else is needed to read the figure rightly.")
    as_of: bool = Field(description="Whether the period says up to when (截至).")
    subject: str = Field(description="What it is about, in the words of the text.")
    metric_id: str = Field(description="Id of the metric.")
    claim_id: str = Field(description="Sentence it stands in.")
    quote: str = Field(description="The very words.")
    evidence: str = Field(description="`cited` where a marker supports it, else `uncited`.")
    reference_numbers: list[int] = Field(description="Numbers of the bibliography entries that support it.")
    source_ids: list[str] = Field(description="Sources that support it.")
    conflict_ids: list[str] = Field(description="Conflicts that name it.")
    metric_url: str = Field(description="Address of the metric, with all that supports it.")


class Moment(ResponseModel):
    """When figures are of."""

    time: str | None = Field(
        description="The day to draw them at, ISO 8601: the first of the period, or its last where they are counted up to"
        " it (`as_of`); null where the text gives no period."
    )
    period: str | None = Field(description="Observation period, ISO 8601; null where the text gives none.")
    period_start: str | None = Field(description="First day of the period.")
    period_end: str | None = Field(description="Last day of the period.")


class SeriesPoint(Moment, Figure):
    """One figure of a series."""

    series: str = Field(description="What it is a series of: the entity, else the subject in the words of the text.")
    series_name: str = Field(description="The same by name, in the language asked for.")
    entity: str | None = Field(description="Entity that the figure is about.")
    entity_name: str | None = Field(description="Its name in the language asked for.")
    indicator: str = Field(description="What is measured.")
    document: str = Field(description="Slug of the document.")
    section: str | None = Field(description="Section, by number or name.")


class Cell(Figure):
    """The figure that stands for a series at a time, and all others that there are."""

    differs: bool = Field(description="Whether another figure states another value, or hedges otherwise.")
    alternatives: list[Figure] = Field(description="The other figures of this series and period.")


class WideRow(Moment):
    """The figures of all series at one time."""

    values: dict[str, float] = Field(description="Value by series, of those that have one.")
    cells: dict[str, Cell] = Field(
        description="By series the figure behind the value: what is before forecasts and targets, what is cited before what is"
        " not, the exact before the hedged."
    )


class WideSeries(ResponseModel):
    """A table with a row for each time."""

    data: list[WideRow] = Field(description="Rows in time; figures without a period share the last.")
    series: dict[str, str] = Field(description="The series by key, with their names.")
    references: dict[str, ReferenceSummary] = Field(
        description="Each bibliography entry that a figure names, once: by number, or by `document:number` where they are of"
        " several documents."
    )
    dataset: DatasetInfo


SeriesPage = Page[SeriesPoint]
