"""Store the facet counts of long lists.

Revision: 0008
Before: 0007
Created: 2026-11-25 09:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "facet_count",
        sa.Column("list", word, nullable=False),
        sa.Column("facet", word, nullable=False),
        sa.Column("value", word, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("list", "facet", "value", name=op.f("pk_facet_count")),
    )


def downgrade() -> None:
    op.drop_table("facet_count")
