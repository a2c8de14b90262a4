"""A cache for the data package, which is written on the first request and then shared."""

import tempfile
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from threading import Lock
from typing import IO

from app.errors import Unavailable


class PackageCache:
    """Holds the package of the dataset version requested last.

    The package is a memory map of an unlinked temporary file. No file is left behind however the process ends, and the space
    is freed when the last reader is done.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[str, mmap] | None = None

    def package(self, version: str, write: Callable[[IO[bytes]], None], patience: float) -> mmap:
        """The package of a version, written by `write` if it is not cached.

        Raises `Unavailable` after waiting `patience` seconds for another request that is writing one.
        """
        if (found := self._cached(version)) is not None:
            return found
        if not self._lock.acquire(timeout=patience):
            raise Unavailable("the package is being written", retry_after=10)
        try:
            found = self._cached(version)
            if found is None:
                found = _write_to_map(write)
                self._kept = (version, found)
            return found
        finally:
            self._lock.release()

    def _cached(self, version: str) -> mmap | None:
        kept = self._kept
        return kept[1] if kept is not None and kept[0] == version else None


def _write_to_map(write: Callable[[IO[bytes]], None]) -> mmap:
    with tempfile.TemporaryFile(prefix="factbase-export-") as file:
        write(file)
        file.flush()
        return mmap(file.fileno(), 0, access=ACCESS_READ)
