"""Every list of the real data: complete, ordered, paged by cursor, and strict about parameters."""

import itertools
from typing import Any

import httpx
import pytest

from app.api.registry import LISTINGS

pytestmark = pytest.mark.anyio

COUNTS = {
    "documents": 1,
    "sections": 25,
    "claims": 557,
    "references": 139,
    "sources": 128,
    "citations": 76,
    "units": 85,
    "topics": 16,
}
LISTS = (
    "documents", "sections", "claims", "metrics", "indicators", "units", "entities", "relations", "sources", "publishers",
    "references", "citations", "numbers", "conflicts", "corroborations", "topics",
)  # fmt: skip


async def get(client: httpx.AsyncClient, path: str, **params: Any) -> Any:
    answer = await client.get(f"/api/v1/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def everything(client: httpx.AsyncClient, name: str, **params: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await get(client, name, **params, **cursor)
        rows += page["data"]
        if page["page"]["next_cursor"] is None:
            return rows
        cursor = {"cursor": page["page"]["next_cursor"]}


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
async def test_counts(client: httpx.AsyncClient, name: str, count: int) -> None:
    page = await get(client, name, limit=1000)
    assert (len(page["data"]), page["page"]) == (
        count,
        {"limit": 1000, "count": count, "count_is_estimate": False, "next_cursor": None},
    )


@pytest.mark.parametrize("name", LISTS)
async def test_one_of_each_is_the_row_of_its_list(client: httpx.AsyncClient, name: str) -> None:
    rows = (await get(client, name, limit=3))["data"]
    for row in rows:
        key = row.get("id") or row.get("slug") or row["code"]
        one = await get(client, f"{name}/{key}")
        assert {field: one[field] for field in row} == row


# in order, and on both databases: tests/lists/test_cursors.py
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", LISTS)
async def test_every_sort_gives_every_row_once(client: httpx.AsyncClient, name: str) -> None:
    key = {"units": "code"}.get(name, "id")
    refused = (await client.get(f"/api/v1/{name}", params={"sort": "no-such-key"})).json()
    whole = await everything(client, name, limit=1000)
    key = next(column for column in ("id", "slug", "code") if column in (whole or [{"id": 0}])[0])
    for sort in refused["errors"][0]["allowed"]:
        for direction in ("", "-"):
            walked = await everything(client, name, sort=direction + sort, limit=97, count="none", fields=key)
            assert sorted(row[key] for row in walked) == sorted(row[key] for row in whole), direction + sort


async def test_claims_stand_in_order_and_their_words_are_the_document(client: httpx.AsyncClient) -> None:
    text = (await get(client, "documents/china-llm-industry-2025/text"))["text"]
    claims = await everything(client, "claims", limit=500)
    assert [claim["ordinal"] for claim in claims] == list(range(1, len(claims) + 1))
    assert all(before["end"] <= after["start"] for before, after in itertools.pairwise(claims))
    for metric in await everything(client, "metrics", limit=500):
        assert text[metric["start"] : metric["end"]] == metric["quote"]


async def test_a_part_of_a_text_is_cut_by_code_points(client: httpx.AsyncClient) -> None:
    path = "documents/china-llm-industry-2025/text"
    whole = await get(client, path)
    text, length = whole["text"], whole["length"]
    assert (whole["start"], whole["end"], len(text)) == (0, length, length)
    for start, end in ((0, 0), (0, 1), (2003, 2012), (1, length), (length - 1, length), (length, length)):
        part = await get(client, path, start=start, end=end)
        assert (part["start"], part["end"], part["text"]) == (start, end, text[start:end])


async def test_market_forecasts_of_chapter_1(client: httpx.AsyncClient) -> None:
    page = await get(client, "metrics", indicator="market-size", status="forecast", section="1.1")
    found = [
        (row["quote"], row["value"], row["comparator"], row["period"], row["reference_numbers"]) for row in page["data"]
    ]
    assert found == [
        ("突破 700 亿元", 70000000000, "gt", "2026", [134]),
        ("超过 800 亿元", 80000000000, "gt", "2025", [136]),
        ("突破 5000 亿元", 500000000000, "gt", "2030", [136]),
        ("突破 8200 亿元", 820000000000, "gt", "2025", [9]),
    ]
    assert sorted(page["references"]) == ["134", "136", "9"]
    assert page["references"]["134"]["url"] == "http://m.toutiao.com/group/7583249202268946996/?upstream_biz=doubao"


async def test_value_keeps_the_digits_of_the_text(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/metrics", params={"quote": "22.60%", "limit": 1})
    assert '"value":22.60,' in answer.text


@pytest.mark.parametrize(
    ("path", "parameter", "nearest"),
    [
        ("metrics?indicatr=market-size", "indicatr", "indicator"),
        ("metrics?indicator=market-siz", "indicator", "market-size"),
        ("metrics?status=forcast", "status", "forecast"),
        ("metrics?sort=-valu", "sort", "value"),
        ("metrics?fields=quot", "fields", "quote"),
        ("metrics?fields=id,start_offset", "fields", "start"),
        ("metrics?fields=link:sources_url", "fields", "sources.url"),
        ("entities?type=chips", "type", "chip"),
        ("claims?entity=baidoo", "entity", "baidu"),
        ("claims?kind=facts", "kind", "fact"),
        ("metrics?limit=0", "limit", None),
        ("metrics?limit=1001", "limit", None),
        ("metrics?cursor=nonsense", "cursor", None),
        ("metrics?value__gt=much", "value__gt", None),
        ("metrics?value__gt=nan", "value__gt", None),
        ("metrics?count=many", "count", None),
        ("metrics?entity=%00", "entity", None),
        ("metrics?reference=99999999999", "reference", None),
        ("documents/china-llm-industry-2025/text?start=5&end=2", "start", None),
        ("documents/china-llm-industry-2025/text?end=99999999", "end", None),
    ],
)
async def test_bad_parameters_are_problems(
    client: httpx.AsyncClient, path: str, parameter: str, nearest: str | None
) -> None:
    answer = await client.get(f"/api/v1/{path}")
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert problem["errors"][0]["parameter"] == parameter
    if nearest is not None:
        assert problem["errors"][0]["nearest"] == nearest


async def test_a_cursor_of_another_list_or_sort_is_refused(client: httpx.AsyncClient) -> None:
    cursor = (await get(client, "metrics", limit=1))["page"]["next_cursor"]
    for path in ("claims", "metrics?sort=value"):
        answer = await client.get(
            f"/api/v1/{path}", params=httpx.QueryParams(path.partition("?")[2]).merge({"cursor": cursor})
        )
        assert answer.status_code == 422, path


async def test_an_entity_says_how_many_indicators_it_has_and_where(client: httpx.AsyncClient) -> None:
    entity = (await client.get("/api/v1/entities/china-llm-market")).json()
    listed = (await client.get(f"{entity['indicators_url']}&limit=1000&fields=slug")).json()
    assert {one["slug"] for one in listed["data"]} == {one["indicator"] for one in entity["indicators"]}
    assert entity["indicator_count"] == listed["page"]["count"] == len(entity["indicators"]) > 1


@pytest.mark.parametrize("path", ["claims/clm_nothing", "entities/baiduu", "metrics/x", "nothing", "documents/x/text"])
async def test_unknown_things_are_not_found(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_openapi_and_the_pages_work_offline(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    for page in ("/docs/swagger", "/redoc"):
        body = (await client.get(page)).text
        assert "https://" not in body.replace('href="https://fastapi.tiangolo.com', "")


async def test_the_chain_of_a_claim(client: httpx.AsyncClient) -> None:
    claim = (await get(client, "claims", section="1.1", text__contains="294.16"))["data"][0]
    chain = await get(client, f"claims/{claim['id']}")
    assert chain["selectors"][0]["exact"].startswith("2024 年中国大模型市场规模达 294.16 亿元")
    assert [marker["reference"]["number"] for marker in chain["citations"]] == [13]
    assert chain["citations"][0]["source"]["url"] == "https://damodev.csdn.net/693bc4de96fa167eeeccfbdb.html"
    assert [metric["quote"] for metric in chain["metrics"]] == ["294.16 亿元", "62%"]
    assert chain["provenance"]["caveat"] == "（注：文档部分内容可能由 AI 生成）"


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_every_object_says_what_documents_admit(client: httpx.AsyncClient) -> None:
    for name in LISTINGS:
        (row,) = (await client.get(f"/api/v1/{name}?limit=1")).json()["data"]
        key = next(row[key] for key in ("id", "slug", "code") if key in row)
        found = (await client.get(f"/api/v1/{name}/{key}")).json()["meta"]["caveats"]
        assert [one["document"] for one in found] == ["china-llm-industry-2025"], name
