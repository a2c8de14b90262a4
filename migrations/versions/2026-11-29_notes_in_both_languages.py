"""Store in both languages why a number is not a figure.

Revision: 0027
Before: 0026
Created: 2026-11-29 03:40:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE number RENAME COLUMN note TO note_en")
    op.add_column("number", sa.Column("note_zh", sa.String(), nullable=True))
    op.execute("UPDATE number SET note_zh = note_en")


def downgrade() -> None:
    op.drop_column("number", "note_zh")
    op.execute("ALTER TABLE number RENAME COLUMN note_en TO note")
