"""HTTP around the answers: caching, conditional requests, compression, CORS, HEAD and OPTIONS (RFC 9110, RFC 9111).

    request --> answer in the cache, or 304 --> client
            --> framework --> ETag, Cache-Control … --> cache --> client

An answer that carries `Dataset-Version` is determined by that version and by the request, so its `ETag` is a digest of both
and is strong; whoever shows it can be told 304 without the answer being made again.
"""

import gzip
import zlib
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.cache import Answer, Cache
from app.errors import UriTooLong, problem_body
from app.requests import VERSION_HEADER, qualities
from app.versions import Versions

ALLOWED = "GET, HEAD, OPTIONS"
MAX_QUERY = 16_384
_VARY = "Accept, Accept-Encoding, Accept-Language"
_EXPOSED = "Content-Disposition, Content-Language, Dataset-Version, ETag, Last-Modified, Link, Retry-After"
_CORS = {"access-control-allow-origin": "*", "access-control-expose-headers": _EXPOSED}
_PREFLIGHT = _CORS | {"access-control-allow-methods": ALLOWED, "access-control-max-age": "3600"}
# below this a compressed answer is hardly smaller
_WORTH_COMPRESSING = 860
# formats that are compressed in themselves
_COMPRESSED = ("application/zip", "application/vnd.apache.parquet")
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

    def __init__(self, app: ASGIApp, versions: Versions, cache: Cache, max_age: int, fingerprint: str) -> None:
        self.app = app
        self._versions = versions
        self._cache = cache
        self._cache_control = f"public, max-age={max_age}"
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
            await self.app({**scope, "method": "GET"}, receive, finishing.take)
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

    def finish(self, asked: Asked, headers: MutableHeaders) -> str | None:
        """Complete the headers of a 200; its dataset version, where it has one."""
        version = headers.get(VERSION_HEADER)
        if version is not None:
            self._versions.seen(version)
            headers["etag"] = self._tag(asked, version).decode()
            headers["cache-control"] = self._cache_control
            headers["vary"] = _VARY
        return version

    def keep(self, asked: Asked, version: str, headers: MutableHeaders, body: bytes) -> None:
        tag, modified = headers["etag"].encode(), headers.get("last-modified", "").encode()
        self._cache.put(asked, Answer(version, headers.raw, body, tag, modified))


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
        headers, whole = MutableHeaders(raw=list(start["headers"])), not message.get("more_body")
        _share(headers)
        body, version = message.get("body", b""), None
        if start["status"] == 200:
            version = self._http.finish(self._asked, headers)
            tag, modified = headers.get("etag", "").encode(), headers.get("last-modified", "").encode()
            if version and _is_current(*self._conditions, tag, modified):
                await _not_modified(self._send, tag, modified, headers["cache-control"])
                self._end(whole)
                return
            headers.setdefault("vary", _VARY)
            body = self._compress(headers, message, whole)
        if version and whole:
            self._http.keep(self._asked, version, headers, body)
        await self._send({**start, "headers": headers.raw})
        if self._is_head:
            await self._send({"type": "http.response.body", "body": b""})
            self._end(whole)
            return
        await self._send({**message, "body": body})

    def _end(self, whole: bool) -> None:
        self.is_done = True
        if not whole:
            raise ClientDisconnect  # nobody wants the rest

    def _compress(self, headers: MutableHeaders, message: Message, whole: bool) -> bytes:
        body: bytes = message.get("body", b"")
        kind = headers.get("content-type", "").partition(";")[0]
        if not self._asked.gzip or kind in _COMPRESSED or "content-encoding" in headers:
            return body
        if not whole:
            self._compressor = zlib.compressobj(_GZIP_LEVEL, wbits=31)
            headers["content-encoding"] = "gzip"
            return self._packed(message)
        if len(body) < _WORTH_COMPRESSING:
            return body
        headers["content-encoding"] = "gzip"
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
        headers["content-length"] = str(len(body))
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


async def _not_modified(send: Send, tag: bytes, modified: bytes, cache_control: str) -> None:
    headers = [(b"etag", tag), (b"cache-control", cache_control.encode()), (b"vary", _VARY.encode())]
    headers += [(name.encode(), value.encode()) for name, value in _CORS.items()]
    if modified:
        headers.append((b"last-modified", modified))
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _share(headers: MutableHeaders) -> None:
    """Let scripts of any page read the answer (Fetch standard, CORS): there is nothing private in it."""
    for name, value in _CORS.items():
        headers[name] = value


async def _other(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """OPTIONS, with what a preflight asks; any other method is refused by the framework."""
    is_options = scope["method"] == "OPTIONS"
    if is_options and "access-control-request-method" in Headers(scope=scope):
        await _empty(send, 204, _PREFLIGHT.items())
        return
    is_refused = False

    async def take(message: Message) -> None:
        nonlocal is_refused
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            _share(headers)
            if message["status"] == 405:
                headers["allow"] = ALLOWED
                is_refused = is_options
            message = {**message, "headers": headers.raw}
            if is_refused:
                await _empty(send, 204, [("allow", ALLOWED), *_CORS.items()])
        if not is_refused:
            await send(message)

    await app(scope, receive, take)


async def _empty(send: Send, status: int, headers: Iterable[tuple[str, str]]) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})
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
