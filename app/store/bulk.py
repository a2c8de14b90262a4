"""Many rows into the database at once: prepared statements on SQLite, COPY on PostgreSQL, in memory that does not grow.

Rows come as tuples in the order of their table's columns, with JSON as text (`encoded` makes them from mappings). Search
entries are indexed from their table once all are there, in the order of their ids: SQLite's text index writes a segment
for every step back. Indices and constraints can be left out meanwhile and built afterwards, which reads what was written
in order instead of touching every index at a random place for each row.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from enum import Enum
from itertools import chain
from multiprocessing import get_context
from typing import Any

import orjson
from sqlalchemy import JSON, Connection, Engine, text
from sqlmodel import SQLModel

from app.store.tables import table
from app.store.text_index import tokenised
from app.store.transactions import driver_errors, temporary_pragmas, without_memory_map, write

Values = Sequence[tuple[Any, ...]]
Batch = tuple[type[SQLModel], Values]
# rows of one INSERT on SQLite
_TOGETHER = 20
# entries that are read, cut into words and indexed at once
_ENTRIES = 5000
# bytes that SQLite's text index gathers before it writes a segment; its default is a megabyte
_HASH_SIZE = 64 << 20
# rows of an index that SQLite looks at for its statistics
_SAMPLE = 2000


def column_tuples(model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> Values:
    """Rows as `insert` takes them. A column that a row leaves out has its default."""
    columns = table(model).columns
    found = []
    for column in columns:
        default = column.default
        values = (row[column.name] if default is None or column.name in row else default.arg(None) for row in rows)
        found.append(list(map(_json if isinstance(column.type, JSON) else _plain, values)))
    return list(zip(*found, strict=True))


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _plain(value: Any) -> Any:
    """Drivers write the name of an enumeration's member, or look long for how to write it."""
    return value.value if isinstance(value, Enum) else value


def bulk_insert(connection: Connection, batches: Iterable[Batch]) -> int:
    """Add the rows, which refer only to earlier ones where constraints are kept; how many there were."""
    postgresql = connection.dialect.name == "postgresql"
    count = 0
    for model, values in batches:
        into = table(model)
        names = [column.name for column in into.columns]
        if postgresql:
            _copy(connection, into.name, names, values)
        elif values:
            _insert(connection, f'INSERT OR FAIL INTO "{into.name}" ({_quoted(names)}) VALUES ', values)
        count += len(values)
    return count


def _insert(connection: Connection, begin: str, values: Values) -> None:
    """Several rows a statement, for which SQLite makes the lists that values are checked against once.

    On a row that is refused the statement stops as it is (`OR FAIL`), and the transaction must be rolled back. To undo the
    statement alone SQLite would keep every page as it was before.
    """
    marks = f"({', '.join('?' * len(values[0]))})"
    whole = len(values) - len(values) % _TOGETHER
    if whole:
        rows = [tuple(chain.from_iterable(values[first : first + _TOGETHER])) for first in range(0, whole, _TOGETHER)]
        connection.exec_driver_sql(begin + ", ".join([marks] * _TOGETHER), rows)
    if whole < len(values):
        connection.exec_driver_sql(begin + marks, list(values[whole:]))


def _copy(connection: Connection, into: str, names: Sequence[str], values: Iterable[tuple[Any, ...]]) -> None:
    """COPY, whose errors are SQLAlchemy's as those of any other statement."""
    driver: Any = connection.connection.dbapi_connection
    statement = f'COPY "{into}" ({_quoted(names)}) FROM STDIN'
    with driver_errors(connection, statement), driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in values:
            copy.write_row(row)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@contextmanager
def write_in_bulk(engine: Engine) -> Iterator[Connection]:
    """A transaction as `app.db.write` begins it, in which indices, and constraints that name other rows, come last.

    On PostgreSQL nobody can read the tables meanwhile; on SQLite readers see what was there before.
    """
    if engine.dialect.name == "postgresql":
        with write(engine) as connection, _rebuilt_postgresql(connection):
            yield connection
        return
    with (
        engine.connect().execution_options(factbase_write=True) as connection,
        without_memory_map(connection),
        _unchecked(connection.connection.dbapi_connection),
        connection.begin(),
    ):
        with _rebuilt_sqlite(connection):
            yield connection
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise ValueError(f"row {broken[1]} of {broken[0]} refers to a row of {broken[2]} that is not there")


@contextmanager
def _unchecked(driver: Any) -> Iterator[None]:
    """SQLite with foreign keys checked at the end over all rows rather than row by row.

    A database without data, which nobody reads, needs no write-ahead log as large as itself either.
    """
    meanwhile: dict[str, int | str] = {"foreign_keys": 0}
    if not driver.execute("SELECT count(*) FROM dataset").fetchone()[0]:
        meanwhile["journal_mode"] = "TRUNCATE"
    with temporary_pragmas(driver, meanwhile):
        yield


def update_statistics(engine: Engine) -> None:
    """What a database that was filled is asked faster with: statistics for the planner, on PostgreSQL also what scans of an
    index alone need, and counts of long lists.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        else:
            driver: Any = connection.connection.dbapi_connection
            driver.execute(f"PRAGMA analysis_limit = {_SAMPLE}").fetchone()
            driver.execute("ANALYZE")


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
def _rebuilt_postgresql(connection: Connection) -> Iterator[None]:
    """Keys first, then the indices, last what refers to keys; as the database itself describes them."""
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


def index_words(connection: Connection, progress: Callable[[int], None] = lambda _: None, *, workers: int = 0) -> None:
    """Fill the text index from all search entries; `progress` is told how many were added.

    With `workers`, texts are cut into words in so many other processes, while this one writes.
    """
    postgresql = connection.dialect.name == "postgresql"
    if not postgresql:
        # merged once, at the end, rather than a few segments at a time
        settings = [("hashsize", _HASH_SIZE), ("automerge", 0)]
        connection.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES (?, ?)", settings)
    for ids, texts in _tokenised(_entries(connection), postgresql, workers):
        rows = list(zip(ids, texts, strict=True))
        if postgresql:
            _copy(connection, "search_index", ("id", "tokens"), rows)
        else:
            connection.exec_driver_sql("INSERT INTO search_index (rowid, tokens) VALUES (?, ?)", rows)
        progress(len(rows))
    if not postgresql:
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _entries(connection: Connection) -> Iterator[tuple[list[int], list[str]]]:
    """Ids and fields, as JSON text, in the order of the ids."""
    for rows in _in_one_go(connection) if connection.dialect.name == "postgresql" else _in_parts(connection):
        ids, fields = zip(*rows, strict=True)
        yield list(ids), list(fields)


def _in_one_go(connection: Connection) -> Iterator[Sequence[Any]]:
    """As PostgreSQL may have no index yet by which it would find where to go on."""
    select = text("SELECT id, CAST(fields AS text) FROM search_entry ORDER BY id")
    yield from connection.execute(select, execution_options={"yield_per": _ENTRIES}).partitions(_ENTRIES)


def _in_parts(connection: Connection) -> Iterator[Sequence[Any]]:
    """As SQLite writes slower while it reads."""
    select = text("SELECT id, fields FROM search_entry WHERE id > :last ORDER BY id LIMIT :size")
    last = 0
    while rows := connection.execute(select, {"last": last, "size": _ENTRIES}).all():
        last = rows[-1][0]
        yield rows


def _tokenised(
    entries: Iterable[tuple[list[int], list[str]]], positions: bool, workers: int
) -> Iterator[tuple[list[int], list[str]]]:
    if not workers:
        for ids, fields in entries:
            yield ids, tokenised(fields, positions)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        ahead: deque[tuple[list[int], Future[list[str]]]] = deque()
        for ids, fields in entries:
            ahead.append((ids, pool.submit(tokenised, fields, positions)))
            if len(ahead) > 2 * workers:
                first, found = ahead.popleft()
                yield first, found.result()
        for first, found in ahead:
            yield first, found.result()
