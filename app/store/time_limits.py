"""How long the statements of one snapshot may run, and what may take the rest of that time."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

# virtual-machine steps of SQLite between two looks at the clock, about a millisecond; and the looks that suffice in all
_STEPS = 20000
_LOOKS = 100
# the part of the time that is left to finish an answer in
_SPARED = 0.1
_LIMIT, _GAVE_UP = "factbase_time_limit", "factbase_gave_up"
Found = TypeVar("Found")
Clock = Callable[[], float]


class Allowance(NamedTuple):
    """The seconds, by a clock, that the statements of a snapshot may take. What is only a trial is done anew if they do not suffice."""

    seconds: float
    clock: Clock = time.monotonic
    is_trial: bool = False


class _TimeLimit(NamedTuple):
    """The moment at which statements are stopped, and what they were allowed until then."""

    end: float
    allowed: Allowance


def limit_time(connection: Connection, allowed: Allowance | None) -> None:
    """From now on statements may take this long, together on SQLite, where they are stopped; no limit if it is null.

    On PostgreSQL the server stops them, by `statement_timeout`, and `limit_silence` a server that does not.
    """
    connection.info[_GAVE_UP] = False
    connection.info[_LIMIT] = None if allowed is None else _TimeLimit(allowed.clock() + allowed.seconds, allowed)
    if connection.dialect.name == "sqlite":
        _stop_at(connection, 0)


def _stop_at(connection: Connection, spared: float) -> None:
    driver: Any = connection.connection.dbapi_connection
    limit: _TimeLimit | None = connection.info[_LIMIT]
    if limit is None:
        driver.set_progress_handler(None, 0)
        return
    end, clock = limit.end - spared, limit.allowed.clock
    # as few looks as the allowed time needs: each one makes a thread wait for its turn
    driver.set_progress_handler(lambda: clock() > end, int(_STEPS * max(1, limit.allowed.seconds * 1000 / _LOOKS)))


def statement_timeout(seconds: float) -> str:
    """The setting by which PostgreSQL stops each statement of the transaction that takes longer."""
    return f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}"


def in_time_left(connection: Connection, find: Callable[[], Found]) -> Found | None:
    """What statements find that an answer can do without; null if the time of their snapshot ends before they do.

    A tenth of all that time is left to finish the answer in. A trial does without nothing.
    """
    limit: _TimeLimit | None = connection.info.get(_LIMIT)
    if limit is None or limit.allowed.is_trial:
        return find()
    spared = _SPARED * limit.allowed.seconds
    within = _within_sqlite if connection.dialect.name == "sqlite" else _within_postgresql
    try:
        if limit.end - limit.allowed.clock() > spared:
            return within(connection, limit, spared, find)
    except OperationalError as error:
        if not is_timeout(error):
            raise
    connection.info[_GAVE_UP] = True
    return None


def gave_up(connection: Connection) -> bool:
    """Whether its answer lacks something for which there was no time, so that the next may be another."""
    return bool(connection.info.get(_GAVE_UP))


def _within_sqlite(connection: Connection, limit: _TimeLimit, spared: float, find: Callable[[], Found]) -> Found:
    _stop_at(connection, spared)
    try:
        return find()
    finally:
        _stop_at(connection, 0)


def _within_postgresql(connection: Connection, limit: _TimeLimit, spared: float, find: Callable[[], Found]) -> Found:
    # a statement that is stopped ends its transaction, unless there is a point to go back to
    connection.exec_driver_sql(f"SAVEPOINT time_left; {statement_timeout(limit.end - limit.allowed.clock() - spared)}")
    try:
        found = find()
    except OperationalError as error:
        if is_timeout(error):
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT time_left")
        raise
    connection.exec_driver_sql(statement_timeout(limit.allowed.seconds))
    return found


def is_timeout(error: OperationalError) -> bool:
    """Whether a statement was stopped because it ran too long."""
    return "interrupted" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "57014"
