"""Keep kinds of units in a table, so that a folder can have its own.

Revision: 0037
Before: 0036
Created: 2026-11-29 16:20:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import rewrite_table

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None
# but for names of kinds that only a folder has: the step back itself marks the dataset of one that has some
is_lossless = True

_NAMES = {
    "money": "金额", "ratio": "比率", "count": "数量", "rank": "名次", "score": "得分", "time": "时间", "length": "长度", "energy": "能量",
    "data": "数据量", "rate": "速率", "number": "数字", "mass": "质量", "area": "面积", "volume": "体积", "temperature": "温度",
    "pressure": "压强", "power": "功率", "speed": "速度", "frequency": "频率", "electricity": "电学量", "concentration": "浓度",
    "amount": "物质的量", "force": "力", "acceleration": "加速度", "angle": "角度", "level": "级",
}  # fmt: skip
_ADDING_UP = {"money", "count", "amount", "area", "data", "energy", "mass", "volume"}
_CHECK = f"CHECK (kind IN ({', '.join(map(repr, _NAMES))}))"
_KEY = "FOREIGN KEY(kind) REFERENCES unit_kind (slug)"
_WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    kinds = op.create_table(
        "unit_kind",
        sa.Column("slug", _WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("adds_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_unit_kind"),
    )
    rows = [
        {"slug": slug, "name_zh": name, "name_en": slug.capitalize(), "adds_up": slug in _ADDING_UP}
        for slug, name in _NAMES.items()
    ]
    connection = op.get_bind()
    # a database without units gets the kinds with its other rows: a bulk load takes empty tables
    if connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM unit)")):
        op.bulk_insert(kinds, rows)
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE unit DROP CONSTRAINT ck_unit_kind")
        # units of a folder's own kinds, where an older schema has left them: the next publish names their kinds
        op.execute(
            "INSERT INTO unit_kind SELECT DISTINCT kind, kind, kind, false FROM unit WHERE kind NOT IN (SELECT slug FROM unit_kind)"
        )
        op.create_foreign_key("fk_unit_kind_unit_kind", "unit", "unit_kind", ["kind"], ["slug"])
        return
    op.execute(
        "INSERT INTO unit_kind SELECT DISTINCT kind, kind, kind, 0 FROM unit WHERE kind NOT IN (SELECT slug FROM unit_kind)"
    )
    rewrite_table(connection, "unit", f"CONSTRAINT ck_unit_kind {_CHECK}", f"CONSTRAINT fk_unit_kind_unit_kind {_KEY}")


def downgrade() -> None:
    connection = op.get_bind()
    op.execute(
        "UPDATE dataset SET version = version || '-downgraded' WHERE version NOT LIKE '%-downgraded'"
        f" AND EXISTS (SELECT 1 FROM unit_kind WHERE slug NOT IN ({', '.join(map(repr, _NAMES))}))"
    )
    if connection.dialect.name == "postgresql":
        op.drop_constraint("fk_unit_kind_unit_kind", "unit", type_="foreignkey")
        op.execute(f"ALTER TABLE unit ADD CONSTRAINT ck_unit_kind {_CHECK} NOT VALID")
    else:
        rewrite_table(connection, "unit", f"CONSTRAINT fk_unit_kind_unit_kind {_KEY}", f"CONSTRAINT ck_unit_kind {_CHECK}")
    op.drop_table("unit_kind")
