"""A transaction for bulk inserts, in which indices and constraints are dropped first and built again at the end.

Built at the end, an index is sorted and written in order; otherwise each row would touch each index at a random place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from app.store.transactions import temporary_pragmas, without_memory_map, write

_CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND contype IN ('p', 'u', 'f')
    ORDER BY contype <> 'p', contype = 'f', conname
"""
_INDICES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
    ORDER BY 1
"""


@contextmanager
def write_in_bulk(engine: Engine) -> Iterator[Connection]:
    """A transaction like that of `write`, with indices and foreign keys built at its end.

    Until it ends, the tables are locked on PostgreSQL, and on SQLite readers see the data from before. Raises `ValueError` on
    SQLite where a row refers to one that does not exist.
    """
    if engine.dialect.name == "postgresql":
        with write(engine) as connection, _rebuilt_postgresql(connection):
            yield connection
        return
    with (
        engine.connect().execution_options(factbase_write=True) as connection,
        without_memory_map(connection),
        _without_foreign_keys(connection.connection.dbapi_connection),
        connection.begin(),
    ):
        with _rebuilt_sqlite(connection):
            yield connection
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise ValueError(f"row {broken[1]} of {broken[0]} refers to a row of {broken[2]} that is not there")


@contextmanager
def _without_foreign_keys(driver: Any) -> Iterator[None]:
    """SQLite without foreign keys checked row by row; and without a write-ahead log while the database is empty and has no readers."""
    meanwhile: dict[str, int | str] = {"foreign_keys": 0}
    if not driver.execute("SELECT count(*) FROM dataset").fetchone()[0]:
        meanwhile["journal_mode"] = "TRUNCATE"
    with temporary_pragmas(driver, meanwhile):
        yield


@contextmanager
def _rebuilt_sqlite(connection: Connection) -> Iterator[None]:
    indices = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    ).all()
    for name, _ in indices:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    yield
    for _, sql in indices:
        connection.exec_driver_sql(sql)


@contextmanager
def _rebuilt_postgresql(connection: Connection) -> Iterator[None]:
    """Built again from the database's own definitions: keys, then indices, then foreign keys."""
    constraints = connection.exec_driver_sql(_CONSTRAINTS).all()
    indices = connection.exec_driver_sql(_INDICES).all()
    for of, name, _ in reversed(constraints):
        connection.exec_driver_sql(f"ALTER TABLE {of} DROP CONSTRAINT {name}")
    for name, _ in indices:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")
    keys = [one for one in constraints if not one[2].startswith("FOREIGN KEY")]
    for of, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {of} ADD CONSTRAINT {name} {definition}")
    for _, definition in indices:
        connection.exec_driver_sql(definition)
    for of, name, definition in constraints[len(keys) :]:
        connection.exec_driver_sql(f"ALTER TABLE {of} ADD CONSTRAINT {name} {definition}")
