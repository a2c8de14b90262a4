"""Add corroborations and groups of sources.

Revision: 0002
Before: 0001
Created: 2026-11-24 15:57:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON()


def upgrade() -> None:
    op.create_table(
        "source_group",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_source_group")),
    )
    # added in place: Alembic would rebuild the table on SQLite, and so drop rows that other tables refer to
    collation = ' COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else ""
    name = "fk_source_source_group_source_group"
    op.execute(
        f"ALTER TABLE source ADD COLUMN source_group TEXT{collation} CONSTRAINT {name} REFERENCES source_group (slug)"
    )
    op.add_column("source", sa.Column("same_as", JSON, nullable=False, server_default="[]"))
    op.create_index(op.f("ix_source_source_group"), "source", ["source_group"], unique=False)
    op.create_table(
        "corroboration",
        sa.Column("id", WORD, nullable=False),
        sa.Column("slug", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("metric_ids", JSON, nullable=False),
        sa.Column("claim_ids", JSON, nullable=False),
        sa.Column("reference_numbers", JSON, nullable=False),
        sa.Column("source_ids", JSON, nullable=False),
        sa.Column("origins", JSON, nullable=False),
        sa.Column("metric_count", sa.Integer(), nullable=False),
        sa.Column("uncited_count", sa.Integer(), nullable=False),
        sa.Column("source_count", sa.Integer(), nullable=False),
        sa.Column("publisher_count", sa.Integer(), nullable=False),
        sa.Column("independent_publisher_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_corroboration_document_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corroboration")),
        sa.UniqueConstraint("slug", name=op.f("uq_corroboration_slug")),
    )
    op.create_index(op.f("ix_corroboration_document"), "corroboration", ["document"], unique=False)
    op.create_table(
        "corroboration_member",
        sa.Column("corroboration_id", WORD, nullable=False),
        sa.Column("metric_id", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["corroboration_id"], ["corroboration.id"], name=op.f("fk_corroboration_member_corroboration_id_corroboration")
        ),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_corroboration_member_metric_id_metric")),
        sa.PrimaryKeyConstraint("corroboration_id", "metric_id", name=op.f("pk_corroboration_member")),
    )
    op.create_index(op.f("ix_corroboration_member_metric_id"), "corroboration_member", ["metric_id"], unique=False)


def downgrade() -> None:
    op.drop_table("corroboration_member")
    op.drop_table("corroboration")
    op.drop_index(op.f("ix_source_source_group"), "source")
    op.drop_column("source", "same_as")
    with op.batch_alter_table("source") as batch:
        batch.drop_column("source_group")
    op.drop_table("source_group")
