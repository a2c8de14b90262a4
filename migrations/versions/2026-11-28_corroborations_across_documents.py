"""Allow corroborations whose figures come from several documents.

Revision: 0021
Before: 0020
Created: 2026-11-28 20:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

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
    # as SQLite's documentation of ALTER TABLE allows for constraints that do not affect the stored data
    old, new = ("document TEXT NOT NULL", "document TEXT")
    old, new = (old, new) if allowed else (f"{new},", f"{old},")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text("UPDATE sqlite_schema SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = 'corroboration' AND instr(sql, :old)"),
        {"old": old, "new": new},
    )  # fmt: skip
    assert changed.rowcount == 1
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
