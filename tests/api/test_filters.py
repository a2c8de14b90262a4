"""Filters that mean more than equality, against rows picked by other means than SQL."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.anyio
Row = dict[str, Any]


def overlaps(first: str, last: str) -> Callable[[Row], bool]:
    return lambda row: row["period"] is not None and row["period_start"] <= last and row["period_end"] >= first


def below(*slugs: str) -> Callable[[Row], bool]:
    return lambda row: any(row["section"] == slug or row["section"].startswith(f"{slug}.") for slug in slugs)


CASES: list[tuple[str, str, Callable[[Row], bool]]] = [
    ("metrics", "section=3", below("3")),
    ("metrics", "section=3,executive-summary", below("3", "executive-summary")),
    ("metrics", "section=3.1", below("3.1")),
    ("metrics", "section__ne=3", lambda row: not below("3")(row)),
    ("claims", "section=1,6", below("1", "6")),
    ("numbers", "section=1.1", below("1.1")),
    ("metrics", "period=2025", overlaps("2025-01-01", "2025-12-31")),
    ("metrics", "period=2025-Q3", overlaps("2025-07-01", "2025-09-30")),
    ("metrics", "period=2024,2030", lambda row: overlaps("2024", "2024-12-31")(row) or overlaps("2030", "2030-12-31")(row)),
    ("metrics", "period__ne=2025", lambda row: not overlaps("2025-01-01", "2025-12-31")(row)),
    ("metrics", "period__gte=2026", lambda row: (row["period_start"] or "") >= "2026-01-01"),
    ("metrics", "period__gt=2025", lambda row: (row["period_start"] or "") > "2025-12-31"),
    ("metrics", "period__lte=2024", lambda row: row["period"] is not None and row["period_end"] <= "2024-12-31"),
    ("metrics", "period__lt=2024", lambda row: row["period"] is not None and row["period_end"] < "2024-01-01"),
    ("metrics", "period__isnull=true", lambda row: row["period"] is None),
    ("metrics", "sole_support=true", lambda row: len(row["source_ids"]) == 1),
    ("metrics", "sole_support=false", lambda row: len(row["source_ids"]) != 1),
    ("claims", "sole_support=true", lambda row: len(row["source_ids"]) == 1),
    (
        "claims",
        "reference=134&sole_support=true",
        lambda row: 134 in row["reference_numbers"] and len(row["source_ids"]) == 1,
    ),
]


@pytest.mark.parametrize(("name", "query", "fits"), CASES)
async def test_filter(client: httpx.AsyncClient, name: str, query: str, fits: Callable[[Row], bool]) -> None:
    every = (await client.get(f"/api/v1/{name}?limit=1000")).json()["data"]
    every = [row for row in every if row["section"] is not None]
    answer = await client.get(f"/api/v1/{name}?limit=1000&{query}")
    assert answer.status_code == 200, answer.text
    expected = [row["id"] for row in every if fits(row)]
    assert expected
    assert [row["id"] for row in answer.json()["data"] if row["section"] is not None] == expected
    assert answer.json()["page"]["count"] >= len(expected)


@pytest.mark.parametrize("value", ["20", "2025-13", "2025-Q5", "2026/2025", "soon"])
async def test_what_is_no_period_is_refused(client: httpx.AsyncClient, value: str) -> None:
    answer = await client.get("/api/v1/metrics", params={"period": value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "period"
