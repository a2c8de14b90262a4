"""Count the metrics and claims of a conflict, whose lists of ids name at most a hundred.

Revision: 0040
Before: 0039
Created: 2026-11-29 20:05:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None
# but for ids beyond the hundred: the step back itself marks a dataset that has some
is_lossless = True

_COUNTED = {"metric_count": "metric_ids", "claim_count": "claim_ids"}


def upgrade() -> None:
    for count, ids in _COUNTED.items():
        op.add_column("conflict", sa.Column(count, sa.Integer(), nullable=False, server_default="0"))
        op.execute(f"UPDATE conflict SET {count} = json_array_length({ids})")
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column("conflict", count, server_default=None)


def downgrade() -> None:
    op.execute(
        "UPDATE dataset SET version = version || '-downgraded' WHERE version NOT LIKE '%-downgraded'"
        " AND EXISTS (SELECT 1 FROM conflict WHERE metric_count > json_array_length(metric_ids))"
    )
    for count in _COUNTED:
        op.drop_column("conflict", count)
