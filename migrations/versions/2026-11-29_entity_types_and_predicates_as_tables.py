"""Keep types of entities and predicates of relations in tables, so that a folder can have its own.

Revision: 0039
Before: 0038
Created: 2026-11-29 19:50:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import rewrite_table

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None
# but for what only a folder has: the step back itself marks the dataset of one that has some
is_lossless = True

# in the order in which the constraints have them
_TYPES = {
    "company": "企业", "model": "模型", "chip": "芯片", "policy": "政策", "organization": "机构", "product": "产品", "framework": "框架",
    "benchmark": "基准", "industry": "行业", "region": "地区",
}  # fmt: skip
_PREDICATES = {
    "developed_by": "由…研发", "made_by": "由…制造", "issued_by": "由…发布", "subsidiary_of": "子公司", "part_of_series": "属于系列",
    "based_on": "基于", "operates": "运营", "partner_of": "合作伙伴", "deployed_at": "部署于", "published_by": "由…出版",
    "released_by": "由…推出", "part_of": "组成",
}  # fmt: skip
_PARTS = {"part_of_series", "part_of", "subsidiary_of"}
# the table of words, and the column that holds them
_EXTENDED = (("entity_type", "entity", "type", _TYPES), ("predicate", "relation", "predicate", _PREDICATES))
_WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for words, table, column, names in _EXTENDED:
        is_part: list[sa.Column[bool]] = [sa.Column("is_part", sa.Boolean(), nullable=False)] if words == "predicate" else []
        made = op.create_table(
            words,
            sa.Column("slug", _WORD, nullable=False),
            sa.Column("name_zh", sa.String(), nullable=False),
            sa.Column("name_en", sa.String(), nullable=False),
            *is_part,
            sa.PrimaryKeyConstraint("slug", name=f"pk_{words}"),
        )
        # an empty database gets the words with its other rows: a bulk load takes empty tables
        if op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first():
            op.bulk_insert(made, [_row(slug, name, bool(is_part)) for slug, name in names.items()])
        # words of a folder's own, where an older schema has left them: the next publish names them
        own = f"SELECT DISTINCT {column}, {column}, {column}{', false' if is_part else ''} FROM {table}"
        op.execute(f"INSERT INTO {words} {own} WHERE {column} NOT IN (SELECT slug FROM {words})")
        if postgresql:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_check_name(table, column)}")
            op.create_foreign_key(f"fk_{table}_{column}_{words}", table, words, [column], ["slug"])
        else:
            rewrite_table(op.get_bind(), table, _check(table, column, names), _key(words, table, column))


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for words, table, column, names in reversed(_EXTENDED):
        op.execute(
            "UPDATE dataset SET version = version || '-downgraded' WHERE version NOT LIKE '%-downgraded'"
            f" AND EXISTS (SELECT 1 FROM {words} WHERE slug NOT IN ({', '.join(map(repr, names))}))"
        )
        if postgresql:
            op.drop_constraint(f"fk_{table}_{column}_{words}", table, type_="foreignkey")
            op.execute(f"ALTER TABLE {table} ADD {_check(table, column, names)} NOT VALID")
        else:
            rewrite_table(op.get_bind(), table, _key(words, table, column), _check(table, column, names))
        op.drop_table(words)


def _row(slug: str, name_zh: str, has_part: bool) -> dict[str, object]:
    row: dict[str, object] = {"slug": slug, "name_zh": name_zh, "name_en": slug.replace("_", " ").capitalize()}
    return {**row, "is_part": slug in _PARTS} if has_part else row


def _check_name(table: str, column: str) -> str:
    return f"ck_{table}_{column}"


def _check(table: str, column: str, names: dict[str, str]) -> str:
    return f"CONSTRAINT {_check_name(table, column)} CHECK ({column} IN ({', '.join(map(repr, names))}))"


def _key(words: str, table: str, column: str) -> str:
    return f"CONSTRAINT fk_{table}_{column}_{words} FOREIGN KEY({column}) REFERENCES {words} (slug)"
