"""A request that comes again is answered as if it were read again, whatever else is sent on its connection."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from uvicorn.server import ServerState

from app.config import Settings
from app.http.bounded_protocol import BoundedHttpProtocol
from app.http.protocol import HttpProtocol
from app.main import Service, create_app
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import Dataset, table
from tests.conftest import loaded
from tests.support.connection import Written, request

GET = request("GET /api/v1/units?limit=1")
OPEN = b"GET /api/v1/units?limit=3 HTTP/1.1\r\nHost: x\r\nA: "
PARTLY = [request("GET /api/v1/units?limit=1", b"", f"Content-Length: {len(GET)}"), GET, GET]
PARTS = st.sampled_from([
    GET,
    GET,
    request("GET /api/v1/units?limit=1", b"", "Accept: text/csv"),
    request("GET /units?limit=1", b"", "Accept: text/html"),
    request("HEAD /api/v1/units?limit=1"),
    request("GET /api/v1/units?limit=1", b"", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"),
    request("GET /api/v1/units?limit=1", GET),
    request("GET /api/v1/units?limit=1", b"", f"Content-Length: {len(GET)}"),
    request("GET /api/v1/units?limit=1", b"", "Transfer-Encoding: chunked"),
    GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
    GET.replace(b"HTTP/1.1", b"HTTP/1.0"),
    GET.replace(b"\r\n\r\n", b"\n\n"),
    GET * 2,
    GET + OPEN,
    OPEN,
    GET[:30],
    GET[30:],
    b"\r\n",
    b"\r\n\r\n",
    b"0\r\n\r\n",
    b"a",
])  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, built: Build) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("repeated")
    app = create_app(loaded(Settings(database_url=f"sqlite:///{folder / 'factbase.db'}"), built))
    yield app
    app.state.close()


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all conversations of an app, as it looks for the version of its data in one."""
    with asyncio.Runner() as runner:
        yield runner


async def converse(app: Service, kind: type[BoundedHttpProtocol], parts: list[bytes]) -> list[bytes]:
    """What is sent back after each part."""
    config = uvicorn.Config(app, http=kind, lifespan="off", log_config=None, access_log=False)
    config.load()
    transport = Written()
    protocol: Any = kind(config, ServerState(), {}, asyncio.get_running_loop())
    protocol.connection_made(transport)
    answers: list[bytes] = []
    for part in parts:
        if transport.is_closed:
            break
        protocol.data_received(part)
        while not all(cycle.response_complete for cycle in protocol._unanswered) and not transport.is_closed:
            await asyncio.sleep(0)
        answers.append(transport.sent)
        transport.sent = b""
    protocol.connection_lost(None)
    return answers


def same(answer: bytes) -> list[bytes]:
    """The lines of an answer, in any order: what is kept has its headers in another than what is made."""
    return sorted(answer.split(b"\r\n"))


@given(st.lists(PARTS, min_size=2, max_size=6))
@example([GET, GET, GET])
@example([GET, GET + OPEN, GET])
@example([GET, *PARTLY])
@example([PARTLY[0], GET * 2, *PARTLY])
@settings(max_examples=100)
def test_nothing_that_is_sent_between_changes_what_it_gets(app: Service, runner: asyncio.Runner, parts: list[bytes]) -> None:
    async def both() -> tuple[list[bytes], list[bytes]]:
        return await converse(app, BoundedHttpProtocol, parts), await converse(app, HttpProtocol, parts)

    expected, found = runner.run(both())
    assert list(map(same, found)) == list(map(same, expected))


def test_it_is_not_read_again_until_the_data_changes(empty: Settings, built: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    original = BoundedHttpProtocol.data_received
    monkeypatch.setattr(
        BoundedHttpProtocol, "data_received", lambda self, data: (read.append(data), original(self, data))[1]
    )
    app = create_app(loaded(empty, built))

    async def change_between() -> list[bytes]:
        # made and kept, then remembered, then not read
        before = await converse(app, HttpProtocol, [GET] * 4)
        assert read == [GET] * 2
        engine = open_engine(app.state.settings)
        with engine.begin() as connection:
            connection.execute(update(table(Dataset)).values(version="later"))
        engine.dispose()
        await asyncio.sleep(0.6)  # the last look-up is no longer trusted
        return [before[-1], *await converse(app, HttpProtocol, [GET] * 4)]

    old, *new = asyncio.run(change_between())
    assert re.findall(rb"dataset-version: (\w+)", old) != [b"later"]
    assert [re.findall(rb"dataset-version: (\w+)", one) for one in new] == [[b"later"]] * 4
    app.state.close()
