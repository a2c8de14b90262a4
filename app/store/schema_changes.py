"""Changes of the schema that Alembic has no operation for, for migrations, on both databases.

For the condition of a CHECK constraint SQLite has no statement, and copying a table that others refer to is not possible within
a transaction that keeps foreign keys. What a constraint says is not stored with the rows, so its words in the schema are
replaced, as SQLite's documentation of ALTER TABLE allows ("changes that do not affect the on-disk content").
"""

from types import ModuleType

from alembic import context
from sqlalchemy import Connection, text


def migration(revision: str) -> ModuleType:
    """An earlier migration, for one that makes again what that one made."""
    return context.script.get_revision(revision).module


def replace_check(connection: Connection, table: str, name: str, condition: str) -> None:
    """Give the constraint another condition, or make it where there is none of the name."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}"))
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({_escaped(condition)})"))
        return
    _write_sqlite(connection, table, _with_check(_read_sqlite(connection, table), name, condition))


def rewrite_table(connection: Connection, table: str, old: str, new: str) -> None:
    """Put other words into the definition of a table of SQLite; they must not affect what is stored."""
    definition = _read_sqlite(connection, table)
    if old not in definition:
        raise ValueError(f"{old!r} is not in the definition of {table}")
    _write_sqlite(connection, table, definition.replace(old, new))


def rewrite_view(connection: Connection, name: str, old: str, new: str) -> None:
    """Make the view again with other words in its definition, as the database keeps it."""
    postgresql = connection.dialect.name == "postgresql"
    kept = "SELECT pg_get_viewdef(:name)" if postgresql else "SELECT sql FROM sqlite_schema WHERE name = :name"
    definition = connection.execute(text(kept), {"name": name}).scalar_one()
    if old not in definition:
        raise ValueError(f"{old!r} is not in the definition of {name}")
    changed = definition.replace(old, new, 1)
    connection.execute(text(f"DROP VIEW {name}"))
    connection.execute(text(_escaped(f"CREATE VIEW {name} AS {changed}" if postgresql else changed)))


def _read_sqlite(connection: Connection, table: str) -> str:
    select = text("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = :table")
    definition: str = connection.execute(select, {"table": table}).scalar_one()
    return definition


def _write_sqlite(connection: Connection, table: str, definition: str) -> None:
    connection.execute(text("PRAGMA writable_schema = ON"))
    update = text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = :table")
    connection.execute(update, {"sql": definition, "table": table})
    connection.execute(text("PRAGMA writable_schema = RESET"))
    # other connections read the schema again where its version has changed
    version = connection.execute(text("PRAGMA schema_version")).scalar_one()
    connection.execute(text(f"PRAGMA schema_version = {version + 1}"))


def _with_check(sql: str, name: str, condition: str) -> str:
    check = f"CONSTRAINT {name} CHECK ({condition})"
    start = sql.find(f"CONSTRAINT {name} CHECK (")
    if start < 0:
        end = sql.rindex(")")
        return f"{sql[:end].rstrip()}, \n\t{check}\n{sql[end:]}"
    depth, end = 0, sql.index("(", start)
    while True:
        depth += {"(": 1, ")": -1}.get(sql[end], 0)
        end += 1
        if not depth:
            return sql[:start] + check + sql[end:]


def _escaped(condition: str) -> str:
    return condition.replace(":", r"\:")
