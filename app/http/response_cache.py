"""Finished answers kept in memory, up to a number of bytes; the least recently used go first."""

from collections.abc import Hashable
from dataclasses import dataclass

from cachetools import LRUCache

# bytes that an entry costs beside the texts in it: objects, links of the cache
_OVERHEAD = 2000


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A 200 answer as it is sent, and the dataset version that it was made from. `asked` is the address that it answers."""

    asked: tuple[str, bytes]
    version: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: bytes
    last_modified: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes, with those of its key."""
        texts = (*self.asked, self.body, *(text for line in self.headers for text in line))
        return sum(map(len, texts)) + _OVERHEAD


class ResponseCache:
    """Answers by request. One process, one event loop: nothing is locked because nothing is shared."""

    def __init__(self, capacity: int) -> None:
        self._largest = capacity // 8
        self._responses: LRUCache[Hashable, CachedResponse] = LRUCache(capacity, getsizeof=lambda one: one.size)

    def get(self, key: Hashable, version: str) -> CachedResponse | None:
        """The answer to a request, unless it was made from another version of the data."""
        found = self._responses.get(key)
        return None if found is None or found.version != version else found

    def put(self, key: Hashable, response: CachedResponse) -> None:
        """Keep an answer, unless it alone would take more than an eighth of the room."""
        if response.size <= self._largest:
            self._responses[key] = response
