"""Which version the data has, looked up at most twice a second, so that a change made elsewhere is noticed within one.

The look-up has a connection and a time limit of its own: while the database hangs, or all pooled connections are taken,
requests fail after that time, not after the time that queries may take.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.errors import Unavailable
from app.store.time_limits import Allowance
from app.store.transactions import read
from app.vocabulary.names import say

# seconds for which a look-up is trusted
_TRUSTED = 0.5


class DatasetVersion:
    """The dataset's version as this process last saw it. `engine` is for this alone; a look-up may take `timeout` seconds."""

    def __init__(self, engine: Engine, timeout: float) -> None:
        self._engine = engine
        self._timeout = timeout
        self._version: str | None = None
        self._until = 0.0
        self._is_silent = False
        self._look_up: asyncio.Future[tuple[str | None, bool]] | None = None
        self._executor: ThreadPoolExecutor | None = None

    async def current(self) -> str | None:
        """The version, at most half a second old; null if the database is empty or refuses the look-up.

        Raises `Unavailable` if the database does not answer in time.
        """
        asked = time.monotonic()
        if asked >= self._until:
            await self._refresh(asked)
        if self._is_silent:
            raise Unavailable(say("the database does not answer in time", "数据库未及时应答"), retry_after=2)
        return self._version

    @property
    def trusted(self) -> str | None:
        """The version, if it was looked up in the last half second; else null."""
        return self._version if not self._is_silent and time.monotonic() < self._until else None

    async def _refresh(self, asked: float) -> None:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="version")
        if self._look_up is None:
            self._look_up = asyncio.get_running_loop().run_in_executor(self._executor, self._look)
            self._look_up.add_done_callback(lambda done: self._take(done, asked))
        try:
            # one look-up serves all requests that arrive meanwhile
            await asyncio.wait_for(asyncio.shield(self._look_up), self._timeout)
        except TimeoutError:
            self._is_silent = True

    def seen(self, version: str) -> None:
        """Take note of a version that an answer was made from."""
        if version != self._version:
            self._until = 0.0

    def close(self) -> None:
        """Close thread and connection without waiting for a look-up that hangs. Both are opened again when needed."""
        if self._executor is not None:
            self._executor.shutdown(wait=False)
            self._executor = None
        self._engine.dispose()

    def _take(self, done: asyncio.Future[tuple[str | None, bool]], asked: float) -> None:
        self._look_up = None
        if not done.cancelled():
            self._version, self._is_silent = done.result()
            # from the moment of the request, as the version may have changed since
            self._until = (time.monotonic() if self._is_silent else asked) + _TRUSTED

    def _look(self) -> tuple[str | None, bool]:
        """The version, and whether the database failed to answer in time."""
        began = time.monotonic()
        try:
            with read(self._engine, Allowance(self._timeout)) as (_, held):
                return None if held is None else held[0], False
        except SQLAlchemyError:
            return None, time.monotonic() - began >= self._timeout
