"""Add flat views for dashboards.

The views are read-only and have the fields of the API's rows, with English names and with the sources behind each row as text.
They are for tools that read tables rather than HTTP. Lists are joined by `; ` as in CSV. A later migration that copies or
renames a table under a view must drop the views first and create them again.

Revision: 0004
Before: 0003
Created: 2026-11-25 00:30:00+00:00
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

METRICS = """
SELECT metric.id, metric.document, metric.section, section.title AS section_title, section.title_en AS section_title_en,
  metric.claim_id, metric.indicator, indicator.name_en AS indicator_name, indicator.name_zh AS indicator_name_zh,
  metric.entity, entity.name_en AS entity_name, entity.name_zh AS entity_name_zh, entity.type AS entity_type,
  metric.subject, metric.value, metric.value_max, metric.comparator, metric.unit, metric.unit_text, metric.display,
  metric.period, {period_start} AS period_start, {period_end} AS period_end, metric.as_of, metric.status,
  CAST(metric.qualifiers AS text) AS qualifiers, metric.quote, metric."start", metric."end", metric.evidence,
  {reference_numbers} AS reference_numbers, {source_ids} AS source_ids, {conflict_ids} AS conflict_ids, metric.exempt,
  claim.text AS claim_text, claim.text_en AS claim_text_en, {source_urls} AS source_urls, {source_titles} AS source_titles,
  {publishers} AS publishers, {publisher_names} AS publisher_names, {publisher_kinds} AS publisher_kinds
FROM metric
JOIN claim ON claim.id = metric.claim_id
JOIN indicator ON indicator.slug = metric.indicator
LEFT JOIN entity ON entity.slug = metric.entity
LEFT JOIN section ON section.document = metric.document AND section.slug = metric.section
"""
CLAIMS = """
SELECT claim.id, claim.document, claim.section, section.title AS section_title, section.title_en AS section_title_en,
  claim.ordinal, claim.paragraph, claim.kind, claim.text, claim.text_en, claim."start", claim."end", {topics} AS topics,
  {entities} AS entities, {metric_ids} AS metric_ids, claim.evidence, {reference_numbers} AS reference_numbers,
  {source_ids} AS source_ids, {conflict_ids} AS conflict_ids, {source_urls} AS source_urls,
  {source_titles} AS source_titles, {publishers} AS publishers, {publisher_names} AS publisher_names,
  {publisher_kinds} AS publisher_kinds
FROM claim
LEFT JOIN section ON section.document = claim.document AND section.slug = claim.section
"""
SOURCES = """
SELECT source.id, source.url, source.title, source.author, source.publisher, publisher.name_en AS publisher_name,
  publisher.name_zh AS publisher_name_zh, source.publisher_kind, source.platform, source.published_on,
  source.published_from, {same_as} AS same_as, {reference_numbers} AS reference_numbers, source.claim_count,
  source.metric_count, source.sole_support_count
FROM source
JOIN publisher ON publisher.slug = source.publisher
"""
VIEWS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "metrics_flat": ("metric", METRICS, ("reference_numbers", "source_ids", "conflict_ids")),
    "claims_flat": (
        "claim",
        CLAIMS,
        ("topics", "entities", "metric_ids", "reference_numbers", "source_ids", "conflict_ids"),
    ),
    "sources_flat": ("source", SOURCES, ("same_as", "reference_numbers")),
}
# the columns about the sources of a row
OF_SOURCES = {
    "source_urls": "page.url",
    "source_titles": "page.title",
    "publishers": "page.publisher",
    "publisher_names": "publisher.name_en",
    "publisher_kinds": "page.publisher_kind",
}
PAGES = " JOIN source AS page ON page.id = one.value JOIN publisher ON publisher.slug = page.publisher"


def upgrade() -> None:
    create(VIEWS)


def create(views: dict[str, tuple[str, str, tuple[str, ...]]]) -> None:
    """Create views. By name: the table, the statement, and the columns whose JSON lists become text."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    day = "CAST(metric.{} AS date)" if is_postgresql else "metric.{}"
    days = {name: day.format(name) for name in ("period_start", "period_end")}
    for name, (table, select, lists) in views.items():
        joined = {column: _joined(f"{table}.{column}", "one.value", "", is_postgresql) for column in lists}
        told = {
            column: _joined(f"{table}.source_ids", what, PAGES, is_postgresql)
            for column, what in OF_SOURCES.items()
            if "source_ids" in lists
        }
        op.execute(f"CREATE VIEW {name} AS {select.format(**days, **joined, **told)}")


def downgrade() -> None:
    for name in VIEWS:
        op.execute(f"DROP VIEW {name}")


def _joined(array: str, what: str, join: str, is_postgresql: bool) -> str:
    """The values of a JSON array as text, or for each value the column `what` of the row it joins to, in the array's order."""
    if is_postgresql:
        values = f"json_array_elements_text({array}) WITH ORDINALITY AS one (value, place)"
        return f"(SELECT string_agg({what}, '; ' ORDER BY one.place) FROM {values}{join})"
    # SQLite 3.40 has no ORDER BY in an aggregate; it reads a sorted subquery in its order
    inner = f"SELECT {what} AS what FROM json_each({array}) AS one{join} ORDER BY one.key"
    return f"(SELECT group_concat(what, '; ') FROM ({inner}))"
