"""/corroborations: metrics that repeat each other, and the number of independent publishers."""

import httpx
import pytest

from app.seeding.comparisons.independent_publishers import group_by_origin

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ({}, []),
        ({"a": ("p", None)}, [["a"]]),
        ({"a": ("p", None), "b": ("q", None)}, [["a"], ["b"]]),
        ({"a": ("p", None), "b": ("p", None)}, [["a", "b"]]),
        ({"a": ("p", "g"), "b": ("q", "g")}, [["a", "b"]]),
        # c shares a publisher with a and an article with b, so all are of one origin
        ({"a": ("p", None), "b": ("q", "g"), "c": ("p", "g")}, [["a", "b", "c"]]),
        ({"a": ("p", "g"), "b": ("q", "h"), "c": ("r", "g")}, [["a", "c"], ["b"]]),
    ],
)
def test_origins(sources: dict[str, tuple[str, str | None]], expected: list[list[str]]) -> None:
    rows = {id_: {"publisher": publisher, "source_group": group} for id_, (publisher, group) in sources.items()}
    assert group_by_origin(list(rows), rows) == expected


async def test_the_market_size_of_2024_has_two_publishers(client: httpx.AsyncClient) -> None:
    page = (await client.get("/api/v1/corroborations?independent_publisher_count__gte=2")).json()
    assert [(row["slug"], row["reference_numbers"], len(row["origins"])) for row in page["data"]] == [
        ("market-size-2024", [13, 134], 2)
    ]
    one = (await client.get(f"/api/v1/corroborations/{page['data'][0]['id']}")).json()
    assert {metric["section"] for metric in one["metrics"]} == {"executive-summary", "1.1", "6.3"}
    assert {metric["value"] for metric in one["metrics"]} == {29416000000}
    assert sorted(source["publisher"] for source in one["sources"]) == ["csdn", "toutiao"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("reference=13", ["market-size-2024"]),
        ("indicator=cagr", ["market-cagr-2024-2026"]),
        ("entity=qwen", ["qwen-downloads"]),
        ("section=3.1", ["compute-server-growth", "compute-server-market", "domestic-chip-share-2025"]),
        ("publisher=csdn&indicator=market-size&metric_count__gt=2", ["market-size-2024"]),
    ],
)
async def test_filters(client: httpx.AsyncClient, query: str, slugs: list[str]) -> None:
    page = (await client.get(f"/api/v1/corroborations?{query}")).json()
    assert [row["slug"] for row in page["data"]] == slugs


async def test_pages_that_are_one_article(client: httpx.AsyncClient) -> None:
    same = (await client.get("/api/v1/sources?source_group=idc-public-cloud-2025-h1")).json()["data"]
    assert sorted(number for row in same for number in row["reference_numbers"]) == [23, 24, 26, 28]
    for row in same:
        assert sorted([row["id"], *row["same_as"]]) == sorted(other["id"] for other in same)
    one = (await client.get(f"/api/v1/sources/{same[0]['id']}")).json()
    assert one["source_group"]["slug"] == "idc-public-cloud-2025-h1"
    assert one["source_group"]["reason"]
    alone = (await client.get("/api/v1/sources?source_group__isnull=true&limit=1")).json()
    assert (alone["page"]["count"], alone["data"][0]["same_as"]) == (128 - 12, [])
