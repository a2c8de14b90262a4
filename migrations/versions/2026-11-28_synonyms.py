"""Add synonyms.

Revision: 0016
Before: 0015
Created: 2026-11-28 19:06:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("text", WORD, nullable=False),
        sa.Column("searched", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("group", "text", name=op.f("pk_synonym")),
    )


def downgrade() -> None:
    op.drop_table("synonym")
