"""Several processes on one database: each tells of a change that another program made, and none mixes two versions."""

import io
import json
import os
import re
import signal
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from app.cli import cli
from app.config import Settings
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import Dataset, Document, table
from app.store.transactions import write
from tests.conftest import BACKENDS, fresh, loaded
from tests.support.live import environment, free_port, listens, running, served, until

pytestmark = pytest.mark.slow

DOCUMENTS = "/api/v1/documents?limit={}"


class Service(NamedTuple):
    address: str
    parent: int
    log: Path

    @property
    def workers(self) -> list[int]:
        """Processes that serve: children of the parent that import the application."""
        tasks = Path(f"/proc/{self.parent}/task")
        children = {int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()}
        return sorted(pid for pid in children if b"spawn_main" in _command(pid))


def _command(pid: int) -> bytes:
    """The command of a process; nothing for one that has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@contextmanager
def serving(settings: Settings, folder: Path, workers: int) -> Iterator[Service]:
    """`factbase serve`, ended afterwards with all its processes."""
    log, port = folder / "log", free_port()
    command = [Path(sys.executable).with_name("factbase"), "serve", "--port", str(port), "--workers", str(workers)]
    started = "Application startup complete"
    with running(command, log, lambda: log.read_text().count(started) == workers, env=environment(settings)) as pid:
        yield Service(f"http://127.0.0.1:{port}", pid, log)


@contextmanager
def alone(worker: int, workers: list[int]) -> Iterator[None]:
    """The others stand still, so that this one takes all connections."""
    others = [pid for pid in workers if pid != worker]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)


def ask(service: Service, limit: int) -> tuple[str, str, str]:
    """Version of an answer by its header, by its body, and what it says, over a connection of its own."""
    with urlopen(service.address + DOCUMENTS.format(limit), timeout=20) as answer:
        body = json.load(answer)
        return answer.headers["Dataset-Version"], body["dataset"]["version"], body["data"][0]["title_en"]


class Begun(NamedTuple):
    service: Service
    settings: Settings


@contextmanager
def begun(settings: Settings, folder: Path) -> Iterator[Begun]:
    with serving(settings, folder, workers=2) as service:
        yield Begun(service, settings)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    """A service on a database that was empty, one for the tests of this module: its three processes take seconds to begin.

    The last test ends it.
    """
    folder = tmp_path_factory.mktemp("workers")
    with begun(Settings(database_url=f"sqlite:///{folder / 'factbase.db'}"), folder) as found:
        yield found


@pytest.fixture
def on_postgresql(built: Build, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Begun]:
    """A service on a database that was filled before."""
    with begun(loaded(fresh("postgresql", tmp_path, request), built), tmp_path) as found:
        yield found


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_worker_tells_of_a_change_within_a_second(backend: str, request: pytest.FixtureRequest) -> None:
    service, settings = request.getfixturevalue(f"on_{backend}")
    # an empty one is filled by one of the processes, which is to be seen once
    told = re.sub(r"\s+", " ", service.log.read_text())
    assert len(re.findall(r"version \w+: \d+ rows loaded", told)) == (backend == "sqlite")
    workers = service.workers
    assert len(workers) == 2
    first = ask(service, 1)
    for worker in workers:
        with alone(worker, workers):
            # once made, once from memory; only what is kept can be old
            assert {ask(service, limit) for limit in (1, 1, 2, 2)} == {first}
    engine = open_engine(settings)
    with write(engine) as connection:
        connection.execute(update(table(Document)).values(title_en="another"))
        connection.execute(update(table(Dataset)).values(version="later"))
    engine.dispose()
    changed = time.monotonic()
    later = ("later", "later", "another")
    seen = [ask(service, 1)]
    while time.monotonic() < changed + 1:
        seen.append(ask(service, len(seen) % 2 + 1))
        time.sleep(0.01)  # the services have the processor meanwhile
    assert set(seen) <= {first, later}  # whole, of one version or of the other
    for worker in workers:
        with alone(worker, workers):
            assert {ask(service, limit) for limit in (1, 2)} == {later}


def test_workers_that_die_or_are_told_to_go_are_replaced_and_what_is_answered_is_finished(on_sqlite: Begun) -> None:
    """`KILL` of a worker, `HUP` and `TERM` to the parent; others change nothing."""
    service, _ = on_sqlite

    def are_other_than(gone: set[int]) -> bool:
        workers = service.workers
        return len(workers) == 2 and not gone & set(workers)

    first = service.workers
    # while its parent waits for its answer, which it does for a minute
    os.kill(first[0], signal.SIGSTOP)
    time.sleep(1)
    os.kill(first[0], signal.SIGKILL)
    until(lambda: are_other_than({first[0]}), service.log, 50)
    until(lambda: bool(ask(service, 1)), service.log)
    before = set(service.workers)
    for one in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGQUIT, signal.SIGHUP):
        os.kill(service.parent, one)
    until(lambda: are_other_than(before), service.log)
    until(lambda: bool(ask(service, 1)), service.log)
    with urlopen(f"{service.address}/api/v1/export.zip", timeout=60) as answer:
        begun = answer.read(100)
        os.kill(service.parent, signal.SIGTERM)
        rest = answer.read()
    assert zipfile.ZipFile(io.BytesIO(begun + rest)).testzip() is None
    until(lambda: not listens(urlsplit(service.address).port), service.log, 20)


@pytest.fixture
def hangup() -> Iterator[None]:
    """`HUP` as it is by default, which programs begun now inherit; `nohup` before the test run has them ignore it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangup")
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
def test_a_single_process_that_is_told_to_go_finishes_what_is_answered(seeded: Settings, tmp_path: Path) -> None:
    """`HUP`, after which nothing would begin it anew; what other programs take for a word to open their logs anew changes nothing."""
    with served(seeded, tmp_path) as server:
        with urlopen(f"http://127.0.0.1:{server.port}/api/v1/export.zip", timeout=60) as answer:
            begun = answer.read(100)
            for one in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP):
                os.kill(server.pid, one)
            rest = answer.read()
        assert zipfile.ZipFile(io.BytesIO(begun + rest)).testzip() is None
        until(lambda: "Finished server process" in (tmp_path / "serve.log").read_text(), tmp_path / "serve.log", 20)


@pytest.mark.parametrize("workers", ["0", "-1", "two"])
def test_a_number_of_workers_that_is_none_is_refused(workers: str) -> None:
    done = CliRunner().invoke(cli, ["serve"], env={"FACTBASE_WORKERS": workers})
    assert done.exit_code == 1
    assert "FACTBASE_WORKERS: Input should be" in done.stderr
