"""Beyond what a process can answer, some requests are refused in time, the others answered in time, and none is left alone."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from app.config import Settings
from app.errors import Unavailable
from app.http.load_shedding import HAS_LEFT, LARGEST_ROUND, Patience, RoundSize, StartQueue
from app.main import create_app
from tests.support.live import served

pytestmark = pytest.mark.anyio
WARM, COLD = "/api/v1/units?limit=1", "/api/v1/units?limit=2"


def stays() -> bool:
    return False


def leaves() -> bool:
    return True


def test_a_queue_that_never_empties_has_less_patience() -> None:
    patience = Patience(5)
    patience.note_empty(0)
    assert [patience.seconds(now) for now in (1, 3, 5, 5.1, 6)] == [5, 5, 5, 0.5, 0.5]
    patience.note_empty(7)
    assert patience.seconds(8) == 5


def test_a_queue_in_which_nobody_waited_does_not_stand() -> None:
    patience = Patience(5)
    patience.note_empty(0)
    assert patience.seconds(100) == 5


async def test_requests_begin_in_order_a_few_in_each_round_of_the_event_loop() -> None:
    queue, begun = StartQueue(5), []
    loop = asyncio.get_running_loop()
    rounds = 0

    def count() -> None:
        nonlocal rounds
        rounds += 1
        loop.call_soon(count)

    async def begin(number: int) -> None:
        await queue.wait(stays)
        begun.append((number, rounds))

    loop.call_soon(count)
    await asyncio.gather(*map(begin, range(3 * LARGEST_ROUND)))
    assert [number for number, _ in begun] == list(range(3 * LARGEST_ROUND))
    sizes = list(Counter(one for _, one in begun).values())
    assert sizes[0] == 1
    assert max(sizes) <= LARGEST_ROUND


def test_a_round_grows_while_it_is_full_and_short_and_shrinks_when_it_was_long() -> None:
    size, allowed = RoundSize(), []
    for begun, seconds in [
        (1, 0),
        (1, 0),
        (2, 0.003),
        (2, 0.001),
        (4, 0),
        (8, 0),
        (16, 0),
        (3, 0.005),
        (8, 1),
        (4, 1),
        (2, 1),
        (1, 1),
    ]:
        size.note(begun, seconds)
        allowed.append(size.allowed)
    assert allowed == [2, 2, 2, 4, 8, 16, 16, 8, 4, 2, 1, 1]


@contextmanager
def beginning(queue: StartQueue) -> Iterator[None]:
    """While as many requests as may have begun in this round."""
    queue._begun = LARGEST_ROUND
    yield
    queue._next()


async def test_a_request_that_waits_too_long_is_refused_and_one_that_is_left_is_dropped() -> None:
    queue = StartQueue(0.05)
    with beginning(queue):
        late, left = asyncio.create_task(queue.wait(stays)), asyncio.create_task(queue.wait(leaves))
        await asyncio.sleep(0.1)
    with pytest.raises(Unavailable) as refused:
        await late
    assert (refused.value.retry_after, str(refused.value.detail)) == (2, "too many requests are waiting")
    with pytest.raises(ClientDisconnect):
        await left
    await asyncio.wait_for(queue.wait(stays), 1)


async def test_one_that_stops_waiting_does_not_stop_the_next() -> None:
    queue = StartQueue(5)
    with beginning(queue):
        gone, stayed = asyncio.create_task(queue.wait(stays)), asyncio.create_task(queue.wait(stays))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
    await asyncio.wait_for(stayed, 1)


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_what_costs_less_than_a_refusal_is_not_refused(seeded: Settings) -> None:
    app = create_app(seeded.model_copy(update={"pool_timeout": 0.05}))
    queue = app.front._starts  # type: ignore[attr-defined]

    async def connected(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, HAS_LEFT: stays}, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=connected), base_url="http://test") as client:
        assert (await client.get(WARM)).status_code == 200
        with beginning(queue):
            waiting = asyncio.create_task(client.get(COLD))
            assert {(await client.get(path)).status_code for path in (WARM, "/healthz")} == {200}
            await asyncio.sleep(0.1)
            assert not waiting.done()
        refused = await waiting
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert (await client.get(COLD)).status_code == 200
    app.state.close()


async def status_of(port: int, path: str) -> int:
    """The status of an answer over a connection of its own. A refusal says when to come again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".encode())
    head, _, _ = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    status = int(head.split()[1])
    assert status != 503 or b"\r\nretry-after: " in head
    return status


@pytest.mark.slow
async def test_three_times_as_many_requests_as_can_be_answered(seeded: Settings, tmp_path: Path) -> None:
    """Many are answered, the others refused; health is answered always, and after the flood everything is."""
    with served(seeded.model_copy(update={"pool_timeout": 0.5}), tmp_path) as server:

        def ask(number: int) -> Coroutine[Any, Any, int]:
            return status_of(server.port, f"/api/v1/availability?value__gt={number}")

        assert await ask(0) == 200
        begun = monotonic()
        assert {await ask(number) for number in range(1, 11)} == {200}
        pause = (monotonic() - begun) / 10 / 3
        health, flood = [], []
        for number in range(21, 81):
            flood.append(asyncio.create_task(ask(number)))
            if number % 10 == 0:
                health.append(asyncio.create_task(status_of(server.port, "/healthz")))
            await asyncio.sleep(pause)
        statuses = Counter(await asyncio.gather(*flood))
        assert statuses.keys() <= {200, 503}
        # a third of them, if nothing else had the processor
        assert statuses[200] >= 60 // 12
        assert set(await asyncio.gather(*health)) == {200}
        assert await ask(81) == 200
