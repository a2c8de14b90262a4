"""The package of the data at hand, kept in a file: made when it is first asked for, then given to all who ask."""

import tempfile
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from threading import Lock
from typing import IO

from app.errors import Unavailable


class PackageCache:
    """The package of the newest dataset version that was asked for.

    Its file has no name, so that none is left behind however the process ends; it is read by way of the memory map, and is
    gone when the last reader is done with it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[str, mmap] | None = None

    def package(self, version: str, write: Callable[[IO[bytes]], None], patience: float) -> mmap:
        """The package of a version, made by `write` where there is none.

        Raises `Unavailable` where another request has been making one for `patience` seconds.
        """
        if (found := self._of(version)) is not None:
            return found
        if not self._lock.acquire(timeout=patience):
            raise Unavailable("the package is being made", retry_after=10)
        try:
            found = self._of(version)
            if found is None:
                found = _made(write)
                self._kept = (version, found)
            return found
        finally:
            self._lock.release()

    def _of(self, version: str) -> mmap | None:
        kept = self._kept
        return kept[1] if kept is not None and kept[0] == version else None


def _made(write: Callable[[IO[bytes]], None]) -> mmap:
    with tempfile.TemporaryFile(prefix="factbase-export-") as file:
        write(file)
        file.flush()
        return mmap(file.fileno(), 0, access=ACCESS_READ)
