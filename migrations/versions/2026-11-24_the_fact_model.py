"""Create the tables of the fact model.

Revision: 0001
Before:
Created: 2026-11-24 03:50:23.629801+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON()


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", WORD, nullable=False),
        sa.Column("slug", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("explanation_en", sa.String(), nullable=False),
        sa.Column("computed", JSON, nullable=False),
        sa.Column("metric_ids", JSON, nullable=False),
        sa.Column("claim_ids", JSON, nullable=False),
        sa.CheckConstraint("kind IN ('value', 'arithmetic', 'scope', 'chronology')", name=op.f("ck_conflict_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("slug", name=op.f("uq_conflict_slug")),
    )
    op.create_index(op.f("ix_conflict_kind"), "conflict", ["kind"], unique=False)

    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("built_at", sa.String(), nullable=False),
        sa.Column("files", JSON, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_dataset_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
    )
    op.create_table(
        "document",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("caveat", sa.String(), nullable=True),
        sa.Column("caveat_en", sa.String(), nullable=True),
        sa.Column("caveat_start", sa.Integer(), nullable=True),
        sa.Column("caveat_end", sa.Integer(), nullable=True),
        sa.Column("section_count", sa.Integer(), nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("metric_count", sa.Integer(), nullable=False),
        sa.Column("reference_count", sa.Integer(), nullable=False),
        sa.Column("citation_count", sa.Integer(), nullable=False),
        sa.Column("number_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_sha256")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_document")),
    )
    op.create_table(
        "entity",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("type", WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", WORD, nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("aliases", JSON, nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("metric_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "type IN ('company', 'model', 'chip', 'policy', 'organization', 'product', 'framework', 'benchmark', 'industry', 'region')",
            name=op.f("ck_entity_type"),
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_entity")),
    )
    op.create_index(op.f("ix_entity_type"), "entity", ["type"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", WORD, nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit_kinds", JSON, nullable=False),
        sa.Column("direction", WORD, nullable=False),
        sa.Column("aggregation", WORD, nullable=False),
        sa.Column("metric_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("aggregation IN ('sum', 'mean', 'none')", name=op.f("ck_indicator_aggregation")),
        sa.CheckConstraint("direction IN ('higher', 'lower', 'neutral')", name=op.f("ck_indicator_direction")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_indicator")),
    )
    op.create_table(
        "publisher_kind",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_publisher_kind")),
    )
    op.create_table(
        "topic",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_topic")),
    )
    op.create_table(
        "unit",
        sa.Column("code", WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("metric_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('money', 'ratio', 'count', 'rank', 'score', 'time', 'length', 'energy', 'data', 'rate', 'number')",
            name=op.f("ck_unit_kind"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )
    op.create_table(
        "alias",
        sa.Column("entity", WORD, nullable=False),
        sa.Column("text", WORD, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entity.slug"], name=op.f("fk_alias_entity_entity")),
        sa.PrimaryKeyConstraint("entity", "text", name=op.f("pk_alias")),
    )
    op.create_index(op.f("ix_alias_text"), "alias", ["text"], unique=False)

    op.create_table(
        "publisher",
        sa.Column("slug", WORD, nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("hosts", JSON, nullable=False),
        sa.Column("source_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kind"], ["publisher_kind.slug"], name=op.f("fk_publisher_kind_publisher_kind")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_publisher")),
    )
    op.create_index(op.f("ix_publisher_kind"), "publisher", ["kind"], unique=False)

    op.create_table(
        "section",
        sa.Column("id", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("slug", WORD, nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("parent", WORD, nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("body_end", sa.Integer(), nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("metric_count", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_section_start_before_end")),
        sa.ForeignKeyConstraint(
            ["document", "parent"], ["section.document", "section.slug"], name=op.f("fk_section_document_parent_section")
        ),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_section_document_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("document", "ordinal", name=op.f("uq_section_document_ordinal")),
        sa.UniqueConstraint("document", "slug", name=op.f("uq_section_document_slug")),
    )
    op.create_table(
        "claim",
        sa.Column("id", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("section", WORD, nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("evidence", WORD, nullable=False),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("entities", JSON, nullable=False),
        sa.Column("metric_ids", JSON, nullable=False),
        sa.Column("reference_numbers", JSON, nullable=False),
        sa.Column("source_ids", JSON, nullable=False),
        sa.Column("conflict_ids", JSON, nullable=False),
        sa.CheckConstraint("(text_en IS NULL) = (kind = 'not yet curated')", name=op.f("ck_claim_rendered_when_curated")),
        sa.CheckConstraint("evidence IN ('cited', 'uncited')", name=op.f("ck_claim_evidence")),
        sa.CheckConstraint(
            "kind IN ('fact', 'forecast', 'target', 'opinion', 'recommendation', 'context', 'not yet curated')",
            name=op.f("ck_claim_kind"),
        ),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_claim_start_before_end")),
        sa.ForeignKeyConstraint(
            ["document", "section"], ["section.document", "section.slug"], name=op.f("fk_claim_document_section_section")
        ),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_claim_document_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("document", "ordinal", name=op.f("uq_claim_document_ordinal")),
        sa.UniqueConstraint("document", "start", name=op.f("uq_claim_document_start")),
    )
    op.create_index(op.f("ix_claim_document_section"), "claim", ["document", "section"], unique=False)
    op.create_index(op.f("ix_claim_kind"), "claim", ["kind"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", WORD, nullable=False),
        sa.Column("url", WORD, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("publisher", WORD, nullable=False),
        sa.Column("platform", WORD, nullable=True),
        sa.Column("publisher_kind", WORD, nullable=False),
        sa.Column("published_on", WORD, nullable=True),
        sa.Column("published_from", sa.String(), nullable=True),
        sa.Column("reference_numbers", JSON, nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("metric_count", sa.Integer(), nullable=False),
        sa.Column("sole_support_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("(published_on IS NULL) = (published_from IS NULL)", name=op.f("ck_source_dated_with_reason")),
        sa.CheckConstraint("sole_support_count <= claim_count", name=op.f("ck_source_sole_support")),
        sa.ForeignKeyConstraint(["platform"], ["publisher.slug"], name=op.f("fk_source_platform_publisher")),
        sa.ForeignKeyConstraint(["publisher"], ["publisher.slug"], name=op.f("fk_source_publisher_publisher")),
        sa.ForeignKeyConstraint(
            ["publisher_kind"], ["publisher_kind.slug"], name=op.f("fk_source_publisher_kind_publisher_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("url", name=op.f("uq_source_url")),
    )
    op.create_index(op.f("ix_source_publisher"), "source", ["publisher"], unique=False)
    op.create_index(op.f("ix_source_publisher_kind"), "source", ["publisher_kind"], unique=False)

    op.create_table(
        "claim_topic",
        sa.Column("claim_id", WORD, nullable=False),
        sa.Column("topic", WORD, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_topic_claim_id_claim")),
        sa.ForeignKeyConstraint(["topic"], ["topic.slug"], name=op.f("fk_claim_topic_topic_topic")),
        sa.PrimaryKeyConstraint("claim_id", "topic", name=op.f("pk_claim_topic")),
    )
    op.create_index(op.f("ix_claim_topic_topic"), "claim_topic", ["topic"], unique=False)

    op.create_table(
        "mention",
        sa.Column("id", WORD, nullable=False),
        sa.Column("claim_id", WORD, nullable=False),
        sa.Column("entity", WORD, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.CheckConstraint("role IN ('subject', 'mentioned')", name=op.f("ck_mention_role")),
        sa.CheckConstraint(
            '("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = (text IS NULL)',
            name=op.f("ck_mention_span_or_implied"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_mention_claim_id_claim")),
        sa.ForeignKeyConstraint(["entity"], ["entity.slug"], name=op.f("fk_mention_entity_entity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("claim_id", "entity", "start", name=op.f("uq_mention_claim_id_entity_start")),
    )
    op.create_index(op.f("ix_mention_entity_role"), "mention", ["entity", "role"], unique=False)

    op.create_table(
        "metric",
        sa.Column("id", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("section", WORD, nullable=True),
        sa.Column("claim_id", WORD, nullable=False),
        sa.Column("indicator", WORD, nullable=False),
        sa.Column("entity", WORD, nullable=True),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("value_text", sa.String(), nullable=False),
        sa.Column("value_max", sa.Double(), nullable=True),
        sa.Column("value_max_text", sa.String(), nullable=True),
        sa.Column("comparator", WORD, nullable=False),
        sa.Column("unit", WORD, nullable=False),
        sa.Column("unit_text", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=False),
        sa.Column("period", WORD, nullable=True),
        sa.Column("period_start", WORD, nullable=True),
        sa.Column("period_end", WORD, nullable=True),
        sa.Column("as_of", sa.Boolean(), nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("qualifiers", JSON, nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("evidence", WORD, nullable=False),
        sa.Column("exempt", sa.String(), nullable=True),
        sa.Column("reference_numbers", JSON, nullable=False),
        sa.Column("source_ids", JSON, nullable=False),
        sa.Column("conflict_ids", JSON, nullable=False),
        sa.CheckConstraint(
            "(comparator = 'range') = (value_max IS NOT NULL) AND (value_max IS NULL OR value_max > value)",
            name=op.f("ck_metric_range"),
        ),
        sa.CheckConstraint(
            "comparator IN ('eq', 'gt', 'ge', 'lt', 'le', 'approx', 'range')", name=op.f("ck_metric_comparator")
        ),
        sa.CheckConstraint("evidence IN ('cited', 'uncited')", name=op.f("ck_metric_evidence")),
        sa.CheckConstraint("status IN ('actual', 'forecast', 'target')", name=op.f("ck_metric_status")),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_metric_start_before_end")),
        sa.CheckConstraint(
            "(period IS NULL) = (period_start IS NULL) AND (period IS NULL) = (period_end IS NULL) AND (period IS NULL OR period_start <= period_end)",
            name=op.f("ck_metric_period"),
        ),
        sa.CheckConstraint("(value_max IS NULL) = (value_max_text IS NULL)", name=op.f("ck_metric_value_max_text")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_metric_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["document", "section"], ["section.document", "section.slug"], name=op.f("fk_metric_document_section_section")
        ),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_metric_document_document")),
        sa.ForeignKeyConstraint(["entity"], ["entity.slug"], name=op.f("fk_metric_entity_entity")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.slug"], name=op.f("fk_metric_indicator_indicator")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_metric_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
        sa.UniqueConstraint(
            "claim_id", "start", "end", "indicator", "subject", name=op.f("uq_metric_claim_id_start_end_indicator_subject")
        ),
    )
    op.create_index(op.f("ix_metric_claim_id"), "metric", ["claim_id"], unique=False)
    op.create_index(op.f("ix_metric_document_section"), "metric", ["document", "section"], unique=False)
    op.create_index(op.f("ix_metric_entity_indicator"), "metric", ["entity", "indicator"], unique=False)
    op.create_index(op.f("ix_metric_indicator_value"), "metric", ["indicator", "value"], unique=False)
    op.create_index(op.f("ix_metric_period_start_period_end"), "metric", ["period_start", "period_end"], unique=False)
    op.create_index(op.f("ix_metric_status"), "metric", ["status"], unique=False)
    op.create_index(op.f("ix_metric_unit"), "metric", ["unit"], unique=False)
    op.create_index(op.f("ix_metric_value"), "metric", ["value"], unique=False)

    op.create_table(
        "number",
        sa.Column("id", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("section", WORD, nullable=True),
        sa.Column("claim_id", WORD, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("script", WORD, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reason", WORD, nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("metric_ids", JSON, nullable=False),
        sa.CheckConstraint(
            "reason IN ('date', 'name', 'heading', 'ordinal', 'other', 'not yet curated')", name=op.f("ck_number_reason")
        ),
        sa.CheckConstraint("script IN ('arabic', 'han')", name=op.f("ck_number_script")),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_number_start_before_end")),
        sa.CheckConstraint("note IS NULL OR reason IS NOT NULL", name=op.f("ck_number_note_needs_reason")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_number_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["document", "section"], ["section.document", "section.slug"], name=op.f("fk_number_document_section_section")
        ),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_number_document_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number")),
        sa.UniqueConstraint("document", "start", name=op.f("uq_number_document_start")),
    )
    op.create_index(op.f("ix_number_claim_id"), "number", ["claim_id"], unique=False)
    op.create_index(op.f("ix_number_reason"), "number", ["reason"], unique=False)

    op.create_table(
        "reference",
        sa.Column("id", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("source_id", WORD, nullable=True),
        sa.Column("cited", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_reference_start_before_end")),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_reference_document_document")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_reference_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
        sa.UniqueConstraint("document", "number", name=op.f("uq_reference_document_number")),
    )
    op.create_index(op.f("ix_reference_source_id"), "reference", ["source_id"], unique=False)

    op.create_table(
        "relation",
        sa.Column("id", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("predicate", WORD, nullable=False),
        sa.Column("object", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("claim_id", WORD, nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "predicate IN ('developed_by', 'made_by', 'issued_by', 'subsidiary_of', 'part_of_series', 'based_on', 'operates', 'partner_of', 'deployed_at', 'published_by')",
            name=op.f("ck_relation_predicate"),
        ),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_relation_start_before_end")),
        sa.CheckConstraint("subject <> object", name=op.f("ck_relation_two_entities")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_relation_claim_id_claim")),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_relation_document_document")),
        sa.ForeignKeyConstraint(["object"], ["entity.slug"], name=op.f("fk_relation_object_entity")),
        sa.ForeignKeyConstraint(["subject"], ["entity.slug"], name=op.f("fk_relation_subject_entity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sa.UniqueConstraint(
            "claim_id", "subject", "predicate", "object", name=op.f("uq_relation_claim_id_subject_predicate_object")
        ),
    )
    op.create_index(op.f("ix_relation_claim_id"), "relation", ["claim_id"], unique=False)
    op.create_index(op.f("ix_relation_object"), "relation", ["object"], unique=False)
    op.create_index(op.f("ix_relation_subject"), "relation", ["subject"], unique=False)

    op.create_table(
        "citation",
        sa.Column("id", WORD, nullable=False),
        sa.Column("document", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", WORD, nullable=True),
        sa.Column("claim_id", WORD, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("scope_start", sa.Integer(), nullable=False),
        sa.Column("scope_end", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_citation_start_before_end")),
        sa.CheckConstraint("scope_start <= scope_end AND scope_end <= start", name=op.f("ck_citation_scope_before_marker")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_citation_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["document", "number"],
            ["reference.document", "reference.number"],
            name=op.f("fk_citation_document_number_reference"),
        ),
        sa.ForeignKeyConstraint(["document"], ["document.slug"], name=op.f("fk_citation_document_document")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_citation_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("document", "start", "number", name=op.f("uq_citation_document_start_number")),
    )
    op.create_index(op.f("ix_citation_claim_id"), "citation", ["claim_id"], unique=False)
    op.create_index(op.f("ix_citation_document_number"), "citation", ["document", "number"], unique=False)
    op.create_index(op.f("ix_citation_source_id"), "citation", ["source_id"], unique=False)

    op.create_table(
        "conflict_member",
        sa.Column("id", WORD, nullable=False),
        sa.Column("conflict_id", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("metric_id", WORD, nullable=True),
        sa.Column("claim_id", WORD, nullable=True),
        sa.CheckConstraint("(metric_id IS NULL) <> (claim_id IS NULL)", name=op.f("ck_conflict_member_metric_or_claim")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_conflict_member_claim_id_claim")),
        sa.ForeignKeyConstraint(["conflict_id"], ["conflict.id"], name=op.f("fk_conflict_member_conflict_id_conflict")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_conflict_member_metric_id_metric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_member")),
        sa.UniqueConstraint("conflict_id", "name", name=op.f("uq_conflict_member_conflict_id_name")),
    )
    op.create_index(op.f("ix_conflict_member_claim_id"), "conflict_member", ["claim_id"], unique=False)
    op.create_index(op.f("ix_conflict_member_conflict_id"), "conflict_member", ["conflict_id"], unique=False)
    op.create_index(op.f("ix_conflict_member_metric_id"), "conflict_member", ["metric_id"], unique=False)

    op.create_table(
        "number_metric",
        sa.Column("number_id", WORD, nullable=False),
        sa.Column("metric_id", WORD, nullable=False),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_number_metric_metric_id_metric")),
        sa.ForeignKeyConstraint(["number_id"], ["number.id"], name=op.f("fk_number_metric_number_id_number")),
        sa.PrimaryKeyConstraint("number_id", "metric_id", name=op.f("pk_number_metric")),
    )
    op.create_index(op.f("ix_number_metric_metric_id"), "number_metric", ["metric_id"], unique=False)

    op.create_table(
        "metric_citation",
        sa.Column("metric_id", WORD, nullable=False),
        sa.Column("citation_id", WORD, nullable=False),
        sa.ForeignKeyConstraint(["citation_id"], ["citation.id"], name=op.f("fk_metric_citation_citation_id_citation")),
        sa.ForeignKeyConstraint(["metric_id"], ["metric.id"], name=op.f("fk_metric_citation_metric_id_metric")),
        sa.PrimaryKeyConstraint("metric_id", "citation_id", name=op.f("pk_metric_citation")),
    )
    op.create_index(op.f("ix_metric_citation_citation_id"), "metric_citation", ["citation_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_metric_citation_citation_id"), "metric_citation")

    op.drop_table("metric_citation")
    op.drop_index(op.f("ix_number_metric_metric_id"), "number_metric")

    op.drop_table("number_metric")
    op.drop_index(op.f("ix_conflict_member_metric_id"), "conflict_member")
    op.drop_index(op.f("ix_conflict_member_conflict_id"), "conflict_member")
    op.drop_index(op.f("ix_conflict_member_claim_id"), "conflict_member")

    op.drop_table("conflict_member")
    op.drop_index(op.f("ix_citation_source_id"), "citation")
    op.drop_index(op.f("ix_citation_document_number"), "citation")
    op.drop_index(op.f("ix_citation_claim_id"), "citation")

    op.drop_table("citation")
    op.drop_index(op.f("ix_relation_subject"), "relation")
    op.drop_index(op.f("ix_relation_object"), "relation")
    op.drop_index(op.f("ix_relation_claim_id"), "relation")

    op.drop_table("relation")
    op.drop_index(op.f("ix_reference_source_id"), "reference")

    op.drop_table("reference")
    op.drop_index(op.f("ix_number_reason"), "number")
    op.drop_index(op.f("ix_number_claim_id"), "number")

    op.drop_table("number")
    op.drop_index(op.f("ix_metric_value"), "metric")
    op.drop_index(op.f("ix_metric_unit"), "metric")
    op.drop_index(op.f("ix_metric_status"), "metric")
    op.drop_index(op.f("ix_metric_period_start_period_end"), "metric")
    op.drop_index(op.f("ix_metric_indicator_value"), "metric")
    op.drop_index(op.f("ix_metric_entity_indicator"), "metric")
    op.drop_index(op.f("ix_metric_document_section"), "metric")
    op.drop_index(op.f("ix_metric_claim_id"), "metric")

    op.drop_table("metric")
    op.drop_index(op.f("ix_mention_entity_role"), "mention")

    op.drop_table("mention")
    op.drop_index(op.f("ix_claim_topic_topic"), "claim_topic")

    op.drop_table("claim_topic")
    op.drop_index(op.f("ix_source_publisher_kind"), "source")
    op.drop_index(op.f("ix_source_publisher"), "source")

    op.drop_table("source")
    op.drop_index(op.f("ix_claim_kind"), "claim")
    op.drop_index(op.f("ix_claim_document_section"), "claim")

    op.drop_table("claim")
    op.drop_table("section")
    op.drop_index(op.f("ix_publisher_kind"), "publisher")

    op.drop_table("publisher")
    op.drop_index(op.f("ix_alias_text"), "alias")

    op.drop_table("alias")
    op.drop_table("unit")
    op.drop_table("topic")
    op.drop_table("publisher_kind")
    op.drop_table("indicator")
    op.drop_index(op.f("ix_entity_type"), "entity")

    op.drop_table("entity")
    op.drop_table("document")
    op.drop_table("dataset")
    op.drop_index(op.f("ix_conflict_kind"), "conflict")

    op.drop_table("conflict")
