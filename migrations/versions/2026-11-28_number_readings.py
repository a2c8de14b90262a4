"""Store how the parser reads each number, whether it is curated or not.

Revision: 0019
Before: 0018
Created: 2026-11-28 19:30:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ADDED = (
    "curated", "read_as", "quote", "before", "after", "value", "value_text", "value_max", "value_max_text",
    "deviation_text", "comparator", "unit", "unit_text", "evidence", "reference_numbers", "source_ids",
)  # fmt: skip
_INDICES = {
    "ix_number_document_start_id": ["document", "start", "id"],
    "ix_number_unit_start_id": ["unit", "start", "id"],
    "ix_number_value_id": ["value", "id"],
}


def upgrade() -> None:
    # added in place: Alembic would rebuild the table on SQLite, and so drop rows that other tables refer to
    word = 'TEXT COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "TEXT"
    op.add_column("number", sa.Column("curated", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"ALTER TABLE number ADD COLUMN read_as {word} NOT NULL DEFAULT 'other'")
    op.add_column("number", sa.Column("quote", sa.String(), nullable=True))
    op.add_column("number", sa.Column("before", sa.String(), nullable=False, server_default=""))
    op.add_column("number", sa.Column("after", sa.String(), nullable=False, server_default=""))
    for name in ("value", "value_max"):
        op.add_column("number", sa.Column(name, sa.Double(), nullable=True))
        op.add_column("number", sa.Column(f"{name}_text", sa.String(), nullable=True))
    op.add_column("number", sa.Column("deviation_text", sa.String(), nullable=True))
    op.execute(
        f"ALTER TABLE number ADD COLUMN comparator {word} CONSTRAINT ck_number_comparator"
        " CHECK (comparator IN ('eq', 'gt', 'ge', 'lt', 'le', 'approx', 'range', 'tolerance'))"
    )
    op.execute(f"ALTER TABLE number ADD COLUMN unit {word}")
    op.add_column("number", sa.Column("unit_text", sa.String(), nullable=True))
    op.execute(
        f"ALTER TABLE number ADD COLUMN evidence {word} CONSTRAINT ck_number_evidence CHECK (evidence IN ('cited', 'uncited'))"
    )
    for name in ("reference_numbers", "source_ids"):
        op.add_column("number", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    for name, columns in _INDICES.items():
        op.create_index(name, "number", columns)
    keys = [sa.Column(name, _word(), nullable=False) for name in ("number_id", "citation_id")]
    op.create_table(
        "number_citation",
        *keys,
        sa.ForeignKeyConstraint(["citation_id"], ["citation.id"], name=op.f("fk_number_citation_citation_id_citation")),
        sa.ForeignKeyConstraint(["number_id"], ["number.id"], name=op.f("fk_number_citation_number_id_number")),
        sa.PrimaryKeyConstraint("number_id", "citation_id", name=op.f("pk_number_citation")),
    )
    op.create_index("ix_number_citation_citation_id", "number_citation", ["citation_id"])


def downgrade() -> None:
    op.drop_table("number_citation")
    for name in _INDICES:
        op.drop_index(name, table_name="number")
    for name in reversed(_ADDED):
        op.drop_column("number", name)


def _word() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
