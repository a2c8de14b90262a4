"""Look up whether a copy of a fact is in conflict by its group.

PostgreSQL could otherwise read all figures in conflict for each query, which takes over a second with a million metrics. The
added condition, that the copy is another row, rules that plan out and changes no result.

Revision: 0028
Before: 0027
Created: 2026-11-29 04:15:00+00:00
"""

from alembic import op

from app.store.schema_changes import migration

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
is_lossless = True

_BEFORE, _AFTER = "AND copy.in_conflict)", "AND copy.in_conflict AND copy.id <> metric.id)"


def upgrade() -> None:
    _replace(current())


def downgrade() -> None:
    _replace(_facts())


def current() -> str:
    """The SELECT of the view after this migration."""
    return _facts().replace(_BEFORE, _AFTER)


def _facts() -> str:
    """The SELECT of the view in the earlier migration."""
    views = migration("0026")
    select: str = views._metrics(views._Dialect(_is_postgresql()), facts=True)
    return select


def _replace(select: str) -> None:
    if _is_postgresql():
        # keeps the view's comments and grants
        op.execute(f"CREATE OR REPLACE VIEW facts_flat AS {select}")
    else:
        op.execute("DROP VIEW facts_flat")
        op.execute(f"CREATE VIEW facts_flat AS {select}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
