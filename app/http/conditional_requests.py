"""Conditional requests: what an answer depends on, its ETag, and when a client is told 304 (RFC 9110, section 13).

An answer that carries `Dataset-Version` is determined by that version, by the code and by the request. Its `ETag` is a
digest of the three and is strong, so a request that sends the ETag back gets 304 without the answer being made again.
"""

from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import NamedTuple

from starlette.types import Scope, Send

from app.http.compression import accepts_gzip
from app.http.cors import CORS_HEADERS

VARY = b"Accept, Accept-Encoding, Accept-Language"


class CacheKey(NamedTuple):
    """What of a request determines its answer."""

    scheme: str
    host: bytes
    path: str
    query: bytes
    accept: bytes
    language: bytes
    gzip: bool

    def etag(self, version: str, fingerprint: bytes) -> bytes:
        """The tag of the answer from a dataset version, made by the code with this fingerprint."""
        digest = blake2b(fingerprint, digest_size=12)
        seen = f"{version}\0{self.scheme}".encode()
        for part in (seen, self.host, self.path.encode("utf-8", "surrogatepass"), self.query):
            digest.update(part + b"\0")
        digest.update(self.accept + b"\0" + self.language + b"\0" + (b"gzip" if self.gzip else b""))
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
        try:
            since = parsedate_to_datetime(self.if_modified_since.decode("latin-1"))
            return since >= parsedate_to_datetime(last_modified.decode())
        except (ValueError, TypeError):  # an unreadable date is ignored
            return False


def read_request(scope: Scope) -> tuple[CacheKey, Conditions]:
    """The parts of a request that decide about its answer."""
    host = accept = language = encoding = none_match = modified_since = b""
    for name, value in scope["headers"]:
        match name:
            case b"host":
                host = value
            case b"accept":
                accept = value
            case b"accept-language":
                language = value
            case b"accept-encoding":
                encoding = value
            case b"if-none-match":
                none_match = value
            case b"if-modified-since":
                modified_since = value
    key = CacheKey(scope["scheme"], host, scope["path"], scope["query_string"], accept, language, accepts_gzip(encoding))
    return key, Conditions(none_match, modified_since)


async def send_not_modified(send: Send, etag: bytes, last_modified: bytes, cache_control: bytes) -> None:
    """Send a 304."""
    headers = [(b"etag", etag), (b"cache-control", cache_control), (b"vary", VARY), *CORS_HEADERS.items()]
    if last_modified:
        headers.append((b"last-modified", last_modified))
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
