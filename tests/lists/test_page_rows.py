"""Pages of many rows: in whichever way they are read, the same rows in the same order."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qsl

import httpx
import pytest

from app.config import Settings
from app.lists import page_rows, row_counts
from app.lists.filters.conditions import conditions
from app.lists.list_request import ListRequest, ReadStrategy
from tests.support.asking import LISTINGS, TWO, get, uncached_client

pytestmark = [pytest.mark.anyio, pytest.mark.slow, TWO]
# rows that filters on other tables select, by keys with ties, with rows that have none, downwards, by two keys, and by a text
ASKED = [
    "metrics?topic=market", "metrics?topic=market,chips&entity_type=company&sort=-period", "metrics?publisher_kind=news&sort=period",
    "metrics?topic__ne=market&kind=fact&sort=entity,-value", "claims?entity_type=company&sort=-section", "sources?indicator=share",
    "sources?topic=market&sort=-published_on", "numbers?entity_type=company", "references?section=3&sort=number",
    "metrics?kind=fact&repeats=first&sort=-value", "numbers?topic__isnull=true&sort=-value",
    "claims?source__isnull=true&unit__isnull=true&sort=-section",
]  # fmt: skip
# rows passed by before all are looked up, and how many of these may be
WAYS = [(3, 10**6), (3, 0), (40, 10**6), (10**6, 0)]


@pytest.fixture(scope="module")
async def client(held: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with uncached_client(held) as client:
        yield client


async def walk(client: httpx.AsyncClient, asked: str) -> list[object]:
    """The keys of all rows, through all pages."""
    found: list[object] = []
    cursor = ""
    while True:
        page = await get(client, f"{asked}&limit=97{cursor}")
        found += [row.get("id") or row["slug"] for row in page["data"]]
        if page["page"]["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['page']['next_cursor']}"


def of_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one row are many."""
    for module in (page_rows, row_counts):
        monkeypatch.setattr(module, "MAX_COUNT", 1)
    monkeypatch.setattr(row_counts, "MAX_KEYS", 1)


@pytest.fixture
def strategies(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[ReadStrategy | None]]:
    """The ways that rows were read in."""
    used: set[ReadStrategy | None] = set()
    original = page_rows._Reader._all

    def noted(reader: page_rows._Reader, request: ListRequest, *given: object) -> page_rows.Found:
        used.add(request.strategy)
        return original(reader, request, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(page_rows._Reader, "_all", noted)
    return used


@pytest.mark.parametrize("asked", ASKED)
async def test_many_rows_are_the_same_in_every_way(
    client: httpx.AsyncClient, asked: str, strategies: set[ReadStrategy | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = await walk(client, asked)
    of_many_rows(monkeypatch)
    for near, gathered in WAYS:
        monkeypatch.setattr(page_rows, "NEAR", near)
        monkeypatch.setattr(page_rows, "MOST_GATHERED", gathered)
        assert await walk(client, asked) == expected, (near, gathered)
    assert len(expected) == len(set(expected)) > 3
    assert ReadStrategy.IN_ORDER in strategies
    assert (ReadStrategy.BY_KEY in strategies) == is_far(asked)


def is_far(asked: str) -> bool:
    """Whether the rows are found by others that are several tables away, so that their keys are found once."""
    name, _, parameters = asked.partition("?")
    listing = LISTINGS[name]
    pairs = [(name, value) for name, value in parse_qsl(parameters) if name in listing.parameters]
    given = {name: value if name.endswith("__isnull") else value.split(",") for name, value in pairs}
    return conditions(listing.filters, listing.query.model_validate(given), by_members=True).reaches_far


async def test_late_rows_are_looked_up(
    client: httpx.AsyncClient, held: Settings, strategies: set[ReadStrategy | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are found soon are not; and only so many."""
    of_many_rows(monkeypatch)
    monkeypatch.setattr(page_rows, "NEAR", 20)
    late = "metrics?kind=forecast&limit=50"
    await get(client, "metrics?kind=fact&limit=1")
    assert strategies == {ReadStrategy.NEAR}
    strategies.clear()
    monkeypatch.setattr(page_rows, "FURTHER", 800)
    await get(client, late)
    # where each row takes but one look, more are passed by; what PostgreSQL joins is gathered soon
    is_sqlite = held.database_url.startswith("sqlite")
    assert strategies == ({ReadStrategy.NEAR} if is_sqlite else {ReadStrategy.NEAR, ReadStrategy.GATHERED})
    monkeypatch.setattr(page_rows, "FURTHER", 40)
    await get(client, late)
    assert strategies == {ReadStrategy.NEAR, ReadStrategy.GATHERED}
    monkeypatch.setattr(page_rows, "MOST_GATHERED", 10)
    await get(client, late)
    assert strategies == {ReadStrategy.NEAR, ReadStrategy.GATHERED, ReadStrategy.IN_ORDER}


async def test_late_rows_without_related_ones_are_looked_for_in_all(
    client: httpx.AsyncClient, held: Settings, strategies: set[ReadStrategy | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    of_many_rows(monkeypatch)
    monkeypatch.setattr(page_rows, "NEAR", 20)
    late = "numbers?topic__isnull=true&sort=value&limit=1"
    await get(client, late)
    assert strategies == {ReadStrategy.NEAR, ReadStrategy.GATHERED}
    strategies.clear()
    # of a list much longer than what is gathered, more are passed by first, a part of all
    monkeypatch.setattr(page_rows, "MOST_GATHERED", 10)
    monkeypatch.setattr(page_rows, "FURTHER", 800)
    await get(client, late)
    assert strategies == {ReadStrategy.NEAR, ReadStrategy.GATHERED}
    strategies.clear()
    monkeypatch.setattr(page_rows, "PART", 1)
    await get(client, late)
    is_sqlite = held.database_url.startswith("sqlite")
    assert strategies == ({ReadStrategy.NEAR} if is_sqlite else {ReadStrategy.NEAR, ReadStrategy.GATHERED})
    strategies.clear()
    # the index of words has an order of its own
    await get(client, "claims?q=模型&topic__ne=market&limit=1")
    assert strategies == {None}


@pytest.mark.parametrize("asked", ["metrics?status=actual&sort=entity,-value", "metrics?evidence=cited&sort=-period,value"])
async def test_many_rows_by_two_keys_are_scanned_in_order_on_sqlite(
    client: httpx.AsyncClient,
    held: Settings,
    asked: str,
    strategies: set[ReadStrategy | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = await walk(client, asked)
    assert strategies == {None}
    monkeypatch.setattr(page_rows, "FEW_SORTED", 10)
    assert await walk(client, asked) == expected
    assert len(expected) > 100
    is_sqlite = held.database_url.startswith("sqlite")
    assert strategies == ({None, ReadStrategy.SCANNED} if is_sqlite else {None})
