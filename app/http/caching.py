"""HTTP caching: the ETag of an answer, which requests get 304 (RFC 9110, section 13), and finished answers kept in memory.

An answer that carries `Dataset-Version` is determined by that version, by the code and by the request. Its `ETag` is a
digest of the three and is strong, so a request that sends the ETag back gets 304 without the answer being made again.
Starlette evaluates conditions for files only (`StaticFiles`), so it is done here; cachetools decides which answers are evicted.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from cachetools import LRUCache
from starlette.types import Send

from app.http.browser_headers import CORS_HEADERS

# bytes of the longest date, with the blanks that clients put around it
_LONGEST_DATE = 100
VARY = b"Accept, Accept-Encoding, Accept-Language"
# bytes that an entry costs beside the texts in it: objects, links of the cache
_OVERHEAD = 2000
# where the scope of a request that came over a connection has what sends a cached answer, with its body or without
SEND_CACHED = "factbase.send_cached"


def make_etag(key: Hashable, version: str, fingerprint: bytes) -> bytes:
    """The tag of the answer to a request with this cache key, from a dataset version, by code with this fingerprint."""
    digest = blake2b(repr((key, version)).encode("utf-8", "surrogatepass"), key=fingerprint[:64], digest_size=12)
    return f'"{digest.hexdigest()}"'.encode()


class Conditions(NamedTuple):
    """The headers that make a request conditional; empty where they are not sent."""

    if_none_match: bytes
    if_modified_since: bytes

    def names(self, etag: bytes) -> bool:
        """Whether `If-None-Match` names a tag; it compares weakly (RFC 9110, section 13.1.2)."""
        return etag in self.if_none_match

    def are_met_by(self, etag: bytes, last_modified: bytes) -> bool:
        """Whether the client has this answer already.

        `If-Modified-Since` counts only where there is no `If-None-Match` (RFC 9110, section 13.2.2).
        """
        if self.if_none_match:
            return self.names(etag) or self.if_none_match.strip() == b"*"
        if not self.if_modified_since or not last_modified:
            return False
        since, modified = _seconds(self.if_modified_since), _seconds(last_modified)
        return since is not None and modified is not None and since >= modified


@lru_cache(maxsize=1000)
def _seconds(date: bytes) -> float | None:
    """A date in seconds of the epoch; null where it is unreadable, and so ignored (RFC 9110, section 13.1.3)."""
    if len(date) > _LONGEST_DATE:
        return None
    try:
        return parsedate_to_datetime(date.decode("latin-1")).timestamp()
    except (ValueError, TypeError, OverflowError, OSError):
        return None


async def send_not_modified(send: Send, etag: bytes, last_modified: bytes, cache_control: bytes) -> None:
    """Send a 304."""
    headers = [(b"etag", etag), (b"cache-control", cache_control), (b"vary", VARY), *CORS_HEADERS.items()]
    if last_modified:
        headers.append((b"last-modified", last_modified))
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A 200 answer as it is sent, and the dataset version that it was made from.

    `address` is the path and query that it answers, `head` its headers as lines.
    """

    address: tuple[str, bytes]
    version: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: bytes
    last_modified: bytes
    head: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes, with those of its key."""
        # the head has the bytes of the headers, which are kept as well
        return sum(map(len, (*self.address, self.body))) + 2 * len(self.head) + _OVERHEAD


def header_lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Headers as they are sent over a connection. Raises `ValueError` if one is more than a line."""
    lines = [b"%s: %s\r\n" % line for line in headers]
    head = b"".join(lines)
    if len(head.splitlines()) != len(lines):
        raise ValueError("a header has more than one line")
    return head


class ResponseCache:
    """Answers from the newest version of the data, by request.

    One process, one event loop: nothing is locked because nothing is shared. `on_new_version` is called when the answers from
    an older version have been dropped.
    """

    def __init__(self, capacity: int, on_new_version: Callable[[], object] = lambda: None) -> None:
        self._largest = capacity // 8
        self._version = ""
        self._on_new_version = on_new_version
        self._responses: LRUCache[Hashable, CachedResponse] = LRUCache(capacity, getsizeof=lambda one: one.size)

    def get(self, key: Hashable, version: str) -> CachedResponse | None:
        """The answer to a request from this version of the data, which is the newest."""
        if version != self._version:
            self._version = version
            # nobody can get these any more, and each would stay until others need its room
            if self._responses:
                self._responses.clear()
                self._on_new_version()
        return self._responses.get(key)

    def put(self, key: Hashable, response: CachedResponse) -> None:
        """Keep an answer, unless its version is no longer the newest, or it alone would take more than an eighth of the room."""
        if response.version == self._version and response.size <= self._largest:
            self._responses[key] = response
