"""uvicorn's protocol with bounds on what a connection may send and how long it may be idle.

- A request line or headers beyond their limits are refused (414, 431) before they are read completely.
- What cannot be read (`request_framing` says what) is refused after the requests before it on the connection are answered, so
  that each gets its own answer.
- An idle connection is closed: one that sends its request, the body included, bit by bit or not at all, or that does not read its
  answer. One that reads slowly is not idle. If more clients come than there may be connections, the longest idle go at once.
- What stands after a body (trailers, RFC 9110, section 6.5) is no header, and an address that names a host overrides `Host`
  (RFC 9112, section 3.2.2).
"""

import asyncio
import re
from asyncio import TimerHandle
from collections import deque
from contextvars import copy_context
from functools import cache, partial
from itertools import count
from typing import Any, cast

from httptools import HttpParserError, HttpParserUpgrade
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from app.config import Settings
from app.http.browser_headers import ALLOWED_METHODS
from app.http.connection_limit import make_room, max_connections
from app.http.load_shedding import HAS_LEFT
from app.http.problems import MEDIA_TYPE, problem_body
from app.http.request_context import language_of
from app.http.request_framing import (
    ProblemMaker,
    after_newlines,
    body_length,
    encoded,
    end_of_part,
    framing_problem,
    http_2_begun,
    next_foreign,
    unreadable,
)
from app.http.request_limits import MAX_ADDRESS, MAX_HEADERS, address_too_long, headers_too_large
from app.vocabulary.names import LANGUAGE, Language

# what may arrive of a request line and headers before it is known which of the two is too long
_MAX_HEAD = MAX_ADDRESS + MAX_HEADERS + 4096
# seconds that a refused client has to read the reason, and bytes that it may still send meanwhile (like nginx' `lingering_close`)
_LINGER_SECONDS = 1.0
_LINGER_BYTES = 4 << 20
_LOOKS = 4
# bytes by which a line shows whether it is a request line: no method is longer
_LINE_BEGIN = 20
_numbers = count()
_WITH_HOST = re.compile(rb"https?://([^/?#]*)(.*)", re.IGNORECASE)


@cache
def _idle_timeout() -> float:
    return Settings().idle_timeout


def _written(problem: ProblemMaker, language: Language) -> tuple[int, bytes]:
    """Status and body of a problem in a language."""
    LANGUAGE.set(language)
    made = problem()
    return made.status, problem_body(made, "/")


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._answering, self.app = self.app, self._answer
        self._idle_timeout = _idle_timeout()
        self._is_refused = False
        self._refusal: ProblemMaker | None = None
        self._is_in_head = True
        self._is_begun = False
        self._line_begun = b""
        # bytes of a body that are to come; null where it comes in chunks
        self.body_left: int | None = 0
        self._received = 0
        # which uvicorn sets only where a request begins
        self.url, self.headers = b"", []
        self._header_size = 0
        self._pending = 0
        self._unanswered: deque[RequestResponseCycle] = deque()
        self._moved = self._head_begun = self.loop.time()
        self._number = next(_numbers)
        self._watch: TimerHandle = self.loop.call_later(self._idle_timeout / _LOOKS, self._look)
        make_room(self.connections, max_connections())

    def connection_lost(self, exc: Exception | None) -> None:
        self._watch.cancel()
        # uvicorn knows only the last of several pipelined requests, not the one that is being answered
        for cycle in self._unanswered:
            cycle.disconnected = not cycle.response_complete
            cycle.message_event.set()
        super().connection_lost(exc)

    @property
    def is_between_requests(self) -> bool:
        """Whether what arrives now begins a request."""
        return self._is_in_head and not self._is_begun and not self._received and not self._is_refused

    @property
    def waits_since(self) -> tuple[float, int] | None:
        """Since when the client sends no whole request, or does not read, and which connection this is; null while one is answered."""
        if pending := self.transport.get_write_buffer_size():
            return (self._moved, self._number) if pending == self._pending else None
        return None if self._is_answering else (self._head_begun, self._number)

    @property
    def _is_answering(self) -> bool:
        return any(not cycle.response_complete for cycle in self._unanswered)

    def close_now(self) -> None:
        """Close the connection, whatever is left to be sent."""
        self.transport.abort()

    def note_request(self) -> None:
        """Say that a whole request has arrived which `data_received` was not given."""
        self._head_begun = self.loop.time()
        self._unset_keepalive_if_required()

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        """Call the application. What uvicorn cancels, as a shutdown has waited for it long enough, is no error of ours."""
        try:
            await self._answering(scope, receive, send)
        except asyncio.CancelledError:
            for cycle in self._unanswered:
                cycle.disconnected = True
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if self._is_refused:
            if self._received > _LINGER_BYTES:
                self.transport.abort()
            return
        if self._is_in_head and self._received == len(data):
            self._head_begun = self.loop.time()
        self._feed(data)
        if self._is_in_head and self._received > _MAX_HEAD and not self._is_refused:
            self._refuse(headers_too_large)

    def _feed(self, data: bytes) -> None:
        start, foreign = 0, next_foreign(data, 0)
        while start < len(data) and not self._is_refused:
            if foreign < start:
                foreign = next_foreign(data, start)
            if not self._is_begun and data[start] in b"\r\n":
                start = after_newlines(data, start)
            elif self._is_in_head or not self.body_left:
                start += self._feed_part(data[start : end_of_part(data, start, foreign)])
            else:
                start += self._feed_part(data[start : start + self.body_left])

    def _feed_part(self, part: bytes) -> int:
        """Have bytes parsed that are all of a head, a body or a line; returns how many were."""
        sent = encoded(part, self._line_begun) if self._is_in_head else part
        read = len(part)
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(sent)
        except HttpParserUpgrade as upgrade:
            # answered like any other request, and the next may stand right behind it (RFC 9110, section 7.8)
            read = upgrade.args[0] or read
        except HttpParserError as error:
            self._refuse(partial(unreadable, part, error))
        _, newline, begun = part[:read].rpartition(b"\n")
        self._line_begun = ((b"" if newline else self._line_begun) + begun)[:_LINE_BEGIN] if self._is_begun else b""
        return read

    def on_message_begin(self) -> None:
        self._header_size = 0
        self._is_begun = True
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > MAX_ADDRESS:
            self._refuse(address_too_long)
        elif self.url == b"*" and self.parser.get_method() == b"PRI":
            self._refuse(http_2_begun)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._header_size += len(name) + len(value) + 4
        if self._header_size > MAX_HEADERS:
            self._refuse(headers_too_large)
        elif self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._is_refused:
            return
        problem = framing_problem(self.parser.get_http_version(), self.parser.get_method(), self.headers)
        if problem is not None:
            self._refuse(problem)
            return
        if self.url[:1] != b"/":
            self._read_target()
        super().on_headers_complete()
        self._is_in_head = False
        self.body_left = body_length(self.headers)
        if self.cycle is not None and self.body_left != 0 and self.parser.should_upgrade():
            # the parser would take its body for the next request
            self.cycle.keep_alive, self._is_refused = False, True
        scope = cast("dict[str, Any]", self.scope)
        scope[HAS_LEFT] = self.transport.is_closing
        while self._unanswered and self._unanswered[0].response_complete:
            self._unanswered.popleft()
        if self.cycle is not None:
            self._unanswered.append(self.cycle)
            if self.expect_100_continue:
                # it is answered at once, after which nobody could tell whether the body comes all the same
                self.cycle.keep_alive = False

    def _read_target(self) -> None:
        """Take path and host from an address that names a host, and `OPTIONS *` for `OPTIONS /`."""
        if found := _WITH_HOST.fullmatch(self.url):
            host, path = found.groups()
            self.url = path if path.startswith(b"/") else b"/" + path
            self.headers[:] = [(name, host if name == b"host" else value) for name, value in self.headers]
        elif self.url == b"*" and self.parser.get_method() == b"OPTIONS":
            self.url = b"/"

    def on_body(self, body: bytes) -> None:
        if self.body_left is not None:
            self.body_left -= len(body)
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._is_refused:
            super().on_message_complete()
        self._is_in_head, self._is_begun, self._received = True, False, 0
        self._head_begun = self.loop.time()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._refusal is not None and all(cycle.response_complete for cycle in self._unanswered):
            self._send_refusal(self._refusal)

    def _refuse(self, problem: ProblemMaker) -> None:
        """Send the problem once the requests before it are answered, and close the connection."""
        if self._is_refused or self.transport.is_closing():
            return
        self._is_refused, self._received = True, 0
        if all(cycle.response_complete for cycle in self._unanswered):
            self._send_refusal(problem)
        else:
            self._refusal = problem

    def _send_refusal(self, problem: ProblemMaker) -> None:
        """Send the problem in the client's language, and close the connection once the client has had time to read it."""
        self._refusal = None
        if self.transport.is_closing():
            return
        # in a body it is part of a request that has its answer
        if self._is_in_head:
            self._write_problem(problem)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)

    def _write_problem(self, problem: ProblemMaker) -> None:
        language = language_of(self.url.partition(b"?")[2], self.headers)
        status, body = copy_context().run(_written, problem, language)
        lines: list[tuple[bytes, Any]] = [
            (b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"), (b"access-control-allow-origin", b"*"), (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
        ]  # fmt: skip
        if status == 405:
            lines.append((b"allow", ALLOWED_METHODS.encode()))
        head = b"".join(b"%s: %s\r\n" % line for line in lines)
        self.transport.write(STATUS_LINE[status] + head + b"\r\n" + body)

    def _look(self) -> None:
        now, pending = self.loop.time(), self.transport.get_write_buffer_size()
        if not pending or pending != self._pending:
            self._moved = now
        self._pending = pending
        if pending or self._is_answering:
            # who reads slowly may take longer than who sends nothing
            self._head_begun = now
        if max(now - self._head_begun, now - self._moved) > self._idle_timeout:
            self.transport.abort()
            return
        self._watch = self.loop.call_later(self._idle_timeout / _LOOKS, self._look)
