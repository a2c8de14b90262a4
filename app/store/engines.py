"""The engines, and one transaction to read or to write in, as each database has it."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Settings
from app.store import exact_numbers
from app.store.watchdog import limit_silence

# bytes of a file that SQLite reads without copying them, the most that its builds allow; a larger file is read page by page,
# through kibibytes of cache that hold the inner pages of its trees
_MMAP = 0x7FFF0000
_CACHE = 8192
# seconds after which a pooled connection may have been closed by the other side
_IDLE = 1.0
# seconds that a server may take to answer whether it lives
_PING_TIMEOUT = 2.0
# seconds after which a pooled connection is opened anew, and finds the replica again that was away
_LIFETIME = 300


def open_engine(settings: Settings) -> Engine:
    """An engine for the configured database. Nothing is connected yet, so a database that is down is no error here."""
    return _open(settings.database_url, settings)


def open_reader(settings: Settings) -> Engine:
    """An engine for the database that answers are read from, which may be a replica of the configured one."""
    return _open(settings.read_database_url or settings.database_url, settings)


def open_version_reader(settings: Settings) -> Engine:
    """An engine of one connection, for nothing but the look-up of the dataset version."""
    return open_reader(settings.model_copy(update={"pool_size": 1}))


def _open(raw: str, settings: Settings) -> Engine:
    url = _url(raw)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, pool_size=settings.pool_size, max_overflow=0, pool_timeout=settings.pool_timeout,
            connect_args={"timeout": 15},
        )  # fmt: skip
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    engine = create_engine(
        url.difference_update_query(["prepare_threshold"]), pool_size=settings.pool_size, max_overflow=0,
        pool_timeout=settings.pool_timeout, pool_recycle=_LIFETIME, connect_args=_connect_args(url),
    )  # fmt: skip
    event.listen(engine, "checkout", _postgresql_checkout)
    event.listen(engine, "checkin", _postgresql_checkin)
    return engine


def _connect_args(url: URL) -> dict[str, Any]:
    """What the driver is told beside the URL. It takes no text for `prepare_threshold`, which is `none` behind a pooler."""
    found: dict[str, Any] = {"options": "-c timezone=utc"}
    if "connect_timeout" not in url.query:
        found["connect_timeout"] = 5
    if threshold := url.query.get("prepare_threshold"):
        found["prepare_threshold"] = None if threshold == "none" else int(str(threshold))
    return found


def is_replica(connection: Connection) -> bool:
    """Whether the database follows another one, and so takes no writes."""
    return connection.dialect.name == "postgresql" and bool(connection.scalar(text("SELECT pg_is_in_recovery()")))


def _postgresql_checkout(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Whether a connection still lives is asked where it was idle: a question for each request would cost as much as many."""
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
    url = make_url(raw)
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def _sqlite_connect(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # sqlite3's own transactions begin late and only for some statements; SQLAlchemy's `begin` event does it instead
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = NORMAL",
        f"mmap_size = {_MMAP}",
        f"cache_size = {-_CACHE}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    exact_numbers.install(connection)


def _sqlite_begin(connection: Connection) -> None:
    if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        return
    options: dict[str, Any] = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("factbase_write") else "BEGIN")
