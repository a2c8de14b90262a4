"""Index the URLs of sources in the case-insensitive order of their list.

Revision: 0013
Before: 0012
Created: 2026-11-28 18:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_source_lower_url_id", "source", [sa.text("lower(url)"), "id"])


def downgrade() -> None:
    op.drop_index("ix_source_lower_url_id", "source")
