"""Exports of any length, written to a temporary file as fast as the database gives rows, and sent as fast as clients read.

A database connection is held only while rows are written: a client that reads slowly, or not at all, holds a file. A file
was chosen over snapshots resumed by key, because one transaction already makes an answer one version; and over a pool of
connections for exports, which a dozen slow clients would exhaust as well. Exports have their own threads, fewer than pooled
connections, so that an export never waits for a connection whose holder waits for a thread.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import IO
from weakref import WeakSet

from fastapi import Response
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from app.errors import Problem, Unavailable
from app.http.load_shedding import HasLeft
from app.http.temporary_files import telling_when_full, temporary_file
from app.vocabulary.names import say

log = logging.getLogger(__name__)

# bytes that are read of the file and sent at once
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Started:
    """An export whose first part is there: what its answer says of itself, and the parts."""

    headers: dict[str, str]
    media_type: str
    parts: Iterator[bytes]


# opens an export, whose parts are read while the block lasts
Opener = Callable[[Callable[[Started], None]], None]


class Export(Response):
    """A response that is yet to be written: `write` calls its argument once with a `Started` export, which reads all of it."""

    def __init__(self, write: Opener) -> None:
        super().__init__()
        self.write = write


class Spooler:
    """The threads that exports are written in. `patience` is how many seconds an export waits for one of them."""

    def __init__(self, threads: int, patience: float) -> None:
        self._threads = threads
        self._patience = patience
        self._executor: ThreadPoolExecutor | None = None
        self._spools: WeakSet[_Spool] = WeakSet()
        self._writing = 0

    @property
    def is_used(self) -> bool:
        """Whether exports are being written."""
        return self._writing > 0

    async def respond(self, export: Export, has_left: HasLeft = lambda: False) -> Response:
        """The answer, begun as soon as its first part is written.

        Raises what `export` raises before that, and `ClientDisconnect` if its client has left when its turn comes.
        """
        spool = _Spool(asyncio.get_running_loop(), has_left)
        self._spools.add(spool)
        context = copy_context()
        if self._executor is None:
            self._executor = ThreadPoolExecutor(self._threads, thread_name_prefix="export")
        task = asyncio.get_running_loop().run_in_executor(self._executor, context.run, spool.fill, export)
        self._writing += 1
        task.add_done_callback(self._note_end)
        try:
            started = await asyncio.wait_for(asyncio.shield(spool.started), self._patience)
        except TimeoutError:
            spool.abandon()
            task.cancel()
            raise Unavailable(say("too many exports are being written", "正在写的导出过多"), retry_after=10) from None
        except BaseException:
            spool.abandon()
            raise
        return _SpooledResponse(spool, started)

    def _note_end(self, task: asyncio.Future[None]) -> None:
        self._writing -= 1
        # retrieved, or asyncio would log it
        _ = task.cancelled() or task.exception()

    def close(self) -> None:
        """Stop all exports that are being written, each at its next part. New ones may follow."""
        for spool in list(self._spools):
            spool.abandon()
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


class _AbandonedError(Exception):
    """No client waits for the export any more."""


class _Spool:
    """The temporary file of one export, written by a thread and read by the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, has_left: HasLeft) -> None:
        self.started: asyncio.Future[Started] = loop.create_future()
        # retrieved even if no request waits for it, or asyncio would log it
        self.started.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._loop = loop
        self._has_left = has_left
        self._lock = Lock()
        self._file: IO[bytes] | None = None
        self._written = 0
        self._error: BaseException | None = None
        self._is_complete = False
        self._is_abandoned = False
        self._changed = asyncio.Event()

    def fill(self, export: Export) -> None:
        """Write all parts; errors before the first are those of `started`, later ones break the answer off."""
        try:
            if self._has_left():
                raise ClientDisconnect
            with telling_when_full():
                export.write(self._write)
        except _AbandonedError:
            pass
        except BaseException as error:
            self._tell(self._fail, error)
        else:
            self._tell(self._complete)

    def _write(self, export: Started) -> None:
        with self._lock:
            # closed by `abandon`, or by this thread if the export was abandoned before
            self._file = file = temporary_file(buffering=0)
        for number, part in enumerate(chain(export.parts, [b""])):
            with self._lock:
                if self._is_abandoned:
                    file.close()
                    raise _AbandonedError
                file.seek(0, os.SEEK_END)
                rest = memoryview(part)
                while rest:
                    rest = rest[file.write(rest) :]
            self._tell(self._advance, len(part))
            if number == 0:
                self._tell(self._begin, export)

    def _read(self, start: int, size: int) -> bytes:
        with self._lock:
            if self._file is None or self._is_abandoned:
                return b""
            self._file.seek(start)
            return self._file.read(size)

    def _tell(self, change: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(change, *arguments)
        except RuntimeError:  # the loop is closed, so no request waits
            self._is_abandoned = True

    def _begin(self, export: Started) -> None:
        if not self.started.done():
            self.started.set_result(export)

    def _advance(self, size: int) -> None:
        self._written += size
        self._changed.set()

    def _complete(self) -> None:
        self._is_complete = True
        self._changed.set()

    def _fail(self, error: BaseException) -> None:
        self._error = error
        if not self.started.done():
            self.started.set_exception(error)
        self._changed.set()

    def abandon(self) -> None:
        """Close the file; a thread that is still writing it stops at the next part."""
        with self._lock:
            self._is_abandoned = True
            if self._file is not None:
                self._file.close()

    async def size(self) -> int:
        """Bytes of the whole export, once it is written."""
        while not self._is_complete and self._error is None:
            self._changed.clear()
            await self._changed.wait()
        return self._written

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes that are written, and those that come."""
        sent = 0
        try:
            while True:
                if sent < self._written:
                    chunk = await asyncio.to_thread(self._read, sent, min(_CHUNK, self._written - sent))
                    sent += len(chunk)
                    yield chunk
                elif self._error is not None:
                    raise self._error
                elif self._is_complete:
                    return
                else:
                    self._changed.clear()
                    await self._changed.wait()
        finally:
            self.abandon()


class _SpooledResponse(StreamingResponse):
    """The answer of an export. A client of HTTP/1.0, which knows no chunks, waits until its length is known."""

    def __init__(self, spool: _Spool, started: Started) -> None:
        super().__init__(spool.chunks(), headers=started.headers, media_type=started.media_type)
        self._spool = spool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope.get("http_version") == "1.0":
                self.headers["content-length"] = str(await self._spool.size())
            await super().__call__(scope, receive, send)
        except (Problem, SQLAlchemyError) as error:
            # the connection is closed before the end, by which the client knows
            log.warning("an export was broken off: %s", error)
            raise ClientDisconnect from None
        finally:
            self._spool.abandon()
