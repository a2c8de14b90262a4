"""A dashboard for the plugin datasette-dashboards: one indicator over time, each figure with its source, what contradicts what."""

from collections.abc import Mapping
from typing import Any

from app.pages.integrations.queries import QUERIES
from app.pages.integrations.question import Question

_DATABASE = "factbase"
_X = {"field": "period", "type": "nominal", "title": None, "axis": {"labelAngle": 0}}
_Y = {
    "field": "value",
    "type": "quantitative",
    "title": None,
    "axis": {"format": "~s", "labelExpr": "replace(datum.label, 'G', ' bn')"},
}
_COLOR = {"field": "series_name", "type": "nominal", "title": None, "legend": {"orient": "top", "labelLimit": 0}}
_IS_FORECAST = "datum.is_forecast"
_SHAPES = {
    "eq": "circle",
    "approx": "diamond",
    "gt": "triangle-up",
    "ge": "triangle-up",
    "lt": "triangle-down",
    "le": "triangle-down",
}
_OVER_TIME: dict[str, Any] = {
    "height": 300,
    "encoding": {"x": _X, "y": _Y, "color": _COLOR, "tooltip": [{"field": one} for one in ("label", "quote", "source_title")]},
    "layer": [
        {
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"y2": {"datum": 0}, "strokeDash": {"condition": {"test": _IS_FORECAST, "value": [4, 4]}, "value": [1, 0]}},
        },
        {
            "mark": {"type": "point", "size": 140, "opacity": 1, "strokeWidth": 2},
            "encoding": {
                "shape": {
                    "field": "comparator", "legend": None, "scale": {"domain": list(_SHAPES), "range": list(_SHAPES.values())},
                },
                "fill": {"condition": {"test": _IS_FORECAST, "value": "white"}, **_COLOR, "legend": None},
            },
        },
        {"mark": {"type": "text", "dy": -14}, "encoding": {"text": {"field": "label"}, "color": {"value": "#333"}}},
    ],
}  # fmt: skip


def dashboard(sql: Mapping[str, str], question: Question) -> dict[str, Any]:
    """The configuration of the plugin, with the SQL of the saved queries by name; without it Datasette takes no notice."""
    titles = {one.name: one.title for one in QUERIES}
    tables = {"figures": "over_time", "contradicted": "contradicted", "sources": "sources"}
    charts: dict[str, Any] = {
        "over_time": {"library": "vega-lite", "title": titles["over_time"], "query": sql["over_time"], "display": _OVER_TIME},
        **{name: {"library": "table", "title": titles[query], "query": sql[query], "display": {}} for name, query in tables.items()},
    }  # fmt: skip
    charts["figures"]["title"] = "Each figure with its source"
    defaults = {"indicator": question.indicator, "unit": question.unit, "entity": next(iter(question.entities), "")}
    filters = {
        name: {
            "name": name.capitalize(), "type": "select", "db": _DATABASE, "default": default,
            "query": f"SELECT DISTINCT {name} FROM facts_flat WHERE period IS NOT NULL AND {name} IS NOT NULL ORDER BY {name}",
        }
        for name, default in defaults.items()
    }  # fmt: skip
    return {
        "title": "Figures and what they rest on",
        "description": "▲ more than, ▼ less than, ◆ about; hollow and dashed: a forecast or target, which has not happened.",
        "layout": [[name, name] for name in charts],
        "filters": filters,
        "charts": {name: {"db": _DATABASE, **one} for name, one in charts.items()},
    }
