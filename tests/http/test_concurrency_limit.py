"""Requests wait for their turn where it stops nobody else, and no longer than they are told to."""

import asyncio
import selectors
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Event, get_ident

import anyio
import httpx
import pytest
from sqlalchemy import event

from app.config import Settings
from app.errors import Unavailable
from app.http.concurrency_limit import ConcurrencyLimit
from app.http.spooled_export import Export, Started
from app.main import create_app
from tests.support.live import served

pytestmark = pytest.mark.anyio
WARM, CHEAP, DEAR = "/api/v1/units?limit=1", "/api/v1/units?limit=2", "/api/v1/availability"
# has a turn of its own, and waits for no other
EXPORT = "/api/v1/units?format=csv"


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
                for path in (CHEAP, EXPORT, "/readyz", "/healthz"):
                    assert (await client.get(path)).status_code == 200, path
        assert (await client.get(DEAR)).status_code == 200
    app.state.close()


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_nothing_is_read_in_the_event_loop_while_threads_are_at_work(seeded: Settings) -> None:
    """Each statement would wait for Python's lock there, and with it everybody."""
    app = create_app(seeded)
    seen: list[int] = []
    event.listen(app.state.engine, "checkout", lambda *_: seen.append(get_ident()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        assert (await client.get(WARM)).status_code == 200
        seen.clear()
        assert (await client.get(CHEAP)).status_code == 200
        assert seen[0] == get_ident()
        seen.clear()
        async with app.state.concurrency_limit.slot():
            assert (await client.get("/api/v1/units?limit=3")).status_code == 200
        assert get_ident() not in seen
        may_end = Event()

        def write(tell: Callable[[Started], None]) -> None:
            may_end.wait(60)
            tell(Started({}, "text/plain", iter([b""])))

        export = asyncio.create_task(app.state.spooler.respond(Export(write)))
        await asyncio.sleep(0)
        seen.clear()
        assert (await client.get("/api/v1/units?limit=4")).status_code == 200
        assert get_ident() not in seen
        may_end.set()
        await export
        while app.state.spooler.is_used:
            await asyncio.sleep(0.01)
        seen.clear()
        assert (await client.get("/api/v1/units?limit=5")).status_code == 200
        assert seen[0] == get_ident()
    app.state.close()


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_who_waits_for_a_picture_keeps_nobody_waiting(seeded: Settings) -> None:
    app = create_app(seeded.model_copy(update={"pool_size": 2, "pool_timeout": 60}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test", timeout=60) as client:
        chart = "/api/v1/aggregate?group_by=indicator&format=svg&limit="
        assert (await client.get(f"{chart}1")).status_code == 200
        worker = app.state.chart_renderer._worker
        worker.send_signal(signal.SIGSTOP)
        try:
            charts = [asyncio.create_task(client.get(f"{chart}{2 + n}")) for n in range(5)]
            charts.append(asyncio.create_task(client.get("/assets/any/vega-embed.js")))
            while app.state.drawing_limit.waiting < len(charts) - 1:
                await asyncio.sleep(0.01)
            assert not app.state.concurrency_limit.is_used
            assert (await client.get(DEAR)).status_code == 200
        finally:
            worker.send_signal(signal.SIGCONT)
        assert [answer.status_code for answer in await asyncio.gather(*charts)] == [200] * len(charts)
    app.state.close()


class SelectorThatSkips(selectors.SelectSelector):
    """Waits for nothing: a clock goes forward instead, so that what is timed comes at its very second."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0
        return super().select(0)


class LoopThatSkips(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = SelectorThatSkips()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def test_a_queue_of_answers_that_stands_is_refused_sooner() -> None:
    async def refused_after(limit: ConcurrencyLimit, arrives: float) -> float:
        await asyncio.sleep(arrives)
        begun = anyio.current_time()
        with pytest.raises(Unavailable):
            await limit.slot().__aenter__()
        return anyio.current_time() - begun

    async def waits() -> list[float]:
        limit = ConcurrencyLimit(1, 2)
        async with limit.slot():
            waiting = await asyncio.gather(*(refused_after(limit, arrives) for arrives in (0, 1, 2.5, 3, 6)))
        async with limit.slot():
            return waiting

    with asyncio.Runner(loop_factory=LoopThatSkips) as runner:
        # the second sees the queue stand while it waits; before the last nobody waited any more
        assert runner.run(waits()) == pytest.approx([2, 2, 0.2, 0.2, 2])


async def test_a_client_that_has_left_gets_no_slot() -> None:
    limit = ConcurrencyLimit(1, 5)
    with pytest.raises(Unavailable):
        async with limit.slot(lambda: True):
            raise AssertionError("the answer was begun")
    assert not limit.is_used


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
