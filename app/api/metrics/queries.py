"""The list of metrics, and what belongs to a single metric."""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from app.api.conflicts.queries import CONFLICTS
from app.api.metrics.chart_fields import CHART_FIELDS, EXACT, SHOWN, joined
from app.api.provenance.queries import all_markers, document_of, provenance, supports
from app.formats import bibliographic_items, jsonld
from app.formats.web_annotation import selectors
from app.lists import embedded_rows
from app.lists.filters import common_filters, join_paths, qualifier_filters, related_row_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.filters.repeats_filter import Repeats
from app.lists.filters.role_filter import RoleFilter
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.lists.objects import find_rows
from app.lists.row_references import BY_REFERENCE_NUMBERS
from app.store.prepared_statements import prepared_query
from app.store.tables import Citation, Claim, Entity, Indicator, Metric, MetricCitation, columns, table

metric, claim, indicator, entity, citation = map(columns, (Metric, Claim, Indicator, Entity, Citation))
metric_citation = columns(MetricCitation)

METRICS = Listing(
    name="metrics",
    columns={
        "id": metric.id,
        "document": metric.document,
        "section": metric.section,
        "claim_id": metric.claim_id,
        "indicator": metric.indicator,
        **in_both(indicator, "name", prefix="indicator_"),
        "entity": metric.entity,
        **in_both(entity, "name", prefix="entity_"),
        "entity_type": entity.type,
        "subject": metric.subject,
        "subject_en": metric.subject_en,
        "value": metric.value_text,
        "value_max": metric.value_max_text,
        "deviation": metric.deviation_text,
        "comparator": metric.comparator,
        "unit": metric.unit,
        "unit_text": metric.unit_text,
        **in_both(metric, "display"),
        "period": metric.period,
        "period_start": metric.period_start,
        "period_end": metric.period_end,
        "period_basis": metric.period_basis,
        "as_of": metric.as_of,
        "status": metric.status,
        "qualifiers": metric.qualifiers,
        "qualifiers_en": metric.qualifiers_en,
        "qualifiers_zh": metric.qualifiers_zh,
        "quote": metric.quote,
        "start": metric.start,
        "end": metric.end,
        "evidence": metric.evidence,
        "reference_numbers": metric.reference_numbers,
        "source_ids": metric.source_ids,
        "conflict_ids": metric.conflict_ids,
        "corroboration_ids": metric.corroboration_ids,
        "exempt": metric.exempt,
    },
    further=CHART_FIELDS,
    further_shown=SHOWN,
    source=joined(
        table(Metric)
        .outerjoin(table(Indicator), indicator.slug == metric.indicator)
        .outerjoin(table(Entity), entity.slug == metric.entity)
    ),
    table=table(Metric),
    key=metric.id,
    filters=[
        common_filters.id_(metric.id, "met_p33xbfxg5uvd"),
        common_filters.full_text("metrics", metric.id),
        common_filters.document(metric.document),
        section_filter.section(metric.section),
        common_filters.topic(join_paths.has_topic(metric.claim_id)),
        common_filters.kind(claim.kind, join_paths.has_claim(metric.claim_id)),
        common_filters.evidence(metric.evidence),
        *related_row_filters.citation_filters(join_paths.has_metric_citation(metric.id)),
        common_filters.entity(metric.entity),
        common_filters.entity_type(join_paths.has_entity(metric.entity)),
        *related_row_filters.figure_filters(),
        *qualifier_filters.qualifiers(metric),
        common_filters.sole_support(metric.source_ids),
        common_filters.in_conflict(metric.in_conflict),
        common_filters.claim_id(metric.claim_id),
        Filter("subject", metric.subject, "Subject in the words of the text", "中国大模型市场", contains=True),
        Filter("subject_en", metric.subject_en, "Subject in English", "large models", contains=True),
        Filter("quote", metric.quote, "The figure's words", "294.16 亿元", contains=True),
    ],
    sorts={
        "start": metric.start,
        "value": metric.value,
        "period": metric.period_start,
        "indicator": metric.indicator,
        "entity": metric.entity,
        "section": metric.section,
        "document": metric.document,
    },
    exact=frozenset({"value", "value_max", "deviation"}) | EXACT,
    references=BY_REFERENCE_NUMBERS,
    repeats=Repeats("all"),
    roles=RoleFilter("all"),
    includes={
        "claim": embedded_rows.claim(),
        "entity_detail": embedded_rows.entity(),
        "indicator_detail": embedded_rows.indicator(),
        "sources": embedded_rows.sources(),
        "conflicts": embedded_rows.conflicts(),
        "corroborations": embedded_rows.corroborations(),
    },
    jsonld_nodes=jsonld.metrics,
    csl_items=bibliographic_items.fact_items,
    is_drawn=True,
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a metric to the fields of `MetricDetail`."""
    document = document_of(row["document"], connection)
    return row | {
        "provenance": provenance(document, row["section"], row["start"], row["end"], connection),
        "selectors": selectors(document["text"], row["start"], row["end"]),
        "claim": _sentence(connection, id=row["claim_id"])[0],
        "citations": supports(_markers_of(connection, id=row["id"]), document, connection),
        "conflicts": find_rows(CONFLICTS, connection, row["conflict_ids"], CONFLICTS.key),
    }


@prepared_query
def _sentence() -> Select[Any]:
    wanted = (claim.id, claim.text, claim.text_en, claim.kind, claim.start, claim.end)
    return select(*wanted).where(claim.id == bindparam("id"))


@prepared_query
def _markers_of() -> Select[Any]:
    """The markers whose scope contains the quote of the metric."""
    ids = select(metric_citation.citation_id).where(metric_citation.metric_id == bindparam("id"))
    return all_markers().where(citation.id.in_(ids))
