"""The generator of the benchmarks: copies of the report that keep every rule of the database, and the API on them."""

import sqlite3
from collections import Counter
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from app.config import Settings
from app.main import create_app
from app.store.bulk_inserts import column_tuples
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import Claim, Document, Indicator, Metric, Source, columns, table
from benchmarks.clones import Template
from benchmarks.generate import copies_for, generate
from benchmarks.tables import growth, markdown

pytestmark = pytest.mark.slow

COPIES = 2


@pytest.fixture(scope="module")
def doubled(tmp_path_factory: pytest.TempPathFactory, built: Build) -> Settings:
    """A database with the report and one copy of it."""
    settings = Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('doubled') / 'factbase.db'}")
    engine = open_engine(settings)
    metrics = COPIES * built.counts["metric"]
    first, second = (generate(engine, settings, metrics, built, workers=0) for _ in range(2))
    engine.dispose()
    assert first is not None
    assert first.metrics == metrics
    assert second is None
    return settings


def test_the_first_copy_is_the_report(built: Build) -> None:
    template = Template(built, COPIES)
    own = {model: values for model, values in template.copy(0) if model in (Claim, Metric, Source, Document)}
    for model, values in own.items():
        expected = column_tuples(model, built.rows[model])
        if model is Document:
            assert [value[0] for value in values] == [value[0] for value in expected]
        else:
            assert values == expected


def test_copies_share_no_id(built: Build) -> None:
    template = Template(built, 3)
    ids = [value[0] for number in range(3) for model, values in template.copy(number) if model is Metric for value in values]
    assert len(set(ids)) == len(ids) == 3 * built.counts["metric"]


def test_sizes_are_whole_documents(built: Build) -> None:
    one = built.counts["metric"]
    assert [copies_for(metrics, built) for metrics in (1, one, one + 1)] == [1, 1, 2]


def test_references_and_index_hold(doubled: Settings, built: Build) -> None:
    path = Path(doubled.database_url.removeprefix("sqlite:///"))
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    indices = "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    declared = sum(len(one.indexes) for one in table(Metric).metadata.sorted_tables)
    assert connection.execute(indices).fetchone() == (declared,)
    unindexed = "SELECT count(*) FROM search_entry WHERE id NOT IN (SELECT rowid FROM search_index)"
    assert connection.execute(unindexed).fetchone() == (0,)
    connection.close()


def test_counts_are_those_of_the_rows(doubled: Settings) -> None:
    engine = open_engine(doubled)
    metric, indicator = columns(Metric), columns(Indicator)
    with engine.connect() as connection:
        stored = {row.slug: row.metric_count for row in connection.execute(select(indicator.slug, indicator.metric_count))}
        counted = Counter(connection.execute(select(metric.indicator)).scalars())
        documents = connection.execute(select(func.count()).select_from(table(Document))).scalar_one()
    engine.dispose()
    assert stored == {slug: counted[slug] for slug in stored}
    assert documents == COPIES


@pytest.mark.anyio
async def test_the_api_answers_on_it(doubled: Settings, built: Build) -> None:
    app = create_app(doubled)
    found = {row["id"] for row in built.rows[Claim] if "百度" in row["text"]}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1") as client:
        listed = (await client.get("/metrics", params={"sort": "-value", "limit": 1000})).json()
        searched = (await client.get("/claims", params={"q": "百度", "limit": 1000})).json()
        copied = [row for row in listed["data"] if row["document"] != built.rows[Document][0]["slug"]]
        one = (await client.get(f"/claims/{copied[0]['claim_id']}")).json()
    app.state.close()
    assert listed["page"]["count"] == COPIES * built.counts["metric"]
    assert [row["value"] for row in listed["data"]] == sorted((row["value"] for row in listed["data"]), reverse=True)
    assert len(copied) == built.counts["metric"]
    assert found < {row["id"] for row in searched["data"]}
    assert len(searched["data"]) == COPIES * len(found)
    assert one["document"] == copied[0]["document"]
    assert copied[0]["id"] in one["metric_ids"]


def test_growth_is_of_workloads_at_several_sizes() -> None:
    alone = {"rate": 900.0, "p50": 1.25, "p99": 2.0, "requests": 9, "failed": 0}
    measured = [
        ("one object", 1_266, "factbase", alone),
        ("one object", 1_000_140, "factbase", {**alone, "p50": 1.5}),
        ("distinct", 1_266, "factbase", {**alone, "rss": 90.0}),
        ("distinct", 1_000_140, "factbase", {**alone, "rate": 1234.4, "rss": 95.0}),
        ("distinct", 1_000_140, "Datasette 0.65, table", {**alone, "rss": 50.0}),
        ("CSV, all rows", 1_266, "factbase", {"first_byte_ms": 40.2, "seconds": 0.5, "rows": 1_266}),
        ("CSV, all rows", 1_000_140, "factbase", {"first_byte_ms": 49.6, "seconds": 40.0, "rows": 1_000_140}),
        ("cold start", 1_000_140, "factbase", {"seconds": 1.1}),
    ]
    results = [
        {
            "workload": workload,
            "backend": "SQLite",
            "metrics": size,
            "server": server,
            "value": value,
            "same": "",
            "note": "",
        }
        for workload, size, server, value in measured
    ]
    headings, rows = growth(results)
    assert headings == ["workload", "database", "1,266", "1,000,140"]
    assert rows == [
        ["one object", "SQLite", "1.25 ms", "1.50 ms"],
        ["distinct", "SQLite", "900/s", "1,234/s"],
        ["CSV, all rows", "SQLite", "40 ms, then 2,532 rows/s", "50 ms, then 25,004 rows/s"],
    ]
    told = markdown([{"about": {"client": "wrk"}, "results": results}])
    assert told.count("\n| ") + told.startswith("| ") == 2 + len(rows) + 2 + len(results)
    assert "Measured: client wrk." in told
