"""Counts by rows that are several tables away: the same from either end of the way, and bounded as all counts are."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.dialects import sqlite

from app.api.registry import LISTINGS
from app.config import Settings
from app.lists import row_counts, sampling, select_statements, walked_counts
from app.lists.facets.counts_together import count_together
from app.lists.filters import common_filters
from app.lists.filters.conditions import conditions
from app.lists.match_statements import count_statement
from app.lists.sampling import Rows
from app.lists.walked_counts import WalkedCount, count_up_to, key_after
from app.store.engines import open_engine
from tests.support.asking import get, uncached_client

# one, two and three steps away, negated, together with the list's own columns and with each other
FAR: list[tuple[str, dict[str, Any]]] = [
    ("sources", {"period": ["2025"]}),
    ("sources", {"indicator__isnull": False}),
    ("sources", {"period__isnull": True}),
    ("sources", {"topic": ["market"], "indicator": ["market-size"]}),
    ("sources", {"entity__ne": ["baidu"]}),
    ("sources", {"publisher_kind": ["news"], "unit__isnull": False}),
    ("references", {"indicator__isnull": False}),
    ("references", {"kind": ["fact"], "entity_type": ["company"]}),
    ("references", {"period__isnull": True, "section": ["1"]}),
    ("metrics", {"topic__ne": ["market"]}),
    ("conflicts", {"section": ["1"]}),
    ("claims", {"q": "模型", "topic": ["market"]}),
    ("claims", {"q": "模型", "kind": ["fact"]}),
    ("metrics", {"q": "market", "entity_type__ne": ["model"]}),
    ("numbers", {"q": "模型", "unit": ["percent"]}),
]


@pytest.fixture(scope="module")
async def uncached(seeded: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with uncached_client(seeded) as client:
        yield client


@pytest.mark.parametrize(("name", "asked"), FAR)
@pytest.mark.parametrize("few_found", [0, 10**6], ids=["words looked up in each entry", "words found first"])
def test_both_ends_find_as_many(
    seeded: Settings, name: str, asked: dict[str, Any], few_found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if few_found == 0 and "q" not in asked:
        return
    monkeypatch.setattr(common_filters, "_FEW_FOUND", few_found)
    listing = LISTINGS[name]
    query = listing.query.model_validate(asked)
    found = conditions(listing.filters, query, by_members=True)
    assert found.reaches_far or found.of_each_row
    engine = open_engine(seeded)
    with engine.connect() as connection:
        usual = connection.execute(count_statement(listing, query, engine.dialect.name)).scalar_one()
        walked = count_up_to(listing, found, bindparam("end", "\U0010ffff", listing.key.type), 10**6)
        joined = select(func.count()).select_from(listing.table).where(*found.where())
        assert connection.execute(walked).scalar_one() == connection.execute(joined).scalar_one() == usual
        assert usual > 0
        if engine.dialect.name == "postgresql" and asked == {"section": ["1"]}:
            # each row is looked up by itself: of sections, a join could begin at the far end, and find all there is first
            plan = connection.execute(text(f"EXPLAIN {walked.compile(engine, compile_kwargs={'literal_binds': True})}"))
            assert [line for (line,) in plan if "EXISTS(SubPlan" in line]
    engine.dispose()


@pytest.mark.anyio
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_where_many_match_the_list_is_walked(uncached: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """So far and no further, and the bound is told as one; samples of facets are as large as they say."""
    for module, name, number in (
        (walked_counts, "PROBED", 20), (walked_counts, "WALKED", 40), (walked_counts, "MAX_COUNT", 5), (row_counts, "MAX_COUNT", 5),
        (walked_counts, "SURE", 5), (walked_counts, "WALKED_ROUGHLY", 40), 
    ):  # fmt: skip
        monkeypatch.setattr(module, name, number)
    walks: list[int | None] = []
    original = WalkedCount.walk

    def noted(self: WalkedCount, *given: Any, **options: Any) -> Sequence[Any] | None:
        found = original(self, *given, **options)
        walks.append(None if found is None else len(found))
        return found

    monkeypatch.setattr(WalkedCount, "walk", noted)
    many = await get(uncached, "sources?indicator__isnull=false&limit=3")
    assert (many["page"]["count"], many["page"]["count_is_estimate"]) == (5, True)
    assert walks == [5]
    # fewer than are counted otherwise are found among those that are walked, and it is said that there are more
    monkeypatch.setattr(walked_counts, "WALKED", 25)
    monkeypatch.setattr(walked_counts, "MAX_COUNT", 10)
    monkeypatch.setattr(walked_counts, "SURE", 1)
    fewer = (await get(uncached, "sources?indicator__isnull=false&limit=3&fields=id"))["page"]
    some = (await get(uncached, "sources?limit=1000&fields=id,metric_count&sort=url"))["data"]
    first = sorted(some, key=lambda row: row["id"])[:25]
    assert (fewer["count"], fewer["count_is_estimate"]) == (sum(row["metric_count"] > 0 for row in first), True)
    for name, number in (("WALKED", 40), ("MAX_COUNT", 5)):
        monkeypatch.setattr(walked_counts, name, number)
    # what a filter by time leaves out may be told by its lower bound sooner
    monkeypatch.setattr(walked_counts, "SOME", 1)
    monkeypatch.setattr(walked_counts, "SURE", 10**6)
    left = (await get(uncached, "sources?indicator__isnull=false&period=2025&limit=3"))["meta"]
    assert (left["undated_count"], left["undated_count_is_estimate"]) == (walks[-1], True)
    monkeypatch.setattr(walked_counts, "SURE", 5)
    rare = await get(uncached, "sources?indicator=pue&limit=3")
    exact = await get(uncached, "sources?indicator=pue&limit=3&count=exact")
    assert rare["page"]["count"] == min(5, exact["page"]["count"])
    monkeypatch.setattr("app.lists.facets.facet_counts._MIN_COUNTED", 7)
    for name in ("_MAX_SAMPLED", "_MIN_SAMPLED", "_MAX_COUNTED", "_MAX_FAR_COUNTED", "_MAX_FAR_SAMPLED"):
        monkeypatch.setattr(f"app.lists.facets.facet_counts.{name}", 7)
    # of so many that are looked at, to count them or for the facet that leaves out its own filter
    monkeypatch.setattr(sampling, "WALKED", 10**6)
    for module in (walked_counts, row_counts):
        monkeypatch.setattr(module, "MAX_COUNT", 7)
    select_statements._compiled.clear()
    found = await get(uncached, "sources?indicator__isnull=false&facets=publisher_kind&limit=1000")
    first = sorted(found["data"], key=lambda row: row["id"])[:7]
    assert found["facet_info"]["publisher_kind"]["rows_counted"] == 7
    assert sum(one["count"] for one in found["facets"]["publisher_kind"]) == len(first) == 7
    others = await get(uncached, "sources?indicator__isnull=false&unit__isnull=false&facets=indicator&limit=1")
    assert others["facet_info"]["indicator"]["rows_counted"] == 7


@pytest.mark.anyio
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "common"),
    [
        ("claims?value__gt=0&kind=forecast&facets=topic", {"metric"}),
        ("claims?value__gt=0&publisher_kind=self-media&facets=unit,kind", {"metric"}),
        # of two by which many match, one is listed
        ("metrics?topic=market&publisher_kind=news&facets=topic,status", {"claim_topic"}),
        ("sources?status=actual&publisher_kind=self-media&facets=unit", {"reference"}),
        (
            "numbers?indicator__isnull=false&topic=market&reason__isnull=true&facets=indicator",
            {"number_metric", "claim_topic"},
        ),
        # where nothing else selects rows, they are found by it
        ("claims?value__gt=0&facets=topic", set()),
    ],
)
async def test_what_many_match_is_asked_of_those_that_others_select(
    uncached: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, asked: str, common: set[str]
) -> None:
    used: set[str] = set()
    original = WalkedCount.common_steps

    def noted(self: WalkedCount, *given: Any) -> frozenset[Any]:
        found = original(self, *given)
        used.update(step.remote.table.name for step in found)
        return found

    monkeypatch.setattr(WalkedCount, "common_steps", noted)
    expected = await get(uncached, f"{asked}&limit=1000")
    assert (len(expected["data"]) > 2, used) == (True, set())
    for name, number in (("PROBED", 80), ("WALKED", 20), ("SURE", 12)):
        monkeypatch.setattr(walked_counts, name, number)
    monkeypatch.setattr(select_statements, "_compiled", {})
    assert await get(uncached, f"{asked}&limit=1000") == expected
    assert used == common


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
def test_a_list_that_is_shorter_is_not_walked(seeded: Settings) -> None:
    listing = LISTINGS["sources"]
    engine = open_engine(seeded)
    with engine.connect() as connection:
        assert connection.execute(key_after(listing, 10**6)).first() is None
        found = conditions(listing.filters, listing.query.model_validate({"indicator__isnull": False}))
        assert WalkedCount(listing, found, engine.dialect).walk(connection, {}) is None
    engine.dispose()


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize("facet", ["section", "entity", "status"])
def test_facets_do_not_go_through_all_that_a_filter_names_for_each_row(seeded: Settings, facet: str) -> None:
    listing = LISTINGS["corroborations"]
    engine = open_engine(seeded)
    found = conditions(listing.filters, listing.query.model_validate({"source__isnull": False}))
    counted = count_together(Rows(listing, found.where(), None), found.related, [listing.facets[facet]], once=False)
    said = counted.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}")]
    engine.dispose()
    # of the members that each row has, not of those with any cited figure
    assert [line for line in plan if line.startswith("SEARCH corroboration_member") and "(corroboration_id=?)" in line], plan
    assert not [line for line in plan if "metric_id=?" in line and "corroboration_id=?" in line], plan


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", [{"source": ["src_ieraxqd4uqey"]}, {"publisher": ["toutiao"]}])
def test_conflicts_are_found_by_what_their_few_members_cite(seeded: Settings, asked: dict[str, Any]) -> None:
    """A member is a claim or a figure of one: either is looked up by the claim that cites a source."""
    listing = LISTINGS["conflicts"]
    engine = open_engine(seeded)
    counted = count_statement(listing, listing.query.model_validate(asked), "sqlite")
    said = counted.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}")]
    engine.dispose()
    assert not [line for line in plan if line.startswith("SCAN conflict_member")], plan
    assert [line for line in plan if "conflict_member_claim_id (claim_id=?)" in line], plan
    assert [line for line in plan if "conflict_member_metric_id (metric_id=?)" in line], plan


@pytest.mark.parametrize("facet", ["status", "period_basis"])
def test_claims_are_not_looked_up_on_the_way_to_what_their_citations_support(facet: str) -> None:
    listing = LISTINGS["references"]
    found = conditions(listing.filters, listing.query.model_validate({"period__lt": "2025"}))
    rows = Rows(listing, found.where(), None)
    for filters, is_read in (([facet], False), ([facet, "kind"], True)):
        counted = count_together(rows, {}, [listing.facets[one] for one in filters], once=False)
        assert ("JOIN claim" in str(counted.compile(dialect=sqlite.dialect()))) is is_read
