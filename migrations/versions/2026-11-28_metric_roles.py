"""Store the role of a metric in its row, and summarise plain metrics separately from all metrics.

Revision: 0025
Before: 0024
Created: 2026-11-28 22:45:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KEYS = ["indicator", "unit"]


def upgrade() -> None:
    word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("metric", sa.Column("role", word, nullable=True))
    op.execute(
        "UPDATE metric SET role = (SELECT value FROM metric_qualifier WHERE metric_id = metric.id AND key = 'role')"
        " WHERE id IN (SELECT metric_id FROM metric_qualifier WHERE key = 'role')"
    )
    # the next start computes them again
    op.execute("DELETE FROM metric_summary")
    with op.batch_alter_table("metric_summary") as changed:
        changed.drop_constraint("pk_metric_summary", type_="primary")
        changed.add_column(sa.Column("roles", word, nullable=False))
        changed.create_primary_key("pk_metric_summary", [*_KEYS, "roles"])
    op.execute("UPDATE dataset SET optimized = false")


def downgrade() -> None:
    op.execute("DELETE FROM metric_summary")
    with op.batch_alter_table("metric_summary") as changed:
        changed.drop_constraint("pk_metric_summary", type_="primary")
        changed.drop_column("roles")
        changed.create_primary_key("pk_metric_summary", _KEYS)
    op.drop_column("metric", "role")
