"""The outermost layer, before the framework: cached answers, conditional requests, compression, CORS, HEAD and OPTIONS.

    request --> context, or a refusal --> cached answer, or 304 --> client
            --> answer of the framework --> ETag, Cache-Control … --> cache --> client

RFC 9110 (HTTP semantics), RFC 9111 (caching).
"""

import asyncio
from contextlib import suppress

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import Settings
from app.errors import Problem
from app.http.browser_headers import answer_other_method, with_browser_headers
from app.http.caching import SEND_CACHED, VARY, CachedResponse, ResponseCache, header_lines, make_etag, send_not_modified
from app.http.compression import Compressor
from app.http.current_version import DatasetVersion
from app.http.load_shedding import HAS_LEFT, StartQueue
from app.http.page_routing import depends_on_data, page_address, route
from app.http.problems import ProblemPage, send_problem
from app.http.process import give_memory_back
from app.http.repeated_requests import RepeatedRequests
from app.http.request_context import CacheKey, ContextReader, RequestContext
from app.http.snapshot import VERSION_HEADER
from app.vocabulary.addresses import ORIGIN, PREFIX
from app.vocabulary.names import LANGUAGE

# names in small letters, each once
Headers = dict[bytes, bytes]
_VERSION = VERSION_HEADER.lower().encode()
# asks nothing of anybody, and so costs less than a refusal
_LIVENESS = "/healthz"


class CachingMiddleware:
    """Answers from the cache where it can, and completes and keeps the answers of the app.

    `fingerprint` is a digest of the code: other code may give other bytes, and therefore gets other tags.
    """

    def __init__(
        self, app: ASGIApp, dataset_version: DatasetVersion, settings: Settings, fingerprint: str, problem_page: ProblemPage
    ) -> None:
        self.app = app
        self._problem_page = problem_page
        self._dataset_version = dataset_version
        self._cache = ResponseCache(settings.cache_bytes, _give_memory_back)
        self._cache_control = f"public, max-age={settings.max_age}".encode()
        self._fingerprint = fingerprint.encode()
        self.contexts = ContextReader(settings)
        self._starts = StartQueue(settings.pool_timeout)
        self._repeated = RepeatedRequests(self._find_kept)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            context = self.contexts.read(scope)
            PREFIX.set(context.client.prefix)
            ORIGIN.set(context.client.origin)
            LANGUAGE.set(context.language)
            if scope["method"] not in {"GET", "HEAD"}:
                await answer_other_method(self.app, scope, receive, send)
                return
            is_cached, address = True, None
            if not context.is_api_call:
                context, scope = route(context, scope)
                is_cached, address = depends_on_data(context.path), page_address(context)
            if address:
                await _send_see_other(send, address)
            elif not is_cached or not await self._send_cached(context, scope, send):
                await self._make(context, scope, receive, send)
        except Problem as problem:
            await send_problem(problem, scope, send, self._problem_page)

    async def _send_cached(self, context: RequestContext, scope: Scope, send: Send) -> bool:
        """Send a 304 or a cached answer without calling the app. Returns whether there was one."""
        version = await self._dataset_version.current()
        if version is None:
            return False
        cached, conditions = self._cache.get(context.key, version), context.conditions
        if cached is None and not conditions.if_none_match:
            return False
        etag = cached.etag if cached else make_etag(context.identity, version, self._fingerprint)
        last_modified = cached.last_modified if cached else b""
        if conditions.names(etag) or (cached is not None and conditions.are_met_by(etag, last_modified)):
            await send_not_modified(send, etag, last_modified, self._cache_control)
            return True
        if cached is None:
            return False
        with_body = scope["method"] != "HEAD"
        if (send_cached := scope.get(SEND_CACHED)) is not None:
            # on another day, or by other conditions, the same request has another answer
            is_repeatable = with_body and not context.day and not any(conditions)
            await send_cached(cached, with_body, self._repeated, context.key if is_repeatable else None)
            return True
        await send({"type": "http.response.start", "status": 200, "headers": cached.headers})
        await send({"type": "http.response.body", "body": cached.body if with_body else b""})
        return True

    def _find_kept(self, key: CacheKey) -> CachedResponse | None:
        """The answer that is kept under a key; null if there is none or the version has to be looked up."""
        version = self._dataset_version.trusted
        return None if version is None else self._cache.get(key, version)

    async def _make(self, context: RequestContext, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the app, and complete its answer on the way to the client. Raises `Unavailable` if its turn comes too late."""
        has_left = scope.get(HAS_LEFT)
        # raised if the client has left, or if the answer was broken off
        with suppress(ClientDisconnect):
            # what a page asks of the API has no client of its own, and begins with its page
            if has_left is not None and context.path != _LIVENESS:
                await self._starts.wait(has_left)
            completion = _Completion(self, context, scope, send)
            await self.app({**scope, "method": "GET"}, receive, completion.send)

    def complete(self, context: RequestContext, headers: Headers) -> str | None:
        """Complete the headers of a 200; its dataset version, where it has one and may be kept."""
        told = headers.get(_VERSION)
        if told is None:
            return None
        version = told.decode()
        self._dataset_version.seen(version)
        if headers.get(b"cache-control") == b"no-store":
            # the same request may soon have a better answer
            return None
        etag = make_etag(context.identity, version, self._fingerprint)
        headers |= {b"etag": etag, b"cache-control": self._cache_control, b"vary": VARY}
        return version

    def keep(self, context: RequestContext, version: str, headers: Headers, body: bytes) -> None:
        """Keep a whole answer for the next request like it."""
        last_modified = headers.get(b"last-modified", b"")
        asked = (context.path, context.query)
        lines = list(headers.items())
        kept = CachedResponse(asked, version, lines, body, headers[b"etag"], last_modified, header_lines(lines))
        self._cache.put(context.key, kept)


def _give_memory_back() -> None:
    # in a thread, as it takes some milliseconds, in which Python's lock is free
    asyncio.get_running_loop().run_in_executor(None, give_memory_back)


async def _send_see_other(send: Send, address: str) -> None:
    """Redirect a browser from the API to the page of the same rows."""
    headers = {b"location": address.encode(), b"content-length": b"0", b"cache-control": b"no-cache", b"vary": VARY}
    completed = with_browser_headers(headers)
    await send({"type": "http.response.start", "status": 303, "headers": list(completed.items())})
    await send({"type": "http.response.body", "body": b""})


class _Completion:
    """One answer of the app, completed on the way to the client."""

    def __init__(self, middleware: CachingMiddleware, context: RequestContext, scope: Scope, send: Send) -> None:
        self.is_done = False
        self._middleware, self._context, self._send = middleware, context, send
        self._is_head = scope["method"] == "HEAD"
        # HTTP/1.0 has no chunked encoding, so what is streamed is sent uncompressed, with its length
        self._is_old = scope.get("http_version") == "1.0"
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
        headers, whole = with_browser_headers(dict(start["headers"])), not message.get("more_body")
        body, version = message.get("body", b""), None
        if self._is_old and not whole:
            self._context = self._context.uncompressed
        if start["status"] == 200:
            version = self._middleware.complete(self._context, headers)
            etag, last_modified = headers.get(b"etag", b""), headers.get(b"last-modified", b"")
            if version and self._context.conditions.are_met_by(etag, last_modified):
                await send_not_modified(self._send, etag, last_modified, headers[b"cache-control"])
                self._end(whole)
                return
            headers.setdefault(b"vary", VARY)
            if self._context.client.gzip:
                body = self._compressor.begin(headers, message)
        if version and whole:
            self._middleware.keep(self._context, version, headers, body)
        await self._send({**start, "headers": list(headers.items())})
        if self._is_head:
            await self._send({"type": "http.response.body", "body": b""})
            self._end(whole)
            return
        await self._send({**message, "body": body})

    def _end(self, whole: bool) -> None:
        self.is_done = True
        if not whole:
            raise ClientDisconnect  # the rest is not needed
