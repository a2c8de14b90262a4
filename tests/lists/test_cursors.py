"""Walking lists by cursor: every row once and in order, whatever the sort, the filter and the size of the pages."""

import base64
import csv
import io
from collections.abc import Iterator
from itertools import islice, permutations
from typing import Any

import httpx
import orjson
import pytest

from tests.support.asking import KEYS, LISTINGS, REAL, TWO, get, pairs, walk
from tests.support.facts import Asked, Facts, View, lower

pytestmark = pytest.mark.anyio

# pages of one row show a cursor behind each row, rows with equal sort values among them
SIZES = (1, 1, 2, 50, 1, 3, 1000)
# what a sort goes by, where the row's field has another name
SORTED_BY = {("metrics", "period"): "period_start"}
FILTERED: dict[str, Asked] = {
    "documents": {"document": ["china-llm-industry-2025"]},
    "sections": {"section": ["3", "4"]},
    "claims": {"topic__ne": ["market"], "kind": ["fact", "opinion"]},
    "metrics": {"value__gt": [10.0], "evidence": ["uncited"]},
    "indicators": {"entity_type": ["model"]},
    "units": {"status": ["forecast", "actual"]},
    "entities": {"type": ["company"]},
    "relations": {"entity_type": ["company"]},
    "sources": {"publisher_kind__ne": ["self-media"]},
    "publishers": {"publisher_kind__ne": ["news"]},
    "references": {"cited": [False]},
    "citations": {"section__ne": ["1"]},
    "numbers": {"reason__isnull": [True]},
    "conflicts": {"unit": ["percent"]},
    "corroborations": {"metric_count__lte": [2]},
    "topics": {"entity": ["huawei"]},
}


def sorts(name: str) -> Iterator[str]:
    """Each key of a list in both directions, and some pairs of keys."""
    keys = list(LISTINGS[name].sorts)
    yield from keys
    yield from (f"-{key}" for key in keys)
    yield from (f"{first},-{second}" for first, second in islice(permutations(keys[-3:], 2), 4))


def in_order(facts: Facts, name: str, sort: str, keys: list[Any]) -> list[Any]:
    """The keys of rows in the order of a sort: text by code points with A to Z and a to z alike, nothing last in either
    direction, the key at the end.
    """
    rows = facts.lists[name].rows
    ordered = sorted(keys)
    for word in reversed(sort.split(",")):
        field = word.removeprefix("-")
        field = SORTED_BY.get((name, field), field)
        ordered.sort(key=lambda key: _rank(rows[key], field), reverse=word.startswith("-"))
        ordered.sort(key=lambda key: rows[key][field] is None)
    return ordered


def _rank(row: View, field: str) -> tuple[bool, Any]:
    value = row[field] if row[field] is not None else 0
    return row[field] is not None, lower(value) if isinstance(value, str) else value


@pytest.mark.slow
@TWO
@pytest.mark.parametrize("name", LISTINGS)
async def test_every_row_once_and_in_order(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    key = KEYS[name]
    # the walks begin with pages of one row in turn: in each there is one at least
    for start, sort in enumerate(sorts(name)):
        asked = FILTERED[name] if "-" in sort else {}
        expected = in_order(facts, name, sort, facts.ask(name, asked))
        assert expected
        rows, page = await walk(api, name, pairs(asked, sort=sort, fields=key), SIZES[start % 4 :])
        assert [row[key] for row in rows] == expected, (sort, asked)
        assert page["count"] == len(expected)


@TWO
@pytest.mark.parametrize("name", LISTINGS)
async def test_the_first_sort_is_the_default(api: httpx.AsyncClient, name: str) -> None:
    first = next(iter(LISTINGS[name].sorts))
    assert (await get(api, name))["data"] == (await get(api, f"{name}?sort={first}"))["data"]


@TWO
@pytest.mark.parametrize("sort", ["kind", "-section", "published_on", "-published_on,-claim_count"])
async def test_one_row_a_page_among_equals(api: httpx.AsyncClient, facts: Facts, sort: str) -> None:
    """Behind every one of the rows whose sort values are equal, or none, there is a cursor."""
    name = "sources" if "published_on" in sort else "claims"
    asked: Asked = {"reference__ne": [1]} if name == "sources" else {"topic": ["market"]}
    rows, _ = await walk(api, name, pairs(asked, sort=sort, fields="id", count="none"), [1])
    assert [row["id"] for row in rows] == in_order(facts, name, sort, facts.ask(name, asked))


@pytest.mark.parametrize("query", ["q=模型", "q=市场&section=1", "q=AI&kind=fact"])
@REAL
async def test_words_found_are_walked_by_relevance(api: httpx.AsyncClient, query: str) -> None:
    asked = [(name, value) for name, _, value in (part.partition("=") for part in query.split("&"))]
    whole, page = await walk(api, "claims", asked)
    walked, _ = await walk(api, "claims", asked, SIZES)
    assert walked == whole
    assert page["count"] == len(whole) > 5
    in_text, _ = await walk(api, "claims", [*asked, ("sort", "ordinal")], SIZES)
    assert sorted(row["id"] for row in in_text) == sorted(row["id"] for row in whole)
    assert [row["ordinal"] for row in in_text] == sorted(row["ordinal"] for row in whole)


@TWO
async def test_a_cursor_goes_on_with_other_fields_formats_and_limits(api: httpx.AsyncClient) -> None:
    asked = "metrics?sort=-value,period&evidence=cited"
    whole = (await get(api, f"{asked}&limit=1000"))["data"]
    first = await get(api, f"{asked}&limit=7&count=exact&include=claim&facets=status")
    cursor = first["page"]["next_cursor"]
    ids = [row["id"] for row in whole]
    assert [row["id"] for row in first["data"]] == ids[:7]
    some = await get(api, f"{asked}&limit=11&fields=id,quote&count=none&lang=zh&cursor={cursor}")
    assert some["data"] == [{"id": row["id"], "quote": row["quote"]} for row in whole[7:18]]
    table = await api.get(f"{asked}&fields=id&format=csv&cursor={cursor}")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))] == ids[7:]
    lines = await api.get(f"{asked}&format=ndjson&limit=5&cursor={cursor}")
    assert [orjson.loads(line) for line in lines.content.splitlines()] == whole[7:12]
    assert 'rel="next"' in lines.headers["link"]
    narrowed = await get(api, f"{asked}&limit=1000&status=forecast&cursor={cursor}")
    assert narrowed["data"] == [row for row in whole[7:] if row["status"] == "forecast"]


@TWO
async def test_the_next_link_leads_through_the_list(api: httpx.AsyncClient) -> None:
    whole = (await get(api, "sources?limit=1000&sort=-claim_count&publisher_kind__ne=news"))["data"]
    found: list[Any] = []
    address: str | None = "/api/v1/sources?limit=37&sort=-claim_count&publisher_kind__ne=news"
    while address:
        answer = await api.get(httpx.URL(f"http://test{address}"))
        found += answer.json()["data"]
        link = answer.links.get("next")
        address = link["url"] if link else None
    assert found == whole


def _cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


NO_CURSORS: list[str] = [
    "",
    "nonsense",
    "!!!!",
    "游标",
    "e30",
    "x" * 4001,
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    base64.urlsafe_b64encode(b"[" * 2000).decode(),
    _cursor(),
    _cursor("metrics"),
    _cursor("metrics", "value"),
    _cursor("metrics", "value", 1.0),
    _cursor("metrics", "value", 1.0, "met_x", "met_y"),
    _cursor("metrics", "value", "1.0", "met_x"),
    _cursor("metrics", "value", True, "met_x"),
    _cursor("metrics", "value", [1.0], "met_x"),
    _cursor("metrics", "value", {"a": 1}, "met_x"),
    _cursor("metrics", "value", None, "met_x"),
    _cursor("metrics", "value", 1.0, None),
    _cursor("metrics", "value", 1.0, 7),
    _cursor("metrics", "value", 1.0, "\x00"),
    _cursor("metrics", "start", 1.0, "met_x"),
    _cursor("claims", "value", 1.0, "met_x"),
    _cursor("metrics", "-value", 1.0, "met_x"),
    base64.urlsafe_b64encode(b'["metrics","value",1e400,"met_x"]').decode(),
    base64.urlsafe_b64encode(b'["metrics","value",NaN,"met_x"]').decode(),
    base64.urlsafe_b64encode(b'["metrics","value",1,"\\ud800"]').decode(),
]


@TWO
@pytest.mark.parametrize("cursor", NO_CURSORS, ids=range(len(NO_CURSORS)))
async def test_what_is_no_cursor_is_refused(api: httpx.AsyncClient, cursor: str) -> None:
    answer = await api.get("metrics", params={"sort": "value", "cursor": cursor})
    assert answer.status_code == 422, answer.text
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["cursor"]


@TWO
@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 2**63, 10**400])
async def test_a_number_that_no_column_holds_is_no_cursor(api: httpx.AsyncClient, number: int) -> None:
    raw = f'["claims","ordinal",{number},"clm_x"]'.encode()
    answer = await api.get("claims", params={"sort": "ordinal", "cursor": base64.urlsafe_b64encode(raw).decode()})
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["cursor"]


@TWO
async def test_a_cursor_of_another_list_or_sort_is_refused(api: httpx.AsyncClient) -> None:
    given = {
        query: (await get(api, f"{query}{'&' if '?' in query else '?'}limit=1"))["page"]["next_cursor"]
        for query in (
            "metrics",
            "metrics?sort=-start",
            "metrics?sort=value",
            "metrics?sort=value,start",
            "claims",
            "claims?q=AI",
        )
    }
    for query, cursor in given.items():
        for other in given:
            answer = await api.get(f"{other}{'&' if '?' in other else '?'}cursor={cursor}")
            assert (answer.status_code == 200) == (query == other), (query, other, answer.text)
