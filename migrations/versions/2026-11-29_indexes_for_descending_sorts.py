"""Index what long lists are sorted by, with ids; greatest first as well where values are null or few.

Revision: 0036
Before: 0035
Created: 2026-11-29 13:10:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None
is_lossless = True

ASCENDING = {
    "citation": ["number"],
    "claim": ["kind"],
    "metric": ["period_start"],
    "relation": ["evidence_count", "predicate"],
    "source": ["claim_count", "document_count", "metric_count", "published_on", "sole_support_count"],
}
# of nullable columns, and of those that are not
NULLS_LAST = {
    "claim": ["section"],
    "metric": ["period_start", "entity", "section"],
    "number": ["reason", "value"],
    "source": ["published_on"],
}
DESCENDING = {"claim": ["kind"], "source": ["document_count", "sole_support_count"]}


def upgrade() -> None:
    # SQLite has nulls last where it descends, and does not let one say so
    nulls = "" if op.get_bind().dialect.name == "sqlite" else " NULLS LAST"
    for table, column in _each(ASCENDING):
        op.create_index(f"ix_{table}_{column}_id", table, [column, "id"])
    for order, columns in ((f"DESC{nulls}", NULLS_LAST), ("DESC", DESCENDING)):
        for table, column in _each(columns):
            op.create_index(f"ix_{table}_{column}_desc_id", table, [sa.text(f"{column} {order}"), "id"])


def downgrade() -> None:
    for suffix, indexes in (("desc_id", DESCENDING), ("desc_id", NULLS_LAST), ("id", ASCENDING)):
        for table, column in _each(indexes):
            op.drop_index(f"ix_{table}_{column}_{suffix}", table)


def _each(indexes: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(table, column) for table, columns in indexes.items() for column in columns]
