"""`repeats=first` and `meta`: each fact once whatever the filters, and what a reader should know besides the rows."""

from typing import Any

import httpx
import pytest

from tests.support.asking import TWO, get, walk

pytestmark = [pytest.mark.anyio, TWO]
QUERIES = [
    "", "section=1.1", "section__ne=executive-summary", "evidence=cited", "evidence=uncited", "period=2025", "topic=market",
    "publisher=toutiao", "publisher_kind__ne=news", "q=模型", "entity=baidu&related=true", "value__gte=1e9", "reference=134",
    "in_conflict=true&status=actual", "document=china-llm-industry-2025", "period_basis=context", "kind=forecast&unit=CNY",
    "qualifier.role__isnull=false", "qualifier.role__isnull=false&status=actual&section__ne=1", "qualifier.role__isnull=false&unit=percent,count",
]  # fmt: skip


def group(row: dict[str, Any]) -> str:
    return str((row["corroboration_ids"] or [row["id"]])[0])


def params(query: str, **others: str) -> list[tuple[str, str]]:
    return [*httpx.QueryParams(query).multi_items(), *others.items()]


@pytest.mark.parametrize("query", QUERIES)
async def test_each_fact_is_kept_once(api: httpx.AsyncClient, query: str) -> None:
    """None is lost: a copy is left out for another one that meets the filters."""
    shown = params(query, fields="id,corroboration_ids")
    every, _ = await walk(api, "metrics", shown)
    firsts, page = await walk(api, "metrics", [*shown, ("repeats", "first")], [3, 50, 1000])
    assert len(firsts) == page["count"] == len({group(row) for row in every})
    assert {group(row) for row in firsts} == {group(row) for row in every}
    assert [row for row in every if row in firsts] == firsts
    file = await api.get("metrics", params=[*shown, ("repeats", "first"), ("format", "csv")])
    assert [line.split(",")[0] for line in file.text.splitlines()[1:]] == [row["id"] for row in firsts]


@pytest.mark.parametrize("query", ["unit=CNY", "evidence=cited&topic=market", "q=模型", "publisher_kind__ne=news"])
@pytest.mark.parametrize(
    "facet", ["section", "topic", "publisher", "status", "evidence", "entity_type", "document", "entity"]
)
async def test_a_facet_counts_what_its_value_finds(api: httpx.AsyncClient, query: str, facet: str) -> None:
    if f"{facet}=" in query:
        return
    asked = params(query, repeats="first", limit="1")
    found = (await get(api, "metrics", [*asked, ("facets", facet)]))["facets"][facet]
    for value in found[:4]:
        chosen = (f"{facet}__isnull", "true") if value["value"] is None else (facet, value["value"])
        assert (await get(api, "metrics", [*asked, chosen]))["page"]["count"] == value["count"], value


@pytest.mark.parametrize(
    ("path", "repeats"),
    [
        ("metrics?limit=1", "all"),
        ("metrics?limit=1&repeats=first", "first"),
        ("series?indicator=model-count", "first"),
        ("series?indicator=model-count&repeats=all", "all"),
        ("series?indicator=model-count&shape=wide", "first"),
        ("aggregate?group_by=status", "first"),
        ("aggregate?group_by=status&repeats=all", "all"),
        ("claims?limit=1", None),
    ],
)
async def test_an_answer_says_what_it_does_with_repeats(api: httpx.AsyncClient, path: str, repeats: str | None) -> None:
    assert (await get(api, path))["meta"]["repeats"] == repeats


@pytest.mark.parametrize("repeats", ["first", "all"])
@pytest.mark.parametrize(
    ("path", "undated"),
    [
        ("metrics?period=2025&unit=CNY", "metrics?unit=CNY&period__isnull=true"),
        ("metrics?period__gte=2025&period__lt=2030", "metrics?period__isnull=true"),
        ("metrics?period_year=2025&topic=market", "metrics?topic=market&period__isnull=true"),
        ("metrics?facets=period&unit=CNY", "metrics?unit=CNY&period__isnull=true"),
        ("metrics?period_basis=context&unit=CNY", "metrics?unit=CNY&period__isnull=true"),
        ("series?indicator=share&unit=percent", "metrics?indicator=share&unit=percent&period__isnull=true"),
        ("series?indicator=share&unit=percent&shape=wide", "metrics?indicator=share&unit=percent&period__isnull=true"),
        ("aggregate?group_by=year&unit=CNY", "metrics?unit=CNY&period__isnull=true"),
        ("aggregate?group_by=status&period=2025&unit=CNY", "metrics?unit=CNY&period__isnull=true"),
    ],
)
async def test_what_has_no_period_is_counted(api: httpx.AsyncClient, path: str, undated: str, repeats: str) -> None:
    meta = (await get(api, f"{path}&repeats={repeats}"))["meta"]
    expected = (await get(api, f"{undated}&repeats={repeats}&limit=1"))["page"]["count"]
    assert (meta["undated_count"], meta["undated_count_is_estimate"]) == (expected, False)
    assert expected


async def test_rows_of_other_lists_without_a_time(api: httpx.AsyncClient) -> None:
    for path, undated in [
        ("claims?period=2025&limit=1", "claims?period__isnull=true&limit=1"),
        ("sources?published_on__gte=2025-01-01&limit=1", "sources?published_on__isnull=true&limit=1"),
    ]:
        meta = (await get(api, path))["meta"]
        assert meta["undated_count"] == (await get(api, undated))["page"]["count"] > 0
    without = [
        "metrics?unit=CNY", "claims?limit=1", "aggregate?group_by=status", "metrics?period=2025&count=none",
        # these ask for the rows without a time themselves
        "metrics?period__isnull=true", "claims?period_year__isnull=true", "sources?published_on__isnull=true",
    ]  # fmt: skip
    for path in without:
        assert (await get(api, path))["meta"]["undated_count"] is None


@pytest.mark.parametrize(
    "path", ["metrics?limit=2", "claims?limit=1", "series?indicator=rank", "aggregate?", "entities?limit=1"]
)
async def test_what_a_document_admits_goes_with_its_rows(api: httpx.AsyncClient, path: str) -> None:
    name, _, query = path.partition("?")
    asked = params(query, document="china-llm-industry-2025")
    document = await get(api, "documents/china-llm-industry-2025")
    (caveat,) = [one for one in (await get(api, name, asked))["meta"]["caveats"] if one["document"] == document["slug"]]
    assert caveat == {"document": document["slug"], "caveat": document["caveat"], "caveat_en": document["caveat_en"]}
    links = (await api.get(name, params=[*asked, ("format", "csv")])).headers["link"]
    words = "".join(f"%{byte:02X}" for byte in "（注".encode())
    assert f"</api/v1/documents/{document['slug']}>; rel=\"describedby\"; title*=UTF-8''{words}" in links


async def test_rows_of_one_document_say_nothing_of_another(api: httpx.AsyncClient) -> None:
    for slug in ("china-llm-industry-2025", "another-report"):
        meta = (await get(api, f"metrics?document={slug}&limit=3"))["meta"]
        assert [one["document"] for one in meta["caveats"]] == [slug]
