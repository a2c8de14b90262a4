"""Call a figure without a marker in Chinese by the word that its evidence has, in the views that label the kind of its source.

Revision: 0042
Before: 0041
Created: 2026-11-29 23:15:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import migration

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None
is_lossless = True

_BEFORE, _AFTER = "'未引来源'", "'无引用'"


def upgrade() -> None:
    _replace(_BEFORE, _AFTER)


def downgrade() -> None:
    _replace(_AFTER, _BEFORE)


def _replace(before: str, after: str) -> None:
    """Make the views anew whose definitions have the word."""
    connection = op.get_bind()
    is_postgresql = connection.dialect.name == "postgresql"
    listed = (
        "SELECT viewname, definition FROM pg_views WHERE schemaname = current_schema()"
        if is_postgresql
        else "SELECT name, sql FROM sqlite_master WHERE type = 'view'"
    )
    for name, definition in connection.execute(sa.text(listed)).all():
        if before not in definition:
            continue
        changed = definition.replace(before, after)
        if is_postgresql:
            # replaced, it keeps its comments and what others may do with it
            op.execute(migration("0026")._escaped(f"CREATE OR REPLACE VIEW {name} AS {changed}"))
        else:
            op.execute(f"DROP VIEW {name}")
            op.execute(migration("0026")._escaped(changed))
