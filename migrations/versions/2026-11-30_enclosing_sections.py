"""Keep with each section those that it stands in: to find them for a million figures takes a minute.

Revision: 0043
Before: 0042
Created: 2026-11-30 13:20:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None
is_lossless = True

_WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TABLE = "enclosing_section"
_FILL = f"""
    WITH RECURSIVE found (document, section, enclosing, above) AS (
        SELECT document, slug, slug, parent FROM section
        UNION ALL
        SELECT found.document, found.section, section.slug, section.parent
        FROM found JOIN section ON section.document = found.document AND section.slug = found.above
    )
    INSERT INTO {_TABLE} SELECT document, section, enclosing FROM found
"""


def upgrade() -> None:
    of_section = ["section.document", "section.slug"]
    op.create_table(
        _TABLE,
        sa.Column("document", _WORD, nullable=False),
        sa.Column("section", _WORD, nullable=False),
        sa.Column("enclosing", _WORD, nullable=False),
        sa.ForeignKeyConstraint(["document", "section"], of_section, name=f"fk_{_TABLE}_document_section_section"),
        sa.ForeignKeyConstraint(["document", "enclosing"], of_section, name=f"fk_{_TABLE}_document_enclosing_section"),
        sa.PrimaryKeyConstraint("document", "section", "enclosing", name=f"pk_{_TABLE}"),
    )
    op.execute(_FILL)
    op.create_index(f"ix_{_TABLE}_enclosing_document_section", _TABLE, ["enclosing", "document", "section"])
    if op.get_bind().scalar(sa.text(f"SELECT EXISTS (SELECT 1 FROM {_TABLE})")):
        op.execute(f"ANALYZE {_TABLE}")


def downgrade() -> None:
    op.drop_table(_TABLE)
