"""The Superset bundle: a database without a password, datasets over two views, five charts, filters and a dashboard.

Its form is that of Superset's own export (version 1.0.0), which `superset import-dashboards` and the user interface take.
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.errors import Fault, InvalidParameter
from app.pages.integrations.captions_zh import COLUMNS, TEXTS
from app.pages.integrations.filling import zipped
from app.pages.integrations.question import Question
from app.pages.integrations.superset_charts import CHARTS, FILTERS, Chart
from app.pages.integrations.superset_datasets import DATASETS, dataset
from app.pages.integrations.view_columns import meanings
from app.pages.page_view import PageView
from app.vocabulary.names import say

# the parameter that names the database as Superset reaches it
DATABASE = "database"
_DEFAULTS = {"sqlite": "sqlite:///factbase.db", "postgresql": "postgresql://dashboards@localhost/factbase"}
_VERSION = "1.0.0"
_FOLDER = "factbase"
# units of Superset's grid of 12 columns
_HEIGHT = 52
Made = dict[str, Any]


async def bundle(view: PageView, question: Question) -> bytes:
    """The archive to import; ids are made of the service's address, so that two services are two databases."""

    def id_of(name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{view.base}/{name}"))

    described = await meanings(view)
    published = parsedate_to_datetime(view.api.last_modified).isoformat()
    charts = {one.name: _chart(one, id_of) for one in CHARTS}
    words = TEXTS | COLUMNS | {'["indicator_name", true]': '["indicator_name_zh", true]'} if view.lang == "zh" else {}
    documents: dict[str, Made] = {
        "metadata": {"version": _VERSION, "type": "Dashboard", "timestamp": published},
        "databases/factbase": _database(view, id_of),
        **{f"datasets/factbase/{name}": dataset(name, described[name], id_of, view.lang) for name in DATASETS},
        **{f"charts/{name}": _put(made, words) for name, made in charts.items()},
        "dashboards/factbase": _put(_dashboard(view, question, id_of), words),
    }
    written = {name: {"version": _VERSION, **made} for name, made in documents.items()}
    return zipped(
        {
            f"{_FOLDER}/{name}.yaml": yaml.safe_dump(made, allow_unicode=True, sort_keys=False)
            for name, made in written.items()
        }
    )


def _put(value: Any, words: Mapping[str, str]) -> Any:
    """Other words for texts; the keys are Superset's own."""
    if isinstance(value, dict):
        return {name: _put(one, words) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_put(one, words) for one in value]
    return words.get(value, value) if isinstance(value, str) else value


def _database(view: PageView, id_of: Any) -> Made:
    return {
        "database_name": "factbase",
        "sqlalchemy_uri": _uri(view),
        "expose_in_sqllab": True,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {},
        "uuid": id_of("database"),
    }


def _uri(view: PageView) -> str:
    """The address of the database. Raises `InvalidParameter` for one with a password, or of another kind of database."""
    given = view.value(DATABASE)
    if not given:
        return _DEFAULTS[view.request.app.state.engine.dialect.name]
    try:
        url = make_url(given)
        kind = url.get_backend_name()
    except ArgumentError:
        kind = ""
    if kind not in _DEFAULTS:
        said = say("not a SQLAlchemy URL of SQLite or PostgreSQL", "不是 SQLite 或 PostgreSQL 的 SQLAlchemy 地址")
        raise InvalidParameter(Fault(DATABASE, said, list(_DEFAULTS.values())))
    if url.password is not None or "password" in url.query:
        said = say("no password goes into a file; set it in Superset", "文件中不写密码；请在 Superset 中设置")
        bare = URL.create(kind, url.username, None, url.host, url.port, url.database, url.query)
        without = bare.difference_update_query(["password"]).render_as_string()
        raise InvalidParameter(Fault(DATABASE, said, None, without))
    return given


def _chart(chart: Chart, id_of: Any) -> Made:
    params = {"viz_type": chart.viz_type, "adhoc_filters": [_where(chart.where)], "row_limit": 1000, **chart.params}
    return {
        "slice_name": chart.title,
        "description": chart.about,
        "viz_type": chart.viz_type,
        "params": params,
        "uuid": id_of(f"charts/{chart.name}"),
        "dataset_uuid": id_of(f"datasets/{chart.dataset}"),
    }


def _where(condition: str) -> Made:
    return {"clause": "WHERE", "expressionType": "SQL", "sqlExpression": condition}


def _dashboard(view: PageView, question: Question, id_of: Any) -> Made:
    chosen: Mapping[str, list[str]] = {
        "indicator": [question.indicator],
        "unit": [question.unit],
        "entity": question.entities,
    }
    filters = [
        {
            "id": f"NATIVE_FILTER-{one.column}",
            "type": "NATIVE_FILTER",
            "name": one.title,
            "filterType": "filter_select",
            "targets": [{"datasetUuid": id_of("datasets/facts_flat"), "column": {"name": one.column}}],
            "defaultDataMask": _mask(one.column, chosen.get(one.column, [])),
            "controlValues": {
                "multiSelect": one.several, "enableEmptyFilter": not one.several, "defaultToFirstItem": False, "searchAllOptions": True,
                "inverseSelection": False,
            },
            "cascadeParentIds": [f"NATIVE_FILTER-{parent}" for parent in one.parents],
            "scope": {"rootPath": ["ROOT_ID"], "excluded": [number for number, chart in enumerate(CHARTS, 1) if one.column not in chart.filters]},
        }
        for one in FILTERS
    ]  # fmt: skip
    return {
        "dashboard_title": "Figures and what they rest on",
        "description": "Each fact once, however often it is stated. Forecasts and targets are apart from what happened.",
        "published": True,
        "uuid": id_of("dashboard"),
        "position": _position(view, id_of),
        "metadata": {"native_filter_configuration": filters, "color_scheme": "supersetColors"},
    }


def _mask(column: str, values: list[str]) -> Made:
    """What a filter is set to at first."""
    if not values:
        return {"extraFormData": {}, "filterState": {}}
    filtered = {"filters": [{"col": column, "op": "IN", "val": values}]}
    return {"extraFormData": filtered, "filterState": {"value": values, "label": ", ".join(values)}}


def _position(view: PageView, id_of: Any) -> Made:
    """The grid: a line of text with the way back to the service, then rows of charts."""
    home = f"[{view.base}]({view.base}/{'?lang=zh' if view.lang == 'zh' else ''})"
    about = {
        "en": f"Each figure with its words and sources is at {home}. Facts are folded: no bar adds up statements.",
        "zh": f"每个数据的原文和来源见 {home}。重复陈述的事实已合并：没有条形把多次陈述相加。",
    }[view.lang]
    rows: dict[int, list[tuple[int, Chart]]] = {}
    for number, chart in enumerate(CHARTS, 1):
        rows.setdefault(chart.row, []).append((number, chart))
    made: Made = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": ["ROW-0", *(f"ROW-{row}" for row in rows)], "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": "Figures and what they rest on"}},
        "ROW-0": _row(0, ["MARKDOWN-about"]),
        "MARKDOWN-about": {
            "type": "MARKDOWN", "id": "MARKDOWN-about", "children": [], "parents": ["ROOT_ID", "GRID_ID", "ROW-0"],
            "meta": {"code": about, "width": 12, "height": 10},
        },
    }  # fmt: skip
    for row, charts in rows.items():
        made[f"ROW-{row}"] = _row(row, [f"CHART-{chart.name}" for _, chart in charts])
        for number, chart in charts:
            made[f"CHART-{chart.name}"] = {
                "type": "CHART", "id": f"CHART-{chart.name}", "children": [], "parents": ["ROOT_ID", "GRID_ID", f"ROW-{row}"],
                "meta": {
                    "chartId": number, "sliceName": chart.title, "uuid": id_of(f"charts/{chart.name}"), "width": chart.width,
                    "height": _HEIGHT,
                },
            }  # fmt: skip
    return made


def _row(number: int, children: list[str]) -> Made:
    return {
        "type": "ROW", "id": f"ROW-{number}", "children": children, "parents": ["ROOT_ID", "GRID_ID"],
        "meta": {"background": "BACKGROUND_TRANSPARENT"},
    }  # fmt: skip
