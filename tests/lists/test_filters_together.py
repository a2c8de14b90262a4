"""Several filters at once: what goes by one way is met by one row, what contradicts itself finds nothing."""

from collections.abc import Iterator
from itertools import combinations, islice, pairwise
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.asking import FILTERS, LISTINGS, REAL, SQLITE, TWO, can_be_given, differences, get, keys, pairs
from tests.support.facts import Asked, Facts, List, Way

pytestmark = [pytest.mark.slow, pytest.mark.anyio]
# fixed, so that a failure is the same on every machine
RANDOM = settings(max_examples=100, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


def divided(facts: Facts, list_: List, way: Way) -> Iterator[tuple[Any, Asked]]:
    """For each two filters of a way a row that has both values, but not in one view, and the values."""
    twos = list(combinations(way.names, 2))
    # three dozen of them tell as much as hundreds
    for first, second in twos[:: len(twos) // 36 + 1]:
        found = (
            (key, asked)
            for key in list_.rows
            for one, other in combinations(way.views.get(key, ())[:20], 2)
            if can_be_given(one[first]) and can_be_given(other[second])
            and key not in facts.among(list_, [key], asked := {first: [one[first]], second: [other[second]]})
        )  # fmt: skip
        yield from islice(found, 1)


def between(list_: List, way: Way, name: str) -> Iterator[tuple[Any, Asked]]:
    """A row that has values on both sides of a gap and none in it, and the gap."""
    for key in list_.rows:
        values = sorted({view[name] for view in way.views.get(key, ()) if view[name] is not None})
        for low, high in pairwise(values):
            yield key, {f"{name}__gt": [low], f"{name}__lt": [high]}
            return


@SQLITE
@REAL
@pytest.mark.parametrize("name", LISTINGS)
async def test_what_goes_by_one_way_is_met_by_one_row(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    list_ = facts.lists[name]
    wrong: dict[str, Any] = {}
    for way in list_.ways:
        for key, asked in [*divided(facts, list_, way), *(between(list_, way, "value") if "value" in way.names else ())]:
            assert key not in facts.ask(name, asked)
            wrong |= await differences(api, facts, name, asked)
    assert wrong == {}


# which of the filters and of the values that can be given; all is drawn before the test runs, as its loop must not be left
PICKS = st.lists(
    st.tuples(st.integers(0, 999), st.lists(st.integers(0, 999), min_size=1, max_size=3)), min_size=1, max_size=3
)


@TWO
@given(name=st.sampled_from(sorted(LISTINGS)), picks=PICKS, related=st.booleans())
@RANDOM
async def test_any_three_filters(api: httpx.AsyncClient, facts: Facts, name: str, picks: Any, related: bool) -> None:
    fields = [field for field in FILTERS[name] if field not in {"q", "related"}]
    asked: dict[str, Any] = {}
    for which, values in picks:
        field = fields[which % len(fields)]
        asked[field] = picked(facts.lists[name], field, values)
    if {"entity", "entity__ne"} & set(asked):
        asked["related"] = [related]
    assert await differences(api, facts, name, asked) == {}


def picked(list_: List, field: str, which: list[int]) -> list[Any]:
    name, _, operator = field.partition("__")
    if operator == "isnull":
        return [bool(which[0] % 2)]
    held = [value for value in list_.values(name) if can_be_given(value)]
    values = [held[one % len(held)] for one in which]
    if operator == "contains":
        return [values[0][1:3] or values[0]]
    return values if operator in {"", "ne"} and not isinstance(held[0], bool) else values[:1]


WORDS_AND: list[tuple[str, str, Asked]] = [
    ("claims", "模型", {"section": ["3"], "kind__ne": ["opinion"]}),
    ("claims", "AI", {"indicator": ["market-size"], "status": ["forecast"]}),
    ("metrics", "市场", {"status": ["forecast"], "value__gt": [1e9]}),
    ("entities", "百度", {"type__ne": ["company"]}),
    ("sources", "大模型", {"publisher_kind": ["self-media"], "claim_count__gt": [0]}),
]


@REAL
@pytest.mark.parametrize(("name", "words", "asked"), WORDS_AND)
async def test_words_leave_what_filters_leave(
    api: httpx.AsyncClient, facts: Facts, name: str, words: str, asked: Asked
) -> None:
    """Also where rows come by relevance, and in facets."""
    found, both = await keys(api, name, {"q": [words]}), await keys(api, name, {"q": [words], **asked})
    expected = set(facts.ask(name, asked))
    assert both == [key for key in found if key in expected] != []
    facet = next(iter(asked)).partition("__")[0]
    counts = (await get(api, name, pairs({"q": [words]}, facets=facet)))["facets"][facet]
    assert sum(one["count"] for one in counts) >= len(found)
    for one in counts[:3]:
        assert one["count"] == len(await keys(api, name, {"q": [words], facet: [one["value"]]}))


@REAL
@pytest.mark.parametrize("name", ["numbers", "citations"])
async def test_words_of_the_sentence(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    sentences = set(await keys(api, "claims", {"q": ["市场规模"]}))
    expected = [key for key, row in facts.lists[name].rows.items() if row["claim_id"] in sentences]
    assert sorted(await keys(api, name, {"q": ["市场规模"]})) == sorted(expected) != []


CONTRADICTIONS = [
    ("metrics", "value__gt=10&value__lt=5"),
    ("metrics", "entity=baidu&entity__ne=baidu"),
    ("metrics", "period=2025&period__isnull=true"),
    ("metrics", "period__gte=2026&period__lte=2020"),
    ("claims", "section=1&section__ne=1"),
    ("claims", "value__gte=2&value__lte=1"),
    ("claims", "evidence=uncited&reference=134"),
    ("claims", "reference=134&reference__ne=134"),
    ("claims", "text__contains=百度&text=无"),
    ("sources", "published_on__gt=2030-01-01&published_on__lt=2000-01-01"),
    ("sources", "claim_count__gt=5&claim_count__lt=5"),
    ("entities", "type=chip&entity_type=model"),
    ("references", "number__gt=2147483647"),
    ("numbers", "reason=date&reason__isnull=true"),
    ("metrics", "value=-1e308"),
    ("claims", "text__contains=%25_%25"),
]


@TWO
@pytest.mark.parametrize(("name", "query"), CONTRADICTIONS)
async def test_what_nothing_can_meet_is_an_empty_page(api: httpx.AsyncClient, name: str, query: str) -> None:
    facet = next(iter(LISTINGS[name].facets))
    answer = await get(api, f"{name}?{query}&facets={facet}")
    page = {"limit": 50, "count": 0, "count_is_estimate": False, "next_cursor": None}
    assert (answer["data"], answer["page"], answer["references"]) == ([], page, {})
