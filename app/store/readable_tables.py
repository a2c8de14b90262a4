"""Whether answers can read each table: one can be dropped, restored without, altered by hand, or kept from the user who reads."""

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlmodel import SQLModel

import app.store.tables  # noqa: F401  # tables register with the metadata
from app.vocabulary.names import say

# columns by table that the user may read. Read of the catalogue: a statement on a table would wait for who has locked it
_READABLE = {
    "sqlite": (
        "SELECT one.name, part.name FROM sqlite_master AS one JOIN pragma_table_xinfo(one.name) AS part"
        " WHERE one.type = 'table'"
    ),
    "postgresql": (
        "SELECT one.relname, part.attname FROM pg_attribute AS part JOIN pg_class AS one ON one.oid = part.attrelid"
        " WHERE pg_table_is_visible(one.oid) AND one.relkind IN ('r', 'p') AND part.attnum > 0 AND NOT part.attisdropped"
        " AND has_column_privilege(one.oid, part.attnum, 'SELECT')"
    ),
}


def schema_fault(connection: Connection) -> str | None:
    """In words, which table cannot be read as answers read it; null if all can."""
    readable = {(table, column) for table, column in connection.exec_driver_sql(_READABLE[connection.dialect.name])}
    name = next((table for table, column in _needed() if (table, column) not in readable), None)
    if name is None:
        return None
    return say(
        f"the table {name} is missing, lacks a column, or may not be read: restore it, or grant SELECT",
        f"表 {name} 不存在、缺少列，或没有读取权限：请恢复该表，或授予 SELECT 权限",
    )


def _needed() -> Iterator[tuple[str, str]]:
    yield from ((one.name, column.name) for one in SQLModel.metadata.sorted_tables for column in one.columns)
    yield "search_index", "tokens"
