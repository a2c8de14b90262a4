"""What each view for SQL tools and each of its columns means, as the database says in `view_columns`."""

from typing import Any

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import column, select, table

from app.http.snapshot import snapshot
from app.pages.page_view import PageView

_COLUMNS: list[Any] = [column(name) for name in ("view_name", "column_name", "meaning")]


async def meanings(view: PageView) -> dict[str, dict[str, str]]:
    """By view the meanings of its columns, in their order; that of the view itself has no name."""
    async with view.request.app.state.concurrency_limit.slot():
        return await run_in_threadpool(_read, view)


def _read(view: PageView) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with snapshot(view.request, view.lang) as at:
        view.api.versions.add(at.version)
        for name, column_, meaning in at.connection.execute(select(*_COLUMNS).select_from(table("view_columns"))):
            found.setdefault(name, {})[column_] = meaning
    return found
