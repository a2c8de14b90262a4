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

NAME = "ix_metric_indicator_status_unit_entity"


def upgrade() -> None:
    op.create_index(NAME, "metric", ["indicator", "status", "unit", "entity"], unique=False)


def downgrade() -> None:
    op.drop_index(NAME, table_name="metric")
