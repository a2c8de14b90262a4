"""Engines: the supported databases, their connections and the pool."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Settings
from app.store import exact_numbers
from app.store.socket_timeout import limit_silence

# bytes of a file that SQLite maps into memory, the most that its builds allow; the rest of a larger file is read page by page
_MMAP = 0x7FFF0000
# kibibytes of page cache, for the inner pages of the trees
_CACHE = 8192
# seconds of rest after which a pooled connection is checked before it is used
_IDLE = 1.0
# seconds that a server may take to answer the check of a connection
_PING_TIMEOUT = 2.0
# seconds after which a pooled connection is replaced, so that a replica that was away is found again
_LIFETIME = 300
_SUPPORTED = {
    "sqlite": "sqlite", "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg",
}  # fmt: skip
_NEEDED = "SQLite (sqlite:///PATH) or PostgreSQL (postgresql://USER@HOST/DATABASE) is needed"


class UnsupportedDatabaseError(ValueError):
    """The database URL is invalid, or names a database that is not supported."""


def open_engine(settings: Settings) -> Engine:
    """An engine for the configured database. It connects later, so a database that is down is no error here.

    Raises `UnsupportedDatabaseError`.
    """
    return _open(settings.database_url, settings)


def open_reader(settings: Settings) -> Engine:
    """An engine for the database that answers are read from, which may be a replica of the configured one.

    Raises `UnsupportedDatabaseError`.
    """
    return _open(settings.read_database_url or settings.database_url, settings)


def open_version_reader(settings: Settings) -> Engine:
    """An engine with a single connection, reserved for looking up the dataset version."""
    return open_reader(settings.model_copy(update={"pool_size": 1}))


def exports_at_once(settings: Settings) -> int:
    return max(1, settings.pool_size // 2)


def export_patience(settings: Settings) -> float:
    """How many seconds an export waits for a turn: longer than other answers do."""
    return settings.pool_timeout * 6


def _open(raw: str, settings: Settings) -> Engine:
    url = _url(raw)
    # `pool_size` are for answers, and kept open: exports, trials (in the event loop and in a thread) and readiness have
    # connections besides
    overflow = exports_at_once(settings) + 3
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, pool_size=settings.pool_size, max_overflow=overflow, pool_timeout=settings.pool_timeout,
            connect_args={"timeout": 15},
        )  # fmt: skip
        event.listen(engine, "do_connect", _sqlite_open)
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "checkout", _sqlite_checkout)
        event.listen(engine, "begin", _sqlite_begin)
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


def _identity(path: str | None) -> tuple[int, int] | None:
    if not path:
        return None
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sqlite_open(_: object, record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> None:
    """Open a file that cannot be written as read-only.

    SQLite needs files beside a database in WAL mode. Where they are missing and cannot be made, no one else is writing, and
    the file is opened as immutable. Changes that exist only in a write-ahead log are then not visible.
    """
    path = Path(arguments[0])
    record.info["path"] = arguments[0]
    record.info["read_only"] = False
    if options.get("uri") or not path.is_file() or (_is_writable(path) and _is_writable(path.parent)):
        return
    log = path.with_name(f"{path.name}-wal")
    is_alone = not _is_writable(path.parent) and not (log.is_file() and log.stat().st_size)
    if not is_alone and not _is_writable(path.parent) and not path.with_name(f"{path.name}-shm").is_file():
        needed = f"copy {path.name} and {log.name} to a folder that can be written, and open it there once"
        raise sqlite3.OperationalError(f"{log.name} holds changes and cannot be read without {path.name}-shm: {needed}")
    record.info["read_only"] = True
    arguments[0] = f"file:{quote(str(path))}?mode=ro{'&immutable=1' if is_alone else ''}"
    options["uri"] = True


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _sqlite_checkout(_: object, record: ConnectionPoolEntry, __: object) -> None:
    """Replace a connection whose file was exchanged, so that no connection keeps reading the old file."""
    current = _identity(record.info["path"])
    if current is not None and current != record.info["identity"]:
        raise DisconnectionError("the database file was exchanged")


def _sqlite_connect(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    # sqlite3's own transactions begin late and only for some statements; SQLAlchemy's `begin` event does it instead
    connection.isolation_level = None
    pragmas = ["foreign_keys = ON", "synchronous = NORMAL", f"mmap_size = {_MMAP}", f"cache_size = {-_CACHE}"]
    if not record.info["read_only"]:
        pragmas.insert(0, "journal_mode = WAL")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").close()
    record.info["identity"] = _identity(record.info["path"])
    exact_numbers.install(connection)


def _sqlite_begin(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    if driver.in_transaction:
        return
    options: dict[str, Any] = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("factbase_write") else "BEGIN")
