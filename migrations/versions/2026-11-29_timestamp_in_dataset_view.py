"""Give `dataset_flat.published_at` the type of a timestamp, and on SQLite the form that its readers take for one.

Revision: 0038
Before: 0037
Created: 2026-11-29 16:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import migration

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None
is_lossless = True

_VERSION = "SELECT dataset.version AS version, {published_at} AS published_at FROM dataset"


def upgrade() -> None:
    if _is_postgresql():
        _make("CAST(dataset.built_at AS TIMESTAMP WITH TIME ZONE)")
        _comment()
        return
    op.execute("ALTER TABLE column_type ADD COLUMN as_timestamp TIMESTAMP")
    _make("(SELECT datetime(dataset.built_at) UNION ALL SELECT column_type.as_timestamp FROM column_type)")


def downgrade() -> None:
    if _is_postgresql():
        _make("dataset.built_at")
        _comment()
        return
    _make("dataset.built_at")
    op.execute("ALTER TABLE column_type DROP COLUMN as_timestamp")


def _make(published_at: str) -> None:
    op.execute("DROP VIEW dataset_flat")
    op.execute(migration("0026")._escaped(f"CREATE VIEW dataset_flat AS {_VERSION.format(published_at=published_at)}"))


def _comment() -> None:
    """What the view and its columns mean: a view that was made anew has lost it."""
    found = sa.text("SELECT column_name, meaning FROM view_columns WHERE view_name = 'dataset_flat'")
    for column, meaning in op.get_bind().execute(found).all():
        named = f"COLUMN dataset_flat.{column}" if column else "VIEW dataset_flat"
        op.execute(migration("0026")._escaped(f"COMMENT ON {named} IS {migration('0026')._quoted(meaning)}"))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
