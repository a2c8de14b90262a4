"""Connections to an SQLite file, which may be read-only, locked, or exchanged for another while it is served.

A write-ahead log belongs to the file that it was made for, yet SQLite finds it by its name: of a file that is renamed to the
name of a served one it would read, and write into it, the pages that the log of the file before still holds ("How To Corrupt An
SQLite Database File", "Mispairing database files and hot journals"). So the log is removed with the file that it belongs to.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import quote
from weakref import WeakSet

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from app.store import exact_numbers

# bytes of a file that SQLite maps into memory, the most that its builds allow; the rest of a larger file is read page by page
_MMAP = 0x7FFF0000
# kibibytes of page cache, for the inner pages of the trees
_CACHE = 8192
_FILES = "files"
# device and inode; null if there is no file
_Identity = tuple[int, int] | None


class _Files(NamedTuple):
    """The database, its write-ahead log and the index of that."""

    database: _Identity
    log: _Identity
    log_index: _Identity


# of all engines of this process, as a new connection must know which log an older one has open
_records: WeakSet[ConnectionPoolEntry] = WeakSet()
_lock = Lock()


def prepare(engine: Engine) -> None:
    """Have the connections of an SQLite engine opened, checked and begun by this module."""
    event.listen(engine, "do_connect", _open)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "checkout", _check)
    event.listen(engine, "begin", _begin)


def _open(_: object, record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> None:
    """Open a file that cannot be written as read-only.

    SQLite needs files beside a database in WAL mode. Where they are missing and cannot be made, no one else is writing, and
    the file is opened as immutable. Changes that exist only in a write-ahead log are then not visible.
    """
    path = Path(arguments[0])
    record.info["path"] = arguments[0]
    record.info["read_only"] = False
    record.info["opened"] = _identity(arguments[0])
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


def _set_up(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    # sqlite3's own transactions begin late and only for some statements; SQLAlchemy's `begin` event does it instead
    connection.isolation_level = None
    # before the first statement, with which SQLite looks for the log
    _leave_log_of_others(record)
    # a file without a byte in it may be one that is just being copied here: only what stores something writes into it
    if not record.info["read_only"] and _size(record.info["path"]):
        _use_write_ahead_log(connection)
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL", f"mmap_size = {_MMAP}", f"cache_size = {-_CACHE}"):
        connection.execute(f"PRAGMA {pragma}").close()
    exact_numbers.install(connection)
    record.info["size"] = _size(record.info["path"])
    with _lock:
        # a file that did not exist before was made with the first statement
        opened = record.info["opened"] or _identity(record.info["path"])
        record.info[_FILES] = _files(record.info["path"])._replace(database=opened)
        _records.add(record)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Have the file use one, unless others are reading or writing it: it can be read as it is, and the next connection tries again."""
    try:
        connection.execute("PRAGMA journal_mode = WAL").close()
    except sqlite3.OperationalError as error:
        if primary_code(error) != sqlite3.SQLITE_BUSY:
            raise


def primary_code(error: BaseException | None) -> int:
    """The primary result code of an error of SQLite, which extended codes have in their last byte; 0 for any other."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _check(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Replace a connection whose file was exchanged, so that no connection keeps reading the old file."""
    held: _Files = record.info[_FILES]
    try:
        found = os.stat(record.info["path"])
    except OSError:
        return
    if (found.st_dev, found.st_ino) == held.database:
        if found.st_size < record.info["size"]:
            # whoever reads the memory map beyond the end is killed by the system
            raise DisconnectionError("the database file became shorter")
        record.info["size"] = found.st_size
        return
    if not record.info["read_only"]:
        # what only the log has is written into the file that it belongs to, wherever that is now
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint").close()
    with _lock:
        _remove_log(record.info["path"], held)
    raise DisconnectionError("the database file was exchanged")


def _leave_log_of_others(record: ConnectionPoolEntry) -> None:
    """Remove the log if an open connection has it together with another file than the one that was opened."""
    path, opened = record.info["path"], record.info["opened"]
    with _lock:
        found = _files(path)
        if opened is not None and opened != found.database:
            raise sqlite3.OperationalError("the database file was exchanged while it was opened")
        for other in _records:
            held: _Files | None = other.info.get(_FILES) if other.dbapi_connection is not None else None
            if held is not None and held.log == found.log and held.database != found.database:
                _remove_log(path, held)


def _remove_log(path: str, held: _Files) -> None:
    """Remove the log of an exchanged file and its index, but none that another process has begun for the new file meanwhile."""
    path = os.path.realpath(path)
    for name, identity in ((f"{path}-wal", held.log), (f"{path}-shm", held.log_index)):
        if identity is None or _identity(name) != identity:
            continue
        # once it is renamed, nobody else can put another file in its place
        aside = f"{name}-{os.getpid()}"
        try:
            os.rename(name, aside)
        except FileNotFoundError:
            continue
        except OSError as error:
            if os.path.getsize(f"{path}-wal"):
                needed = f"{os.path.basename(path)}-wal belongs to the file that was here before: remove it"
                raise sqlite3.OperationalError(needed) from error
            return
        if _identity(aside) == identity:
            os.unlink(aside)
        else:
            os.rename(aside, name)


def _files(path: str) -> _Files:
    # SQLite names the log after the file that a symbolic link leads to
    path = os.path.realpath(path)
    return _Files(*(_identity(path + suffix) for suffix in ("", "-wal", "-shm")))


def _identity(path: str) -> _Identity:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    if driver.in_transaction:
        return
    options: dict[str, Any] = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("factbase_write") else "BEGIN")
