"""Store the tolerance of values that are given with ±.

Revision: 0017
Before: 0016
Created: 2026-11-28 18:40:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import replace_check, rewrite_view

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BEFORE = "'eq', 'gt', 'ge', 'lt', 'le', 'approx', 'range'"


def upgrade() -> None:
    op.add_column("metric", sa.Column("deviation", sa.Double(), nullable=True))
    op.add_column("metric", sa.Column("deviation_text", sa.String(), nullable=True))
    replace_check(op.get_bind(), "metric", "ck_metric_comparator", f"comparator IN ({_BEFORE}, 'tolerance')")
    replace_check(
        op.get_bind(), "metric", "ck_metric_deviation",
        "(comparator = 'tolerance') = (deviation IS NOT NULL) AND (deviation IS NULL) = (deviation_text IS NULL)",
    )  # fmt: skip
    rewrite_view(op.get_bind(), "metrics_flat", "metric.value_max,", "metric.value_max, metric.deviation,")


def downgrade() -> None:
    rewrite_view(op.get_bind(), "metrics_flat", "metric.deviation,", "")
    # SQLite drops no column that a constraint names
    replace_check(op.get_bind(), "metric", "ck_metric_deviation", "comparator <> 'tolerance'")
    op.drop_column("metric", "deviation_text")
    op.drop_column("metric", "deviation")
    replace_check(op.get_bind(), "metric", "ck_metric_comparator", f"comparator IN ({_BEFORE})")
