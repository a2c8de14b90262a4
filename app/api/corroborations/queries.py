"""The list of corroborations, and what belongs to a single corroboration."""

from typing import Any

from sqlalchemy import Connection

from app.api.metrics.queries import METRICS
from app.api.provenance.queries import sources
from app.lists import embedded_rows, parameter_types
from app.lists.filters import common_filters, join_paths, related_row_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.lists.objects import find_rows
from app.lists.row_references import BY_REFERENCE_NUMBERS
from app.store.tables import Corroboration, CorroborationMember, Entity, Metric, columns, table

corroboration, member, metric = map(columns, (Corroboration, CorroborationMember, Metric))


_metrics = table(CorroborationMember).join(table(Metric), metric.id == member.metric_id)
_metrics = _metrics.outerjoin(table(Entity), join_paths.entity_.slug == metric.entity)
_has_metric = JoinPath(corroboration.id, member.corroboration_id, _metrics)

_COUNTS = ("metric_count", "uncited_count", "source_count", "publisher_count", "independent_publisher_count")

CORROBORATIONS = Listing(
    name="corroborations",
    columns={
        "id": corroboration.id,
        "slug": corroboration.slug,
        "document": corroboration.document,
        **in_both(corroboration, "title"),
        "metric_ids": corroboration.metric_ids,
        "claim_ids": corroboration.claim_ids,
        "reference_numbers": corroboration.reference_numbers,
        "source_ids": corroboration.source_ids,
        "origins": corroboration.origins,
        "metric_count": corroboration.metric_count,
        "uncited_count": corroboration.uncited_count,
        "source_count": corroboration.source_count,
        "publisher_count": corroboration.publisher_count,
        "independent_publisher_count": corroboration.independent_publisher_count,
    },
    source=table(Corroboration),
    table=table(Corroboration),
    key=corroboration.id,
    filters=[
        common_filters.id_(corroboration.id, "cor_3bqr65ev7ky5"),
        common_filters.full_text("corroborations", corroboration.id),
        common_filters.document(metric.document, _has_metric),
        section_filter.section(metric.section, _has_metric),
        *related_row_filters.entity_filters(_has_metric, metric.entity),
        *related_row_filters.figure_filters(_has_metric),
        *related_row_filters.citation_filters(join_paths.has_metric_citation(metric.id, _has_metric)),
        Filter("slug", corroboration.slug, "Readable name", "market-size-2024", contains=True),
        Filter("metric_count", corroboration.metric_count, "Number of figures", 2, parameter_types.Number, compare=True),
        Filter(
            "independent_publisher_count", corroboration.independent_publisher_count, "Number of independent publishers", 2,
            parameter_types.Number, compare=True,
        ),
    ],
    sorts={"slug": corroboration.slug, **{name: corroboration[name] for name in _COUNTS}},
    references=BY_REFERENCE_NUMBERS,
    includes={"metrics": embedded_rows.metrics(), "claims": embedded_rows.claims(), "sources": embedded_rows.sources()},
)  # fmt: skip


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a corroboration to the fields of `CorroborationDetail`."""
    return row | {
        "metrics": find_rows(METRICS, connection, row["metric_ids"], metric.id),
        "sources": list(sources(set(row["source_ids"]), connection).values()),
    }
