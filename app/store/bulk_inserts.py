"""Bulk inserts: multi-row INSERT on SQLite, COPY on PostgreSQL.

Rows come as tuples in the order of their table's columns, with JSON as text; `column_tuples` makes them from mappings.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import JSON, Connection
from sqlmodel import SQLModel

from app.store.tables import table
from app.store.transactions import driver_errors

Values = Sequence[tuple[Any, ...]]
Batch = tuple[type[SQLModel], Values]
# rows of one INSERT on SQLite
_ROWS_PER_INSERT = 20


def column_tuples(model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> Values:
    """Rows as `bulk_insert` takes them. A column that a row leaves out has its default."""
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
    """The value of an enumeration's member: drivers write its name instead, or convert it slowly."""
    return value.value if isinstance(value, Enum) else value


def bulk_insert(connection: Connection, batches: Iterable[Batch]) -> int:
    """Insert the rows and return their number. Where constraints are checked, rows may refer only to earlier rows."""
    postgresql = connection.dialect.name == "postgresql"
    count = 0
    for model, values in batches:
        into = table(model)
        names = [column.name for column in into.columns]
        if postgresql:
            copy_rows(connection, into.name, names, values)
        elif values:
            _insert(connection, f'INSERT OR FAIL INTO "{into.name}" ({_quoted(names)}) VALUES ', values)
        count += len(values)
    return count


def _insert(connection: Connection, begin: str, values: Values) -> None:
    """Several rows a statement: SQLite builds the lists of CHECK constraints once for each statement.

    A row that is refused leaves the statement half done (`OR FAIL`), and the transaction must be rolled back. To undo the
    statement alone, SQLite would keep a copy of every page.
    """
    marks = f"({', '.join('?' * len(values[0]))})"
    whole = len(values) - len(values) % _ROWS_PER_INSERT
    if whole:
        rows = [
            tuple(chain.from_iterable(values[first : first + _ROWS_PER_INSERT]))
            for first in range(0, whole, _ROWS_PER_INSERT)
        ]
        connection.exec_driver_sql(begin + ", ".join([marks] * _ROWS_PER_INSERT), rows)
    if whole < len(values):
        connection.exec_driver_sql(begin + marks, list(values[whole:]))


def copy_rows(connection: Connection, into: str, names: Sequence[str], values: Iterable[tuple[Any, ...]]) -> None:
    """COPY, with errors raised as SQLAlchemy's."""
    driver: Any = connection.connection.dbapi_connection
    statement = f'COPY "{into}" ({_quoted(names)}) FROM STDIN'
    with driver_errors(connection, statement), driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in values:
            copy.write_row(row)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
