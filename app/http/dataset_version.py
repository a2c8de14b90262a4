"""Which version the data has, looked up at most twice a second, so that a change made elsewhere is noticed within one.

The look-up has a connection and a time limit of its own: while the database hangs, or all pooled connections are taken,
requests are told so after that time, and not after the time that queries may take.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.errors import Unavailable
from app.store.transactions import read

# seconds for which a look-up is trusted
_TRUSTED = 0.5


class DatasetVersion:
    """The dataset's version as this process last saw it. `engine` is for this alone; a look-up may take `timeout` seconds."""

    def __init__(self, engine: Engine, timeout: float) -> None:
        self._engine = engine
        self._timeout = timeout
        self._version: str | None = None
        self._until = 0.0
        self._look_up: asyncio.Future[str | None] | None = None
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="version")

    async def current(self) -> str | None:
        """The version, at most half a second old; null where the database has none or cannot be reached.

        Raises `Unavailable` where the database does not answer in time.
        """
        asked = time.monotonic()
        if asked < self._until:
            return self._version
        if self._look_up is None:
            self._look_up = asyncio.get_running_loop().run_in_executor(self._executor, self._look)
            self._look_up.add_done_callback(lambda done: self._took(done, asked))
        try:
            return await asyncio.wait_for(asyncio.shield(self._look_up), self._timeout)
        except TimeoutError:
            raise Unavailable("the database does not answer in time", retry_after=2) from None

    def seen(self, version: str) -> None:
        """Take note of a version that an answer was made from."""
        if version != self._version:
            self._until = 0.0

    def close(self) -> None:
        """Close the connection, once no look-up hangs."""
        self._executor.shutdown(wait=False)
        self._engine.dispose()

    def _took(self, done: asyncio.Future[str | None], began: float) -> None:
        self._look_up = None
        if not done.cancelled() and done.exception() is None:
            self._version, self._until = done.result(), began + _TRUSTED

    def _look(self) -> str | None:
        try:
            with read(self._engine, self._timeout) as (_, held):
                return None if held is None else held[0]
        except SQLAlchemyError:
            return None
