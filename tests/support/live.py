"""Helpers for tests that start other programs: ports, environments and waiting."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

from app.config import Settings


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process with these settings."""
    chosen = settings.model_dump(mode="json", exclude_unset=True)
    return {**os.environ, **{f"FACTBASE_{name.upper()}": str(value) for name, value in chosen.items()}}


def until(is_so: Callable[[], bool], log: Path, seconds: float = 60) -> None:
    """Wait until something is so; else fail with what the program has said."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.02)
