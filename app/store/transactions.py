"""TODO"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, Select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.store.watchdog import limit_silence

# one loader at a time; any constant will do, as long as nothing else in the database uses it
_LOAD_LOCK = 0x0FAC7BA5E
# virtual-machine steps of SQLite between two looks at the clock, about a millisecond, or more where so many looks are enough
_STEPS = 20000
_LOOKS = 100
# kibibytes of it where all of a file is written or read, without the map
_LARGE_CACHE = 256 << 10
# how much dearer than the next page PostgreSQL is to hold any other. Its default of 4 is for disks that turn: it reads a list
# by id, row for row, rather than look up the few rows that hold a word
_RANDOM_PAGE = 1.1
# seconds that a PostgreSQL server has to stop a statement by itself, before its connection is shut down
_GRACE = 0.5
# primary result codes of SQLite
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}
# which dataset a reader sees: its version, and when it was loaded
SELECT_DATASET = "SELECT version, built_at FROM dataset"
ReadSnapshot = tuple[Connection, tuple[str, str] | None]


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer shares; committed when the block ends, rolled back when it raises."""
    with engine.connect().execution_options(factbase_write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOAD_LOCK})
        yield connection


@contextmanager
def without_memory_map(connection: Connection) -> Iterator[None]:
    """For going through all of a database: SQLite with more cache in place of the memory map, whose pages count as the process's."""
    if connection.dialect.name != "sqlite":
        yield
        return
    with temporary_pragmas(connection.connection.dbapi_connection, {"mmap_size": 0, "cache_size": -_LARGE_CACHE}):
        yield


@contextmanager
def temporary_pragmas(driver: Any, meanwhile: Mapping[str, int | str]) -> Iterator[None]:
    """Other settings of a connection of SQLite."""
    held = {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in meanwhile}
    try:
        for name, value in meanwhile.items():
            driver.execute(f"PRAGMA {name} = {value}").fetchall()
        yield
    finally:
        for name, value in held.items():
            driver.execute(f"PRAGMA {name} = {value}").fetchall()


@contextmanager
def read(
    engine: Engine, seconds: float | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[ReadSnapshot]:
    """One snapshot: all statements see the same data, whatever is loaded meanwhile; and the row that `DATASET` finds.

    With `seconds`, statements that run longer in sum (SQLite) or each (PostgreSQL) are stopped and raise
    `OperationalError`, for which `is_timeout` is true. PostgreSQL counts by its own clock.
    """
    if engine.dialect.name == "postgresql":
        with _read_postgresql(engine, seconds) as seen:
            yield seen
        return
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        # by hand, as SQLAlchemy would begin with the first statement that it runs itself; the pool rolls it back
        driver.execute("BEGIN")
        if seconds is not None:
            end = clock() + seconds
            # not more often than the time allowed needs: each look waits for its turn among all threads
            driver.set_progress_handler(lambda: clock() > end, int(_STEPS * max(1, seconds * 1000 / _LOOKS)))
        try:
            with driver_errors(connection, SELECT_DATASET):
                held = driver.execute(SELECT_DATASET).fetchone()
            yield connection, held
        finally:
            driver.set_progress_handler(None, 0)


@contextmanager
def _read_postgresql(engine: Engine, seconds: float | None) -> Iterator[ReadSnapshot]:
    """A transaction begun by hand, so that all that is said of it, and its first question, go to the server at once."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.dbapi_connection
        begin = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL random_page_cost = {_RANDOM_PAGE}"
        if seconds is not None:
            begin += f"; SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}"
        with nullcontext() if seconds is None else limit_silence(driver.fileno(), seconds + _GRACE):
            try:
                with driver_errors(connection, begin):
                    cursor = driver.execute(f"{begin}; {SELECT_DATASET}")
                    while cursor.nextset():
                        pass
                    held = cursor.fetchone()
                yield connection, held
            finally:
                try:
                    # not rolled back: psycopg would forget what it has prepared, and prepare nothing ever
                    driver.commit()
                except connection.dialect.loaded_dbapi.Error:
                    # the server is gone; what was read of it stands
                    connection.invalidate()


def silence_limit(connection: Connection, seconds: float) -> AbstractContextManager[None]:
    """Break the connection to a PostgreSQL server off where the block takes longer than this."""
    if connection.dialect.name != "postgresql":
        return nullcontext()
    driver: Any = connection.connection.dbapi_connection
    return limit_silence(driver.fileno(), seconds)


@contextmanager
def driver_errors(connection: Connection, statement: str) -> Iterator[None]:
    """What the driver raises when it is asked without SQLAlchemy, as SQLAlchemy raises it."""
    dbapi = connection.dialect.loaded_dbapi
    try:
        yield
    except dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, dbapi.Error) from error


def is_timeout(error: OperationalError) -> bool:
    """Whether a statement was stopped because it ran too long."""
    return "interrupted" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "57014"


def is_damaged(error: Exception) -> bool:
    """Whether an SQLite file is truncated, corrupted or no database at all."""
    cause = getattr(error, "orig", None)
    return isinstance(cause, sqlite3.DatabaseError) and cause.sqlite_errorcode & 0xFF in _DAMAGED


def fetch_rows(connection: Connection, statement: Select[Any]) -> list[dict[str, Any]]:
    """All rows that a statement finds, by the names of its columns."""
    return [dict(row) for row in connection.execute(statement).mappings()]
