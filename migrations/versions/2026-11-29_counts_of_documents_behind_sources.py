"""Count the entries and documents behind a source and a publisher.

Revision: 0032
Before: 0031
Created: 2026-11-29 09:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import migration

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None
is_lossless = True

_LISTED = "FROM reference JOIN source AS page ON page.id = reference.source_id"
_CITING = "FROM citation JOIN source AS page ON page.id = citation.source_id"
_COUNTED = {
    ("source", "reference_count"): "SELECT count(*) FROM reference WHERE reference.source_id = source.id",
    ("source", "document_count"): "SELECT count(DISTINCT document) FROM reference WHERE reference.source_id = source.id",
    ("publisher", "claim_count"): f"SELECT count(DISTINCT claim_id) {_CITING} WHERE page.publisher = publisher.slug",
    ("publisher", "document_count"): f"SELECT count(DISTINCT document) {_LISTED} WHERE page.publisher = publisher.slug",
}
_MEANINGS = {
    "reference_count": "Number of bibliography entries that point to it, in all documents.",
    "document_count": "Number of documents whose bibliography has it.",
}


def upgrade() -> None:
    for (table, column), select in _COUNTED.items():
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        op.execute(f"UPDATE {table} SET {column} = ({select})")
    columns = "".join(f",\n  source.{name} AS {name}" for name in _MEANINGS)
    _make_view(_sources().replace("\n FROM", f"{columns}\n FROM", 1))
    _make_meanings([*_meanings(), *(("sources_flat", *one) for one in _MEANINGS.items())])


def downgrade() -> None:
    meanings = [one for one in _meanings() if one[0] != "sources_flat" or one[1] not in _MEANINGS]
    op.execute("DROP VIEW view_columns")
    op.execute("DROP VIEW sources_flat")
    for table, column in reversed(_COUNTED):
        op.drop_column(table, column)
    _make_view(_sources())
    _make_meanings(meanings)


def _sources() -> str:
    """The SELECT of the view in the earlier migration."""
    views = migration("0026")
    select: str = views._sources(views._Dialect(_is_postgresql()))
    return select


def _make_view(select: str) -> None:
    if _is_postgresql():
        # keeps the view's comments and grants
        op.execute(f"CREATE OR REPLACE VIEW sources_flat AS {select}")
    else:
        op.execute("DROP VIEW IF EXISTS sources_flat")
        op.execute(f"CREATE VIEW sources_flat AS {select}")


def _meanings() -> list[tuple[str, str, str]]:
    """View, column and meaning, as the database has them; the column is empty for the view itself."""
    rows = op.get_bind().execute(sa.text("SELECT view_name, column_name, meaning FROM view_columns"))
    return [(row[0], row[1], row[2]) for row in rows]


def _make_meanings(meanings: list[tuple[str, str, str]]) -> None:
    """Make `view_columns` of these, and comments on the views and columns of the sources."""
    views = migration("0026")
    rows = ", ".join(f"({', '.join(map(views._quoted, one))})" for one in meanings)
    replaced = "CREATE OR REPLACE VIEW" if _is_postgresql() else "CREATE VIEW"
    if not _is_postgresql():
        op.execute("DROP VIEW IF EXISTS view_columns")
    op.execute(views._escaped(f"{replaced} view_columns (view_name, column_name, meaning) AS VALUES {rows}"))
    for view, column, meaning in meanings if _is_postgresql() else ():
        if view == "sources_flat":
            named = f"COLUMN {view}.{column}" if column else f"VIEW {view}"
            op.execute(views._escaped(f"COMMENT ON {named} IS {views._quoted(meaning)}"))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
