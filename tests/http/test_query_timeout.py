"""A query that runs too long is stopped and says so; the next one is answered."""

import httpx
import pytest

from app.config import Settings
from app.main import create_app

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
