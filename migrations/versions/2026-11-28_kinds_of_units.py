"""Add the kinds of units for mass, area, volume and other quantities.

Revision: 0015
Before: 0014
Created: 2026-11-28 19:10:00+00:00
"""

from alembic import op

from app.store.schema_changes import rewrite_table

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OLD = "'money', 'ratio', 'count', 'rank', 'score', 'time', 'length', 'energy', 'data', 'rate', 'number'"
_NEW = (
    "'mass', 'area', 'volume', 'temperature', 'pressure', 'power', 'speed', 'frequency', 'electricity', 'concentration',"
    " 'amount', 'force', 'acceleration', 'angle', 'level'"
)


def upgrade() -> None:
    _allow(_OLD, f"{_OLD}, {_NEW}")


def downgrade() -> None:
    _allow(f"{_OLD}, {_NEW}", _OLD)


def _allow(old: str, new: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE unit DROP CONSTRAINT ck_unit_kind")
        op.execute(f"ALTER TABLE unit ADD CONSTRAINT ck_unit_kind CHECK (kind IN ({new})) NOT VALID")
        return
    rewrite_table(connection, "unit", f"({old})", f"({new})")
