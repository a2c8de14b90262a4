"""Store in each claim, metric and entity whether a conflict names it.

Revision: 0009
Before: 0008
Created: 2026-11-25 13:15:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# metrics first: claims and entities are in conflict if one of their metrics is
_NAMED = {
    "metric": "id IN (SELECT metric_id FROM conflict_member)",
    "claim": "id IN (SELECT claim_id FROM conflict_member UNION SELECT claim_id FROM metric WHERE in_conflict)",
    "entity": "slug IN (SELECT entity FROM metric WHERE in_conflict)",
}
_ORDERS = {"metric": ["start", "id"], "claim": ["ordinal", "id"]}


def upgrade() -> None:
    for table, named in _NAMED.items():
        op.add_column(table, sa.Column("in_conflict", sa.Boolean(), nullable=False, server_default=sa.false()))
        op.execute(f"UPDATE {table} SET in_conflict = true WHERE {named}")
    for table, order in _ORDERS.items():
        op.create_index(
            _name(table), table, order, unique=False,
            sqlite_where=sa.text("in_conflict = 1"), postgresql_where=sa.text("in_conflict"),
        )  # fmt: skip


def downgrade() -> None:
    for table in _ORDERS:
        op.drop_index(_name(table), table_name=table)
    for table in _NAMED:
        op.drop_column(table, "in_conflict")


def _name(table: str) -> str:
    return "_".join(["ix", table, "in_conflict", *_ORDERS[table]])
