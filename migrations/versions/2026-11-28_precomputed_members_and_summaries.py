"""Store ranks of facet values, members of short lists, and summaries of metrics.

Revision: 0022
Before: 0021
Created: 2026-11-28 19:10:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_COUNTS = ("facet_count", "filtered_facet_count")
_COLUMNS = ("rank", "value_count")
_INDEX = "ix_facet_count_list_facet_rank"


def upgrade() -> None:
    word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for name in _COUNTS:
        # counts without ranks are of no use; the next start computes them again
        op.execute(f"DELETE FROM {name}")
        with op.batch_alter_table(name) as changed:
            for column in _COLUMNS:
                changed.add_column(sa.Column(column, sa.Integer(), nullable=False))
    op.create_index(_INDEX, "facet_count", ["list", "facet", "rank"])
    names = ("list", "filter", "value", "key")
    op.create_table(
        "list_member",
        *(sa.Column(name, word, nullable=False) for name in names),
        sa.PrimaryKeyConstraint(*names, name=op.f("pk_list_member")),
    )
    ends = [f"{name}_{end}" for name in ("unit", "indicator", "comparator", "status") for end in ("low", "high")]
    counts = ("lower", "upper", "about", "ranges", "forecasts", "undated", "qualified", "conflicting")
    op.create_table(
        "metric_summary",
        sa.Column("indicator", word, nullable=False),
        sa.Column("unit", word, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("count", "copies")),
        *(sa.Column(name, word, nullable=False) for name in ends),
        *(sa.Column(name, word, nullable=True) for name in ("period_low", "period_high")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in counts),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("min", "max")),
        sa.Column("statements", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("middle", "sum", "sum_max")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("not_summed", "not_averaged")),
        sa.Column("upper_median", sa.String(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("metric_count", "undated_count")),
        *(sa.Column(name, word, nullable=True) for name in ("period_start", "period_end")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.slug"], name=op.f("fk_metric_summary_indicator_indicator")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_metric_summary_unit_unit")),
        sa.PrimaryKeyConstraint("indicator", "unit", name=op.f("pk_metric_summary")),
    )
    op.execute("UPDATE dataset SET optimized = false")


def downgrade() -> None:
    op.drop_table("metric_summary")
    op.drop_table("list_member")
    op.drop_index(_INDEX, "facet_count")
    for name in _COUNTS:
        for column in _COLUMNS:
            op.drop_column(name, column)
