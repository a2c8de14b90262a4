"""Add dashboards.

Revision: 0024
Before: 0023
Created: 2026-11-28 22:30:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "dashboard",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("description_zh", sa.String(), nullable=False),
        sa.Column("description_en", sa.String(), nullable=False),
        sa.Column("tiles", sa.JSON(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_dashboard")),
    )


def downgrade() -> None:
    op.drop_table("dashboard")
