"""Which entities, in which order, with what belongs to one."""

from typing import Any

from sqlalchemy import Connection, func, or_, select

from app import terms
from app.filters import Filter
from app.listing import Listing
from app.models import Alias, Claim, ClaimTopic, Entity, Mention, Metric, Relation, columns, table
from app.reading import many, rows
from app.relations.queries import RELATIONS
from app.vocabulary import EntityType

entity, alias, claim, mention, metric = map(columns, (Entity, Alias, Claim, Mention, Metric))
_mentioned = select(mention.entity).join_from(Mention, Claim, claim.id == mention.claim_id)
_topics = select(mention.entity).join(ClaimTopic, terms.topic_.claim_id == mention.claim_id)

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
        terms.entity(entity.slug),
        Filter("type", entity.type, "Type of the entity", "chip", EntityType),
        terms.entity_type(),
        Filter("name_zh", entity.name_zh, "Chinese name", "百度", contains=True),
        Filter("name_en", entity.name_en, "English name", "Baidu", contains=True),
        Filter(
            "alias", alias.text, "Surface form in the documents", "文心一言", contains=True,
            wrap=lambda condition: entity.slug.in_(select(alias.entity).where(condition)),
        ),
        terms.document(claim.document, lambda condition: entity.slug.in_(_mentioned.where(condition))),
        terms.section(claim.section, lambda condition: entity.slug.in_(_mentioned.where(condition))),
        terms.topic(lambda condition: entity.slug.in_(_topics.where(condition))),
        terms.indicator(metric.indicator, terms.has_metric(entity.slug, metric.entity)),
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
    either = or_(relation.subject == row["slug"], relation.object == row["slug"])
    counted = select(metric.indicator, func.count().label("metric_count")).where(metric.entity == row["slug"])
    return row | {
        "relations": many(RELATIONS, connection, either),
        "indicators": rows(connection, counted.group_by(metric.indicator).order_by(func.count().desc(), metric.indicator)),
    }
