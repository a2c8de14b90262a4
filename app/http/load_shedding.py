"""What is refused when more requests arrive than can be answered, so that the others are answered in time.

Requests begin in the order in which they arrive, a few in each round of the event loop. Between two rounds the loop reads and
writes its sockets, so that it soon sees who arrives, who has left, and who asks for something cheap. If all began in one round,
a hundred requests would keep everybody waiting for as long as they take together, and nobody would know for how long.

How long a request may wait depends on whether the queue ever empties (as in CoDel, RFC 8289): a burst is answered completely,
while a queue that stands would only make every answer late.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import ClientDisconnect

from app.errors import Unavailable
from app.vocabulary.names import say

# whether the client of a request has left
HasLeft = Callable[[], bool]
# where the scope of a request that came over a connection has its `HasLeft`
HAS_LEFT = "factbase.has_left"
# the part of its patience that a queue has left when it stands
_STANDING = 0.1
# seconds that the requests of a round are to take together: the looks at the sockets between rounds take a twentieth of what
# a single small request takes
_ROUND = 0.004
LARGEST_ROUND = 16


def has_left_of(scope: Mapping[str, Any]) -> HasLeft:
    """What tells whether the client of a request has left; one that asks over no connection stays."""
    has_left: HasLeft = scope.get(HAS_LEFT, lambda: False)
    return has_left


class Patience:
    """How many seconds requests may wait in a queue: `seconds`, or a tenth once each has had to wait for that long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last_empty = self._last_looked = float("-inf")

    def note_empty(self, now: float) -> None:
        """Say that a request does not have to wait."""
        self._last_empty = self._last_looked = now

    def seconds(self, now: float) -> float:
        """How long a request may wait."""
        if now - self._last_looked > self._seconds:
            # nobody waited meanwhile
            self._last_empty = now
        self._last_looked = now
        return self._seconds * (_STANDING if now - self._last_empty > self._seconds else 1)


class RoundSize:
    """How many requests may begin in a round: more while rounds are short, fewer once one was long."""

    def __init__(self) -> None:
        self.allowed = 1

    def note(self, begun: int, seconds: float) -> None:
        """Say how many requests began in a round, and how long it took."""
        if seconds > _ROUND:
            self.allowed = max(1, self.allowed // 2)
        elif begun == self.allowed and seconds < _ROUND / 2:
            self.allowed = min(LARGEST_ROUND, self.allowed * 2)


class StartQueue:
    """Lets a few requests begin in each round of the event loop; those that are not to be answered leave all in the same round."""

    def __init__(self, patience: float) -> None:
        self._patience = Patience(patience)
        self._waiting: deque[tuple[float, HasLeft, asyncio.Future[bool]]] = deque()
        self._size = RoundSize()
        # of this round
        self._begun, self._since = 0, 0.0

    async def wait(self, has_left: HasLeft) -> None:
        """Return when the request may begin.

        Raises `Unavailable` if it has waited longer than its client can be expected to, and `ClientDisconnect` if that has left.
        """
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._begun < self._size.allowed and not self._waiting:
            if not self._begun:
                self._since = now
                loop.call_soon(self._next)
            self._begun += 1
            self._patience.note_empty(now)
            return
        turn: asyncio.Future[bool] = loop.create_future()
        self._waiting.append((now, has_left, turn))
        if not await turn:
            raise refusal(has_left)

    def _next(self) -> None:
        """Begin a round."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._size.note(self._begun, now - self._since)
        self._begun, self._since = 0, now
        while self._waiting and self._begun < self._size.allowed:
            since, has_left, turn = self._waiting.popleft()
            if turn.done():
                continue
            may_begin = not has_left() and now - since <= self._patience.seconds(now)
            turn.set_result(may_begin)
            self._begun += may_begin
        if self._begun:
            # after the requests that begin now
            loop.call_soon(self._next)


def refusal(has_left: HasLeft | None) -> Exception:
    """What a request raises that has waited in vain."""
    if has_left is not None and has_left():
        return ClientDisconnect()
    return Unavailable(say("too many requests are waiting", "等待应答的请求过多"), retry_after=2)
