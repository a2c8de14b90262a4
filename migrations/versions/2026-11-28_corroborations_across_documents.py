"""Allow corroborations whose figures come from several documents.

Revision: 0021
Before: 0020
Created: 2026-11-28 20:00:00+00:00
"""

from alembic import op

from app.store.schema_changes import rewrite_table

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _set_null(True)


def downgrade() -> None:
    op.execute(
        "DELETE FROM corroboration_member WHERE corroboration_id IN (SELECT id FROM corroboration WHERE document IS NULL)"
    )
    op.execute("DELETE FROM corroboration WHERE document IS NULL")
    _set_null(False)


def _set_null(allowed: bool) -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.alter_column("corroboration", "document", nullable=allowed)
        return
    old, new = ("document TEXT NOT NULL", "document TEXT")
    old, new = (old, new) if allowed else (f"{new},", f"{old},")
    rewrite_table(connection, "corroboration", old, new)
