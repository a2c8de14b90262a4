"""One transaction to read or to write in, on either database, and the errors of their drivers."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, Select, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.errors import Unavailable
from app.store.socket_timeout import limit_silence
from app.store.sqlite_connections import primary_code
from app.store.time_limits import Allowance, limit_time, statement_timeout
from app.vocabulary.addresses import local
from app.vocabulary.names import say

# the advisory lock of writers: any constant that nothing else in the database uses
_LOAD_LOCK = 0x0FAC7BA5E
# kibibytes of page cache when all of a file is read or written, without the memory map
_LARGE_CACHE = 256 << 10
# seconds that a PostgreSQL server has to stop a statement by itself, before its connection is shut down
_GRACE = 0.5
# PostgreSQL's `random_page_cost`. The default of 4 is for spinning disks: with it, a list is read by id, row for row, rather
# than the few rows looked up that hold a word
_RANDOM_PAGE_COST = 1.1
# the version of the data, and when it was loaded
SELECT_DATASET = "SELECT version, built_at FROM dataset"
# SQLite: no room, no folder for temporary files; PostgreSQL: disk_full, and more than `temp_file_limit`
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_GETTEMPPATH, "53100", "53400"})
# PostgreSQL: lock_not_available
_LOCKED = "55P03"
# a connection, and the row of `SELECT_DATASET`
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
    """For a scan of all the data: SQLite with a larger cache instead of the memory map, whose pages count as memory of the process."""
    if connection.dialect.name != "sqlite":
        yield
        return
    with temporary_pragmas(connection.connection.dbapi_connection, {"mmap_size": 0, "cache_size": -_LARGE_CACHE}):
        yield


@contextmanager
def temporary_pragmas(driver: Any, meanwhile: Mapping[str, int | str]) -> Iterator[None]:
    """Pragmas of an SQLite connection, set back afterwards."""
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
    engine: Engine,
    allowed: Allowance | None = None,
    lock_seconds: float | None = None,
) -> Iterator[ReadSnapshot]:
    """One snapshot: all statements see the same data, even if more is published meanwhile.

    Statements that run longer than `allowed`, together (SQLite) or singly (PostgreSQL), are stopped and raise `OperationalError`,
    for which `is_timeout` is true. With `lock_seconds`, a statement waits no longer for a table that others have locked
    (PostgreSQL).
    """
    if engine.dialect.name == "postgresql":
        with _read_postgresql(engine, allowed, lock_seconds) as seen:
            yield seen
        return
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        # begun here, as SQLAlchemy would begin only with a statement that it runs itself; the pool rolls it back
        driver.execute("BEGIN")
        limit_time(connection, allowed)
        try:
            with driver_errors(connection, SELECT_DATASET):
                held = driver.execute(SELECT_DATASET).fetchone()
            yield connection, held
        finally:
            limit_time(connection, None)


@contextmanager
def _read_postgresql(engine: Engine, allowed: Allowance | None, lock_seconds: float | None) -> Iterator[ReadSnapshot]:
    """The transaction's settings and its first query are sent to the server in one message."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.dbapi_connection
        begin = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL random_page_cost = {_RANDOM_PAGE_COST}"
        if allowed is not None:
            begin += f"; {statement_timeout(allowed.seconds)}"
        if lock_seconds is not None:
            begin += f"; SET LOCAL lock_timeout = {max(1, int(lock_seconds * 1000))}"
        limit_time(connection, allowed)
        with nullcontext() if allowed is None else limit_silence(driver.fileno(), allowed.seconds + _GRACE):
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
                    # the server is gone; what was read from it stays valid
                    connection.invalidate()


def require_loaded(held: tuple[str, str] | None) -> tuple[str, str]:
    """The row of `SELECT_DATASET`. Raises `Unavailable` if there is none."""
    if held is None:
        raise Unavailable(
            say(
                "the database holds no dataset yet: run `factbase publish`", "数据库中还没有数据：请运行 `factbase publish`"
            ),
            retry_after=2,
        )
    return held


def silence_limit(connection: Connection, seconds: float) -> AbstractContextManager[None]:
    """Break off the connection to a PostgreSQL server if the block takes longer than this."""
    if connection.dialect.name != "postgresql":
        return nullcontext()
    driver: Any = connection.connection.dbapi_connection
    return limit_silence(driver.fileno(), seconds)


@contextmanager
def driver_errors(connection: Connection, statement: str) -> Iterator[None]:
    """Turns errors of a driver that is used directly into those that SQLAlchemy raises."""
    dbapi = connection.dialect.loaded_dbapi
    try:
        yield
    except dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, dbapi.Error) from error


def is_full(error: Exception) -> bool:
    """Whether the database found no room for the temporary file that a sort or a group needs."""
    if not isinstance(error, DBAPIError):
        return False
    return bool(_NO_ROOM & {getattr(error.orig, name, None) for name in ("sqlite_errorcode", "sqlstate")})


def unavailable_reason(error: Exception) -> str | None:
    """Why the database cannot answer, in words for clients; null for any other error, which is a bug of ours."""
    if (reason := damage_reason(error)) is not None:
        return reason
    if (reason := _lock_reason(getattr(error, "orig", None))) is not None:
        return reason
    if isinstance(error, OperationalError | ProgrammingError | PoolTimeoutError):
        address = local("/readyz")
        return say(
            f"the database is down, busy or not migrated; {address} says which",
            f"数据库已停止、繁忙或未迁移；{address} 说明是哪一种",
        )
    return None


def _lock_reason(error: BaseException | None) -> str | None:
    if getattr(error, "sqlstate", None) == _LOCKED:
        return say("another program has locked a table of the database", "数据库中有表被其他程序锁定")
    if primary_code(error) == sqlite3.SQLITE_BUSY:
        return say("another program has locked the database", "数据库被其他程序锁定")
    return None


def damage_reason(error: Exception) -> str | None:
    """That the database is damaged, in words for clients; null for any other error."""
    if isinstance(error, DBAPIError) and _is_damage(error.orig):
        return say("the database is damaged; restore it from a backup", "数据库已损坏；请从备份恢复")
    return None


def _is_damage(error: BaseException | None) -> bool:
    """Whether the file is truncated, overwritten or not a database, or PostgreSQL found corrupted data or a corrupted index."""
    damage = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    return primary_code(error) in damage or getattr(error, "sqlstate", None) in {"XX001", "XX002"}


def fetch_rows(connection: Connection, statement: Select[Any]) -> list[dict[str, Any]]:
    """All rows of a statement as dictionaries."""
    return [dict(row) for row in connection.execute(statement).mappings()]
