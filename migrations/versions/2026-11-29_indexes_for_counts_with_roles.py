"""Index all columns that metrics are counted by, the role included.

Revision: 0029
Before: 0028
Created: 2026-11-29 04:00:00+00:00
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
is_lossless = True

_OLD, _COUNTED, _RANGES = "ix_metric_indicator_status_unit_entity_repeat_group", "ix_metric_counted", "ix_metric_ranges"
_FACETS = ["indicator", "status", "unit", "entity"]
_FURTHER = ["comparator", "evidence", "document", "period", "period_start", "period_end", "period_basis", "in_conflict"]
_ENDS = ["indicator", "unit", "value", "value_max", "period_start", "period_end"]


def upgrade() -> None:
    op.drop_index(_OLD, "metric")
    op.create_index(_COUNTED, "metric", [*_FACETS, "role", "repeat_group", *_FURTHER])
    op.drop_index(_RANGES, "metric")
    op.create_index(_RANGES, "metric", [*_ENDS, "status", "role"])


def downgrade() -> None:
    op.drop_index(_RANGES, "metric")
    op.create_index(_RANGES, "metric", _ENDS)
    op.drop_index(_COUNTED, "metric")
    op.create_index(_OLD, "metric", [*_FACETS, "repeat_group"])
