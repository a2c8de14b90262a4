"""The charts and filters of the Superset dashboard."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Chart(NamedTuple):
    """A chart on the dashboard; `filters` are the columns of the filters that it obeys, `row` and `width` its place."""

    name: str
    title: str
    about: str
    viz_type: str
    dataset: str
    where: str
    params: Mapping[str, Any]
    filters: tuple[str, ...]
    row: int
    width: int


class Filter(NamedTuple):
    """A filter of the dashboard; `parents` narrow what it offers."""

    column: str
    title: str
    several: bool
    parents: tuple[str, ...] = ()


FILTERS = (
    Filter("indicator", "Indicator", several=False),
    Filter("unit", "Unit", several=False, parents=("indicator",)),
    Filter("entity", "Entities", several=True, parents=("indicator", "unit")),
    Filter("publisher_kind_label", "Kind of source", several=True),
    Filter("status", "Actual, forecast or target", several=True),
)
_SERIES = ("indicator", "unit", "entity", "publisher_kind_label", "status")
_GENERAL = ("publisher_kind_label", "status")
_SHOWN = (
    "period", "series_name", "label", "in_conflict", "times_stated", "quote", "publisher_kind_label", "source_title", "source_url",
)  # fmt: skip
_TABLE = {
    "query_mode": "raw",
    "server_page_length": 50,
    "table_timestamp_format": "smart_date",
    "allow_render_html": False,
    "show_cell_bars": False,
}
CHARTS = (
    Chart(
        "over_time", "One indicator over time", "Each fact once, forecasts and targets apart. A bar of 'over 80"
        " billion' stands at 80 billion: the table says so.", "echarts_timeseries_bar", "facts_flat", "year IS NOT NULL",
        {
            "x_axis": "year", "x_axis_force_categorical": True, "x_axis_sort": "year", "x_axis_sort_asc": True, "metrics": ["figure"],
            "groupby": ["series_name", "status"], "stack": None, "show_value": True, "show_legend": True, "rich_tooltip": True,
            "y_axis_format": "SMART_NUMBER", "orientation": "vertical", "color_scheme": "supersetColors", "truncate_metric": True,
        },
        _SERIES, 1, 12,
    ),
    Chart(
        "figures", "Each figure with its source", "What the bars say in words, whose words, and what contradicts them.", "table",
        "facts_flat", "period IS NOT NULL",
        {**_TABLE, "all_columns": list(_SHOWN), "order_by_cols": ['["period", true]']}, _SERIES, 2, 12,
    ),
    Chart(
        "rests_on", "What facts rest on", "Facts by the kind of publisher of their first source.", "pie", "facts_flat", "1 = 1",
        {"groupby": ["publisher_kind_label"], "metric": "facts", "show_labels": True, "label_type": "key_value", "donut": True,
         "color_scheme": "supersetColors"},
        _GENERAL, 3, 4,
    ),
    Chart(
        "indicators", "What is measured", "Facts by indicator, forecasts and targets apart.", "echarts_timeseries_bar", "facts_flat",
        "indicator_name IS NOT NULL",
        {
            "x_axis": "indicator_name", "metrics": ["facts"], "groupby": ["status"], "stack": "Stack", "orientation": "horizontal",
            "show_legend": True, "x_axis_sort": "facts", "x_axis_sort_asc": True, "row_limit": 100, "color_scheme": "supersetColors",
            "truncate_metric": True,
        },
        _GENERAL, 3, 8,
    ),
    Chart(
        "contradicted", "What is contradicted", "Facts of which another figure or sentence says something that cannot also be right.",
        "table", "facts_flat", "in_conflict",
        {**_TABLE, "all_columns": ["indicator_name", *_SHOWN], "order_by_cols": ['["indicator_name", true]']}, _GENERAL, 4, 12,
    ),
)  # fmt: skip
