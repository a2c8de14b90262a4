"""A limit on how many answers hold a database connection at once, and on how long the others wait.

Requests wait for their turn in the event loop, never for a connection of the pool: a thread that waits there serves nobody,
and the event loop, in which cheap answers are made on SQLite, must never stand still.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from app.errors import Unavailable
from app.http.load_shedding import HasLeft, Patience
from app.vocabulary.names import say


class ConcurrencyLimit:
    """At most `connections` answers at once; the others wait up to `patience` seconds, or a tenth of that if the queue stands."""

    def __init__(self, connections: int, patience: float) -> None:
        self._limiter = anyio.CapacityLimiter(connections)
        self._patience = Patience(patience)

    @property
    def is_used(self) -> bool:
        return self._limiter.borrowed_tokens > 0

    @property
    def waiting(self) -> int:
        """How many answers wait for their turn."""
        return self._limiter.statistics().tasks_waiting

    @asynccontextmanager
    async def slot(self, has_left: HasLeft = lambda: False) -> AsyncIterator[None]:
        """Raises `Unavailable` if all slots stay taken for too long, or if the client has left meanwhile."""
        holder = object()
        await self._acquire(holder)
        try:
            if has_left():
                raise _refusal()
            yield
        finally:
            self._limiter.release_on_behalf_of(holder)

    async def _acquire(self, holder: object) -> None:
        since = anyio.current_time()
        if self._limiter.available_tokens:
            self._patience.note_empty(since)
        try:
            with anyio.fail_after(self._patience.seconds(since)):
                await self._limiter.acquire_on_behalf_of(holder)
        except TimeoutError:
            raise _refusal() from None
        now = anyio.current_time()
        # the queue may have begun to stand meanwhile
        if now - since > self._patience.seconds(now):
            self._limiter.release_on_behalf_of(holder)
            raise _refusal()


def _refusal() -> Unavailable:
    return Unavailable(say("too many requests are being answered", "正在应答的请求过多"), retry_after=2)
