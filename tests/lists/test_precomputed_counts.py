"""Counts that are stored after loading: what they are taken for is what the rows would be counted as."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import Connection, delete, select

from app.config import Settings
from app.lists.facets.count_precomputation import precompute_facet_counts
from app.lists.facets.precomputed_counts import stored_count
from app.lists.match_statements import count_statement
from app.main import create_app
from app.store import tables as m
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import columns, table
from tests.conftest import BACKENDS, fresh, loaded
from tests.support.asking import KEYS, LISTINGS, TWO, uncached_client

pytestmark = [pytest.mark.anyio, TWO]


@pytest.fixture(scope="module", params=BACKENDS)
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dataset: Build) -> Settings:
    """A database whose counts are stored though they are few."""
    settings = loaded(fresh(request.param, tmp_path_factory.mktemp("stored"), request), dataset)
    engine = open_engine(settings)
    precompute_facet_counts(engine, LISTINGS.values(), few=20)
    engine.dispose()
    return settings


@pytest.fixture(scope="module")
async def uncached(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with uncached_client(settings) as client:
        yield client


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    engine = open_engine(settings)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def stored_values(connection: Connection, name: str, facet: str) -> list[Any]:
    row = columns(m.FacetCount)
    found = select(row.value).where(row.list == name, row.facet == facet).order_by(row.value)
    values = [orjson.loads(value) for value in connection.execute(found).scalars()]
    return [value for value in values if value is not None]


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTINGS)
def test_a_stored_count_is_that_of_the_rows(connection: Connection, name: str) -> None:
    """Of every facet, where it is used at all: of a few values of each, as the statement is the same for all."""
    listing = LISTINGS[name]
    wrong, used = {}, set()
    for facet in listing.facets:
        written = "period__exact" if facet == "period" else facet
        values = stored_values(connection, name, facet)
        for value in values[:: 1 + len(values) // 2]:
            given = value if isinstance(value, bool) else [value]
            query = listing.query.model_validate({written: given, "count": "exact"})
            if (stored := stored_count(listing, query, connection)) is not None:
                used.add(facet)
                counted = connection.execute(count_statement(listing, query, connection.dialect.name)).scalar_one()
                if stored != counted:
                    wrong[written, value] = (stored, counted)
    assert wrong == {}
    # sections are counted in those that enclose them; entries of bibliographies are asked for in more ways than one
    of_rows = {facet for facet in listing.facets if stored_values(connection, name, facet)}
    assert of_rows - used <= {"reference"}


def test_nothing_is_stored_of_several_conditions_or_overlapping_periods(connection: Connection) -> None:
    metrics = LISTINGS["metrics"]
    asked: list[dict[str, Any]] = [
        {"topic": ["market"], "status": ["actual"]}, {"topic": ["market", "chips"]}, {"topic__ne": ["market"]}, {"period": ["2025"]},
        {"entity": ["baidu"], "related": True}, {"entity__isnull": True}, {},
    ]  # fmt: skip
    assert [stored_count(metrics, metrics.query.model_validate(one), connection) for one in asked] == [None] * len(asked)
    one = metrics.query.model_validate({"topic": ["market"], "status": ["actual"]})
    alone = metrics.query.model_validate({"topic": ["market"]})
    status = metrics.facets["status"]
    assert stored_count(metrics, one, connection, status) == stored_count(metrics, alone, connection) is not None


SHORT = [name for name, one in LISTINGS.items() if one.precomputes_members]


def asked_of(connection: Connection, name: str) -> Iterator[dict[str, str]]:
    """Each filter of a short list by related rows, by turns: a value of it, its negation, none, or any value of two filters."""
    listing = LISTINGS[name]
    others = [one for one in listing.facets if f"{one}__isnull" in listing.parameters]
    for number, (facet, filter_) in enumerate(listing.facets.items()):
        values = stored_values(connection, name, facet)
        if filter_.members is None or not values:
            continue
        value = str(values[number % len(values)])
        written = "period__exact" if facet == "period" else facet
        forms = (
            {written: value}, {f"{facet}__ne": value}, {f"{facet}__isnull": "true"},
            {f"{facet}__isnull": "false", f"{others[-1]}__isnull": "false"},
        )  # fmt: skip
        asked = forms[number % len(forms)]
        yield asked if asked.keys() <= listing.parameters.keys() else forms[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHORT)
async def test_short_lists_are_counted_by_their_members_as_by_the_rows(
    uncached: httpx.AsyncClient, connection: Connection, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Count, rows and facets, a third of them by turns, of the same database with and without the members.

    PostgreSQL is asked a third of the filters, of each list another: what it says differently is the form, not the filter.
    """
    different = {}
    names = list(LISTINGS[name].facets)
    chosen = list(enumerate(asked_of(connection, name)))
    for number, asked in chosen if connection.dialect.name == "sqlite" else chosen[SHORT.index(name) % 3 :: 3]:
        facets = ",".join(names[number % 3 :: 3] or names)
        shown = {"facets": facets, "limit": "20", "fields": KEYS[name]}
        monkeypatch.undo()
        by_members = (await uncached.get(name, params=asked | shown)).json()
        monkeypatch.setattr("app.lists.facets.facet_counts.has_members", lambda *_: False)
        monkeypatch.setattr("app.lists.filters.filter.Filter.member_condition", lambda *_: None)
        monkeypatch.setattr("app.lists.select_statements._compiled", {})
        by_rows = (await uncached.get(name, params=asked | shown)).json()
        monkeypatch.setattr("app.lists.select_statements._compiled", {})
        if by_members != by_rows or not by_rows["facets"]:
            different[str(asked)] = (by_members["page"], by_rows["page"])
    assert different == {}


async def test_pages_of_a_stored_count_are_not_counted(settings: Settings, request: pytest.FixtureRequest) -> None:
    """Nor do they say that there may be more: here nothing is left that could be counted."""
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        before = (await client.get("metrics?topic=market&limit=1")).json()["page"]
        engine = open_engine(settings)
        with engine.begin() as connection:
            kept = connection.execute(select(columns(m.ClaimTopic).claim_id, columns(m.ClaimTopic).topic)).mappings().all()
            connection.execute(delete(table(m.ClaimTopic)))
        try:
            after = (await client.get("metrics?topic=market&limit=2")).json()["page"]
            several = (await client.get("metrics?topic=market,chips&limit=2")).json()["page"]
        finally:
            with engine.begin() as connection:
                connection.execute(m.ClaimTopic.__table__.insert(), [dict(one) for one in kept])  # type: ignore[attr-defined]
            engine.dispose()
    app.state.close()
    assert before["count"] == after["count"] > 0
    assert after["count_is_estimate"] is False
    assert several["count"] == 0
