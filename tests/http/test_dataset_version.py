"""Health never waits, and requests wait for a silent database no longer than they are told to."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
from sqlalchemy import make_url, text

from app.config import Settings
from app.store.engines import open_engine
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.live import served

pytestmark = pytest.mark.slow
TIMEOUT = 1.0
# far less than the database stays silent for
PATIENCE = 20


def ask(port: int, path: str) -> tuple[int, str | None]:
    """Status and `Retry-After`."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.headers["Retry-After"]
    except HTTPError as error:
        json.load(error)
        return error.code, error.headers["Retry-After"]


@contextmanager
def stopped(settings: Settings) -> Iterator[None]:
    """The whole server stands still: the process that takes connections, and those that answer for them."""
    engine = open_engine(settings)
    with engine.connect() as connection:
        own = connection.scalar(text("SELECT pg_backend_pid()"))
        postmaster = int(Path(f"/proc/{own}/stat").read_text().rpartition(")")[2].split()[1])
    engine.dispose()
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    pids = [postmaster, *(int(pid) for pid in children if int(pid) != own)]
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Another session holds the table that the look-up reads."""
    url = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE dataset IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def test_a_silent_database_is_told_in_time_and_recovered_from(
    request: pytest.FixtureRequest, tmp_path: Path, built: Build
) -> None:
    settings = loaded(fresh("postgresql", tmp_path, request), built)
    bounds = {"version_timeout": TIMEOUT, "query_timeout": 2, "pool_size": 2}
    with served(settings.model_copy(update=bounds), tmp_path) as server:
        for hanging in (stopped, locked):
            _told_and_recovered_from(server.port, hanging, settings)


def _told_and_recovered_from(
    port: int, hanging: Callable[[Settings], AbstractContextManager[None]], settings: Settings
) -> None:
    assert ask(port, "/api/v1/units?limit=1")[0] == 200
    with hanging(settings):
        time.sleep(0.6)  # the last look-up is no longer trusted
        for path in ("/api/v1/units?limit=1", "/api/v1/metrics?limit=1", "/api/v1/metrics?format=csv"):
            status, retry_after = ask(port, path)
            assert (status, retry_after is not None) == (503, True), path
        assert ask(port, "/healthz")[0] == 200
        assert ask(port, "/readyz")[0] == 503
    end = time.monotonic() + PATIENCE
    while ask(port, "/api/v1/units?limit=3")[0] != 200:
        assert time.monotonic() < end
    assert ask(port, "/readyz")[0] == 200
