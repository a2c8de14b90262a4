"""a text index for each list

On PostgreSQL a word that is common in one list and rare in another else leads through all rows of the one to the few of the
other. SQLite's text index is read by ids, and so by lists, as it is.

Revision: 0007
Before: 0006
Created: 2026-11-25 04:45:00+00:00
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# each list has as many ids, in this order (`app.store.tables.entry_ids`)
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
