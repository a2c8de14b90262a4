"""counts from an index

Revision: 0006
Before: 0005
Created: 2026-11-25 03:30:00+00:00
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

METRIC = "ix_metric_indicator_status_unit_entity"


def upgrade() -> None:
    op.create_index(METRIC, "metric", ["indicator", "status", "unit", "entity"], unique=False)
    op.drop_index("ix_claim_topic_topic", table_name="claim_topic")
    op.create_index("ix_claim_topic_topic_claim_id", "claim_topic", ["topic", "claim_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_claim_topic_topic_claim_id", table_name="claim_topic")
    op.create_index("ix_claim_topic_topic", "claim_topic", ["topic"], unique=False)
    op.drop_index(METRIC, table_name="metric")
