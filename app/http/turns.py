"""Turns: how many answers hold a database connection at once, and how long the others wait for one.

Who waits for a turn waits in the event loop. Nobody waits for a connection of the pool: a thread that does is one less to
answer others, and the event loop itself, in which cheap answers are made on SQLite, must never stand still.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from app.errors import Unavailable
from app.vocabulary.names import say


class Turns:
    """As many turns as answers may hold connections. `patience` is how many seconds one waits for a turn."""

    def __init__(self, connections: int, patience: float) -> None:
        self._limiter = anyio.CapacityLimiter(connections)
        self._patience = patience

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Raises `Unavailable` where all turns stay taken for too long."""
        holder = object()
        try:
            with anyio.fail_after(self._patience):
                await self._limiter.acquire_on_behalf_of(holder)
        except TimeoutError:
            detail = say("too many requests are being answered", "正在应答的请求过多")
            raise Unavailable(detail, retry_after=2) from None
        try:
            yield
        finally:
            self._limiter.release_on_behalf_of(holder)
