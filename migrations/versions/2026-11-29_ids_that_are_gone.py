"""Keep what an id that is gone was the id of.

Revision: 0030
Before: 0029
Created: 2026-11-29 06:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "tombstone",
        sa.Column("list", WORD, nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("gone_in", sa.String(), nullable=False),
        sa.Column("gone_at", sa.String(), nullable=False),
        sa.Column("successor", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("list", "key", name=op.f("pk_tombstone")),
    )


def downgrade() -> None:
    op.drop_table("tombstone")
