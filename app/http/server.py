"""uvicorn's protocol with bounds on what a connection may send and how long it may be idle.

- A request line or headers beyond their limits are refused (414, 431) before they are read completely.
- An idle connection is closed: one that sends its request headers bit by bit or not at all, or that does not read its answer.
"""

import asyncio
import re
from asyncio import TimerHandle
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from functools import cache, partial
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from app.config import Settings
from app.errors import BadRequest, Problem
from app.http.caching import SEND_CACHED, CachedResponse, header_lines
from app.http.load_shedding import HAS_LEFT
from app.http.problems import MEDIA_TYPE, problem_body
from app.http.request_context import language_of
from app.http.request_limits import MAX_ADDRESS, MAX_HEADERS, address_too_long, headers_too_large
from app.vocabulary.names import LANGUAGE, Language, say

# what may arrive of a request line and headers before it is known which of the two is too long
_MAX_HEAD = MAX_ADDRESS + MAX_HEADERS + 4096
# seconds that a refused client has to read the reason, and bytes that it may still send meanwhile (like nginx' `lingering_close`)
_LINGER_SECONDS = 1.0
_LINGER_BYTES = 4 << 20
_LOOKS = 4
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")


def with_encoded_address(head: bytes) -> bytes:
    """The head of a request, with an address that holds raw Chinese percent-encoded, as the parser takes it."""
    line, end, rest = head.partition(b"\r\n")
    if line.isascii():
        return head
    return _NOT_ASCII.sub(lambda match: b"".join(b"%%%02X" % byte for byte in match[0]), line) + end + rest


@cache
def _idle_timeout() -> float:
    return Settings().idle_timeout


_last_lines: tuple[list[tuple[bytes, bytes]], bytes] = ([], b"")


def _lines(headers: list[tuple[bytes, bytes]]) -> bytes:
    """The lines of uvicorn's own headers; a new list comes with each second."""
    global _last_lines
    known, lines = _last_lines
    if headers is not known:
        lines = header_lines(headers)
        _last_lines = (headers, lines)
    return lines


def _written(problem: Callable[[], Problem], language: Language) -> tuple[int, bytes]:
    """Status and body of a problem in a language."""
    LANGUAGE.set(language)
    made = problem()
    return made.status, problem_body(made, "/")


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._idle_timeout = _idle_timeout()
        self._is_refused = False
        self._is_in_head = True
        self._received = 0
        self._header_size = 0
        self._pending = 0
        self._unanswered: deque[RequestResponseCycle] = deque()
        self._moved = self._head_begun = self.loop.time()
        self._watch: TimerHandle = self.loop.call_later(self._idle_timeout / _LOOKS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        self._watch.cancel()
        # uvicorn knows only the last of several pipelined requests, not the one that is being answered
        for cycle in self._unanswered:
            cycle.disconnected = not cycle.response_complete
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if self._is_refused:
            if self._received > _LINGER_BYTES:
                self.transport.abort()
            return
        if self._is_in_head and self._received == len(data):
            self._head_begun = self.loop.time()
            data = with_encoded_address(data)
        super().data_received(data)
        if self._is_in_head and self._received > _MAX_HEAD and not self._is_refused:
            self._refuse(headers_too_large)

    def on_message_begin(self) -> None:
        self._header_size = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > MAX_ADDRESS:
            self._refuse(address_too_long)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._header_size += len(name) + len(value) + 4
        if self._header_size > MAX_HEADERS:
            self._refuse(headers_too_large)
        else:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        if self._is_refused:
            return
        super().on_headers_complete()
        scope = cast("dict[str, Any]", self.scope)
        scope[HAS_LEFT] = self.transport.is_closing
        while self._unanswered and self._unanswered[0].response_complete:
            self._unanswered.popleft()
        if self.cycle is not None:
            self._unanswered.append(self.cycle)
            if not self.access_log:
                scope[SEND_CACHED] = partial(self._send_cached, self.cycle)

    async def _send_cached(self, cycle: RequestResponseCycle, answer: CachedResponse, with_body: bool) -> None:
        """Send an answer whose headers were written before, as uvicorn's `send` would: that checks and writes each line anew."""
        if self.flow.write_paused and not cycle.disconnected:
            await self.flow.drain()
        if cycle.disconnected:
            return
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        end = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
        self.transport.write(b"".join((STATUS_LINE[200], _lines(cycle.default_headers), answer.head, end)))
        if with_body:
            self.transport.write(answer.body)
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()

    def on_body(self, body: bytes) -> None:
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._is_refused:
            super().on_message_complete()
        self._is_in_head, self._received = True, 0
        self._head_begun = self.loop.time()

    def send_400_response(self, msg: str) -> None:
        if not self._is_refused:
            self._refuse(lambda: BadRequest(say("this is not a valid HTTP request", "这不是有效的 HTTP 请求")))

    def _unsupported_upgrade_warning(self) -> None:
        """No warning: a request to upgrade is answered like any other (RFC 9110, section 7.8)."""

    def _refuse(self, problem: Callable[[], Problem]) -> None:
        """Send the problem in the client's language, and close the connection once the client has had time to read it."""
        if self._is_refused or self.transport.is_closing():
            return
        self._is_refused, self._received = True, 0
        # neither is there before a request has begun
        language = language_of((self.url or b"").partition(b"?")[2], self.headers or ())
        status, body = copy_context().run(_written, problem, language)
        lines: list[tuple[bytes, Any]] = [
            (b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"), (b"access-control-allow-origin", b"*"), (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
        ]  # fmt: skip
        head = b"".join(b"%s: %s\r\n" % line for line in lines)
        self.transport.write(STATUS_LINE[status] + head + b"\r\n" + body)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)

    def _look(self) -> None:
        now, pending = self.loop.time(), self.transport.get_write_buffer_size()
        if not pending or pending != self._pending:
            self._moved = now
        self._pending = pending
        is_answering = self.cycle is not None and not self.cycle.response_complete
        dribbles = self._is_in_head and not is_answering and now - self._head_begun > self._idle_timeout
        if dribbles or now - self._moved > self._idle_timeout:
            self.transport.abort()
            return
        self._watch = self.loop.call_later(self._idle_timeout / _LOOKS, self._look)
