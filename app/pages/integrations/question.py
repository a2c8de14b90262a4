"""What an integration begins with: the series that the request asks for, or else the one that the data offers first."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from app.errors import Fault, InvalidParameter, NotFound
from app.pages.api_client import ApiClient
from app.pages.page_view import PageView, Pairs
from app.vocabulary.names import say

# facts once, without those that have another role than the plain figure: what is added up or drawn
FACTS: Pairs = [("repeats", "first"), ("roles", "plain")]
_DATED: Pairs = [("period__isnull", "false")]
# the rows among which the last day is looked for
_MANY = 1000
# what each file says itself
_OWN = frozenset(
    {
        "bom", "count", "cursor", "facet_limit", "facets", "fields", "format", "include", "limit", "period__isnull", "repeats", "roles",
        "shape", "sort", "status", "status__ne",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Filters of `/series`: one indicator in one unit, of some entities or of all, and further ones."""

    indicator: str
    unit: str
    entities: list[str]
    others: Pairs
    # labels of the three in the requested language
    title: str
    # first and last day of all figures of this indicator and unit
    first: str
    last: str

    @property
    def pairs(self) -> Pairs:
        """The filters as query parameters."""
        entities = [("entity", ",".join(self.entities))] if self.entities else []
        return [("indicator", self.indicator), ("unit", self.unit), *entities, *self.others]

    def written(self, without: str = "") -> str:
        """The filters as a query string."""
        return urlencode([pair for pair in self.pairs if pair[0] != without], safe=",:")

    def as_constants(self) -> dict[str, str | list[str]]:
        """The filters as programs write them."""
        others: dict[str, str | list[str]] = {}
        for name, value in self.others:
            before = others.get(name)
            others[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
        return {"indicator": self.indicator, "unit": self.unit, "entity": self.entities, **others}


async def question_of(view: PageView, besides: Collection[str] = ()) -> Question:
    """The question of a request, whose parameters `besides` are none of it.

    Raises `InvalidParameter` for what is no filter of `/series`, and `NotFound` where there is no such figure.
    """
    given = [pair for pair in view.pairs if pair[0] not in besides]
    chosen = [name for name, _ in given if name in _OWN]
    if chosen:
        raise InvalidParameter(*(Fault(name, say("each file chooses it itself", "由文件自己决定")) for name in chosen))
    pairs = given or await offered_series(view.api)
    found = (await view.api.get("/series", [*pairs, *_DATED, ("limit", 1)]))["data"] if pairs else []
    if not found:
        raise NotFound(say("there are no dated figures to begin with", "没有可以作为起点的、带时间的数据"))
    indicator, unit = found[0]["indicator"], found[0]["unit"]
    entities = [word for name, value in pairs if name == "entity" for word in value.split(",") if word]
    others = [pair for pair in pairs if pair[0] not in {"indicator", "unit", "entity"}]
    if view.lang == "zh":
        others.append(("lang", "zh"))
    about = [
        ("indicator", indicator),
        ("unit", unit),
        *_DATED,
        ("fields", "indicator_name,period_start,period_end"),
        ("limit", _MANY),
    ]
    first, last = [(await view.api.get("/metrics", [*about, ("sort", sort)]))["data"] for sort in ("period", "-period")]
    end = max(one["period_end"] for one in last)
    return Question(indicator, unit, entities, others, first[0]["indicator_name"], first[0]["period_start"], end)


async def offered_series(api: ApiClient) -> Pairs:
    """The first series of the first dashboard; without one the indicator, unit and entity of most figures."""
    for dashboard in (await api.get("/dashboards"))["data"]:
        tiles = (await api.get(f"/dashboards/{dashboard['slug']}"))["tiles"]
        for parts in (urlsplit(tile["address"]) for tile in tiles):
            if parts.path == "/series":
                return [pair for pair in parse_qsl(parts.query) if pair[0] not in _OWN]
    pairs: Pairs = []
    for name in ("indicator", "unit", "entity"):
        asked: list[tuple[str, Any]] = [*pairs, *_DATED, ("facets", name), ("limit", 1)]
        values = [one["value"] for one in (await api.get("/metrics", asked))["facets"][name] if one["value"]]
        pairs += [(name, values[0])] if values else []
    return pairs
