"""The flat views for dashboards: row by row and field by field what the API answers, on both databases."""

import datetime
import json
import re
from typing import Any

import httpx
import pytest
from sqlalchemy import inspect, text

from app.api.registry import LISTINGS
from app.config import HOME, Settings
from app.store.engines import open_engine
from app.store.service_url import note_service_url
from app.vocabulary.names import HEDGES, SAID_BEFORE

pytestmark = pytest.mark.anyio
ADDRESS = "http://127.0.0.1:8000"
# of each view: the list, what to embed, and what the view calls a field of what is embedded
OF_SOURCES = {"source_urls": "url", "source_titles": "title", "publishers": "publisher", "publisher_kinds": "publisher_kind"}
VIEWS: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "metrics_flat": (
        "metrics",
        "sources,claim",
        {
            **{name: ("sources", field) for name, field in OF_SOURCES.items()},
            "claim_text": ("claim", "text"),
            "claim_text_en": ("claim", "text_en"),
        },
    ),
    "claims_flat": ("claims", "sources", {name: ("sources", field) for name, field in OF_SOURCES.items()}),
    "sources_flat": ("sources", "", {}),
}
# columns that the API's rows do not have
MORE = {
    "metrics_flat": {"section_title", "section_title_en", "publisher_names"},
    "claims_flat": {"publisher_names"},
    "sources_flat": {"publisher_kind_label", "publisher_kind_label_en", "publisher_kind_label_zh"},
}
# fields that a view calls otherwise: reserved words, and a word that says that it is a boolean
RENAMED = {"start": "start_offset", "end": "end_offset", "as_of": "is_cumulative"}


@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_has_what_the_api_answers(client: httpx.AsyncClient, seeded: Settings, view: str) -> None:
    name, include, embedded = VIEWS[view]
    shown = {"fields": ",".join(LISTINGS[name].selectable)}
    query = {"format": "ndjson", **shown, **({"include": include} if include else {})}
    answer = await client.get(f"/api/v1/{name}", params=query)
    expected = {row["id"]: row for row in map(json.loads, answer.text.splitlines())}
    rows = {row["id"]: row for row in read(seeded, view)}
    assert len(rows) > 100
    assert rows.keys() == expected.keys()
    for id_, row in rows.items():
        wanted = {field: flat(value) for field, value in expected[id_].items() if field not in {"sources", "claim"}}
        for column, (of, field) in embedded.items():
            held = expected[id_][of]
            wanted[column] = flat([one[field] for one in held]) if isinstance(held, list) else held[field]
        wanted = {RENAMED.get(column, column): value for column, value in wanted.items()}
        assert {column: plain(column, row[column]) for column in wanted} == wanted
        assert row.keys() - wanted.keys() == MORE[view]


def read(settings: Settings, view: str) -> list[dict[str, Any]]:
    engine = open_engine(settings)
    # a server of another test may have stored where it listened
    note_service_url(engine, ADDRESS)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(text(f"SELECT * FROM {view}")).mappings()]
    engine.dispose()
    return rows


def flat(value: Any) -> Any:
    """A list as text, as the views and CSV have it, and the address that is stored for that which was asked."""
    if isinstance(value, str) and value.startswith("http://test/"):
        return value.replace("http://test", ADDRESS)
    return ("; ".join(map(str, value)) or None) if isinstance(value, list) else value


def plain(column: str, value: Any) -> Any:
    """What a database gives, as JSON has it."""
    if column in {"qualifiers", "qualifiers_en", "qualifiers_zh"}:
        return json.loads(value)
    if column in {"is_cumulative", "is_forecast", "in_conflict", "is_total"}:
        return bool(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


async def test_labels_and_names_of_a_figure(seeded: Settings) -> None:
    row = next(row for row in read(seeded, "metrics_flat") if row["id"] == "met_p33xbfxg5uvd")
    shown = ("section_title_en", "indicator_name", "value", "display", "source_urls", "publisher_names")
    assert [row[name] for name in shown] == [
        "Industry size and growth", "Market size", 70000000000.0, "over CNY 70 billion",
        "http://m.toutiao.com/group/7583249202268946996/", "Toutiao",
    ]  # fmt: skip


def answers(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    engine = open_engine(settings)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(sql))]
    engine.dispose()
    return rows


async def test_a_sum_by_year_is_of_facts(seeded: Settings) -> None:
    sql = (
        "SELECT year, is_forecast, sum(value_low), sum(value_high), max(times_stated), max(label) FROM facts_flat"
        " WHERE indicator = 'market-size' AND entity = 'china-llm-market' AND unit = 'CNY'"
        " GROUP BY year, is_forecast ORDER BY year"
    )
    assert answers(seeded, sql) == [
        (2021, False, None, 10e9, 1, "under CNY 10 billion"),
        (2024, False, 29.416e9, 29.416e9, 3, "CNY 29.416 billion"),
        (2025, True, 80e9, None, 1, "over CNY 80 billion (forecast)"),
        (2026, True, 70e9, None, 3, "over CNY 70 billion (forecast)"),
        (2030, True, 500e9, None, 2, "over CNY 500 billion (forecast)"),
    ]


async def test_addresses_are_of_the_service_that_serves(seeded: Settings) -> None:
    engine = open_engine(seeded)
    try:
        note_service_url(engine, "https://facts.example/path")
        (first,) = answers(seeded, "SELECT id, fact_url, source_link FROM facts_flat WHERE source_link IS NOT NULL LIMIT 1")
        assert first[1] == f"https://facts.example/path/metrics/{first[0]}"
        assert first[2].startswith("https://facts.example/path/sources/src_")
    finally:
        note_service_url(engine, ADDRESS)
        engine.dispose()


async def test_totals_are_told_from_their_parts(seeded: Settings) -> None:
    found = answers(seeded, "SELECT label FROM facts_flat WHERE is_total ORDER BY label")
    assert found == [("230 computing centres (China)",), ("86 models (China)",)]


async def test_facts_are_those_of_repeats_first(client: httpx.AsyncClient, seeded: Settings) -> None:
    query = {"format": "ndjson", "repeats": "first", "qualifier.role__isnull": "true", "fields": "id"}
    answer = await client.get("/api/v1/metrics", params=query)
    expected = sorted(json.loads(line)["id"] for line in answer.text.splitlines())
    assert sorted(id_ for (id_,) in answers(seeded, "SELECT id FROM facts_flat")) == expected


async def test_points_of_a_series_are_facts(client: httpx.AsyncClient, seeded: Settings) -> None:
    query = {"format": "ndjson", "indicator": "share", "unit": "percent"}
    answer = await client.get("/api/v1/series", params=query)
    points = {row["metric_id"]: row for row in map(json.loads, answer.text.splitlines())}
    facts = {row["id"]: row for row in read(seeded, "facts_flat") if (row["indicator"], row["unit"]) == ("share", "percent")}
    assert len(facts) > 20
    assert points.keys() == facts.keys()
    for id_, fact in facts.items():
        shared = {RENAMED.get(field, field): flat(value) for field, value in points[id_].items()}
        shared = {column: value for column, value in shared.items() if column in fact}
        assert {column: plain(column, fact[column]) for column in shared} == shared
        assert shared.keys() >= {"times_stated", "in_conflict", "year", "value_high", "source_url"}


async def test_facts_of_an_indicator_are_found_by_an_index(seeded: Settings) -> None:
    query = "SELECT * FROM facts_flat WHERE indicator = 'market-size' AND unit = 'CNY'"
    engine = open_engine(seeded)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # it reads a small table as a whole whatever indexes there are; a bitmap's index stands in another line
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SET enable_bitmapscan = off"))
            plan = [line for (line,) in connection.execute(text(f"EXPLAIN {query}"))]
        else:
            plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    engine.dispose()
    # which of the indexes that have it is for the database to choose
    assert any(("Index Cond" in line and "indicator = " in line) or "indicator=?" in line for line in plan)
    # copies of a fact by their group, so that no fact costs a look at all others
    copies = [line for line in plan if " copy" in line and ("Scan" in line or line.startswith("SEARCH"))]
    assert copies
    assert all("ix_metric_repeat_group" in line for line in copies)


@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
async def test_the_role_of_the_guide_reads_the_views_and_nothing_else(seeded: Settings) -> None:
    guide = (HOME / "app" / "pages" / "guide.md").read_text()
    (granted,) = re.findall(r"GRANT SELECT ON ([^;]*) TO dashboards;", guide)
    engine = open_engine(seeded)
    with engine.connect() as connection:
        names = engine.dialect.get_view_names(connection), engine.dialect.get_table_names(connection)
        connection.execute(text("CREATE ROLE dashboards_of_a_test"))
        connection.execute(text(f"GRANT SELECT ON {granted} TO dashboards_of_a_test"))
        connection.execute(text("SET LOCAL ROLE dashboards_of_a_test"))
        may = "has_table_privilege('dashboards_of_a_test', :name, 'SELECT')"
        found = [
            {name: connection.execute(text(f"SELECT {may}"), {"name": f'"{name}"'}).scalar() for name in group}
            for group in names
        ]
        # what a view reads besides, its owner reads
        assert connection.execute(text("SELECT count(fact_url) FROM facts_flat")).scalar_one() > 100
        connection.rollback()
    engine.dispose()
    assert found == [dict.fromkeys(names[0], True), dict.fromkeys(names[1], False)]


async def test_the_time_of_publishing_is_a_timestamp(seeded: Settings) -> None:
    engine = open_engine(seeded)
    with engine.connect() as connection:
        built_at = datetime.datetime.fromisoformat(connection.execute(text("SELECT built_at FROM dataset")).scalar_one())
        found = connection.execute(text("SELECT published_at FROM dataset_flat")).scalar_one()
        (column,) = (one for one in inspect(connection).get_columns("dataset_flat") if one["name"] == "published_at")
        newest = connection.execute(
            text("SELECT count(*) FROM dataset_flat WHERE published_at > '2020-01-01' AND published_at < '2100-01-01'")
        ).scalar_one()
    engine.dispose()
    if engine.dialect.name == "sqlite":
        # the form of SQLite's own functions, which is in UTC
        found = datetime.datetime.strptime(found, "%Y-%m-%d %H:%M:%S").replace(tzinfo=datetime.UTC)
    assert (found, newest) == (built_at, 1)
    assert str(column["type"]) == "TIMESTAMP"


async def test_every_column_is_described_and_no_reserved_word(seeded: Settings) -> None:
    described: dict[str, list[str]] = {}
    for view, column, meaning in answers(seeded, "SELECT view_name, column_name, meaning FROM view_columns"):
        assert meaning
        described.setdefault(view, []).append(column)
    engine = open_engine(seeded)
    with engine.connect() as connection:
        found = {view: list(connection.execute(text(f"SELECT * FROM {view} LIMIT 1")).keys()) for view in described}
    engine.dispose()
    assert {view: ["", *columns] for view, columns in found.items()} == described
    assert not {"start", "end", "as_of"} & {column for columns in found.values() for column in columns}
    assert len(described) == 12


async def test_every_column_has_a_type_and_a_comment(seeded: Settings) -> None:
    engine = open_engine(seeded)
    inspector = inspect(engine)
    columns = {view: inspector.get_columns(view) for view in inspector.get_view_names()}
    engine.dispose()
    assert len(columns) == 13
    types = {(view, one["name"]): str(one["type"]) for view, of_view in columns.items() for one in of_view}
    assert "NULL" not in types.values()
    named = ("year", "is_forecast", "in_conflict", "period_mid", "value_low", "times_stated", "label")
    assert [types["facts_flat", name].partition(" ")[0] for name in named] == [
        "INTEGER", "BOOLEAN", "BOOLEAN", "DATE", "DOUBLE", "INTEGER", "TEXT",
    ]  # fmt: skip
    if engine.dialect.name == "postgresql":
        assert all(one["comment"] for of_view in columns.values() for one in of_view)


async def test_a_figure_is_hedged_in_the_same_words_everywhere(seeded: Settings) -> None:
    """The views, whose words are in a migration, say what `display` and charts take from one table."""
    rows = read(seeded, "metrics_flat")
    assert {(row["comparator"], row["hedge_en"], row["hedge_zh"]) for row in rows} <= {
        (str(one), *words) for one, words in HEDGES.items()
    }
    hedged = [row for row in rows if row["comparator"] in SAID_BEFORE]
    assert len({row["comparator"] for row in hedged}) == len(SAID_BEFORE)
    # the name of a class (4K) and several of a magnitude (数百) say by themselves that they are no exact numbers; what a text
    # calls nearly so is shown as nearly so, where the views say about
    unsaid = {
        row["quote"]
        for row in hedged
        if row["hedge_zh"] not in row["display_zh"] or row["hedge_en"] not in row["display_en"]
    }
    assert all(re.search(r"\dK|[数几][十百千万]|^(?:接近|近|准)", quote) for quote in unsaid), unsaid
