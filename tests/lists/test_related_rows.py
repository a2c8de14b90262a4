"""Facets of vocabularies under a filter that asks of the same related row: of all that match, or of the first by id."""

from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.lists import short_lists, walked_counts
from app.lists.facets import facet_counts, related_rows
from tests.support.asking import get, uncached_client

pytestmark = pytest.mark.anyio
FACETS = "unit,status,entity_type,source,topic,section,period_year"


@pytest.fixture(scope="module")
async def api(seeded: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with uncached_client(seeded) as client:
        yield client


def count_at_most(monkeypatch: pytest.MonkeyPatch, whole: int, sampled: int) -> None:
    """So many related rows are counted whole, and of more of them so many."""
    for name in ("_MIN_COUNTED", "_MAX_COUNTED", "_MAX_FAR_COUNTED"):
        monkeypatch.setattr(facet_counts, name, whole)
    for name in ("_MIN_SAMPLED", "_MAX_SAMPLED", "_MAX_FAR_SAMPLED"):
        monkeypatch.setattr(facet_counts, name, sampled)


@pytest.mark.parametrize(
    ("asked", "facets"),
    [
        ("indicators?comparator=approx", FACETS), ("indicators?topic=chips&status=actual", FACETS), ("units?source__isnull=false", FACETS),
        ("entities?topic=chips", "kind,source,indicator"), ("topics?entity=huawei", "section,entity_type"),
        ("publishers?reference=1,2,3,50", "document,source"),
    ],
)  # fmt: skip
async def test_of_few_that_match_all_are_counted(
    api: httpx.AsyncClient, asked: str, facets: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{asked}&limit=1&facet_limit=1000&facets={facets}"
    usual = await get(api, path)
    # more than match, fewer than the table seems to have
    monkeypatch.setattr(related_rows, "table_size", lambda *_: 10**6)
    monkeypatch.setattr(walked_counts, "PROBED", 5)
    monkeypatch.setattr(walked_counts, "SURE", 6)
    assert await get(api, path) == usual
    assert any(usual["facets"].values())


@pytest.mark.parametrize("sure", [1, 10**9], ids=["walked in order", "looked up and sorted"])
async def test_of_many_the_first_by_id_are_counted_and_it_is_said(
    api: httpx.AsyncClient, sure: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (await get(api, "metrics?status=actual&limit=1000&fields=id,indicator,unit,entity_type,source_ids"))["data"]
    first = sorted(listed, key=lambda row: row["id"])[:30]
    unfiltered = await get(api, "indicators?limit=1&facets=status")
    count_at_most(monkeypatch, 100, 30)
    monkeypatch.setattr(walked_counts, "PROBED", 40)
    monkeypatch.setattr(walked_counts, "SURE", sure)
    found = await get(api, f"indicators?status=actual&limit=1&facet_limit=1000&facets={FACETS}")
    assert found["page"] == (await get(api, "indicators?status=actual&limit=1"))["page"]
    assert {name: one["rows_counted"] for name, one in found["facet_info"].items()} == {
        **dict.fromkeys(FACETS.split(","), 30), "status": None,
    }  # fmt: skip
    # what leaves out its own filter has nothing that is asked of the same row
    assert found["facets"]["status"] == unfiltered["facets"]["status"]
    for facet, field in (("unit", "unit"), ("entity_type", "entity_type"), ("source", "source_ids")):
        assert {one["value"]: one["count"] for one in found["facets"][facet]} == counted(first, field)


@pytest.mark.parametrize(
    "asked",
    [
        "units?value__lt=1000&facets=entity,source", "units?topic=market&evidence=cited&facets=source,unit",
        "units?period__ne=2025&topic__isnull=false",
        "units?reference__ne=102&entity_type__ne=model&facets=publisher,entity_type", "indicators?period__ne=2025&topic=market&evidence=cited",
        "indicators?source__isnull=false&period=2025&facets=topic", "indicators?topic=chips&status=actual&sort=-metric_count",
        "entities?section=1&kind=fact&period__ne=2024&facets=section", "entities?topic=market&evidence=cited&indicator=share",
        "topics?evidence=cited&section=2", "units?section=6&status=actual", "units?value__lt=1000&topic=market&period__isnull=true",
    ],
)  # fmt: skip
async def test_the_rows_of_a_short_list_are_the_same_in_every_way(
    api: httpx.AsyncClient, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the related rows that match, or from the first of them and a look at the rest."""
    usual = await get(api, f"{asked}&limit=100")
    monkeypatch.setattr(short_lists, "table_size", lambda *_: 10**6)
    for module in (short_lists, walked_counts):
        monkeypatch.setattr(module, "PROBED", 7)
    monkeypatch.setattr(walked_counts, "SURE", 1)
    for near in (1, 30, 10**6):
        monkeypatch.setattr(short_lists, "WALKED", near)
        assert await get(api, f"{asked}&limit=100") == usual


def counted(rows: list[dict[str, Any]], field: str) -> dict[Any, int]:
    """How many indicators the rows have with each value."""
    found = defaultdict(set)
    for row in rows:
        for value in row[field] if isinstance(row[field], list) else [row[field]]:
            if value is not None:
                found[value].add(row["indicator"])
    return {value: len(indicators) for value, indicators in found.items()}


async def test_a_filter_that_every_row_meets_changes_no_facet(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every figure has a unit, so those with any are all: they are counted whole, however many they are."""
    usual = await get(api, f"indicators?metric_count__gte=1&limit=1&facets={FACETS}")
    count_at_most(monkeypatch, 100, 30)
    found = await get(api, f"indicators?unit__isnull=false&limit=1&facets={FACETS}")
    assert found["facets"] == usual["facets"]
    assert all(one["rows_counted"] is None for one in found["facet_info"].values())
