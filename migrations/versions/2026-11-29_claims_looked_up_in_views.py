"""Look up the sentence of a figure for the rows of the views that are shown.

As a join it was made for all figures before they are sorted: PostgreSQL read all claims for the first hundred facts of an
indicator. A subquery is computed for the rows that are left.

Revision: 0035
Before: 0034
Created: 2026-11-29 13:20:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import migration

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None
is_lossless = True

_JOIN = "LEFT JOIN claim ON claim.id = metric.claim_id\n"
_AFTER_JOIN = "LEFT JOIN indicator ON"
_COLUMNS = {
    f"claim.{name} AS claim_{name},": f"(SELECT claim.{name} FROM claim WHERE claim.id = metric.claim_id) AS claim_{name},"
    for name in ("text", "text_en")
}


def upgrade() -> None:
    for view, select in _selects().items():
        _replace(view, _looked_up(select))


def downgrade() -> None:
    for view, select in _selects().items():
        _replace(view, _joined(select))


def _looked_up(select: str) -> str:
    for joined, looked_up in _COLUMNS.items():
        select = select.replace(joined, looked_up, 1)
    return select.replace(_JOIN, "", 1)


def _joined(select: str) -> str:
    for joined, looked_up in _COLUMNS.items():
        select = select.replace(looked_up, joined, 1)
    return select if _JOIN in select else select.replace(_AFTER_JOIN, _JOIN + _AFTER_JOIN, 1)


def _selects() -> dict[str, str]:
    """The SELECT of each view of figures: as SQLite keeps it, or as the migration before wrote it."""
    made = migration("0033")
    if _is_postgresql():
        further = f",\n  {made._COLUMNS}{made._END}"
        return {view: select.replace(made._END, further, 1) for view, select in made._selects().items()}
    kept = sa.text("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
    return {view: sql.partition(" AS ")[2] for view, sql in op.get_bind().execute(kept) if view in made._FIGURES}


def _replace(view: str, select: str) -> None:
    # on PostgreSQL it keeps the view's comments and grants
    if not _is_postgresql():
        op.execute(f"DROP VIEW {view}")
    create = "CREATE OR REPLACE VIEW" if _is_postgresql() else "CREATE VIEW"
    op.execute(migration("0026")._escaped(f"{create} {view} AS {select}"))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
