"""Give each list its own text index on PostgreSQL.

With one index for all lists, a word that is common in one list and rare in another leads PostgreSQL through every row of the
first to the few of the second. SQLite reads its text index by id, and so by list, without this.

Revision: 0007
Before: 0006
Created: 2026-11-25 04:45:00+00:00
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# every list has a range of ids of this size, in this order (`app.store.tables.entry_ids`)
LISTS = (
    "entities", "indicators", "claims", "metrics", "sources", "conflicts", "corroborations", "references", "relations",
    "sections", "publishers", "topics", "units", "documents",
)  # fmt: skip
IDS = 10**12


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP INDEX ix_search_index_tokens")
    for place, name in enumerate(LISTS, 1):
        ids = f"id >= {place * IDS} AND id <= {(place + 1) * IDS - 1}"
        op.execute(f"CREATE INDEX ix_search_index_{name} ON search_index USING gin (tokens) WHERE {ids}")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in LISTS:
        op.execute(f"DROP INDEX ix_search_index_{name}")
    op.execute("CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)")
