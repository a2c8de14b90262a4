"""Requests wait for their turn where it stops nobody else, and no longer than they are told to."""

from contextlib import ExitStack

import httpx
import pytest

from app.config import Settings
from app.main import create_app

pytestmark = pytest.mark.anyio
WARM, CHEAP, DEAR = "/api/v1/units?limit=1", "/api/v1/units?limit=2", "/api/v1/availability"


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_while_all_turns_are_taken_cheap_answers_and_readiness_wait_for_nobody(seeded: Settings) -> None:
    app = create_app(seeded.model_copy(update={"pool_size": 2, "pool_timeout": 0.05}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        assert (await client.get(WARM)).status_code == 200  # compiles the statements
        with ExitStack() as connections:
            for _ in range(3):  # of two answers and an export
                connections.enter_context(app.state.engine.connect())
            async with app.state.concurrency_limit.slot(), app.state.concurrency_limit.slot():
                refused = await client.get(DEAR)
                assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
                assert refused.json()["detail"] == "too many requests are being answered"
                for path in (CHEAP, "/readyz", "/healthz"):
                    assert (await client.get(path)).status_code == 200, path
        assert (await client.get(DEAR)).status_code == 200
    app.state.close()
