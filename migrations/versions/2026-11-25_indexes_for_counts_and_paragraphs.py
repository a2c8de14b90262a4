"""Add indexes for counts of facets and for the sentences of a paragraph.

Revision: 0006
Before: 0005
Created: 2026-11-25 03:30:00+00:00
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NEW = {
    "metric": ["indicator", "status", "unit", "entity"],
    "claim_topic": ["topic", "claim_id"],
    "claim": ["document", "paragraph", "ordinal"],
}


def upgrade() -> None:
    for table, columns in NEW.items():
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)
    op.drop_index("ix_claim_topic_topic", table_name="claim_topic")


def downgrade() -> None:
    op.create_index("ix_claim_topic_topic", "claim_topic", ["topic"], unique=False)
    for table, columns in NEW.items():
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table_name=table)
