"""Let documents be partly curated, and store what could not be read in them.

Revision: 0012
Before: 0011
Created: 2026-11-28 18:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_RENDERED = "CONSTRAINT ck_claim_rendered_when_curated CHECK ((text_en IS NULL) = (kind = 'not yet curated'))"


def upgrade() -> None:
    op.add_column("document", sa.Column("complete", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("document", sa.Column("problems", sa.JSON(), nullable=False, server_default="[]"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE claim DROP CONSTRAINT ck_claim_rendered_when_curated")
        op.alter_column("document", "title_en", nullable=True)
    else:
        _rewrite("claim", f"{_RENDERED},", "")
        _rewrite("document", "title_en VARCHAR NOT NULL", "title_en VARCHAR")


def downgrade() -> None:
    op.execute("UPDATE document SET title_en = title WHERE title_en IS NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("document", "title_en", nullable=False)
        op.execute(f"ALTER TABLE claim ADD {_RENDERED} NOT VALID")
    else:
        _rewrite("document", "title_en VARCHAR", "title_en VARCHAR NOT NULL")
        _rewrite("claim", "CONSTRAINT ck_claim_kind", f"{_RENDERED}, CONSTRAINT ck_claim_kind")
    op.drop_column("document", "problems")
    op.drop_column("document", "complete")


def _rewrite(table: str, old: str, new: str) -> None:
    """Change a constraint that does not affect the stored data, as SQLite's documentation of ALTER TABLE allows.

    To rebuild the table would drop rows that other tables refer to.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text("UPDATE sqlite_schema SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :name AND instr(sql, :old)"),
        {"name": table, "old": old, "new": new},
    )  # fmt: skip
    assert changed.rowcount == 1, (table, old)
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
