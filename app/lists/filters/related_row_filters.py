"""Filters of a list by the rows that its own are joined to: its claims, metrics, citations, sources and entities.

Each function gives the filters of one kind of row, for the path that leads to such rows. All filters of one path must hold
of the same related row.
"""

from typing import Any

from app.lists.filters.common_filters import (
    comparator,
    document,
    entity,
    entity_type,
    evidence,
    indicator,
    kind,
    period_basis,
    publisher,
    publisher_kind,
    source,
    status,
    topic,
    unit,
    value,
)
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import (
    JoinPath,
    Path,
    citation,
    claim,
    entity_,
    has_claim,
    has_mention,
    has_metric_citation,
    has_topic,
    mention,
    metric,
    metric_citation,
    own_table,
)
from app.lists.filters.period_filter import period, period_year
from app.lists.filters.reference_filter import reference
from app.lists.filters.section_filter import section
from app.store.tables import Citation, Claim, Entity, Metric, MetricCitation, Reference, columns, table


def figure_filters(path: Path = own_table) -> list[Filter]:
    """Filters by what metrics measure: indicator, unit, status, comparator, period, its year and how it is known, value."""
    return [
        indicator(metric.indicator, path), unit(metric.unit, path), status(path), comparator(path), period(path),
        period_year(path), period_basis(path), value(path),
    ]  # fmt: skip


def measured_filters(path: Path) -> list[Filter]:
    """Those of `figure_filters` that only a curator knows: indicator, status, and the period with its year and how it is known."""
    return [indicator(metric.indicator, path), status(path), period(path), period_year(path), period_basis(path)]


def citation_filters(path: Path) -> list[Filter]:
    """Filters by the citations that `path` leads to, and by their sources."""
    return [reference(citation.number, path), source(citation.source_id, path), *publisher_filters(path)]


def publisher_filters(path: Path) -> list[Filter]:
    """Filters by the publisher of the sources that `path` leads to."""
    return [publisher(path), publisher_kind(path)]


def entity_filters(path: Path, column: Any = mention.entity) -> list[Filter]:
    """Filters by the entities that `path` leads to; `column` holds their slug."""
    return [entity(column, path), entity_type(path)]


def claim_filters(own: Any) -> list[Filter]:
    """Filters by the claim whose id is in the list's column `own`."""
    path = has_claim(own)
    return [section(claim.section, path), topic(has_topic(own)), kind(claim.kind, path), evidence(claim.evidence, path)]


def citing_claim_filters(within: JoinPath | None = None) -> list[Filter]:
    """Filters by the claims that cite a bibliography entry, and by the metrics that these citations support."""
    entry, cited = columns(Reference), table(Citation).join(table(Claim), claim.id == citation.claim_id)
    path = JoinPath((entry.document, entry.number), (citation.document, citation.number), cited, within, table(Citation))
    figure = table(MetricCitation).join(table(Metric), metric.id == metric_citation.metric_id)
    return [
        section(claim.section, path),
        topic(has_topic(citation.claim_id, path)),
        kind(claim.kind, path),
        *entity_filters(has_mention(citation.claim_id, path)),
        *figure_filters(JoinPath(citation.id, metric_citation.citation_id, figure, path)),
    ]


def metric_filters(own: Any, key: Any) -> list[Filter]:
    """Filters by the metrics whose column `key` equals the list's column `own`; none by `key` itself."""
    path = JoinPath(own, key, table(Metric).outerjoin(table(Entity), entity_.slug == metric.entity))
    return [
        document(metric.document, path),
        section(metric.section, path),
        topic(has_topic(metric.claim_id, path)),
        evidence(metric.evidence, path),
        *citation_filters(has_metric_citation(metric.id, path)),
        *entity_filters(path, metric.entity),
        *(one for one in figure_filters(path) if one.column is not key),
    ]
