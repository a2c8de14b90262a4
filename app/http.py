"""HTTP around the answers: caching, conditional requests, compression, CORS, HEAD and OPTIONS (RFC 9110, RFC 9111).

    request --> answer in the cache, or 304 --> client
            --> answer, directly or of the framework --> ETag, Cache-Control … --> cache --> client

An answer that carries `Dataset-Version` is determined by that version and by the request, so its `ETag` is a digest of both
and is strong; whoever shows it can be told 304 without the answer being made again.
"""

import gzip
import zlib
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.cache import Answer, Cache
from app.errors import UriTooLong, problem_body
from app.requests import VERSION_HEADER, qualities
from app.routing import Direct
from app.versions import Versions

# names in small letters, each once
Headers = dict[bytes, bytes]
ALLOWED = "GET, HEAD, OPTIONS"
_VERSION = VERSION_HEADER.lower().encode()
MAX_QUERY = 16_384
_VARY = b"Accept, Accept-Encoding, Accept-Language"
_EXPOSED = "Content-Disposition, Content-Language, Dataset-Version, ETag, Last-Modified, Link, Retry-After"
# anything may be read by scripts of any page (Fetch standard, CORS): there is nothing private in it
_CORS = {b"access-control-allow-origin": b"*", b"access-control-expose-headers": _EXPOSED.encode()}
_PREFLIGHT = _CORS | {b"access-control-allow-methods": ALLOWED.encode(), b"access-control-max-age": b"3600"}
# below this a compressed answer is hardly smaller
_WORTH_COMPRESSING = 860
# formats that are compressed in themselves
_COMPRESSED = (b"application/zip", b"application/vnd.apache.parquet")
_GZIP_LEVEL = 5


class Asked(NamedTuple):
    """What of a request determines its answer; `gzip` is whether it may be compressed."""

    scheme: str
    host: bytes
    path: str
    query: bytes
    accept: bytes
    language: bytes
    gzip: bool


class Http:
    """The outermost ASGI layer. `fingerprint` is of the code: other code, other bytes, other tags."""

    def __init__(
        self, app: ASGIApp, direct: Direct, versions: Versions, cache: Cache, max_age: int, fingerprint: str
    ) -> None:
        self.app = app
        self._direct = direct
        self._versions = versions
        self._cache = cache
        self._cache_control = f"public, max-age={max_age}".encode()
        self._fingerprint = fingerprint.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif len(scope["query_string"]) > MAX_QUERY:
            await _too_long(scope, send)
        elif scope["method"] in {"GET", "HEAD"}:
            await self._get(scope, receive, send)
        else:
            await _other(self.app, scope, receive, send)

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked, none_match, modified_since = _asked(scope)
        version = await self._versions.current()
        answer = None
        if version is not None:
            answer = self._cache.get(asked, version)
            if none_match and _names(none_match, tag := answer.etag if answer else self._tag(asked, version)):
                await _not_modified(send, tag, answer.last_modified if answer else b"", self._cache_control)
                return
        if answer is not None:
            if _is_current(none_match, modified_since, answer.etag, answer.last_modified):
                await _not_modified(send, answer.etag, answer.last_modified, self._cache_control)
                return
            await send({"type": "http.response.start", "status": 200, "headers": answer.headers})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})
            return
        finishing = _Finishing(self, asked, scope["method"] == "HEAD", (none_match, modified_since), send)
        try:
            response = await self._direct.answer(scope, receive)
            if response is None:
                await self.app({**scope, "method": "GET"}, receive, finishing.take)
            else:
                await response(scope, receive, finishing.take)
        except ClientDisconnect:
            if not finishing.is_done:
                raise

    def _tag(self, asked: Asked, version: str) -> bytes:
        digest = blake2b(self._fingerprint, digest_size=12)
        seen = f"{version}\0{asked.scheme}".encode()
        for part in (seen, asked.host, asked.path.encode("utf-8", "surrogatepass"), asked.query):
            digest.update(part + b"\0")
        digest.update(asked.accept + b"\0" + asked.language + b"\0" + (b"gzip" if asked.gzip else b""))
        return f'"{digest.hexdigest()}"'.encode()

    def finish(self, asked: Asked, headers: Headers) -> str | None:
        """Complete the headers of a 200; its dataset version, where it has one."""
        told = headers.get(_VERSION)
        if told is None:
            return None
        version = told.decode()
        self._versions.seen(version)
        headers |= {b"etag": self._tag(asked, version), b"cache-control": self._cache_control, b"vary": _VARY}
        return version

    def keep(self, asked: Asked, version: str, headers: Headers, body: bytes) -> None:
        answer = Answer(version, list(headers.items()), body, headers[b"etag"], headers.get(b"last-modified", b""))
        self._cache.put(asked, answer)


class _Finishing:
    """One answer of the framework on its way to the client."""

    def __init__(self, http: Http, asked: Asked, is_head: bool, conditions: tuple[bytes, bytes], send: Send) -> None:
        self.is_done = False
        self._http, self._asked, self._is_head, self._conditions, self._send = http, asked, is_head, conditions, send
        self._start: Message | None = None
        self._compressor: Any = None

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif self._start is not None:
            start, self._start = self._start, None
            await self._first(start, message)
        elif not self.is_done:
            await self._send({**message, "body": self._packed(message)})

    async def _first(self, start: Message, message: Message) -> None:
        headers, whole = dict(start["headers"]) | _CORS, not message.get("more_body")
        body, version = message.get("body", b""), None
        if start["status"] == 200:
            version = self._http.finish(self._asked, headers)
            tag, modified = headers.get(b"etag", b""), headers.get(b"last-modified", b"")
            if version and _is_current(*self._conditions, tag, modified):
                await _not_modified(self._send, tag, modified, headers[b"cache-control"])
                self._end(whole)
                return
            headers.setdefault(b"vary", _VARY)
            body = self._compress(headers, message, whole)
        if version and whole:
            self._http.keep(self._asked, version, headers, body)
        await self._send({**start, "headers": list(headers.items())})
        if self._is_head:
            await self._send({"type": "http.response.body", "body": b""})
            self._end(whole)
            return
        await self._send({**message, "body": body})

    def _end(self, whole: bool) -> None:
        self.is_done = True
        if not whole:
            raise ClientDisconnect  # nobody wants the rest

    def _compress(self, headers: Headers, message: Message, whole: bool) -> bytes:
        body: bytes = message.get("body", b"")
        kind = headers.get(b"content-type", b"").partition(b";")[0]
        if not self._asked.gzip or kind in _COMPRESSED or b"content-encoding" in headers:
            return body
        if not whole:
            self._compressor = zlib.compressobj(_GZIP_LEVEL, wbits=31)
            headers[b"content-encoding"] = b"gzip"
            return self._packed(message)
        if len(body) < _WORTH_COMPRESSING:
            return body
        headers[b"content-encoding"] = b"gzip"
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
        headers[b"content-length"] = str(len(body)).encode()
        return body

    def _packed(self, message: Message) -> bytes:
        body: bytes = message.get("body", b"")
        if self._compressor is None:
            return body
        # the reader of a stream waits for its rows
        flush = zlib.Z_SYNC_FLUSH if message.get("more_body") else zlib.Z_FINISH
        packed: bytes = self._compressor.compress(body) + self._compressor.flush(flush)
        return packed


def _asked(scope: Scope) -> tuple[Asked, bytes, bytes]:
    """What determines the answer, `If-None-Match` and `If-Modified-Since`."""
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
    key = Asked(scope["scheme"], host, scope["path"], scope["query_string"], accept, language, _takes_gzip(encoding))
    return key, none_match, modified_since


def _takes_gzip(encoding: bytes) -> bool:
    if b"gzip" not in encoding and b"*" not in encoding:
        return False
    if b"=" not in encoding:
        return True
    return any(name in {"gzip", "*"} for name, _ in qualities(encoding.decode("latin-1")))


def _names(none_match: bytes, tag: bytes) -> bool:
    """Whether `If-None-Match` names a tag; it compares weakly (RFC 9110, section 13.1.2)."""
    return tag in none_match


def _is_current(none_match: bytes, modified_since: bytes, tag: bytes, modified: bytes) -> bool:
    """Whether the client has the answer already, `If-Modified-Since` counting only by itself (RFC 9110, section 13.2.2)."""
    if none_match:
        return _names(none_match, tag) or none_match.strip() == b"*"
    if not modified_since or not modified:
        return False
    try:
        return parsedate_to_datetime(modified_since.decode("latin-1")) >= parsedate_to_datetime(modified.decode())
    except (ValueError, TypeError):  # a date that is none is as good as absent
        return False


async def _not_modified(send: Send, tag: bytes, modified: bytes, cache_control: bytes) -> None:
    headers = [(b"etag", tag), (b"cache-control", cache_control), (b"vary", _VARY), *_CORS.items()]
    if modified:
        headers.append((b"last-modified", modified))
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _other(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """OPTIONS, with what a preflight asks; any other method is refused by the framework."""
    is_options = scope["method"] == "OPTIONS"
    if is_options and any(name == b"access-control-request-method" for name, _ in scope["headers"]):
        await _empty(send, 204, _PREFLIGHT.items())
        return
    is_refused = False

    async def take(message: Message) -> None:
        nonlocal is_refused
        if message["type"] == "http.response.start":
            headers = dict(message["headers"]) | _CORS
            if message["status"] == 405:
                headers[b"allow"] = ALLOWED.encode()
                is_refused = is_options
            message = {**message, "headers": list(headers.items())}
            if is_refused:
                await _empty(send, 204, [(b"allow", ALLOWED.encode()), *_CORS.items()])
        if not is_refused:
            await send(message)

    await app(scope, receive, take)


async def _empty(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b""})


async def _too_long(scope: Scope, send: Send) -> None:
    problem = UriTooLong(f"the query is {len(scope['query_string'])} bytes long; at most {MAX_QUERY} are read")
    body = problem_body(problem, scope["path"])
    headers = [
        (b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"), (b"access-control-allow-origin", b"*"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
