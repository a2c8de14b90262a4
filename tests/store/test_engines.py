"""SQLite files that are damaged, exchanged or cannot be written, and URLs that name no database."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import DatabaseError

from app.config import Settings
from app.store.dataset_version import dataset_version
from app.store.engines import UnsupportedDatabaseError, open_engine, open_reader
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


def test_what_is_restored_is_read_at_once(tmp_path: Path) -> None:
    """By the interface of SQLite that `.restore` uses, while the log holds what was changed and is read."""
    settings = _database(tmp_path / "facts.db", "old")
    _database(tmp_path / "copy.db", "copy")
    reader, writer = open_reader(settings), open_engine(settings)
    with reader.connect() as reading:
        assert dataset_version(reading) == "old"
        with write(writer) as connection:
            connection.execute(table(Dataset).update().values(version="changed"))
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
        with write(writer) as connection:
            connection.execute(table(Dataset).update().values(version="changed"))
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


@contextmanager
def _as_nobody() -> Iterator[None]:
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
