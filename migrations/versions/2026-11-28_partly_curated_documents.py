"""Let documents be partly curated, and store what could not be read in them.

Revision: 0012
Before: 0011
Created: 2026-11-28 18:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import rewrite_table

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
        rewrite_table(op.get_bind(), "claim", f"{_RENDERED},", "")
        rewrite_table(op.get_bind(), "document", "title_en VARCHAR NOT NULL", "title_en VARCHAR")


def downgrade() -> None:
    op.execute("UPDATE document SET title_en = title WHERE title_en IS NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("document", "title_en", nullable=False)
        op.execute(f"ALTER TABLE claim ADD {_RENDERED} NOT VALID")
    else:
        rewrite_table(op.get_bind(), "document", "title_en VARCHAR", "title_en VARCHAR NOT NULL")
        rewrite_table(op.get_bind(), "claim", "CONSTRAINT ck_claim_kind", f"{_RENDERED}, CONSTRAINT ck_claim_kind")
    op.drop_column("document", "problems")
    op.drop_column("document", "complete")
