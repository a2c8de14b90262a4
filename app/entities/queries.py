"""Which entities, in which order, with what belongs to one."""

from typing import Any

from sqlalchemy import Connection, func, select

from app import terms
from app.filters import Filter, Via
from app.labels import closed
from app.listing import Listing
from app.models import Alias, Claim, Entity, Mention, Metric, Relation, columns, table
from app.reading import many, rows
from app.relations.queries import RELATIONS
from app.vocabulary import EntityType

entity, alias, claim, mention, metric = map(columns, (Entity, Alias, Claim, Mention, Metric))
_has_claim = Via(entity.slug, mention.entity, table(Mention).join(table(Claim), claim.id == mention.claim_id))

ENTITIES = Listing(
    name="entities",
    columns={
        name: entity[name]
        for name in ("slug", "type", "name_zh", "name_en", "description", "aliases", "metric_count", "claim_count")
    },
    source=table(Entity),
    table=table(Entity),
    key=entity.slug,
    filters=[
        terms.q("entities", entity.slug),
        terms.entity(entity.slug),
        Filter("type", entity.type, "Type of the entity", "chip", EntityType, labels=closed(EntityType)),
        terms.entity_type(),
        Filter("name_zh", entity.name_zh, "Chinese name", "百度", contains=True),
        Filter("name_en", entity.name_en, "English name", "Baidu", contains=True),
        Filter(
            "alias", alias.text, "Surface form in the documents", "文心一言", contains=True,
            wrap=Via(entity.slug, alias.entity, table(Alias)),
        ),
        terms.document(claim.document, _has_claim),
        terms.section(claim.section, _has_claim),
        terms.topic(terms.has_topic(mention.claim_id, _has_claim)),
        terms.kind(claim.kind, _has_claim),
        terms.evidence(claim.evidence, _has_claim),
        *terms.citing(terms.has_citation(mention.claim_id, _has_claim)),
        *terms.figures(terms.has_metric(entity.slug, metric.entity)),
        terms.in_conflict(entity.in_conflict, "a figure of it"),
        Filter("metric_count", entity.metric_count, "Number of figures", 5, terms.Number, compare=True),
        Filter("claim_count", entity.claim_count, "Number of claims", 5, terms.Number, compare=True),
    ],
    sorts={
        "slug": entity.slug,
        "type": entity.type,
        "name_en": entity.name_en,
        "metric_count": entity.metric_count,
        "claim_count": entity.claim_count,
    },
)  # fmt: skip


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """An entity with its relations and what is measured of it."""
    relation = columns(Relation)
    counted = select(metric.indicator, func.count().label("metric_count")).where(metric.entity == row["slug"])
    return row | {
        "relations": many(RELATIONS, connection, [row["slug"]], relation.subject, relation.object),
        "indicators": rows(connection, counted.group_by(metric.indicator).order_by(func.count().desc(), metric.indicator)),
    }
