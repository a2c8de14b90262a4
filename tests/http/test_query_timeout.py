"""A query that runs or waits too long is stopped and says so; the next one is answered."""

import gc

import httpx
import pytest
from sqlalchemy import text

from app.config import Settings
from app.main import create_app
from app.store.engines import open_engine

pytestmark = pytest.mark.anyio
# some five milliseconds on PostgreSQL, which stops after one at the earliest
DEAR = "/api/v1/aggregate?group_by=topic,indicator,unit&measures=median"


async def test_a_query_is_stopped_after_its_time(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite looks at the clock often enough for queries over little data
    monkeypatch.setattr("app.store.transactions._STEPS", 100)
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
        assert export.headers["retry-after"]
        assert (await client.get(f"{path}&bom=true")).status_code == 200
    app.state.close()
    gc.collect()
