"""A limit on how many answers hold a database connection at once, and on how long the others wait.

Requests wait for their turn in the event loop, never for a connection of the pool: a thread that waits there serves nobody,
and the event loop, in which cheap answers are made on SQLite, must never stand still.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from app.errors import Unavailable
from app.vocabulary.names import say


class ConcurrencyLimit:
    """At most `connections` answers at once; the others wait up to `patience` seconds."""

    def __init__(self, connections: int, patience: float) -> None:
        self._limiter = anyio.CapacityLimiter(connections)
        self._patience = patience

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Raises `Unavailable` if all slots stay taken for too long."""
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
