"""The engine, and everything in which SQLite and PostgreSQL differ."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Settings

# one loader at a time; any constant will do, as long as nothing else in the database uses it
_LOAD_LOCK = 0x0FAC7BA5E


def open_engine(settings: Settings) -> Engine:
    """An engine for the configured database. Nothing is connected yet, so a database that is down is no error here."""
    url = _url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, pool_size=settings.pool_size, max_overflow=0, pool_timeout=settings.pool_timeout,
            connect_args={"timeout": 15},
        )  # fmt: skip
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    return create_engine(
        url, pool_size=settings.pool_size, max_overflow=0, pool_timeout=settings.pool_timeout, pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": "-c timezone=utc"},
    )  # fmt: skip


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer shares; committed when the block ends, rolled back when it raises."""
    with engine.connect().execution_options(factbase_write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOAD_LOCK})
        yield connection


def _url(raw: str) -> URL:
    url = make_url(raw)
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def _sqlite_connect(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # sqlite3's own transactions begin late and only for some statements; SQLAlchemy's `begin` event does it instead
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL", "mmap_size = 1073741824"):
        connection.execute(f"PRAGMA {pragma}").close()


def _sqlite_begin(connection: Connection) -> None:
    options: dict[str, Any] = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("factbase_write") else "BEGIN")
