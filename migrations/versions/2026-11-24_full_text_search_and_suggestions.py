"""Add full-text search and suggestions.

Revision: 0003
Before: 0002
Created: 2026-11-24 17:40:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.dialects import create_search_index

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list", WORD, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("list", "key", name=op.f("uq_search_entry_list_key")),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list", WORD, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", WORD, nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_folded"), "suggestion", ["folded"], unique=False)
    create_search_index(op.get_bind())
    # existing rows are in no index, and a search would silently miss them, so they are loaded again from the seeds
    op.execute("DELETE FROM dataset")


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    op.drop_index(op.f("ix_suggestion_folded"), table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_table("search_entry")
