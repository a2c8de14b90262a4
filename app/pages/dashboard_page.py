"""Dashboards as pages: each tile with its chart or table, the address of its rows, and what makes it fail where it fails."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from app.errors import Problem
from app.formats.writers import MEDIA_TYPES
from app.pages.charts import DRAWN, Chart, chart_of
from app.pages.evidence import publishers_of
from app.pages.page_view import PageView
from app.pages.question_pages import Group, groups_of
from app.pages.rendering import render

# rows of a tile that is a table, unless its address says
_SHOWN = 8
_FORMATS = {name: MEDIA_TYPES[name].partition(";")[0] for name in ("json", "csv")}


@dataclass
class ShownTile:
    """A tile with the answer of its address, or the `problem` that keeps it alone from being shown."""

    tile: Mapping[str, Any]
    path: str
    pairs: list[tuple[str, str]]
    page: str
    formats: Mapping[str, str] = field(default_factory=lambda: _FORMATS)
    chart: Chart | None = None
    found: Mapping[str, Any] = field(default_factory=dict)
    publishers: Mapping[str, str] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    problem: str | None = None
    # whether no figure of any report has been curated, which is why there is none here
    is_uncurated: bool = False

    @property
    def name(self) -> str:
        """The list or question that it is of."""
        return self.path.removeprefix("/")


async def build_dashboard(view: PageView, key: str | None = None) -> str:
    """A dashboard, the first one where none is named."""
    listed = (await view.api.get("/dashboards", (), view.query))["data"]
    if key is None and not listed:
        return render("dashboard.html", view, dashboard=None, others=[], tiles=[], kinds={}, types={})
    dashboard = await view.api.get(f"/dashboards/{key or listed[0]['slug']}")
    others = [one for one in listed if one["slug"] != dashboard["slug"]]
    tiles = [await _shown(view, one) for one in dashboard["tiles"]]
    return render(
        "dashboard.html", view, dashboard=dashboard, others=others, tiles=tiles, kinds=await view.api.kinds(),
        types=await view.api.types(),
    )  # fmt: skip


async def build_dashboards(view: PageView) -> str:
    """The list of dashboards."""
    return render("dashboards.html", view, listed=(await view.api.get("/dashboards", (), view.query))["data"])


async def _shown(view: PageView, tile: Mapping[str, Any]) -> ShownTile:
    path, _, query = tile["address"].partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    name = path.removeprefix("/")
    if name == "series":
        # under a chart stands a row a figure
        pairs = [one for one in pairs if one[0] not in {"shape", "names"}]
    is_drawn = name in DRAWN
    shown = ShownTile(tile, path, pairs, view.to(path, pairs))
    given = {one for one, _ in pairs}
    try:
        # a table beside a chart has all that is drawn
        some = [] if "limit" in given else [("limit", 100 if is_drawn else _SHOWN)]
        more = [("members", 0)] if name == "aggregate" and "members" not in given else []
        inner = [("include", "metrics")] if name == "conflicts" else []
        shown.found = await view.api.get(path, [*pairs, *some, *more, *inner])
        shown.publishers = publishers_of(shown.found["references"])
        if name == "aggregate":
            shown.by, shown.measures = _words(pairs, "group_by"), _words(pairs, "measures") or ["count"]
            shown.groups = await groups_of(view, shown.found["data"], shown.by, shown.measures)
        if not shown.found["data"]:
            shown.is_uncurated = is_drawn and not (await view.api.get("/metrics", {"limit": 1, "fields": "id"}))["data"]
        elif is_drawn:
            shown.chart = await chart_of(view, pairs, path)
    except Problem as problem:
        shown.problem = problem.detail
    return shown


def _words(pairs: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [word for one, value in pairs if one == name for word in value.split(",") if word]
