"""Which corroborations, in which order, with what belongs to one."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from app import terms
from app.filters import Filter
from app.listing import Listing, numbered
from app.metrics.queries import METRICS
from app.models import Corroboration, CorroborationMember, Metric, columns, table
from app.provenance import sources
from app.reading import many

corroboration, member, metric = map(columns, (Corroboration, CorroborationMember, Metric))


def _has_metric(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    statement = select(member.corroboration_id).join_from(CorroborationMember, Metric, metric.id == member.metric_id)
    held: ColumnElement[bool] = corroboration.id.in_(statement.where(condition))
    return held


def _has_citation(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _has_metric(terms.has_metric_citation(metric.id)(condition))


_COUNTS = ("metric_count", "uncited_count", "source_count", "publisher_count", "independent_publisher_count")

CORROBORATIONS = Listing(
    name="corroborations",
    columns={
        name: corroboration[name]
        for name in (
            "id", "slug", "document", "title", "title_en", "metric_ids", "claim_ids", "reference_numbers", "source_ids",
            "origins", *_COUNTS,
        )
    },
    source=table(Corroboration),
    table=table(Corroboration),
    key=corroboration.id,
    filters=[
        terms.document(corroboration.document),
        terms.section(metric.section, _has_metric),
        terms.entity(metric.entity, _has_metric),
        *terms.figures(_has_metric),
        terms.reference(terms.citation.number, _has_citation),
        terms.source_id(terms.citation.source_id, _has_citation),
        terms.publisher(_has_citation),
        terms.publisher_kind(_has_citation),
        Filter("slug", corroboration.slug, "Readable name", "market-size-2024", contains=True),
        Filter("metric_count", corroboration.metric_count, "Number of figures", 2, terms.Number, compare=True),
        Filter(
            "independent_publisher_count", corroboration.independent_publisher_count, "Number of independent publishers", 2,
            terms.Number, compare=True,
        ),
    ],
    sorts={"slug": corroboration.slug, **{name: corroboration[name] for name in _COUNTS}},
    references=numbered,
)  # fmt: skip


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """A corroboration with its figures and the sources behind them."""
    of = select(member.metric_id).where(member.corroboration_id == row["id"])
    return row | {
        "metrics": many(METRICS, connection, metric.id.in_(of)),
        "sources": list(sources(set(row["source_ids"]), connection).values()),
    }
