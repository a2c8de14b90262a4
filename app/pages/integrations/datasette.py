"""Metadata for Datasette over the SQLite file: views with the meanings of their columns, tables hidden, questions to begin with."""

import json
from typing import Any

from sqlmodel import SQLModel

from app.pages.integrations.captions_zh import COLUMNS, TEXTS
from app.pages.integrations.datasette_dashboard import dashboard
from app.pages.integrations.filling import put
from app.pages.integrations.queries import QUERIES, written
from app.pages.integrations.question import Question
from app.pages.integrations.view_columns import meanings
from app.pages.page_view import PageView

# of the text index, the migrations and the types of the views, which are no models
_FURTHER = (
    "alembic_version",
    "column_type",
    "search_index",
    "search_index_config",
    "search_index_data",
    "search_index_docsize",
    "search_index_idx",
)
# how a view is sorted and shown when it is opened
_SORTS = {"facts_flat": "indicator_name", "metrics_flat": "indicator_name", "sources_flat": "title", "entities_flat": "name"}
_FACETS = {"facts_flat": ["indicator_name", "is_forecast", "publisher_kind_label"], "entities_flat": ["type"]}


async def metadata(view: PageView, question: Question) -> bytes:
    """The file for `datasette -m`, for a database file of this name."""
    described = await meanings(view)
    tables: dict[str, Any] = {name: {"hidden": True} for name in (*SQLModel.metadata.tables, *_FURTHER)}
    for name, columns in described.items():
        columns = dict(columns)
        tables[name] = {"description": columns.pop(""), "columns": columns}
        shown = {"sort": _SORTS.get(name), "facets": _FACETS.get(name)}
        tables[name] |= {key: put(one, COLUMNS) if view.lang == "zh" else one for key, one in shown.items() if one}
    sql = {one.name: written(one.make(view.base, question, view.lang)) for one in QUERIES}
    queries = {one.name: {"title": one.title, "description": one.about, "sql": sql[one.name]} for one in QUERIES}
    made = {
        "title": "Facts with their sources",
        "description": "Views first: facts_flat has each fact once. The tables behind them are hidden.",
        "source": "factbase",
        "source_url": f"{view.base}/",
        "databases": {"factbase": {"tables": tables, "queries": queries}},
        "plugins": {"datasette-dashboards": {"figures": dashboard(sql, question)}},
    }
    made = put(made, TEXTS) if view.lang == "zh" else made
    return json.dumps(made, ensure_ascii=False, indent=2).encode()
