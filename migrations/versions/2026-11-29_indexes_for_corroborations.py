"""Index the orders of corroborations that pages begin with: most publishers first, and most often said first.

Revision: 0041
Before: 0040
Created: 2026-11-29 23:05:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None
is_lossless = True

COLUMNS = ("independent_publisher_count", "metric_count")


def upgrade() -> None:
    for column in COLUMNS:
        op.create_index(f"ix_corroboration_{column}_desc_id", "corroboration", [sa.text(f"{column} DESC"), "id"])


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_index(f"ix_corroboration_{column}_desc_id", "corroboration")
