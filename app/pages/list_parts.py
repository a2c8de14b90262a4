"""Parts of the page of a list, which scripts fetch when a reader comes to them: for others they are pages by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from app.errors import Problem
from app.pages.charts import chart_of
from app.pages.list_filters import asked_filters, filters_in, labels_of
from app.pages.page_view import PageView
from app.pages.rendering import render
from app.vocabulary.names import Language

# figures that a chart shows anything by
_FEWEST = 2
_NOTHING: dict[Language, str] = {"en": "there is nothing to draw", "zh": "没有可以绘制的内容"}


async def build_facets(view: PageView, name: str, title: str, facets: Sequence[str]) -> str:
    """By what the rows of a list can be narrowed down, each with how many there are; those that are not asked for can be opened."""
    counted = ",".join(view.values("facets") or facets)
    view.pairs = view.first_page()
    kept = urlencode(filters_in(view.pairs), errors="surrogateescape")
    found = await view.api.get(f"/{name}", {"facets": counted, "limit": 1, "count": "none"}, kept)
    filters = asked_filters(view)
    labels = await labels_of(view, filters, found)
    return render(
        "facets.html", view, title=title, facets=facets, counted=counted_facets(found), filters=filters, labels=labels
    )


def counted_facets(found: Mapping[str, Any]) -> dict[str, Any]:
    """The facets of an answer but those that there was no time to count: a reader can ask for them once more."""
    return {name: one for name, one in found["facets"].items() if found["facet_info"][name]["value_count"] is not None}


async def build_chart(view: PageView) -> str:
    """The chart of a list of figures, or why they have none. Raises the problem of parameters that are wrong for their list as well."""
    chart = await chart_of(view, view.pairs)
    undrawn = None
    if chart is None:
        await view.api.get("/metrics", [*filters_in(view.pairs), ("limit", 1), ("fields", "id"), ("count", "none")])
        undrawn = await _reason(view)
    elif chart.problem is None and chart.count < _FEWEST:
        undrawn = _NOTHING[view.lang]
    filters = asked_filters(view)
    labels = await labels_of(view, filters)
    return render("chart.html", view, chart=chart, undrawn=undrawn, filters=filters, labels=labels)


async def _reason(view: PageView) -> str:
    """Why figures cannot be drawn together."""
    try:
        await view.api.text("/metrics", [*view.pairs, ("format", "vega-lite")])
    except Problem as problem:
        return problem.detail
    return _NOTHING[view.lang]
