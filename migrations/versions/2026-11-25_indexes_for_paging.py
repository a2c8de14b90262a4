"""Add indexes in the order in which lists are paged.

Revision: 0005
Before: 0004
Created: 2026-11-25 00:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEW = {
    "claim": ["ordinal id", "kind ordinal id", "evidence ordinal id"],
    "metric": [
        "start id", "document start id", "entity start id", "indicator start id", "status start id", "unit start id",
        "indicator value id", "value id", "indicator value_DESC id", "value_DESC id",
    ],
    "number": ["start id"],
    "relation": ["start id"],
    "citation": ["start id"],
    "reference": ["number id"],
}  # fmt: skip
OLD = {"claim": ["kind"], "metric": ["indicator value", "value", "status", "unit"]}


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)


def _replace(old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    for table, indices in old.items():
        for columns in indices:
            op.drop_index(_name(table, columns), table_name=table)
    for table, indices in new.items():
        for columns in indices:
            parts = [sa.text(part.replace("_DESC", " DESC")) if "DESC" in part else part for part in columns.split()]
            op.create_index(_name(table, columns), table, parts, unique=False)


def _name(table: str, columns: str) -> str:
    return f"ix_{table}_{columns.replace(' ', '_').lower()}"
