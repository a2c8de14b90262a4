"""Store repeated figures, how a period is known, and who issued a document.

Revision: 0014
Before: 0013
Created: 2026-11-28 18:40:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# the view as it was, with {basis} and {corroborations} in place of the new columns
_METRICS_FLAT = """
SELECT metric.id, metric.document, metric.section, section.title AS section_title, section.title_en AS section_title_en,
  metric.claim_id, metric.indicator, indicator.name_en AS indicator_name, indicator.name_zh AS indicator_name_zh,
  metric.entity, entity.name_en AS entity_name, entity.name_zh AS entity_name_zh, entity.type AS entity_type,
  metric.subject, metric.value, metric.value_max, metric.comparator, metric.unit, metric.unit_text, metric.display,
  metric.period, {period_start} AS period_start, {period_end} AS period_end, {basis}metric.as_of, metric.status,
  CAST(metric.qualifiers AS text) AS qualifiers, metric.quote, metric."start", metric."end", metric.evidence,
  {reference_numbers} AS reference_numbers, {source_ids} AS source_ids, {conflict_ids} AS conflict_ids,
  {corroborations}metric.exempt,
  claim.text AS claim_text, claim.text_en AS claim_text_en, {source_urls} AS source_urls, {source_titles} AS source_titles,
  {publishers} AS publishers, {publisher_names} AS publisher_names, {publisher_kinds} AS publisher_kinds
FROM metric
JOIN claim ON claim.id = metric.claim_id
JOIN indicator ON indicator.slug = metric.indicator
LEFT JOIN entity ON entity.slug = metric.entity
LEFT JOIN section ON section.document = metric.document AND section.slug = metric.section
"""
_OF_SOURCES = {
    "source_urls": "page.url", "source_titles": "page.title", "publishers": "page.publisher",
    "publisher_names": "publisher.name_en", "publisher_kinds": "page.publisher_kind",
}  # fmt: skip
_PAGES = " JOIN source AS page ON page.id = one.value JOIN publisher ON publisher.slug = page.publisher"
_ISSUED = ("issuer", "author", "published_on", "url")
_REPEATED = "repeat_group IS NOT NULL"


def upgrade() -> None:
    # added in place: Alembic would rebuild the table on SQLite, and so drop rows that other tables refer to
    word = 'TEXT COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "TEXT"
    for name in _ISSUED:
        op.execute(f"ALTER TABLE document ADD COLUMN {name} {word if name == 'published_on' else 'VARCHAR'}")
    op.execute(
        f"ALTER TABLE metric ADD COLUMN period_basis {word}"
        " CONSTRAINT ck_metric_period_basis CHECK (period_basis IN ('sentence', 'context'))"
        " CONSTRAINT ck_metric_period_basis_of_period CHECK (period_basis IS NULL OR period IS NOT NULL)"
    )
    op.add_column("metric", sa.Column("corroboration_ids", sa.JSON(), nullable=False, server_default="[]"))
    op.execute(f"ALTER TABLE metric ADD COLUMN repeat_group {word}")
    op.execute(
        "ALTER TABLE metric ADD COLUMN repeat_number INTEGER NOT NULL DEFAULT 0"
        " CONSTRAINT ck_metric_repeat_group_of_repeat CHECK (repeat_number = 0 OR repeat_group IS NOT NULL)"
    )
    op.add_column("conflict_member", sa.Column("repeats", sa.String(), nullable=True))
    op.create_index(
        "ix_metric_repeat_group", "metric", ["repeat_group", "repeat_number"],
        sqlite_where=sa.text(_REPEATED), postgresql_where=sa.text(_REPEATED),
    )  # fmt: skip
    _replace("ix_metric_indicator_status_unit_entity", ["indicator", "status", "unit", "entity", "repeat_group"])
    _replace_view(is_new=True)


def downgrade() -> None:
    _replace_view(is_new=False)
    _replace("ix_metric_indicator_status_unit_entity_repeat_group", ["indicator", "status", "unit", "entity"])
    op.drop_index("ix_metric_repeat_group", table_name="metric")
    op.drop_column("conflict_member", "repeats")
    for name in ("repeat_number", "repeat_group", "corroboration_ids", "period_basis"):
        op.drop_column("metric", name)
    for name in _ISSUED:
        op.drop_column("document", name)


def _replace(old: str, columns: list[str]) -> None:
    op.drop_index(old, table_name="metric")
    op.create_index("_".join(["ix_metric", *columns]), "metric", columns, unique=False)


def _replace_view(*, is_new: bool) -> None:
    op.execute("DROP VIEW metrics_flat")
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    lists = ("reference_numbers", "source_ids", "conflict_ids")
    joined = {name: _joined(f"metric.{name}", "one.value", "", is_postgresql) for name in lists}
    joined |= {name: _joined("metric.source_ids", what, _PAGES, is_postgresql) for name, what in _OF_SOURCES.items()}
    day = "CAST(metric.{} AS date)" if is_postgresql else "metric.{}"
    joined |= {name: day.format(name) for name in ("period_start", "period_end")}
    corroborations = _joined("metric.corroboration_ids", "one.value", "", is_postgresql)
    added = {
        "basis": "metric.period_basis, " if is_new else "",
        "corroborations": f"{corroborations} AS corroboration_ids, " if is_new else "",
    }
    op.execute(f"CREATE VIEW metrics_flat AS {_METRICS_FLAT.format(**joined, **added)}")


def _joined(array: str, what: str, join: str, is_postgresql: bool) -> str:
    """The values of a JSON array as text, or for each value the column `what` of the row it joins to, in the array's order."""
    if is_postgresql:
        values = f"json_array_elements_text({array}) WITH ORDINALITY AS one (value, place)"
        return f"(SELECT string_agg({what}, '; ' ORDER BY one.place) FROM {values}{join})"
    inner = f"SELECT {what} AS what FROM json_each({array}) AS one{join} ORDER BY one.key"
    return f"(SELECT group_concat(what, '; ') FROM ({inner}))"
