"""The examples of the documentation as addresses of the data that is served: others would lead to errors by a click.

They are written for the report that comes with the service. Where a folder of another hand is served, what they name is
replaced by what there is; an example of something that there is none of is left out.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from app.errors import InvalidParameter, Problem
from app.pages.api_client import ApiClient
from app.pages.integrations.question import offered_series
from app.pages.template_filters import named
from app.vocabulary.addresses import API

# a figure of the report that comes with the service
_OWN = "met_p33xbfxg5uvd"
# lists by the field that their objects are found by, with the order that has the richest first
_LISTS = {
    "documents": ("slug", "-claim_count"), "metrics": ("id", None), "claims": ("id", None), "entities": ("slug", "-claim_count"),
    "indicators": ("slug", "-metric_count"), "units": ("code", "-metric_count"), "topics": ("slug", "-claim_count"),
    "sources": ("id", "-claim_count"), "publishers": ("slug", "-source_count"), "conflicts": ("id", None), "corroborations": ("id", None),
    "sections": ("id", None), "references": ("id", None), "citations": ("id", None), "relations": ("id", None), "numbers": ("id", None),
}  # fmt: skip
# parameters by the list and the field that their values are of, `list.parameter` where one list has others than all
_PARAMETERS = {
    "entity": ("entities", "slug"), "relations.entity": ("relations", "subject"), "predicate": ("relations", "predicate"),
    "publisher_kind": ("publishers", "kind"), "type": ("entities", "type"), "entity_type": ("entities", "type"),
    "indicator": ("indicators", "slug"), "unit": ("units", "code"),
    "claim_id": ("claims", "id"), "numbers.claim_id": ("numbers", "claim_id"), "section": ("sections", "section"),
    "reference": ("references", "number"), "number": ("references", "number"), "start": ("claims", "start"), "end": ("claims", "end"),
}  # fmt: skip
_REPLACED = frozenset({*_PARAMETERS, "q", "suggest.q", "text__contains", "in_conflict"})
# a word of a sentence that is long enough to be looked for
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}|[^\W\d_]{4,}")


@dataclass(frozen=True)
class Examples:
    """What is named in examples instead, by parameter and, as `/list`, by the list whose objects these are.

    Null where examples are served as they are written.
    """

    values: frozenset[tuple[str, str]] | None = None

    def of(self, address: str) -> str | None:
        """An example, a path with its query, as it is served; null where there is nothing of the kind."""
        path, _, query = address.partition("?")
        if self.values is None or not path.startswith(f"{API}/"):
            return address
        values = dict(self.values)
        name, _, rest = path.removeprefix(f"{API}/").partition("/")
        if rest and (name in _LISTS or name == "dashboards"):
            if (key := values.get(f"/{name}")) is None:
                return None
            path = "/".join((f"{API}/{name}", quote(key, safe=":"), *rest.split("/")[1:]))
        pairs: list[tuple[str, str]] = []
        for one, written in parse_qsl(query, keep_blank_values=True):
            place = f"{name}.{one}" if f"{name}.{one}" in _REPLACED else one
            value = values.get(place) if place in _REPLACED else written
            if value is None:
                return None
            pairs.append((one, value))
        return f"{path}?{urlencode(pairs, safe=',:')}" if pairs else path


async def served_examples(api: ApiClient) -> Examples:
    """The examples of the data that is served, or as they are written where it cannot be asked: documentation is there all the same."""
    try:
        return await _served(api)
    except Problem:
        return Examples()


async def _served(api: ApiClient) -> Examples:
    version = (await api.get("/documents", {"limit": 1, "fields": "slug", "count": "none"}))["dataset"]["version"]

    async def ask() -> tuple[str, Examples]:
        try:
            await api.get("/metrics", {"id": _OWN, "limit": 1, "fields": "id", "count": "none"})
        except InvalidParameter:
            return version, Examples(frozenset((await _values(api)).items()))
        return version, Examples()

    return await api.kept(("examples",), ask)


async def _values(api: ApiClient) -> dict[str, str]:
    rows = {name: await _first(api, name, sort) for name, (_, sort) in _LISTS.items()}
    dashboard: dict[str, Any] = next(iter((await api.get("/dashboards"))["data"]), {})
    values = {f"/{name}": rows[name].get(key) for name, (key, _) in _LISTS.items()}
    values |= {"/dashboards": dashboard.get("slug")}
    values |= {one: rows[name].get(key) for one, (name, key) in _PARAMETERS.items()}
    found = _WORD.search(rows["claims"].get("text", ""))
    word = found[0] if found else None
    name = named(rows["entities"], "name", api.lang)
    values |= {
        "text__contains": word,
        "q": name or word,
        "suggest.q": name or named(rows["publishers"], "name", api.lang) or None,
    }
    values |= {"in_conflict": "true" if rows["conflicts"] else None}
    # these have figures in common; alone, each would have some
    values |= dict.fromkeys(("indicator", "unit"))
    values |= dict(await offered_series(api))
    return {name: str(value) for name, value in values.items() if value is not None}


async def _first(api: ApiClient, name: str, sort: str | None) -> dict[str, Any]:
    found = await api.get(f"/{name}", {"limit": 1, "count": "none", "sort": sort})
    return next(iter(found["data"]), {})
