"""The list of relations, and what belongs to a single relation."""

from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

from app.api.provenance.queries import document_of, provenance
from app.formats.web_annotation import selectors
from app.lists import common_filters, embedding, join_paths, related_filters
from app.lists.filters import Filter
from app.lists.join_paths import JoinPath
from app.lists.labels import closed_list_labels
from app.lists.listing import Listing
from app.lists.references import BY_REFERENCE_NUMBERS
from app.store.prepared import prepared_query
from app.store.tables import Claim, Entity, Relation, columns, table
from app.vocabulary import Predicate

relation, claim = columns(Relation), columns(Claim)
subject, object_ = table(Entity).alias("subject_entity"), table(Entity).alias("object_entity")
either: Any = columns(Entity).slug
_ends = table(Relation).alias("relation_end")
_has_entity = JoinPath(
    relation.id, _ends.c.id, _ends.join(table(Entity), or_(either == _ends.c.subject, either == _ends.c.object))
)
_NAMES = common_filters.vocabulary_labels(Entity)

RELATIONS = Listing(
    name="relations",
    columns={
        "id": relation.id,
        "subject": relation.subject,
        "subject_name": subject.c.name_en,
        "predicate": relation.predicate,
        "object": relation.object,
        "object_name": object_.c.name_en,
        "document": relation.document,
        "claim_id": relation.claim_id,
        "quote": relation.quote,
        "start": relation.start,
        "end": relation.end,
        "reference_numbers": claim.reference_numbers,
    },
    source=table(Relation)
    .outerjoin(subject, subject.c.slug == relation.subject)
    .outerjoin(object_, object_.c.slug == relation.object)
    .outerjoin(table(Claim), claim.id == relation.claim_id),
    table=table(Relation),
    key=relation.id,
    filters=[
        common_filters.id_(relation.id, "rel_uojpnnk4vukq"),
        common_filters.full_text("relations", relation.id),
        common_filters.document(relation.document),
        *related_filters.claim_filters(relation.claim_id),
        *related_filters.citation_filters(join_paths.has_citation(relation.claim_id)),
        common_filters.entity(either, _has_entity),
        common_filters.entity_type(_has_entity),
        Filter(
            "subject",
            relation.subject,
            "Entity that the relation starts from",
            "ernie",
            vocabulary=select(either),
            labels=_NAMES,
        ),
        Filter("object", relation.object, "Entity that it leads to", "baidu", vocabulary=select(either), labels=_NAMES),
        Filter(
            "predicate",
            relation.predicate,
            "How they relate",
            "developed_by",
            Predicate,
            labels=closed_list_labels(Predicate),
        ),
        common_filters.claim_id(relation.claim_id, "clm_43omksgfwf3c"),
    ],
    sorts={
        "start": relation.start,
        "subject": relation.subject,
        "predicate": relation.predicate,
        "object": relation.object,
        "document": relation.document,
    },
    references=BY_REFERENCE_NUMBERS,
    chinese_columns={"subject_name": subject.c.name_zh, "object_name": object_.c.name_zh},
    includes={
        "claim": embedding.claim(),
        "subject_entity": embedding.entity("subject"),
        "object_entity": embedding.entity("object"),
    },
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a relation to the fields of `RelationDetail`."""
    document = document_of(row["document"], connection)
    section = _section(connection, claim_id=row["claim_id"])[0]["section"]
    return row | {
        "provenance": provenance(document, section, row["start"], row["end"], connection),
        "selectors": selectors(document["text"], row["start"], row["end"]),
    }


@prepared_query
def _section() -> Select[Any]:
    return select(claim.section).where(claim.id == bindparam("claim_id"))
