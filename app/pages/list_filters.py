"""The filters in the address of a page, and what their values are called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from app.pages.page_view import PageView
from app.pages.texts import KINDS, label

Filter = tuple[str, str]
# parameters that are no filters, and so are not named in the sentence about what is shown
SHOWING = frozenset({
    "sort", "limit", "cursor", "count", "fields", "include", "facets", "facet_limit", "format", "bom", "header", "flat", "lang", "repeats",
    "roles",
})  # fmt: skip
# where the names of a filter's values are, and the filter by which one of them is found
_LISTED = {
    "entity": ("entities", "id"), "indicator": ("indicators", "id"), "source": ("sources", "id"), "publisher": ("publishers", "id"),
    "document": ("documents", "id"), "topic": ("topics", "id"), "unit": ("units", "id"), "section": ("sections", "section"),
}  # fmt: skip
# filters that are tried without, one by one, where nothing matches all of them
_MOST_TRIED = 6
# filters by type of entity
_TYPES = ("entity_type", "type")
_BOOLEANS = {"true": ("Yes", "是"), "false": ("No", "否")}


def asked_filters(view: PageView, others: Collection[str] = ()) -> list[Filter]:
    """The filters of an address, one for each value; `others` are parameters of the page that are none."""
    names = dict.fromkeys(one for one, _ in view.pairs if one not in SHOWING and one not in others)
    return [(one, word) for one in names for word in view.values(one)]


def filters_in(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters that say which rows are meant, without those that say how they are shown."""
    return [(name, value) for name, value in pairs if name not in SHOWING or name in {"roles", "repeats"}]


async def rows_without(
    view: PageView, name: str, filters: Sequence[Filter], own: Iterable[tuple[str, str]] = ()
) -> dict[Filter, dict[str, Any]]:
    """How many rows of a list there are without each of the filters under which there is none; `own` stay in any case."""
    found = {}
    for one in filters[:_MOST_TRIED]:
        kept = [*filters_in(view.pairs_without(*one)), *own]
        found[one] = (await view.api.get(f"/{name}", [*kept, ("limit", 1)]))["page"]
    return found


def _labels_in(facets: Mapping[str, Any]) -> dict[Filter, str]:
    """The names of values that the facets of an answer hold."""
    return {
        (facet, str(value["value"]).lower() if isinstance(value["value"], bool) else str(value["value"])): value["label"]
        for facet, values in facets.items()
        for value in values
    }


async def labels_of(view: PageView, filters: Sequence[Filter], answer: Mapping[str, Any] | None = None) -> dict[Filter, str]:
    """The names of the values of filters, and of those in the facets of an answer: those that it does not name are asked for."""
    rows, facets = (answer["data"], answer["facets"]) if answer else ((), {})
    labels = _labels_in(facets)
    for one, word in filters:
        if (one, word) not in labels and (name := _named_by(rows, one, word, view) or await _asked_for(view, one, word)):
            labels[one, word] = name
    return labels


def _named_by(rows: Sequence[Mapping[str, Any]], one: str, word: str, view: PageView) -> str:
    field = f"{one}_name_{view.lang}"
    return next((row[field] for row in rows if row.get(one) == word and row.get(field)), "")


async def _asked_for(view: PageView, one: str, word: str) -> str | None:
    if one in _LISTED:
        list_, by = _LISTED[one]
        return await view.api.name_of(list_, by, word)
    if one in _TYPES:
        return (await view.api.types()).get(word)
    if one == "publisher_kind":
        return (await view.api.kinds()).get(word)
    if one in KINDS:
        return label(one, word, view.lang)
    return _BOOLEANS[word][view.lang == "zh"] if word in _BOOLEANS else None
