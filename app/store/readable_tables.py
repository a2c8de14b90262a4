"""Whether answers can read each table: one can be dropped, restored without, altered by hand, or kept from the user who reads."""

from collections.abc import Iterator

from sqlalchemy import Connection, column, table
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import app.store.tables  # noqa: F401  # tables register with the metadata
from app.vocabulary.names import say

# PostgreSQL: no such table, no such column, no permission
_STATES = frozenset({"42P01", "42703", "42501"})
_SQLITE_ERROR = 1
_SEARCH_INDEX = table("search_index", column("tokens"))


def schema_fault(connection: Connection) -> str | None:
    """In words, which table cannot be read as answers read it; null if all can. Reads no rows."""
    for name, statement in _statements(connection):
        try:
            connection.exec_driver_sql(statement).close()
        except DBAPIError as error:
            if not _is_of_the_schema(error):
                raise
            return say(
                f"the table {name} is missing, lacks a column, or may not be read: restore it, or grant SELECT",
                f"表 {name} 不存在、缺少列，或没有读取权限：请恢复该表，或授予 SELECT 权限",
            )
    return None


def _statements(connection: Connection) -> Iterator[tuple[str, str]]:
    """For each table, its name and a statement that names all of its columns."""
    quote = connection.dialect.identifier_preparer.quote
    for one in (*SQLModel.metadata.sorted_tables, _SEARCH_INDEX):
        named = ", ".join(quote(column.name) for column in one.columns)
        yield one.name, f"SELECT {named} FROM {quote(one.name)} WHERE 1 = 0"


def _is_of_the_schema(error: DBAPIError) -> bool:
    if (state := getattr(error.orig, "sqlstate", None)) is not None:
        return state in _STATES
    return getattr(error.orig, "sqlite_errorcode", None) == _SQLITE_ERROR
