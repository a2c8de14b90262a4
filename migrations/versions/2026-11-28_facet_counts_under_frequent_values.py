"""Store facet counts under the frequent values of another filter, and index ranges of values.

Revision: 0011
Before: 0010
Created: 2026-11-28 16:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_RANGES = "ix_metric_ranges"


def upgrade() -> None:
    word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    names = ("list", "filter", "filter_value", "facet", "value")
    op.create_table(
        "filtered_facet_count",
        *(sa.Column(name, word, nullable=False) for name in names),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*names, name=op.f("pk_filtered_facet_count")),
    )
    op.create_index(_RANGES, "metric", ["indicator", "unit", "value", "value_max", "period_start", "period_end"])


def downgrade() -> None:
    op.drop_index(_RANGES, "metric")
    op.drop_table("filtered_facet_count")
