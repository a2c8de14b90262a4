"""Which version the data has, looked up at most twice a second, so that a change made elsewhere is noticed within one."""

import asyncio
import time

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.errors import Unavailable
from app.store.dataset import loaded_dataset

# seconds for which a look-up is trusted
_TRUSTED = 0.5


class DatasetVersion:
    """The dataset's version as this process last saw it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._version: str | None = None
        self._until = 0.0
        self._looking = asyncio.Lock()

    async def current(self) -> str | None:
        """The version, half a second old at most when it was asked for; null where the database cannot say."""
        asked = time.monotonic()
        if asked < self._until:
            return self._version
        async with self._looking:
            # by when it was asked: a slow look-up serves all who came meanwhile, not only the first of them
            if asked >= self._until:
                began = time.monotonic()
                self._version = await asyncio.to_thread(self._look)
                self._until = began + _TRUSTED
        return self._version

    def seen(self, version: str) -> None:
        """Take note of a version that an answer was made from."""
        if version != self._version:
            self._until = 0.0

    def _look(self) -> str | None:
        try:
            with self._engine.connect() as connection:
                return loaded_dataset(connection)[0]
        except (SQLAlchemyError, Unavailable):
            return None
