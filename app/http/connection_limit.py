"""How many connections a process holds, and which of them make room when more clients come.

Each takes a file descriptor, and an export that its client reads slowly takes another. Without a bound, clients that connect and
say nothing would take all that the system allows, and the connections of all others would be reset. So those that have waited
longest for their client are closed (as nginx does): a client that sends its request soon is answered.
"""

from collections.abc import MutableSet
from functools import cache
from heapq import nsmallest
from operator import itemgetter
from typing import Any, Protocol

from app.http.process import raise_descriptors

MAX_CONNECTIONS = 4000
# descriptors of the database and of the interpreter
_OTHERS = 100
# the part of all connections that is closed at once, as looking through all of them for each client would take long
_PART = 20


class BoundedConnection(Protocol):
    """A connection that can be closed while it waits for its client."""

    @property
    def waits_since(self) -> tuple[float, int] | None:
        """Since when it waits for its client, and its number, as many are accepted in one moment; null while it is answered."""

    def close_now(self) -> None:
        """Close it, whatever is left to be sent."""


@cache
def max_connections() -> int:
    """How many connections this process may hold: as many as the system allows descriptors for, two each."""
    needed = 2 * MAX_CONNECTIONS + _OTHERS
    return max(1, (min(needed, raise_descriptors(needed)) - _OTHERS) // 2)


def make_room(connections: MutableSet[Any], most: int) -> None:
    """Close and take out those of the `BoundedConnection`s that have waited longest, if there are more than `most`."""
    if len(connections) <= most:
        return
    waiting = [(since, one) for one in connections if (since := one.waits_since) is not None]
    for _, one in nsmallest(max(1, most // _PART), waiting, key=itemgetter(0)):
        connections.discard(one)
        one.close_now()
