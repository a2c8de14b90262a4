"""Record whether statistics and precomputed counts were made for the dataset.

Revision: 0010
Before: 0009
Created: 2026-11-28 16:40:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # false for existing data: the last start may have been interrupted, so the next one computes them again
    op.add_column("dataset", sa.Column("optimized", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("dataset", "optimized")
