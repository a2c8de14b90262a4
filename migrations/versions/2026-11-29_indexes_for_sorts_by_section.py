"""Index sections and reasons with ids, in the order that lists are sorted by them.

Revision: 0031
Before: 0030
Created: 2026-11-29 08:10:00+00:00
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
is_lossless = True


def upgrade() -> None:
    op.create_index("ix_claim_section_id", "claim", ["section", "id"])
    op.create_index("ix_metric_section_id", "metric", ["section", "id"])
    op.drop_index("ix_number_reason", "number")
    op.create_index("ix_number_reason_id", "number", ["reason", "id"])


def downgrade() -> None:
    op.drop_index("ix_number_reason_id", "number")
    op.create_index("ix_number_reason", "number", ["reason"])
    op.drop_index("ix_metric_section_id", "metric")
    op.drop_index("ix_claim_section_id", "claim")
