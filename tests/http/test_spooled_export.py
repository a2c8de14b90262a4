"""Exports: one version in one answer, no room for the file, clients that leave."""

import asyncio
import json
import os
import resource
import time
from collections.abc import Callable
from http.client import IncompleteRead
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from starlette.requests import ClientDisconnect

from app.config import Settings
from app.http.spooled_export import Export, Spooler, Started
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.live import served

pytestmark = pytest.mark.slow
EXPORT = "/api/v1/claims?format=ndjson"


def open_files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, built: Build) -> Settings:
    # PostgreSQL, as SQLite itself writes files
    return loaded(fresh("postgresql", tmp_path, request), built)


def test_a_full_disk_is_a_problem_or_breaks_the_answer_off(settings: Settings, tmp_path: Path) -> None:
    with served(settings, tmp_path) as server:
        address = f"http://127.0.0.1:{server.port}{EXPORT}"
        with urlopen(address, timeout=20) as answer:
            whole = answer.read()
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        with pytest.raises(HTTPError) as refused:
            urlopen(address, timeout=20)
        assert (refused.value.code, json.load(refused.value)["type"]) == (507, "/problems/storage-full")
        assert refused.value.headers["Retry-After"]
        refused.value.close()
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (len(whole) // 2, resource.RLIM_INFINITY))
        try:
            with urlopen(address, timeout=20) as answer:
                partial = answer.read()
        except (IncompleteRead, ConnectionError):
            partial = b""
        except HTTPError:
            partial = b""
        assert len(partial) < len(whole), "an answer that is broken off must not look whole"
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
        with pytest.raises(HTTPError) as refused:
            urlopen(f"http://127.0.0.1:{server.port}/api/v1/export.zip", timeout=20)
        assert (refused.value.code, json.load(refused.value)["type"]) == (507, "/problems/storage-full")
        refused.value.close()
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        with urlopen(address, timeout=20) as answer:
            assert answer.read() == whole
    log = "".join(one.read_text() for one in tmp_path.rglob("*.log"))
    assert "application shutdown" in log.lower()
    assert "Traceback" not in log


def test_clients_that_leave_leave_nothing_behind(settings: Settings, tmp_path: Path) -> None:
    with served(settings, tmp_path) as server:
        with urlopen(f"http://127.0.0.1:{server.port}{EXPORT}", timeout=20) as answer:
            answer.read()
        before = open_files(server.pid)
        for _ in range(30):
            with urlopen(f"http://127.0.0.1:{server.port}{EXPORT}", timeout=20) as answer:
                answer.read(100)
        end = time.monotonic() + 10
        while open_files(server.pid) > before + 4:
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.mark.anyio
async def test_an_export_is_not_made_for_a_client_that_has_left() -> None:
    """Hundreds that ask for one and leave would keep the next waiting for as long as all of theirs take."""
    made: list[str] = []
    may_end = Event()

    def export(name: str) -> Export:
        def write(begin: Callable[[Started], None]) -> None:
            made.append(name)
            may_end.wait(60)
            begin(Started({}, "text/plain", iter([b""])))

        return Export(write)

    spooler = Spooler(1, 60)
    first = asyncio.create_task(spooler.respond(export("first")))
    left = [asyncio.create_task(spooler.respond(export("left"), lambda: True)) for _ in range(3)]
    last = asyncio.create_task(spooler.respond(export("last"), lambda: False))
    await asyncio.sleep(0)
    may_end.set()
    await first
    await last
    assert [type(one) for one in await asyncio.gather(*left, return_exceptions=True)] == [ClientDisconnect] * 3
    assert made == ["first", "last"]
    spooler.close()
