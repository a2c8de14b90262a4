"""Declare the types of the columns of all views on SQLite, and describe `view_columns` on PostgreSQL.

To SQLite a computed column has no type, and not all versions take that of a CAST. A subquery has the type of the column that its
last SELECT reads, here one of an empty table: its first SELECT always has the value.

Revision: 0034
Before: 0033
Created: 2026-11-29 12:55:00+00:00
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import migration

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None
is_lossless = True

_TYPES = {
    "as_date": ("period_start", "period_end", "period_mid"),
    "as_boolean": ("is_forecast", "in_conflict"),
    "as_integer": ("year", "times_stated", "place"),
    "as_double": ("value_low", "value_high"),
}
_BARE = re.compile(r"""\w+\.("?)\w+\1""")
_TYPED = re.compile(r"\(SELECT (.*) UNION ALL SELECT column_type\.as_\w+ FROM column_type\)", re.DOTALL)
_NO_ROW = "SELECT as_text, as_text, as_text FROM column_type"
_VALUES, _TYPED_VALUES = "AS VALUES ", f"AS {_NO_ROW} UNION ALL SELECT * FROM (VALUES "
# which of several SELECTs gives the type is another in newer versions
_END = f") UNION ALL {_NO_ROW}"
_MEANINGS = {
    "": "What each view and each of its columns means.",
    "view_name": "Name of the view.",
    "column_name": "Name of the column; empty for the view itself.",
    "meaning": "What it means.",
}


def upgrade() -> None:
    if _is_postgresql():
        _comment()
        return
    op.execute(
        "CREATE TABLE column_type (as_text TEXT, as_integer INTEGER, as_double DOUBLE, as_boolean BOOLEAN, as_date DATE)"
    )
    _rewrite(_typed, lambda sql: sql.replace(_VALUES, _TYPED_VALUES, 1) + _END)


def downgrade() -> None:
    if _is_postgresql():
        return
    _rewrite(_untyped, lambda sql: sql.replace(_TYPED_VALUES, _VALUES, 1).removesuffix(_END))
    op.execute("DROP TABLE column_type")


def _rewrite(column: Callable[[str, str], str], values: Callable[[str], str]) -> None:
    """Make all views again, each column of them by `column` from its expression and name."""
    connection = op.get_bind()
    views = connection.execute(sa.text("SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY rowid")).all()
    for view, sql in views:
        op.execute(f"DROP VIEW {view}")
        op.execute(migration("0026")._escaped(values(sql) if view == "view_columns" else _with_columns(sql, column)))


def _with_columns(sql: str, column: Callable[[str, str], str]) -> str:
    before, select, rest = sql.partition("SELECT ")
    columns, from_, tables = rest.partition("\n FROM ")
    pairs = (one.rsplit(" AS ", 1) for one in columns.split(",\n  ")) if from_ else ()
    made = ",\n  ".join(f"{column(expression, name)} AS {name}" for expression, name in pairs)
    return f"{before}{select}{made}{from_}{tables}" if from_ else sql


def _typed(expression: str, name: str) -> str:
    if _BARE.fullmatch(expression):
        return expression
    type_ = next((type_ for type_, names in _TYPES.items() if name.strip() in names), "as_text")
    return f"(SELECT {expression} UNION ALL SELECT column_type.{type_} FROM column_type)"


def _untyped(expression: str, _: str) -> str:
    found = _TYPED.fullmatch(expression)
    return found[1] if found else expression


def _comment() -> None:
    """Describe the view of descriptions, and again all that it describes: a view that was made anew has lost its comments."""
    described = op.get_bind().execute(sa.text("SELECT view_name, column_name, meaning FROM view_columns")).all()
    for view, column, meaning in [*described, *(("view_columns", *one) for one in _MEANINGS.items())]:
        named = f"COLUMN {view}.{column}" if column else f"VIEW {view}"
        op.execute(migration("0026")._escaped(f"COMMENT ON {named} IS {migration('0026')._quoted(meaning)}"))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
