"""Requests wait for their turn where it stops nobody else, and no longer than they are told to."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from app.config import Settings
from app.http.request_limits import RECEIVED_AT
from app.main import create_app
from tests.support.live import served

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


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_a_request_whose_turn_comes_too_late_is_refused(seeded: Settings) -> None:
    """What costs less than a refusal is answered all the same."""
    app = create_app(seeded.model_copy(update={"pool_timeout": 0.5}))
    late = asyncio.get_running_loop().time() - 1

    async def arrived_late(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, RECEIVED_AT: late}, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        assert (await client.get(WARM)).status_code == 200
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=arrived_late), base_url="http://test") as client:
        refused = await client.get(CHEAP)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert refused.json()["detail"] == "too many requests are waiting"
        assert {(await client.get(path)).status_code for path in (WARM, "/healthz")} == {200}
    app.state.close()


@pytest.mark.slow
async def test_more_requests_than_can_be_answered_do_not_keep_later_ones_waiting(seeded: Settings, tmp_path: Path) -> None:
    """Some are answered, others refused in time, and none is left without an answer."""
    settings = seeded.model_copy(update={"pool_timeout": 0.1})
    with served(settings, tmp_path) as server:
        limits, address = (
            httpx.Limits(max_connections=None),
            f"http://127.0.0.1:{server.port}/api/v1/availability?value__gt=",
        )
        async with httpx.AsyncClient(limits=limits, timeout=60) as client:
            answers = await asyncio.gather(*(client.get(f"{address}{number}") for number in range(200)))
            assert Counter(one.status_code for one in answers).keys() == {200, 503}
            assert (await client.get(f"{address}200")).status_code == 200
