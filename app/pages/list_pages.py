"""Lists as pages: the rows that the API gives for the same parameters, with facets as links and the addresses of the data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.formats.writers import MEDIA_TYPES
from app.pages.charts import ChartAddress
from app.pages.evidence import publishers_of
from app.pages.list_filters import asked_filters, filters_in, labels_of, rows_without
from app.pages.list_parts import build_chart, build_facets, counted_facets
from app.pages.page_view import PageView
from app.pages.rendering import render
from app.pages.row_tables import FIELDS
from app.vocabulary.addresses import API

_MOST_DRAWN = 60
# facets of a page that are counted as soon as they are seen; others when they are opened
_FIRST_FACETS = 4
_CITATIONS = ("csl", "bibtex", "ris", "gbt7714", "apa")


@dataclass(frozen=True)
class ListPage:
    """How a list is shown: its title and lead, the facets at its side, what it can be sorted by, whether it is cited."""

    title: str
    lead: str
    facets: tuple[str, ...]
    sorts: tuple[tuple[str, str], ...] = ()
    is_citable: bool = False


LIST_PAGES: Mapping[str, ListPage] = {
    "metrics": ListPage(
        "Figures", "Every figure of the reports, with the words that state it and what they rest on.",
        ("evidence", "status", "in_conflict", "entity_type", "indicator", "entity", "unit", "comparator", "publisher_kind", "section", "document"),
        (("start", "By place in the report"), ("document,start", "Report by report"),
         ("-value", "Largest first"), ("-period", "Newest first"), ("indicator", "By indicator")),
        True,
    ),
    "claims": ListPage(
        "Claims", "Every sentence of the reports, with what it states and what it rests on.",
        ("evidence", "kind", "in_conflict", "topic", "section", "entity", "publisher_kind", "document"),
        (("ordinal", "By place in the report"), ("document,ordinal", "Report by report"), ("kind", "By kind")),
        True,
    ),
    "entities": ListPage(
        "Entities", "Whom and what the reports speak of.",
        ("type", "topic", "evidence", "in_conflict", "document"),
        (("slug", "By name"), ("-metric_count", "Most figures first"), ("-claim_count", "Most claims first")),
    ),
    "indicators": ListPage(
        "Indicators", "What the figures measure, and what may be added up.", ("aggregation", "direction"),
        (("slug", "By name"), ("-metric_count", "Most figures first")),
    ),
    "sources": ListPage(
        "Sources", "The pages that the reports cite, and how much rests on each.",
        ("publisher_kind", "publisher", "topic", "section", "indicator", "document"),
        (("-sole_support_count", "Most rests on it alone"), ("-claim_count", "Most cited first"),
         ("-document_count", "In most reports first"), ("published_on", "Oldest first")),
        True,
    ),
    "publishers": ListPage(
        "Publishers", "Who answers for the pages that are cited.", ("publisher_kind", "document"),
        (("-source_count", "Most pages first"), ("-document_count", "In most reports first"), ("slug", "By name")),
    ),
    "conflicts": ListPage(
        "Conflicts", "Figures and claims that contradict each other, with the arithmetic.", ("kind", "section", "indicator", "entity", "document"),
        (("slug", "By name"), ("kind", "By kind")),
    ),
    "corroborations": ListPage(
        "Corroborations", "Facts that are stated more than once, and by how many independent publishers.",
        ("indicator", "entity", "document"),
        (("-independent_publisher_count", "Most publishers first"), ("-metric_count", "Most often said first")),
    ),
    "documents": ListPage(
        "Reports", "The reports that the facts are from, to be read by their evidence.", ("entity", "publisher"),
        (("slug", "By name"), ("-claim_count", "Most claims first"), ("-metric_count", "Most figures first")),
    ),
}  # fmt: skip


async def build_list(view: PageView, name: str) -> str:
    """The page of a list, or a part of it that scripts fetch when a reader comes to it."""
    shown = LIST_PAGES[name]
    part = view.take_part("facets", *(["chart"] if name == "metrics" else []))
    if part == "facets":
        return await build_facets(view, name, shown.title, shown.facets)
    if part == "chart":
        return await build_chart(view)
    given = {one for one, _ in view.pairs}
    parameters: list[tuple[str, str]] = []
    if "sort" not in given and shown.sorts and shown.sorts[0][0].startswith("-") and "q" not in given:
        parameters.append(("sort", shown.sorts[0][0]))
    if not given & {"fields", "include"}:
        parameters.append(("fields", FIELDS[name].format(lang=view.lang)))
    found = await view.api.get(f"/{name}", parameters, view.query)
    filters = asked_filters(view)
    labels = await labels_of(view, filters, found)
    if (note := found["meta"]["q"]) and note["url"]:
        note["url"] = _as_page(note["url"], parameters)
    formats = ("json", "csv", "ndjson", "parquet", *(_CITATIONS if shown.is_citable else ()))
    return render(
        "list.html", view, name=name, shown=shown, found=found, rows=found["data"], filters=filters, labels=labels,
        chart=_chart(view, found) if name == "metrics" else None,
        left=await rows_without(view, name, filters) if not found["data"] else {},
        given=given, counted=counted_facets(found),
        formats={one: MEDIA_TYPES[one].partition(";")[0] for one in formats}, fields=view.values("fields"),
        ways=_ways(view, found) if name == "metrics" and found["data"] else [],
        sort=",".join(view.values("sort")) or (shown.sorts[0][0] if shown.sorts else ""), publishers=publishers_of(found["references"]),
        kinds=await view.api.kinds() if name in {"sources", "publishers"} else {},
        types=await view.api.types() if name == "entities" else {},
        facets_shown=[one for number, one in enumerate(shown.facets) if number < _FIRST_FACETS or view.values(one)],
    )  # fmt: skip


def _as_page(address: str, parameters: Sequence[tuple[str, str]]) -> str:
    """The page of what an address of the API leads to, without the parameters that only this page asks by."""
    for name, value in parameters:
        address = address.replace(f"&{name}={value}", "")
    return address.replace(f"{API}/", "/")


def _ways(view: PageView, found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The filters of a list of figures as those of `/series` and `/aggregate`, in the unit that most of the rows shown have."""
    kept = filters_in(view.pairs)
    units = Counter(row["unit"] for row in found["data"] if "unit" in row)
    if len(units) < 2 or view.values("unit") or not view.values("indicator"):
        return kept
    return [*kept, ("unit", units.most_common(1)[0][0])]


def _chart(view: PageView, found: Mapping[str, Any]) -> ChartAddress | None:
    """The chart of a list of figures of one indicator and unit, where there are few enough to be read."""
    units = {one.get("unit") for one in found["data"]}
    is_one = len(view.values("indicator")) == 1 or view.value("q") != ""
    if view.value("cursor") or not is_one or len(units) != 1 or not 2 <= (found["page"]["count"] or 0) <= _MOST_DRAWN:
        return None
    return ChartAddress(filters_in(view.pairs))
