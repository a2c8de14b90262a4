"""The package of the data at hand, kept in a file: made when it is first asked for, then given to all who ask."""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import IO

from app.errors import Unavailable


class Shelf:
    """Files by dataset version. One is made at a time; the one before the newest is kept for who is reading it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._folder: Path | None = None
        self._files: dict[str, Path] = {}

    def file(self, version: str, write: Callable[[IO[bytes]], None], patience: float) -> Path:
        """The file of a version, made by `write` where there is none.

        Raises `Unavailable` where another request has been making one for `patience` seconds.
        """
        if version in self._files:
            return self._files[version]
        if not self._lock.acquire(timeout=patience):
            raise Unavailable("the package is being made", retry_after=10)
        try:
            if version not in self._files:
                self._files[version] = self._made(version, write)
                for old in list(self._files)[:-2]:
                    self._files.pop(old).unlink(missing_ok=True)
            return self._files[version]
        finally:
            self._lock.release()

    def _made(self, version: str, write: Callable[[IO[bytes]], None]) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="factbase-export-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        path = self._folder / f"{version}.zip"
        try:
            with path.open("wb") as file:
                write(file)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path
