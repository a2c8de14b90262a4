"""Which corroborations, in which order, with what belongs to one."""

from typing import Any

from sqlalchemy import Connection

from app import includes, terms
from app.filters import Filter, Via
from app.listing import Listing
from app.metrics.queries import METRICS
from app.models import Corroboration, CorroborationMember, Entity, Metric, columns, table
from app.pages import NUMBERED
from app.provenance import sources
from app.reading import many

corroboration, member, metric = map(columns, (Corroboration, CorroborationMember, Metric))


_metrics = table(CorroborationMember).join(table(Metric), metric.id == member.metric_id)
_metrics = _metrics.outerjoin(table(Entity), terms.entity_.slug == metric.entity)
_has_metric = Via(corroboration.id, member.corroboration_id, _metrics)

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
        terms.q("corroborations", corroboration.id),
        terms.document(corroboration.document),
        terms.section(metric.section, _has_metric),
        *terms.about(_has_metric, metric.entity),
        *terms.figures(_has_metric),
        *terms.citing(terms.has_metric_citation(metric.id, _has_metric)),
        Filter("slug", corroboration.slug, "Readable name", "market-size-2024", contains=True),
        Filter("metric_count", corroboration.metric_count, "Number of figures", 2, terms.Number, compare=True),
        Filter(
            "independent_publisher_count", corroboration.independent_publisher_count, "Number of independent publishers", 2,
            terms.Number, compare=True,
        ),
    ],
    sorts={"slug": corroboration.slug, **{name: corroboration[name] for name in _COUNTS}},
    references=NUMBERED,
    includes={"metrics": includes.metrics(), "claims": includes.claims(), "sources": includes.sources()},
)  # fmt: skip


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """A corroboration with its figures and the sources behind them."""
    return row | {
        "metrics": many(METRICS, connection, row["metric_ids"], metric.id),
        "sources": list(sources(set(row["source_ids"]), connection).values()),
    }
