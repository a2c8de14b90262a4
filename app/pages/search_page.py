"""Search results as a page: groups by kind, with the words marked that were looked for."""

from typing import Any

from app.pages.evidence import publishers_of
from app.pages.page_view import PageView
from app.pages.rendering import render
from app.vocabulary.addresses import PAGED

_GROUP = 8


async def build_search(view: PageView) -> str:
    """The page of search results; of the search box alone where nothing is looked for."""
    if not view.value("q").strip() and not any(name != "q" for name, _ in view.pairs):
        await view.api.get("/documents", {"limit": 1})
        return render("search.html", view, groups=[], found=None, paged=PAGED)
    found = await view.api.get("/search", {} if view.value("limit") else {"limit": 100}, view.query)
    groups: dict[str, list[dict[str, Any]]] = {}
    for hit in found["data"]:
        groups.setdefault(hit["list"], []).append(hit | {"parts": list(_parts(hit["text"], hit["spans"]))})
    counts = {one["list"]: one for one in found["lists"]}
    # the kind with the best result first, then those of which the results shown have none
    more = [name for name, one in counts.items() if one["count"] and name not in groups]
    shown = [(name, counts[name], groups.get(name, [])[:_GROUP]) for name in [*groups, *more]]
    return render("search.html", view, groups=shown, found=found, paged=PAGED, publishers=publishers_of(found["references"]))


def _parts(text: str, spans: list[list[int]], around: int = 60, most: int = 220) -> Any:
    """The text near the first match as pairs of words and whether they match."""
    begin = max(0, (spans[0][0] if spans else 0) - around)
    end, at = min(len(text), begin + most), begin
    if begin:
        yield "…", False
    for start, stop in spans:
        if start >= end:
            break
        yield text[at:start], False
        yield text[start : min(stop, end)], True
        at = min(stop, end)
    yield text[at:end] + ("…" if end < len(text) else ""), False
