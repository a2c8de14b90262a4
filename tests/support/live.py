"""Helpers for tests that start other programs: ports, environments and waiting."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from app.config import HOME, Settings


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process with these settings."""
    chosen = settings.model_dump(mode="json", exclude_unset=True)
    words = {name: ",".join(value) if isinstance(value, list) else str(value) for name, value in chosen.items()}
    return {**os.environ, **{f"FACTBASE_{name.upper()}": value for name, value in words.items()}}


class Served(NamedTuple):
    """A service on a port of 127.0.0.1."""

    port: int
    pid: int


def listens(port: int | None) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    command: list[Any], log: Path, is_ready: Callable[[], bool], seconds: float = 60, **options: Any
) -> Iterator[int]:
    """The process id of a program that is ready and writes to a log; ended afterwards with all its processes."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True, **options)
    try:
        until(lambda: process.poll() is None and is_ready(), log, seconds)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def served(settings: Settings, folder: Path, within: Sequence[str] = ()) -> Iterator[Served]:
    """`factbase serve`, run by the command `within` where there is one, and ended afterwards."""
    port = free_port()
    command = [*within, sys.executable, "-c", "from app.cli import cli; cli()", "serve", "--port", str(port)]
    log, environ = folder / "serve.log", environment(settings)
    with running(command, log, lambda: listens(port), cwd=HOME, env=environ) as pid:
        yield Served(port, pid)


def until(is_so: Callable[[], bool], log: Path, seconds: float = 60) -> None:
    """Wait until something is so; else fail with what the program has said."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.02)
