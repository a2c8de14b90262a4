"""How rows are found: by the index of the very list that is searched, and by that of the few rows that conflicts name."""

import re
from typing import Any

import pytest
from sqlalchemy import literal, select, text
from sqlalchemy.dialects import sqlite

from app.api.claims.queries import CLAIMS
from app.api.metrics.queries import METRICS
from app.api.registry import LISTINGS
from app.config import Settings
from app.lists.facets.count_precomputation import precompute_facet_counts
from app.lists.filters.conditions import conditions
from app.lists.full_text import is_found, query_parameter
from app.lists.list_request import ListRequest
from app.lists.match_statements import count_statement
from app.lists.pagination import read_page
from app.lists.select_statements import bound_values, prepared, rows_statement
from app.store.dialects import search_index
from app.store.engines import open_engine
from app.store.planner_statistics import update_statistics
from app.store.search_query import parse_query

# lists of as many rows as reports have sentences, figures, or pages that they name
LONG = ("claims", "metrics", "numbers", "sources", "citations", "references", "relations")
# lists of more rows than are found by their ids
INDEXED = ("entities", "claims", "metrics", "sources", "references", "relations")


@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
def test_a_word_is_looked_up_in_the_index_of_its_list(seeded: Settings) -> None:
    engine = open_engine(seeded)
    update_statistics(engine)
    precompute_facet_counts(engine, LISTINGS.values())
    found = {}
    with engine.connect() as connection:
        # the report is small enough to be read through
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_indexscan = off"))
        for name in INDEXED:
            statement = (
                select(literal(1)).select_from(search_index).where(*is_found(name, query_parameter(parse_query("百度"))))
            )
            said = statement.compile(engine, compile_kwargs={"literal_binds": True})
            plan = connection.execute(text(f"EXPLAIN {said}")).scalars().all()
            found[name] = [line.partition(" on ")[2].split()[0] for line in plan if "Bitmap Index Scan" in line]
    engine.dispose()
    assert found == {name: [f"ix_search_index_{name}"] for name in INDEXED}


@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
def test_keys_that_have_a_value_are_told_apart_before_rows_are_looked_up_among_them(seeded: Settings) -> None:
    """A row of a short list has very many values: PostgreSQL expects no hash table of them to fit, and goes through them each time."""
    engine = open_engine(seeded)
    listing = LISTINGS["entities"]
    counted = count_statement(listing, listing.query.model_validate({"source__isnull": True}), "postgresql")
    said = counted.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN {said}")).scalars().all()
    engine.dispose()
    assert [line for line in plan if "hashed SubPlan" in line], plan
    assert [line for line in plan if "Key: list_member" in line], plan


@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
def test_sections_are_looked_up_in_a_hash_table(seeded: Settings) -> None:
    """Joined to the sections that are wanted, each row would be compared with each of them."""
    engine = open_engine(seeded)
    query = METRICS.query(section=["1"])
    request = ListRequest(METRICS, query, METRICS.select(query), "en")
    statement = rows_statement(request)[1].limit(50)
    values, _ = bound_values(METRICS, query)
    said = statement.params(values).compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN {said}")).scalars().all()
    engine.dispose()
    assert any("hashed SubPlan" in line and "section" in line for line in plan), plan
    assert not any("Semi Join" in line for line in plan), plan


@pytest.mark.parametrize(("listing", "index"), [
    (CLAIMS, "ix_claim_in_conflict_ordinal_id"),
    (METRICS, "ix_metric_in_conflict_start_id"),
], ids=lambda one: getattr(one, "name", ""))  # fmt: skip
def test_what_conflicts_name_is_read_in_order_from_its_index(seeded: Settings, listing: Any, index: str) -> None:
    engine = open_engine(seeded)
    query = listing.query(in_conflict=True)
    _, statement = rows_statement(ListRequest(listing, query, listing.select(query), "en"))
    said = statement.limit(50).compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # the report is small enough to be read through and sorted
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_sort = off"))
            plan = connection.execute(text(f"EXPLAIN {said}")).scalars().all()
        else:
            plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {said}"))]
    engine.dispose()
    assert any(index in line for line in plan)
    assert not any("TEMP B-TREE" in line or "Sort Key" in line for line in plan)


def test_no_long_list_is_sorted_as_a_whole(seeded: Settings) -> None:
    """By any key, in either direction: rows come in the order of an index, but for those that are equal in the key."""
    engine = open_engine(seeded)
    sorted_ = []
    with engine.connect() as connection:
        explain, whole = "EXPLAIN QUERY PLAN", "USE TEMP B-TREE FOR ORDER BY"
        if engine.dialect.name == "postgresql":
            explain, whole = "EXPLAIN", "->  Sort "
            # the report is small enough to be read through and sorted
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_sort = off"))
        for listing in (LISTINGS[name] for name in LONG):
            for sort in (sign + key for key in listing.sorts for sign in ("", "-")):
                query = listing.query(sort=sort)
                _, statement = rows_statement(ListRequest(listing, query, listing.select(query), "en"))
                said = statement.limit(50).compile(engine, compile_kwargs={"literal_binds": True})
                plan = connection.execute(text(f"{explain} {said}".replace(":", r"\:"))).all()
                if any(whole in row[-1] for row in plan):
                    sorted_.append(f"{listing.name}?sort={sort}")
    engine.dispose()
    assert sorted_ == []


@pytest.mark.parametrize("asked", [{"topic__isnull": False}, {"topic": ["market"]}, {"kind__isnull": False}], ids=str)
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
def test_related_rows_are_not_all_read_before_the_first_is_counted(seeded: Settings, asked: dict[str, Any]) -> None:
    """Not even where no count is asked for, by which it is chosen how rows are read."""
    engine = open_engine(seeded)
    query = METRICS.query(count="none", **asked)
    statements = prepared(
        ListRequest(METRICS, query, METRICS.select(query), "en"), bound_values(METRICS, query)[1], engine.dialect
    )
    assert statements.count is not None
    said = count_statement(METRICS, query, "sqlite").compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {said}"))]
        (page, whole) = (
            read_page(METRICS, one, connection, "en", set(), as_json=False)
            for one in (query, query.model_copy(update={"count": None}))
        )
    engine.dispose()
    assert not any("LIST SUBQUERY" in line for line in plan)
    assert (page.rows, page.count, page.next_cursor) == (whole.rows, None, whole.next_cursor)
    assert whole.count


@pytest.mark.parametrize(
    ("name", "given", "row_by_row", "listed"),
    [
        # nearly all rows have some value, which tells little beside what others select
        ("citations", {"entity_type__isnull": False, "kind": ["opinion"]}, ["mention"], ["claim"]),
        ("claims", {"entity_type__isnull": False, "unit": ["CNY"]}, ["mention"], ["metric"]),
        ("metrics", {"source__isnull": False, "topic__isnull": False}, [], ["metric_citation", "claim_topic"]),
        ("claims", {"entity_type__isnull": False, "kind": ["opinion"]}, ["mention"], []),
        ("claims", {"entity_type__isnull": False}, [], ["mention"]),
        # and so within the related rows
        ("units", {"publisher_kind__isnull": False, "section": ["4.2"]}, ["metric_citation"], []),
    ],
)
def test_what_tells_little_is_asked_of_each_row(
    name: str, given: dict[str, Any], row_by_row: list[str], listed: list[str]
) -> None:
    listing = LISTINGS[name]
    where = conditions(listing.filters, listing.query.model_validate(given)).where()
    said = " ".join(" ".join(str(one.compile(dialect=sqlite.dialect())) for one in where).split())
    assert [
        one for one in ("mention", "claim", "metric", "metric_citation") if f"EXISTS (SELECT 1 FROM {one} " in said
    ] == row_by_row
    found = {match[1] for match in re.finditer(r" IN \(SELECT [\w.]+ FROM (\w+)", said)}
    assert found >= set(listed)
    assert not found & set(row_by_row)


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ({"source__ne": ["src_ieraxqd4uqey"], "status": ["target"]}, ["metric.status =", "citation.source_id ="]),
        ({"reference": ["102"], "period_basis__ne": ["sentence"]}, ["metric.period_basis =", "FROM citation"]),
        ({"unit__ne": ["CNY"], "status": ["target"]}, ["metric.status =", "metric.unit ="]),
    ],
)
def test_what_is_near_is_asked_first_and_what_is_absent_last(given: dict[str, Any], order: list[str]) -> None:
    listing = LISTINGS["conflicts"]
    where = conditions(listing.filters, listing.query.model_validate(given)).where(correlated=True)
    said = [str(one.compile(dialect=sqlite.dialect())) for one in where]
    assert [next((one for one in order if one in text_), text_) for text_ in said] == order


def test_years_are_bounds_of_days() -> None:
    """Of an expression PostgreSQL expects a few rows, and goes through all of them for each row of a list."""
    for given in ({"period_year": ["2025"]}, {"period_year__ne": ["2025", "2026"]}):
        (condition,) = conditions(METRICS.filters, METRICS.query.model_validate(given)).where()
        said = str(condition.compile(dialect=sqlite.dialect()))
        assert ("period_end <=" in said, "substr" in said) == (True, False)
