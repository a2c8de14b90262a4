"""SQLite files that are damaged, exchanged, locked or cannot be written, and URLs that name no database."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import DatabaseError, OperationalError

from app.config import Settings
from app.store.dataset_version import dataset_version
from app.store.engines import ANSWER_PATIENCE, UnsupportedDatabaseError, open_engine, open_reader
from app.store.tables import Dataset, table
from app.store.transactions import read, unavailable_reason, write
from app.store.write_ahead_log import empty_log
from tests.conftest import migrated

NOBODY = 65534


def _database(path: Path, version: str) -> Settings:
    engine = open_engine(settings := migrated(Settings(database_url=f"sqlite:///{path}")))
    with write(engine) as connection:
        connection.execute(table(Dataset).insert().values(id=1, version=version, built_at="2026-01-01", files={}, counts={}))
    engine.dispose()
    return settings


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return dataset_version(connection)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("mysql://root@localhost/facts", "mysql"),
        ("postgresql+asyncpg://localhost/facts", "postgresql+asyncpg"),
        ("facts.db", "not a URL"),
        ("postgresql://localhost:port/facts", "not a URL"),
        ("postgresql://localhost/facts?prepare_threshold=few", "prepare_threshold"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "in memory"),
        ("sqlite:///file:facts?mode=memory&uri=true", "in memory"),
        ("sqlite:///a%00b.db", "names no file"),
        ("sqlite://host/facts.db", "no host"),
        ("sqlite:///facts.db?mode=ro", "'mode'"),
    ],
)
def test_an_unsupported_url_is_refused_in_one_line(url: str, named: str) -> None:
    with pytest.raises(UnsupportedDatabaseError, match=r"sqlite.*postgresql") as refused:
        open_engine(Settings(database_url=url))
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_traceback_is_logged_of_bugs_and_of_no_lost_connection(caplog: pytest.LogCaptureFixture) -> None:
    engine = open_engine(Settings(database_url="postgresql://localhost/facts"))
    for error in (psycopg.OperationalError("server closed the connection\nunexpectedly"), ValueError("a bug")):
        engine.pool.logger.error("Error closing cursor", exc_info=error)
    lost, bug = caplog.records
    assert (lost.getMessage(), lost.exc_info) == ("Error closing cursor: server closed the connection", None)
    assert bug.exc_info is not None


@pytest.mark.parametrize("damage", ["truncated", "overwritten", "no database"])
def test_a_damaged_file_is_told_from_a_fault_of_ours(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "facts.db"
    settings = _database(path, "one")
    if damage == "truncated":
        os.truncate(path, 8192)
    elif damage == "overwritten":
        path.write_bytes(path.read_bytes()[:100] + b"\xff" * (path.stat().st_size - 100))
    else:
        path.write_text("no database at all " * 1000)
    engine = open_reader(settings)
    with pytest.raises(DatabaseError) as failed, read(engine) as (connection, _):
        connection.execute(select(table(Dataset))).all()
    assert "damaged" in (unavailable_reason(failed.value) or "")
    engine.dispose()


@pytest.mark.parametrize("size", [0, 8192])
def test_a_file_that_is_cut_off_while_it_is_served_kills_nobody(tmp_path: Path, size: int) -> None:
    path = tmp_path / "facts.db"
    engine = open_reader(_database(path, "one"))
    assert _version(engine) == "one"
    whole = path.read_bytes()
    os.truncate(path, size)
    for _ in range(2):
        with pytest.raises(DatabaseError):
            _version(engine)
        # a copy that is on its way is not written into
        assert path.stat().st_size == size
    path.write_bytes(whole)
    assert _version(engine) == "one"
    engine.dispose()


def test_an_exchanged_file_is_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    settings = _database(path, "old")
    _database(tmp_path / "new.db", "new")
    engine = open_reader(settings)
    with engine.connect() as one, engine.connect() as other:
        assert [dataset_version(one), dataset_version(other)] == ["old", "old"]
    before = path.stat().st_ino
    (tmp_path / "new.db").replace(path)
    assert path.stat().st_ino != before
    with engine.connect() as one, engine.connect() as other:
        assert [dataset_version(one), dataset_version(other)] == ["new", "new"]
    # a file that is gone for a moment is not made anew
    path.rename(tmp_path / "away.db")
    assert _version(engine) == "new"
    assert not path.exists()
    engine.dispose()


def _change(writer: Engine) -> None:
    with write(writer) as connection:
        connection.execute(table(Dataset).update().values(version="changed"))


def test_what_is_restored_is_read_at_once(tmp_path: Path) -> None:
    """By the interface of SQLite that `.restore` uses, while the log holds what was changed and is read."""
    settings = _database(tmp_path / "facts.db", "old")
    _database(tmp_path / "copy.db", "copy")
    reader, writer = open_reader(settings), open_engine(settings)
    with reader.connect() as reading:
        assert dataset_version(reading) == "old"
        _change(writer)
        writer.dispose()
        with (
            closing(sqlite3.connect(tmp_path / "copy.db")) as copy,
            closing(sqlite3.connect(tmp_path / "facts.db")) as restored,
        ):
            copy.backup(restored)
        assert dataset_version(reading) == "old"
    assert _version(reader) == "copy"
    reader.dispose()


def test_a_log_is_emptied_before_a_file_is_exchanged(tmp_path: Path) -> None:
    """What is in the log of one file would be read as changes of the file that takes its place."""
    path = tmp_path / "facts.db"
    log = tmp_path / "facts.db-wal"
    settings = _database(path, "old")
    _database(tmp_path / "new.db", "new")
    reader, writer = open_reader(settings), open_engine(settings)
    with reader.connect() as reading:
        assert dataset_version(reading) == "old"
        _change(writer)
        # it is still read from
        empty_log(writer, seconds=0)
        assert log.stat().st_size > 0
        assert dataset_version(reading) == "old"
    empty_log(writer)
    assert log.stat().st_size == 0
    assert _version(reader) == "changed"
    writer.dispose()
    (tmp_path / "new.db").replace(path)
    assert _version(reader) == "new"
    reader.dispose()


@pytest.mark.parametrize("is_known", [True, False])
def test_the_log_of_an_exchanged_file_goes_with_it(tmp_path: Path, is_known: bool) -> None:
    path, kept = tmp_path / "facts.db", tmp_path / "kept.db"
    settings = _database(path, "old")
    _database(tmp_path / "new.db", "new")
    engine, other, writer = open_reader(settings), open_reader(settings), open_engine(settings)
    assert _version(engine) == "old"
    # the log keeps what is written while it is open, here by one that knows the old file, or by a new one
    with write(writer) as connection:
        connection.execute(table(Dataset).update().values(version="changed"))
        connection.exec_driver_sql("CREATE TABLE large AS SELECT zeroblob(1000000)")
    writer.dispose()
    assert Path(f"{path}-wal").stat().st_size
    os.link(path, kept)
    (tmp_path / "new.db").replace(path)
    assert _version(engine if is_known else other) == "new"
    assert _version(engine) == "new"
    # what it held is in the old file, which can be put back
    back = tmp_path / "back.db"
    os.link(kept, back)
    back.replace(path)
    assert [_version(engine), _version(other)] == ["changed", "changed"]
    for one in (engine, other):
        one.dispose()
    for file, version in ((path, "changed"), (kept, "changed")):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("SELECT version FROM dataset").fetchall() == [(version,)]


def test_the_log_of_a_file_behind_a_link_that_is_led_elsewhere_stays(tmp_path: Path) -> None:
    link, old = tmp_path / "facts.db", tmp_path / "old.db"
    _database(old, "old")
    _database(tmp_path / "new.db", "new")
    link.symlink_to(old)
    engine = open_reader(Settings(database_url=f"sqlite:///{link}"))
    with engine.connect() as connection:
        assert dataset_version(connection) == "old"
        log = Path(f"{old}-wal").stat().st_ino
        link.unlink()
        link.symlink_to(tmp_path / "new.db")
        assert _version(engine) == "new"
        assert Path(f"{old}-wal").stat().st_ino == log
    engine.dispose()


@pytest.mark.parametrize("lock", ["BEGIN", "BEGIN EXCLUSIVE"])
def test_a_new_file_that_others_use_is_read_or_said_to_be_locked_at_once(tmp_path: Path, lock: str) -> None:
    path, copy = tmp_path / "facts.db", tmp_path / "copy.db"
    settings = _database(path, "old")
    engine = open_reader(settings, ANSWER_PATIENCE)
    assert _version(engine) == "old"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"VACUUM INTO '{copy}'")
    with closing(sqlite3.connect(copy, isolation_level=None)) as holder:
        # a copy has no write-ahead log before it is served, and none can be begun while others read it
        holder.execute(lock)
        holder.execute("SELECT * FROM dataset").fetchall()
        copy.replace(path)
        if lock == "BEGIN":
            assert _version(engine) == "old"
        else:
            with pytest.raises(OperationalError) as failed:
                _version(engine)
            assert "locked" in (unavailable_reason(failed.value) or "")
    engine.dispose()
    # the next that opens it has its way
    assert _version(engine) == "old"
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        # an answer may be made in the event loop, which must not stand still for as long as a command would wait
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == ANSWER_PATIENCE * 1000
    engine.dispose()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("is_folder_writable", [False, True])
def test_a_file_of_somebody_else_is_served(is_folder_writable: bool) -> None:
    # below pytest's own folder nobody else may read
    folder = Path(tempfile.mkdtemp())
    settings = _database(folder / "facts.db", "one")
    (folder / "facts.db").chmod(0o444)
    folder.chmod(0o777 if is_folder_writable else 0o555)
    opened = []
    engine = open_reader(settings)
    event.listen(engine, "do_connect", lambda _, __, arguments, ___: opened.append(arguments[0]))
    try:
        with _as_nobody():
            assert _version(engine) == "one"
            engine.dispose()
    finally:
        shutil.rmtree(folder)
    assert ("immutable" in opened[0]) is not is_folder_writable


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_the_log_that_may_not_be_removed_is_not_read() -> None:
    folder = Path(tempfile.mkdtemp())
    path = folder / "facts.db"
    settings = _database(path, "old")
    _database(folder / "new.db", "new")
    engine, writer = open_reader(settings), open_engine(settings)
    try:
        _change(writer)
        folder.chmod(0o755)
        with _as_nobody():
            assert _version(engine) == "changed"
        (folder / "new.db").replace(path)
        with _as_nobody():
            for _ in range(2):
                with pytest.raises(OperationalError, match="-wal belongs to the file that was here before"):
                    _version(engine)
        Path(f"{path}-wal").unlink()
        Path(f"{path}-shm").unlink()
        with _as_nobody():
            assert _version(engine) == "new"
            engine.dispose()
    finally:
        writer.dispose()
        shutil.rmtree(folder)


@contextmanager
def _as_nobody() -> Iterator[None]:
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
