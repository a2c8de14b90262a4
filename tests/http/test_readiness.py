"""Readiness names what answers cannot be read from."""

import httpx
import pytest
from sqlalchemy import text

from app.config import Settings
from app.main import create_app
from app.store.engines import open_engine
from app.store.transactions import write
from tests.conftest import migrated

pytestmark = pytest.mark.anyio
# what is done to a database, how it is undone, and what is then said to be at fault
DONE = [
    ("ALTER TABLE suggestion RENAME TO other", "ALTER TABLE other RENAME TO suggestion", "suggestion"),
    ("ALTER TABLE search_index RENAME TO other", "ALTER TABLE other RENAME TO search_index", "search_index"),
    ("ALTER TABLE dashboard RENAME COLUMN slug TO name", "ALTER TABLE dashboard RENAME COLUMN name TO slug", "dashboard"),
    ("SELECT 1", "SELECT 2", "no dataset"),
    ("UPDATE alembic_version SET version_num = '0001'", "SELECT 1", "at schema 0001"),
]


async def test_it_says_why_the_database_cannot_be_read(empty: Settings) -> None:
    settings = migrated(empty)
    engine, app = open_engine(settings), create_app(settings)
    said = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        with write(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("LOCK TABLE claim"))
            # a table that others have locked can be read later
            assert "no dataset" in (await client.get("/readyz")).json()["detail"]
        for statement, undo, named in DONE:
            for one in (statement, undo):
                with write(engine) as connection:
                    connection.execute(text(one))
                if one is statement:
                    answer = await client.get("/readyz")
                    said.append((named in answer.json()["detail"], answer.status_code, "retry-after" in answer.headers))
    app.state.close()
    engine.dispose()
    assert said == [(True, 503, True)] * len(DONE)
