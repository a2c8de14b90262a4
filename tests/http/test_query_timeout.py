"""A query that runs or waits too long is stopped and says so; the next one is answered."""

import gc
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.config import Settings
from app.main import create_app
from app.store.engines import open_engine
from app.store.transactions import is_full

pytestmark = pytest.mark.anyio
# some five milliseconds on PostgreSQL, which stops after one at the earliest
DEAR = "/api/v1/aggregate?group_by=topic,indicator,unit&measures=median"


async def test_a_query_is_stopped_after_its_time(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite looks at the clock often enough for queries over little data
    monkeypatch.setattr("app.store.time_limits._STEPS", 100)
    app = create_app(seeded.model_copy(update={"query_timeout": 0.0005}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.get(DEAR)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("30", "no-store")
        problem = answer.json()
        assert (problem["type"], problem["instance"]) == ("/problems/too-slow", "/api/v1/aggregate")
        assert problem["detail"].startswith("the query was stopped after 0.0005 s")
        app.state.settings.query_timeout = 5
        assert (await client.get(DEAR)).status_code == 200
    app.state.close()


# SQLAlchemy leaves the cursor of a broken connection to the garbage collector
@pytest.mark.filterwarnings("ignore:.*ServerCursor:ResourceWarning")
@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("query_timeout", "silence"), [(0.2, 60), (60, 0.2)])
async def test_an_export_waits_no_longer_for_a_lock_than_a_query_may_run(
    seeded: Settings, monkeypatch: pytest.MonkeyPatch, query_timeout: float, silence: float
) -> None:
    """Nor for a server that says nothing: it may take as long as it needs only while there are rows."""
    monkeypatch.setattr("app.lists.pagination._LONGEST_SILENCE", silence)
    app = create_app(seeded.model_copy(update={"query_timeout": query_timeout}))
    path = "/api/v1/claims?format=csv"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        assert (await client.get(path)).status_code == 200
        engine = open_engine(seeded)
        with engine.connect() as other:
            other.execute(text("LOCK TABLE claim"))
            export = await client.get(f"{path}&bom=false")
            other.rollback()
        engine.dispose()
        assert (export.status_code, export.json()["type"]) == (503, "/problems/unavailable")
        assert ("another program has locked a table" in export.json()["detail"]) == (query_timeout < silence)
        assert export.headers["retry-after"]
        assert (await client.get(f"{path}&bom=true")).status_code == 200
    app.state.close()
    gc.collect()


@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
async def test_a_disk_that_is_full_for_the_database_is_told(seeded: Settings) -> None:
    """Of what it sorts more than it has memory for."""
    app = create_app(seeded)

    def limit(connection: Any, _: Any) -> None:
        connection.execute("SET work_mem = 64; SET temp_file_limit = 0")
        connection.commit()

    event.listen(app.state.engine, "connect", limit)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.get(DEAR)
        assert (answer.status_code, answer.json()["type"]) == (507, "/problems/storage-full")
        assert "no room" in answer.json()["detail"]
        assert (await client.get("/api/v1/units?limit=1")).status_code == 200
    app.state.close()


def test_a_full_disk_is_told_from_other_errors_of_sqlite(tmp_path: Path) -> None:
    engine = open_engine(Settings(database_url=f"sqlite:///{tmp_path / 'full.db'}"))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 2")
        with pytest.raises(OperationalError) as full:
            connection.exec_driver_sql("CREATE TABLE one AS SELECT zeroblob(100000)")
        with pytest.raises(OperationalError) as other:
            connection.exec_driver_sql("SELECT nothing")
    engine.dispose()
    assert [is_full(one.value) for one in (full, other)] == [True, False]
