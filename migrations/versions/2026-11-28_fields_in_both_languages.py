"""Store fields in both languages, and qualifiers by which lists can be filtered.

The new columns can only be filled from the seeds. The stored data therefore no longer counts as a dataset, and the next start
loads it again.

Revision: 0020
Before: 0019
Created: 2026-11-28 19:15:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from app.store.schema_changes import migration, rewrite_view

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_NAMES = {
    "indicator.name_en AS indicator_name, indicator.name_zh AS indicator_name_zh":
        "indicator.name_en AS indicator_name, indicator.name_en AS indicator_name_en, indicator.name_zh AS indicator_name_zh",
    "entity.name_en AS entity_name, entity.name_zh AS entity_name_zh":
        "entity.name_en AS entity_name, entity.name_en AS entity_name_en, entity.name_zh AS entity_name_zh",
    "metric.value_max,": "metric.value_max, metric.deviation,",
    "metric.subject,": "metric.subject, metric.subject_en,",
    "metric.display,": "metric.display_en AS display, metric.display_en, metric.display_zh,",
    "CAST(metric.qualifiers AS text) AS qualifiers,":
        "CAST(metric.qualifiers AS text) AS qualifiers, CAST(metric.qualifiers_en AS text) AS qualifiers_en,"
        " CAST(metric.qualifiers_zh AS text) AS qualifiers_zh,",
    "source.title, source.author,": "source.title, source.title_en, source.author, source.author_en,",
    "publisher.name_en AS publisher_name,\n  publisher.name_zh AS publisher_name_zh":
        "publisher.name_en AS publisher_name,\n  publisher.name_en AS publisher_name_en, publisher.name_zh AS publisher_name_zh",
    "source.published_from,":
        "source.published_from_en AS published_from, source.published_from_en, source.published_from_zh,",
}  # fmt: skip
# renamed, as each of them is in one language
_RENAMED = {
    "metric": {"display": "display_en"},
    "entity": {"description": "description_en"},
    "indicator": {"description": "description_en"},
    "topic": {"description": "description_en"},
    "publisher_kind": {"description": "description_en"},
    "source": {"published_from": "published_from_en"},
    "source_group": {"reason": "reason_zh"},
    "corroboration": {"title": "title_zh"},
    "conflict": {"title": "title_zh", "explanation": "explanation_zh", "computed": "computed_en"},
}
_JSON = {"qualifiers_en": "{}", "qualifiers_zh": "{}", "computed_zh": "[]"}
_ADDED = {
    "metric": ("display_zh", "subject_en", "qualifiers_en", "qualifiers_zh"),
    "entity": ("description_zh",),
    "indicator": ("description_zh",),
    "topic": ("description_zh",),
    "publisher_kind": ("description_zh",),
    "conflict": ("computed_zh",),
}
_NULLABLE = {"source": ("title_en", "author_en", "published_from_zh")}


def upgrade() -> None:
    op.execute("DELETE FROM dataset")
    migration("0004").downgrade()
    for table, names in _RENAMED.items():
        for old, new in names.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    for table, added in _ADDED.items():
        for name in added:
            op.add_column(table, _column(name))
    for table, added in _NULLABLE.items():
        for name in added:
            op.add_column(table, sa.Column(name, sa.String(), nullable=True))
    word = _word()
    op.create_table(
        "metric_qualifier",
        sa.Column("metric_id", word, nullable=False),
        sa.Column("key", word, nullable=False),
        sa.Column("value", word, nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.CheckConstraint(
            "key IN ('of', 'denominator', 'scope', 'region', 'basis', 'per', 'scenario', 'benchmark', 'condition',"
            " 'baseline', 'direction', 'role')",
            name=op.f("ck_metric_qualifier_key"),
        ),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_metric_qualifier_metric_id_metric")),
        sa.PrimaryKeyConstraint("metric_id", "key", name=op.f("pk_metric_qualifier")),
    )
    op.create_index(op.f("ix_metric_qualifier_key_value_metric_id"), "metric_qualifier", ["key", "value", "metric_id"])
    create_views()


def create_views() -> None:
    """Create the views as they are from this revision until a later one rebuilds them."""
    views = migration("0004")
    metrics = migration("0014")._METRICS_FLAT.replace("{basis}", "metric.period_basis, ")
    metrics = metrics.replace("{corroborations}", "{corroboration_ids} AS corroboration_ids, ")
    before = views.VIEWS | {"metrics_flat": ("metric", metrics, (*views.VIEWS["metrics_flat"][2], "corroboration_ids"))}
    views.create({name: (table, _renamed(select), lists) for name, (table, select, lists) in before.items()})


def downgrade() -> None:
    op.execute("DELETE FROM dataset")
    migration("0004").downgrade()
    op.drop_table("metric_qualifier")
    for table, added in (*_ADDED.items(), *_NULLABLE.items()):
        for name in added:
            op.drop_column(table, name)
    for table, names in _RENAMED.items():
        for old, new in names.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {new} TO {old}")
    migration("0004").upgrade()
    migration("0014")._replace_view(is_new=True)
    rewrite_view(op.get_bind(), "metrics_flat", "metric.value_max,", "metric.value_max, metric.deviation,")


def _column(name: str) -> sa.Column[str]:
    if name in _JSON:
        return sa.Column(name, sa.JSON(), nullable=False, server_default=_JSON[name])
    # compared by bytes, as `subject` is
    kind = _word() if name == "subject_en" else sa.String()
    return sa.Column(name, kind, nullable=False, server_default="")


def _word() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _renamed(select: str) -> str:
    for old, new in _NAMES.items():
        select = select.replace(old, new)
    return select
