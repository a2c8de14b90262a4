"""A cache for the data package, which is written on the first request and then shared."""

from collections.abc import Awaitable, Callable, Mapping
from mmap import ACCESS_READ, mmap
from typing import IO, NamedTuple

import anyio

from app.errors import Unavailable
from app.http.temporary_files import telling_when_full, temporary_file
from app.vocabulary.names import say


class Package(NamedTuple):
    """The bytes of a package, and what an answer with them says of the dataset."""

    version: str
    headers: Mapping[str, str]
    content: mmap


# writes a package and returns the dataset version that it was made from, with the headers that say so
Write = Callable[[IO[bytes]], tuple[str, Mapping[str, str]]]


class PackageCache:
    """Holds the package of the dataset version requested last.

    The package is a memory map of an unlinked temporary file. No file is left behind however the process ends, and the space
    is freed when the last reader is done. Who waits for a package that another request has written waits in the event loop, and
    holds neither a thread nor a connection.
    """

    def __init__(self) -> None:
        self._lock = anyio.Lock()
        self._package: Package | None = None

    async def package(self, version: str, make: Callable[[], Awaitable[Package]], patience: float) -> Package:
        """The package of a version, made if it is not cached; of a later one if the data changes meanwhile.

        Raises `Unavailable` after waiting `patience` seconds for another request that is making one.
        """
        if (found := self._cached(version)) is not None:
            return found
        try:
            with anyio.fail_after(patience):
                await self._lock.acquire()
        except TimeoutError:
            raise Unavailable(say("the package is being written", "数据包正在写入"), retry_after=10) from None
        try:
            found = self._cached(version)
            if found is None:
                found = self._package = await make()
            return found
        finally:
            self._lock.release()

    def _cached(self, version: str) -> Package | None:
        package = self._package
        return package if package is not None and package.version == version else None


def write_to_map(write: Write) -> Package:
    """The package that is written to a temporary file."""
    with telling_when_full(), temporary_file() as file:
        version, headers = write(file)
        file.flush()
        return Package(version, headers, mmap(file.fileno(), 0, access=ACCESS_READ))
