"""The outermost ASGI layer: cached answers, conditional requests, compression, CORS, HEAD and OPTIONS (RFC 9110, RFC 9111).

request --> cached answer, or 304 --> client
        --> answer by a fast route, or by the framework --> ETag, Cache-Control … --> cache --> client
"""

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import UriTooLong
from app.http.compression import Compressor
from app.http.conditional_requests import VARY, CacheKey, Conditions, read_request, send_not_modified
from app.http.cors import CORS_HEADERS, answer_other_method
from app.http.dataset_version import DatasetVersion
from app.http.fast_route import FastRoutes
from app.http.problems import problem_body
from app.http.response_cache import CachedResponse, ResponseCache
from app.http.snapshot import VERSION_HEADER

# names in small letters, each once
Headers = dict[bytes, bytes]
_VERSION = VERSION_HEADER.lower().encode()
MAX_QUERY = 16_384


class CachingMiddleware:
    """Answers from the cache where it can, and completes and keeps the answers of the app.

    `fingerprint` is a digest of the code: other code may give other bytes, and so other tags.
    """

    def __init__(
        self,
        app: ASGIApp,
        fast_routes: FastRoutes,
        dataset_version: DatasetVersion,
        cache: ResponseCache,
        max_age: int,
        fingerprint: str,
    ) -> None:
        self.app = app
        self._fast_routes = fast_routes
        self._dataset_version = dataset_version
        self._cache = cache
        self._cache_control = f"public, max-age={max_age}".encode()
        self._fingerprint = fingerprint.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif len(scope["query_string"]) > MAX_QUERY:
            await _refuse_long_query(scope, send)
        elif scope["method"] in {"GET", "HEAD"}:
            await self._get(scope, receive, send)
        else:
            await answer_other_method(self.app, scope, receive, send)

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        key, conditions = read_request(scope)
        version = await self._dataset_version.current()
        cached = None
        if version is not None:
            cached = self._cache.get(key, version)
            if conditions.if_none_match:
                etag = cached.etag if cached else key.etag(version, self._fingerprint)
                if conditions.names(etag):
                    await send_not_modified(send, etag, cached.last_modified if cached else b"", self._cache_control)
                    return
        if cached is not None:
            await self._send_cached(cached, conditions, scope, send)
            return
        completion = _Completion(self, key, conditions, scope["method"] == "HEAD", send)
        try:
            response = await self._fast_routes.answer(scope, receive)
            if response is None:
                await self.app({**scope, "method": "GET"}, receive, completion.send)
            else:
                await response(scope, receive, completion.send)
        except ClientDisconnect:
            if not completion.is_done:
                raise

    async def _send_cached(self, cached: CachedResponse, conditions: Conditions, scope: Scope, send: Send) -> None:
        if conditions.are_met_by(cached.etag, cached.last_modified):
            await send_not_modified(send, cached.etag, cached.last_modified, self._cache_control)
            return
        await send({"type": "http.response.start", "status": 200, "headers": cached.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else cached.body})

    def complete(self, key: CacheKey, headers: Headers) -> str | None:
        """Complete the headers of a 200; its dataset version, where it has one."""
        told = headers.get(_VERSION)
        if told is None:
            return None
        version = told.decode()
        self._dataset_version.seen(version)
        etag = key.etag(version, self._fingerprint)
        headers |= {b"etag": etag, b"cache-control": self._cache_control, b"vary": VARY}
        return version

    def keep(self, key: CacheKey, version: str, headers: Headers, body: bytes) -> None:
        """Keep a whole answer for the next request like it."""
        kept = CachedResponse(version, list(headers.items()), body, headers[b"etag"], headers.get(b"last-modified", b""))
        self._cache.put(key, kept)


class _Completion:
    """One answer of the app on its way to the client."""

    def __init__(
        self, middleware: CachingMiddleware, key: CacheKey, conditions: Conditions, is_head: bool, send: Send
    ) -> None:
        self.is_done = False
        self._middleware, self._key, self._conditions, self._is_head = middleware, key, conditions, is_head
        self._send = send
        self._start: Message | None = None
        self._compressor = Compressor()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif self._start is not None:
            start, self._start = self._start, None
            await self._send_first(start, message)
        elif not self.is_done:
            await self._send({**message, "body": self._compressor.next(message)})

    async def _send_first(self, start: Message, message: Message) -> None:
        headers, whole = dict(start["headers"]) | CORS_HEADERS, not message.get("more_body")
        body, version = message.get("body", b""), None
        if start["status"] == 200:
            version = self._middleware.complete(self._key, headers)
            etag, last_modified = headers.get(b"etag", b""), headers.get(b"last-modified", b"")
            if version and self._conditions.are_met_by(etag, last_modified):
                await send_not_modified(self._send, etag, last_modified, headers[b"cache-control"])
                self._end(whole)
                return
            headers.setdefault(b"vary", VARY)
            if self._key.gzip:
                body = self._compressor.begin(headers, message)
        if version and whole:
            self._middleware.keep(self._key, version, headers, body)
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


async def _refuse_long_query(scope: Scope, send: Send) -> None:
    problem = UriTooLong(f"the query is {len(scope['query_string'])} bytes long; at most {MAX_QUERY} are read")
    body = problem_body(problem, scope["path"])
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"access-control-allow-origin", b"*"),
    ]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
