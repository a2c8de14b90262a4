"""Single objects as pages: what matters in the first screen, then all that belongs to it."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from app.formats.writers import MEDIA_TYPES
from app.http.chart_responses import MAX_POINTS
from app.pages.charts import ChartAddress
from app.pages.evidence import publishers_of
from app.pages.page_view import PageView
from app.pages.relation_graph import relation_graph
from app.pages.rendering import render
from app.pages.small_charts import by_indicator, consequence, side_by_side

Gather = Callable[[PageView, dict[str, Any]], Awaitable[dict[str, Any]]]
_FACT = ("json", "jsonld", "csl", "bibtex", "ris", "gbt7714", "apa")
# figures of an entity that its table is made of, and what of them
_MOST_GROUPED = 200
_GROUPED = (
    "id,indicator,indicator_name,indicator_name_en,indicator_name_zh,unit,qualifiers,qualifiers_en,qualifiers_zh,"
    "display,display_en,display_zh,value,status,period,period_start,evidence"
)
# what a side of a conflict shows of itself
_SIDE = "id,document,evidence,source_ids,conflict_ids,reference_numbers"
_CLAIM_SIDE = f"{_SIDE},text,text_en"
_FIGURE_SIDE = f"{_SIDE},display,display_en,display_zh,subject,subject_en,period,status,unit,qualifiers,value,value_max,claim.text,claim.text_en"
# the names of sides in the arithmetic of a conflict
_NAMES = re.compile(r"[a-z_]\w*")


async def _metric(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    alike = [(name, row[name]) for name in ("indicator", "entity", "unit") if row[name]]
    chart = ChartAddress(list(alike))
    if row["entity"] is None:
        alike.append(("subject", row["subject"]))
    return {"alike": alike, "chart": chart, "place": await _place_in_sentence(view, row)}


async def _place_in_sentence(view: PageView, row: Mapping[str, Any]) -> int:
    """About the character of its sentence at which a figure stands, to tell it from others in the same words.

    Offsets are those of the report, in which the sentence has markers and markup that it is shown without.
    """
    claim = row["claim"]
    if claim["text"].count(row["quote"]) < 2:
        return 0
    part = {"start": claim["start"], "end": row["start"]}
    written = (await view.api.get(f"/documents/{row['document']}/text", part))["text"]
    place = 0
    for character in written:
        place += place < len(claim["text"]) and claim["text"][place] == character
    return place


async def _nothing(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    return {}


async def _entity(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    asked = {"entity": row["slug"], "sort": "indicator,period", "limit": _MOST_GROUPED, "count": "none", "fields": _GROUPED}
    metrics = await view.api.get("/metrics", asked)
    return {
        "metrics": metrics,
        "groups": by_indicator(metrics["data"], view.lang),
        "graph": relation_graph(row, view.lang),
    }


async def _indicator(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    units = await view.api.units_of(row["slug"])
    is_drawn = bool(units) and 1 < units[0]["count"] <= MAX_POINTS
    pairs = [("indicator", row["slug"]), ("unit", units[0]["value"])] if is_drawn else []
    return {"units": units, "chart": ChartAddress(pairs) if is_drawn else None}


async def _conflict(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    found = await _members(view, row["members"])
    sides = [(member, *found[member["metric_id"] or member["claim_id"]]) for member in row["members"]]
    figures = {member["name"]: side for member, side, _ in sides if member["metric_id"]}
    letters = {member["name"]: ascii_uppercase[number % 26] for number, member in enumerate(row["members"])}
    return {
        "sides": sides,
        "publishers_of": publishers_of,
        "letters": letters,
        "lettered": lambda expression: _NAMES.sub(lambda name: letters.get(name[0], name[0]), expression),
        "drawn": side_by_side(list(figures.values())),
        "figures": figures,
        "consequences": [(one, consequence(one, figures)) for one in row["computed"]],
    }


async def _members(view: PageView, members: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Any, Any]]:
    """The figures and sentences of a conflict by their ids, each with the references of its answer."""
    rows: dict[str, tuple[Any, Any]] = {}
    metrics = {one["metric_id"] for one in members if one["metric_id"]}
    claims = {one["claim_id"] for one in members if not one["metric_id"]}
    for name, ids, fields in (("metrics", metrics, _FIGURE_SIDE), ("claims", claims, _CLAIM_SIDE)):
        if ids:
            asked = {"id": ",".join(sorted(ids)), "limit": len(ids), "count": "none", "fields": fields}
            found = await view.api.get(f"/{name}", asked)
            rows |= {one["id"]: (one, found["references"]) for one in found["data"]}
    return rows


async def _corroboration(view: PageView, row: dict[str, Any]) -> dict[str, Any]:
    return {"publishers": {one["id"]: one["publisher"] for one in row["sources"]}}


GATHER: Mapping[str, tuple[Gather, tuple[str, ...]]] = {
    "metrics": (_metric, _FACT), "claims": (_nothing, _FACT), "entities": (_entity, ("json",)), "indicators": (_indicator, ("json",)),
    "sources": (_nothing, ("json", "csl", "bibtex", "ris", "gbt7714", "apa")), "publishers": (_nothing, ("json",)),
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
