"""Engines: the supported databases, their connections and the pool."""

import logging
import sqlite3
import time
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Settings
from app.store import sqlite_connections
from app.store.socket_timeout import limit_silence

# seconds of rest after which a pooled connection is checked before it is used
_IDLE = 1.0
# seconds for which a command waits for others to release an SQLite file, and an answer, which may be made in the event loop
_COMMAND_PATIENCE = 15.0
ANSWER_PATIENCE = 0.1
# seconds that a server may take to answer the check of a connection
_PING_TIMEOUT = 2.0
# seconds after which a pooled connection is replaced, so that a replica that was away is found again
_LIFETIME = 300
_SUPPORTED = {
    "sqlite": "sqlite", "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg",
}  # fmt: skip
_NEEDED = "SQLite (sqlite:///PATH) or PostgreSQL (postgresql://USER@HOST/DATABASE) is needed"


def _without_traceback(record: logging.LogRecord) -> bool:
    """Have SQLAlchemy log in one line that a lost connection could not be tidied up: it is no bug, and what was lost with it is told."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, psycopg.Error | sqlite3.Error):
        record.msg, record.args, record.exc_info = "%s: %s", (record.getMessage(), str(error).partition("\n")[0]), None
    return True


logging.getLogger("sqlalchemy.pool.impl.QueuePool").addFilter(_without_traceback)


class UnsupportedDatabaseError(ValueError):
    """The database URL is invalid, or names a database that is not supported."""


def open_engine(settings: Settings) -> Engine:
    """An engine for the configured database. It connects later, so a database that is down is no error here.

    Raises `UnsupportedDatabaseError`.
    """
    return _open(settings.database_url, settings, _COMMAND_PATIENCE)


def open_reader(settings: Settings, patience: float = _COMMAND_PATIENCE) -> Engine:
    """An engine for the database that answers are read from, which may be a replica of the configured one.

    `patience` is how many seconds a statement waits for an SQLite file that another process has locked. Raises
    `UnsupportedDatabaseError`.
    """
    return _open(settings.read_database_url or settings.database_url, settings, patience)


def open_version_reader(settings: Settings) -> Engine:
    """An engine with a single connection, reserved for looking up the dataset version."""
    return open_reader(settings.model_copy(update={"pool_size": 1}), settings.version_timeout)


def exports_at_once(settings: Settings) -> int:
    return max(1, settings.pool_size // 2)


def export_patience(settings: Settings) -> float:
    """How many seconds an export waits for a turn: longer than other answers do."""
    return settings.pool_timeout * 6


def _open(raw: str, settings: Settings, patience: float) -> Engine:
    url = _url(raw)
    # `pool_size` are for answers, and kept open: exports, trials (in the event loop and in a thread) and readiness have
    # connections besides
    overflow = exports_at_once(settings) + 3
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, pool_size=settings.pool_size, max_overflow=overflow, pool_timeout=settings.pool_timeout,
            connect_args={"timeout": patience},
        )  # fmt: skip
        sqlite_connections.prepare(engine)
        return engine
    engine = create_engine(
        url.difference_update_query(["prepare_threshold"]), pool_size=settings.pool_size, max_overflow=overflow,
        pool_timeout=settings.pool_timeout, pool_recycle=_LIFETIME, connect_args=_connect_args(url),
    )  # fmt: skip
    event.listen(engine, "checkout", _postgresql_checkout)
    event.listen(engine, "checkin", _postgresql_checkin)
    return engine


def _connect_args(url: URL) -> dict[str, Any]:
    """Arguments of the driver beside the URL: `prepare_threshold` must be a number, or None for `none`."""
    found: dict[str, Any] = {"options": "-c timezone=utc"}
    if "connect_timeout" not in url.query:
        found["connect_timeout"] = 5
    if threshold := url.query.get("prepare_threshold"):
        found["prepare_threshold"] = None if threshold == "none" else int(str(threshold))
    return found


def is_replica(connection: Connection) -> bool:
    """Whether the database is a replica, and takes no writes."""
    return connection.dialect.name == "postgresql" and bool(connection.scalar(text("SELECT pg_is_in_recovery()")))


def _postgresql_checkout(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Check a connection that was idle: a check at each request would cost as much as many requests."""
    if time.monotonic() - record.info.get("used", 0.0) < _IDLE:
        return
    try:
        with limit_silence(connection.fileno(), _PING_TIMEOUT):
            connection.execute("")
            connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


def _postgresql_checkin(_: object, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _url(raw: str) -> URL:
    try:
        url = make_url(raw)
    except (ArgumentError, ValueError):
        raise UnsupportedDatabaseError(f"the database URL is not a URL: {_NEEDED}") from None
    if url.drivername not in _SUPPORTED:
        raise UnsupportedDatabaseError(f"the database {url.drivername!r} is not supported: {_NEEDED}")
    if fault := _fault_of_file(url) if url.get_backend_name() == "sqlite" else _fault_of_server(url):
        raise UnsupportedDatabaseError(f"{fault}: {_NEEDED}")
    return url.set(drivername=_SUPPORTED[url.drivername])


def _fault_of_file(url: URL) -> str | None:
    """What is wrong with the URL of an SQLite file, of which a driver would say nothing, or too much."""
    if url.host:
        return f"SQLite has no host, as {url.host!r} would be"
    if not url.database or "\0" in url.database:
        return "the URL names no file"
    if ":memory:" in url.database or url.query.get("mode") == "memory":
        return "a database in memory is lost with the command that made it"
    if url.query and "uri" not in url.query:
        return f"{next(iter(url.query))!r} is used in sqlite:///file:PATH?uri=true&… alone"
    return None


def _fault_of_server(url: URL) -> str | None:
    threshold = str(url.query.get("prepare_threshold", "none"))
    return None if threshold == "none" or threshold.isdecimal() else "prepare_threshold is a number or none"
