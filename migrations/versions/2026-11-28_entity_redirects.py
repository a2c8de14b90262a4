"""Store redirects of entities, and with each source the ids of the references that point to it.

Revision: 0023
Before: 0022
Created: 2026-11-28 22:20:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "entity_redirect",
        sa.Column("slug", word, nullable=False),
        sa.Column("entity", word, nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.slug"], name=op.f("fk_entity_redirect_entity_entity")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_entity_redirect")),
    )
    op.add_column("source", sa.Column("reference_ids", sa.JSON(), nullable=False, server_default="[]"))
    op.create_index(op.f("ix_entity_redirect_entity"), "entity_redirect", ["entity"])


def downgrade() -> None:
    op.drop_column("source", "reference_ids")
    op.drop_index(op.f("ix_entity_redirect_entity"), table_name="entity_redirect")
    op.drop_table("entity_redirect")
