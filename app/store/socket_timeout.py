"""A limit on how long a PostgreSQL server may stay silent.

`statement_timeout` is measured by the server itself, and never fires on one that is stopped or out of reach. The socket of
a connection that has used up its time is shut down, which wakes the thread that reads from it with an error of the driver.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Thread

# seconds between two looks while anything is watched
_INTERVAL = 0.1


class _Watchdog:
    def __init__(self) -> None:
        self._deadlines: dict[object, tuple[float, int]] = {}
        self._condition = Condition()
        self._thread: Thread | None = None

    @contextmanager
    def limit(self, file_descriptor: int, seconds: float) -> Iterator[None]:
        """Shut the socket down where the block takes longer than this."""
        ticket = object()
        with self._condition:
            self._deadlines[ticket] = (time.monotonic() + seconds, file_descriptor)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            elif len(self._deadlines) == 1:
                self._condition.notify()
        try:
            yield
        finally:
            with self._condition:
                self._deadlines.pop(ticket, None)

    def _watch(self) -> None:
        while True:
            with self._condition:
                while not self._deadlines:
                    self._condition.wait()
                now = time.monotonic()
                expired = [(ticket, fd) for ticket, (deadline, fd) in self._deadlines.items() if deadline < now]
                # under the lock, so that no descriptor has been given to another connection meanwhile
                for ticket, file_descriptor in expired:
                    del self._deadlines[ticket]
                    _shut_down(file_descriptor)
            time.sleep(_INTERVAL)


def _shut_down(file_descriptor: int) -> None:
    with suppress(OSError), socket.socket(fileno=os.dup(file_descriptor)) as own:
        own.shutdown(socket.SHUT_RDWR)


limit_silence = _Watchdog().limit
