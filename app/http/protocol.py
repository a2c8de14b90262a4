"""The protocol of the server: bounded, and cached answers are written to the connection as they are.

uvicorn's own `send` checks and writes each header anew, which takes most of the time of a cached answer. The rest of it is
reading the request; one that comes again is not read again.
"""

import asyncio
from functools import partial
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from app.http.bounded_protocol import BoundedHttpProtocol
from app.http.caching import SEND_CACHED, CachedResponse, header_lines
from app.http.repeated_requests import RepeatedRequests
from app.http.request_context import CacheKey

_last_lines: tuple[list[tuple[bytes, bytes]], bytes] = ([], b"")


def _lines(headers: list[tuple[bytes, bytes]]) -> bytes:
    """The lines of uvicorn's own headers; a new list comes with each second."""
    global _last_lines
    known, lines = _last_lines
    if headers is not known:
        lines = header_lines(headers)
        _last_lines = (headers, lines)
    return lines


class HttpProtocol(BoundedHttpProtocol):
    """One connection. An access log has no line for a cached answer, so with one, answers are sent as uvicorn does."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else None
        # what arrived last, if a request begins with it
        self._sent = b""
        self._repeated: RepeatedRequests | None = None

    def data_received(self, data: bytes) -> None:
        is_next = self.is_between_requests
        if is_next and self._repeated is not None and self._is_waited_for:
            answer = self._repeated.answer(self._peer, data)
            if answer is not None:
                self._send_again(answer)
                return
        # a request that begins within what arrives is not all of it
        self._sent = data if is_next else b""
        super().data_received(data)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self.cycle is not None and not self.access_log:
            # what has a body is more than its head
            sent = self._sent if self.body_left == 0 else b""
            cast("dict[str, Any]", self.scope)[SEND_CACHED] = partial(self._send_cached, self.cycle, sent)

    @property
    def _is_waited_for(self) -> bool:
        """Whether an answer that is written now is the next that the client waits for, and finds room."""
        return (self.cycle is None or self.cycle.response_complete) and not self.flow.write_paused

    async def _send_cached(
        self, cycle: RequestResponseCycle, sent: bytes, answer: CachedResponse, with_body: bool, repeated: RepeatedRequests,
        key: CacheKey | None,
    ) -> None:  # fmt: skip
        """With a key, the answer is what is kept under it, whenever the same request is sent."""
        if self.flow.write_paused and not cycle.disconnected:
            await self.flow.drain()
        if cycle.disconnected:
            return
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        self._write(answer, b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n", with_body)
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        elif key is not None:
            self._repeated = repeated
            repeated.remember(self._peer, sent, key)
        cycle.on_response()

    def _send_again(self, answer: CachedResponse) -> None:
        self.note_request()
        self._write(answer, b"\r\n", with_body=True)
        self.on_response_complete()

    def _write(self, answer: CachedResponse, end: bytes, with_body: bool) -> None:
        self.transport.write(b"".join((STATUS_LINE[200], _lines(self.server_state.default_headers), answer.head, end)))
        if with_body:
            self.transport.write(answer.body)
