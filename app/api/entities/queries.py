"""The list of entities, and what belongs to a single entity."""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, union_all

from app.api.relations.queries import RELATIONS
from app.lists import embedded_rows, parameter_types
from app.lists.filters import common_filters, join_paths, related_row_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.lists.objects import find_rows
from app.store.dialects import ascii_lower
from app.store.prepared_statements import prepared_query
from app.store.tables import Alias, Claim, Entity, EntityRedirect, Mention, Metric, Relation, TypeOfEntity, columns, table
from app.store.transactions import fetch_rows
from app.vocabulary.addresses import API, local

entity, alias, claim, mention, metric = map(columns, (Entity, Alias, Claim, Mention, Metric))
_has_claim = JoinPath(entity.slug, mention.entity, table(Mention).join(table(Claim), claim.id == mention.claim_id))

ENTITIES = Listing(
    name="entities",
    columns={
        "slug": entity.slug,
        "type": entity.type,
        **in_both(entity, "name"),
        **in_both(entity, "description"),
        "aliases": entity.aliases,
        "metric_count": entity.metric_count,
        "claim_count": entity.claim_count,
    },
    source=table(Entity),
    table=table(Entity),
    key=entity.slug,
    filters=[
        common_filters.id_(entity.slug, "baidu"),
        common_filters.full_text("entities", entity.slug),
        common_filters.entity(entity.slug),
        Filter(
            "type", entity.type, "Type of the entity", "chip", vocabulary=select(columns(TypeOfEntity).slug),
            labels=common_filters.TYPES_OF_ENTITIES,
        ),
        common_filters.entity_type(),
        Filter("name_zh", entity.name_zh, "Chinese name", "百度", contains=True),
        Filter("name_en", entity.name_en, "English name", "Baidu", contains=True),
        Filter(
            "alias", alias.text, "Surface form in the documents", "文心一言", contains=True,
            path=JoinPath(entity.slug, alias.entity, table(Alias)),
        ),
        common_filters.document(claim.document, _has_claim),
        section_filter.section(claim.section, _has_claim),
        common_filters.topic(join_paths.has_topic(mention.claim_id, _has_claim)),
        common_filters.kind(claim.kind, _has_claim),
        common_filters.evidence(claim.evidence, _has_claim),
        *related_row_filters.citation_filters(join_paths.has_citation(mention.claim_id, _has_claim)),
        *related_row_filters.figure_filters(join_paths.has_metric(entity.slug, metric.entity)),
        common_filters.in_conflict(entity.in_conflict, "a figure of it"),
        Filter("metric_count", entity.metric_count, "Number of figures", 5, parameter_types.Number, compare=True),
        Filter("claim_count", entity.claim_count, "Number of claims", 5, parameter_types.Number, compare=True),
    ],
    sorts={
        "slug": entity.slug,
        "type": entity.type,
        "name_en": ascii_lower(entity.name_en),
        "metric_count": entity.metric_count,
        "claim_count": entity.claim_count,
    },
    precomputes_members=True,
)  # fmt: skip


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of an entity to the fields of `EntityDetail`."""
    relation = columns(Relation)
    counted = select(metric.indicator, func.count().label("metric_count")).where(metric.entity == row["slug"])
    measured = select(func.count(metric.indicator.distinct())).where(metric.entity == row["slug"])
    # a claim mentions an entity once; the documents are counted where they are found, as that reads every mention
    named = (
        select(claim.document, func.count().label("claim_count"), func.count().over().label("document_count"))
        .select_from(Mention)
        .join(Claim, mention.claim_id == claim.id)
        .where(mention.entity == row["slug"])
        .group_by(claim.document)
        .order_by(func.count().desc(), claim.document)
        .limit(embedded_rows.MAX_SHOWN)
    )
    documents = fetch_rows(connection, named)
    document_count = documents[0]["document_count"] if documents else 0
    redirect = columns(EntityRedirect)
    former = select(redirect.slug).where(redirect.entity == row["slug"]).order_by(redirect.slug)
    first = [one["id"] for one in _first_relations(connection, entity=row["slug"])]
    return row | {
        "relations": find_rows(RELATIONS, connection, first, relation.id),
        "relation_count": _relation_count(connection, entity=row["slug"])[0]["count"],
        "relations_url": local(f"{API}/relations?entity={row['slug']}"),
        "indicators": fetch_rows(
            connection,
            counted.group_by(metric.indicator)
            .order_by(func.count().desc(), metric.indicator)
            .limit(embedded_rows.MAX_SHOWN),
        ),
        "indicator_count": connection.execute(measured).scalar_one(),
        "indicators_url": local(f"{API}/indicators?entity={row['slug']}"),
        "documents": [{name: one[name] for name in ("document", "claim_count")} for one in documents],
        "document_count": document_count,
        "documents_url": local(f"{API}/documents?entity={row['slug']}"),
        "former_slugs": list(connection.execute(former).scalars()),
    }


@prepared_query
def _first_relations() -> Select[Any]:
    """The first relations of an entity on either side: their keys first, as an entity may have ten thousands."""
    relation = columns(Relation)
    sides = (
        select(relation.id, relation.start).where(side == bindparam("entity"))
        for side in (relation.subject, relation.object)
    )
    # PostgreSQL would read all relations in their order, as if those of an entity were spread evenly
    keys = union_all(*sides).cte("keys").prefix_with("MATERIALIZED")
    return select(keys.c.id).order_by(keys.c.start, keys.c.id).limit(embedded_rows.MAX_SHOWN)


@prepared_query
def _relation_count() -> Select[Any]:
    """How many relations an entity has: no relation has it on both sides, so that each side is counted in its index."""
    relation = columns(Relation)
    subjects, objects = (
        select(func.count()).where(side == bindparam("entity")).scalar_subquery()
        for side in (relation.subject, relation.object)
    )
    return select((subjects + objects).label("count"))
