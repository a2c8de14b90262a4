"""Single objects as pages: what matters in the first screen, then all that belongs to it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from string import ascii_uppercase
from typing import Any

from app.formats.writers import MEDIA_TYPES
from app.pages.charts import chart_of
from app.pages.evidence import publishers_of
from app.pages.page_view import PageView
from app.pages.relation_graph import relation_graph
from app.pages.rendering import render
from app.pages.small_charts import by_indicator, consequence, side_by_side

Gather = Callable[[PageView, dict[str, Any]], Awaitable[dict[str, Any]]]
_FACT = ("json", "jsonld", "csl", "bibtex", "ris", "gbt7714", "apa")
# rows of another list that a page of one object shows of it
_SOME = 100
# the names of sides in the arithmetic of a conflict
_NAMES = re.compile(r"[a-z_]\w*")


async def _metric(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    alike = {name: row[name] for name in ("indicator", "entity", "unit") if row[name]}
    if row["entity"] is None:
        alike["subject"] = row["subject"]
    found = await view.api.get("/metrics", {**alike, "sort": "period", "limit": _SOME})
    chart = await chart_of(view, alike.items()) if len(found["data"]) > 1 else None
    repeated = [await view.api.get(f"/corroborations/{one}") for one in row.get("corroboration_ids", ())]
    cited = {form: await cite(view, form) for form in ("gbt7714", "apa")}
    return {
        "alike": [one for one in found["data"] if one["id"] != row["id"]],
        "repeated": repeated,
        "chart": chart,
        "cited": cited,
    } | of_rows(found)


async def _claim(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    metrics = await view.api.get("/metrics", {"claim_id": row["id"], "limit": _SOME})
    return {
        "metrics": metrics["data"],
        "cited": {form: await cite(view, form) for form in ("gbt7714", "apa")},
    } | of_rows(metrics)


async def _entity(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    metrics = await view.api.get("/metrics", {"entity": row["slug"], "sort": "indicator,period", "limit": 200})
    claims = await view.api.get("/claims", {"entity": row["slug"], "limit": 20})
    groups = by_indicator(metrics["data"], view.lang)
    # of its models, products and subsidiaries: of a company often all that there are; of others, their number is told
    shown = {"limit": 1, "fields": "id"} if metrics["data"] else {"sort": "entity,period", "limit": _SOME}
    related = await view.api.get("/metrics", {"entity": row["slug"], "related": "true", **shown})
    if metrics["data"]:
        related["data"] = []
    return {
        "related": related,
        "metrics": metrics,
        "claims": claims,
        "groups": groups,
        "graph": relation_graph(row, view.lang),
        "publishers": publishers_of(metrics["references"] | claims["references"] | related["references"]),
    }


async def _indicator(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    found = await view.api.get(
        "/metrics", {"indicator": row["slug"], "sort": "entity,period", "limit": 200, "facets": "unit,entity,status"}
    )
    units = found["facets"]["unit"]
    chart = (
        await chart_of(view, [("indicator", row["slug"]), ("unit", units[0]["value"])])
        if units and units[0]["count"] > 1
        else None
    )
    return {"metrics": found, "chart": chart} | of_rows(found)


async def _source(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    metrics = await view.api.get("/metrics", {"source": row["id"], "limit": _SOME})
    return {"metrics": metrics, "cited": {form: await cite(view, form) for form in ("gbt7714", "apa")}} | of_rows(metrics)


async def _publisher(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    return {"sources": await view.api.get("/sources", {"publisher": row["slug"], "sort": "-claim_count", "limit": _SOME})}


async def _conflict(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    sides = []
    for member in row["members"]:
        path = f"/metrics/{member['metric_id']}" if member["metric_id"] else f"/claims/{member['claim_id']}"
        sides.append((member, await view.api.get(path)))
    figures = {member["name"]: side for member, side in sides if member["metric_id"]}
    letters = {member["name"]: ascii_uppercase[number % 26] for number, (member, _) in enumerate(sides)}
    return {
        "sides": sides,
        "publishers_of_side": _publishers,
        "letters": letters,
        "lettered": lambda expression: _NAMES.sub(lambda name: letters.get(name[0], name[0]), expression),
        "drawn": side_by_side(list(figures.values())),
        "figures": figures,
        "consequences": [(one, consequence(one, figures)) for one in row["computed"]],
    }


async def _corroboration(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    return {"publishers": {one["id"]: one["publisher"] for one in row["sources"]}}


GATHER: Mapping[str, tuple[Gather, tuple[str, ...]]] = {
    "metrics": (_metric, _FACT), "claims": (_claim, _FACT), "entities": (_entity, ("json",)), "indicators": (_indicator, ("json",)),
    "sources": (_source, ("json", "csl", "bibtex", "ris", "gbt7714", "apa")), "publishers": (_publisher, ("json",)),
    "conflicts": (_conflict, ("json",)), "corroborations": (_corroboration, ("json",)),
}  # fmt: skip


async def build_object(view: PageView, name: str, key: str) -> str:
    """The page of one row of a list."""
    gather, formats = GATHER[name]
    row = await view.api.get(f"/{name}/{key}", (), view.query)
    more = await gather(view, row)
    return render(
        f"objects/{name}.html", view, name=name, row=row, publishers_of_row=_publishers(row), kinds=await view.api.kinds(),
        types=await view.api.types() if name in {"entities", "claims"} else {},
        predicates=await view.api.predicates() if name == "entities" else {},
        formats={one: MEDIA_TYPES[one].partition(";")[0] for one in formats}, **more,
    )  # fmt: skip


def _publishers(row: Mapping[str, Any]) -> dict[str, str]:
    """The publisher of each source that the markers of a fact lead to."""
    named = [one["source"] for one in row.get("citations", ()) if one.get("source")]
    return {source["id"]: source["publisher"] for source in named}


async def cite(view: PageView, form: str) -> str:
    """The object as an entry of a bibliography."""
    return (await view.api.text(view.path, {"format": form})).strip()


def of_rows(found: Mapping[str, Any]) -> dict[str, Any]:
    """What signs and references of rows are made from."""
    return {"references": found["references"], "publishers": publishers_of(found["references"])}
