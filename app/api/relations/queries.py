"""The list of relations, and what belongs to a single relation.

Filters by claims and citations hold of any one sentence that states the relation.
"""

from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from app.api.provenance.queries import document_of, provenance
from app.formats.web_annotation import selectors
from app.lists import embedded_rows
from app.lists.filters import common_filters, join_paths, related_row_filters
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.section_filter import section
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.lists.objects import find_rows
from app.lists.row_references import BY_REFERENCE_NUMBERS
from app.store.prepared_statements import prepared_query
from app.store.tables import Citation, Claim, Entity, Relation, RelationEvidence, RelationPredicate, Source, columns, table

relation, claim, stated, citation = columns(Relation), columns(Claim), columns(RelationEvidence), columns(Citation)
subject, object_ = table(Entity).alias("subject_entity"), table(Entity).alias("object_entity")
either: Any = columns(Entity).slug
_ends = table(Relation).alias("relation_end")
_has_entity = JoinPath(
    relation.id, _ends.c.id, _ends.join(table(Entity), or_(either == _ends.c.subject, either == _ends.c.object))
)
_has_claim = JoinPath(
    relation.id, stated.relation_id, table(RelationEvidence).join(table(Claim), claim.id == stated.claim_id)
)
_covers = and_(citation.claim_id == stated.claim_id, citation.scope_start <= stated.start, stated.end <= citation.scope_end)
_has_citation = JoinPath(
    relation.id,
    stated.relation_id,
    table(RelationEvidence)
    .join(table(Citation), _covers)
    .outerjoin(table(Source), columns(Source).id == citation.source_id),
)
_NAMES = common_filters.vocabulary_labels(Entity)

RELATIONS = Listing(
    name="relations",
    columns={
        "id": relation.id,
        "subject": relation.subject,
        **in_both(subject.c, "name", prefix="subject_"),
        "predicate": relation.predicate,
        "object": relation.object,
        **in_both(object_.c, "name", prefix="object_"),
        "document": relation.document,
        "claim_id": relation.claim_id,
        "claim_ids": relation.claim_ids,
        "evidence_count": relation.evidence_count,
        "quote": relation.quote,
        "start": relation.start,
        "end": relation.end,
        "evidence": relation.evidence,
        "reference_numbers": relation.reference_numbers,
        "source_ids": relation.source_ids,
    },
    source=table(Relation)
    .outerjoin(subject, subject.c.slug == relation.subject)
    .outerjoin(object_, object_.c.slug == relation.object),
    table=table(Relation),
    key=relation.id,
    filters=[
        common_filters.id_(relation.id, "rel_psktmntpfgbz"),
        common_filters.full_text("relations", relation.id),
        common_filters.document(relation.document),
        section(claim.section, _has_claim),
        common_filters.topic(join_paths.has_topic(stated.claim_id, _has_claim)),
        common_filters.kind(claim.kind, _has_claim),
        common_filters.evidence(relation.evidence),
        *related_row_filters.citation_filters(_has_citation),
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
            vocabulary=select(columns(RelationPredicate).slug),
            labels=common_filters.vocabulary_labels(RelationPredicate),
        ),
        Filter(
            "claim_id",
            stated.claim_id,
            "Id of a claim that states it",
            "clm_43omksgfwf3c",
            path=_has_claim,
            vocabulary=select(claim.id),
        ),
    ],
    sorts={
        "start": relation.start,
        "subject": relation.subject,
        "predicate": relation.predicate,
        "object": relation.object,
        "document": relation.document,
        "evidence_count": relation.evidence_count,
    },
    references=BY_REFERENCE_NUMBERS,
    includes={
        "claim": embedded_rows.claim(),
        "claims": embedded_rows.claims(),
        "sources": embedded_rows.sources(),
        "subject_entity": embedded_rows.entity("subject"),
        "object_entity": embedded_rows.entity("object"),
    },
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a relation to the fields of `RelationDetail`."""
    document = document_of(row["document"], connection)
    section = _section(connection, claim_id=row["claim_id"])[0]["section"]
    return row | {
        "stated_in": _stated_in(connection, relation_id=row["id"]),
        "provenance": provenance(document, section, row["start"], row["end"], connection),
        "selectors": selectors(document["text"], row["start"], row["end"]),
    }


def relations_of(claim_id: str, connection: Connection) -> list[dict[str, Any]]:
    """The relations that a claim states, each with its words in this claim."""
    here = {row["relation_id"]: row for row in _of_claim(connection, claim_id=claim_id)}
    found = find_rows(RELATIONS, connection, list(here), relation.id)
    words = ("claim_id", "quote", "start", "end")
    return sorted(
        (row | {name: here[row["id"]][name] for name in words} for row in found), key=lambda row: (row["start"], row["id"])
    )


@prepared_query
def _stated_in() -> Select[Any]:
    shown = (stated.claim_id, claim.section, claim.text, claim.text_en, stated.quote, stated.start, stated.end)
    support = (stated.evidence, stated.reference_numbers, stated.source_ids)
    return (
        select(*shown, *support)
        .join_from(RelationEvidence, Claim, claim.id == stated.claim_id)
        .where(stated.relation_id == bindparam("relation_id"))
        .order_by(stated.start)
    )


@prepared_query
def _of_claim() -> Select[Any]:
    words = (stated.relation_id, stated.claim_id, stated.quote, stated.start, stated.end)
    return select(*words).where(stated.claim_id == bindparam("claim_id"))


@prepared_query
def _section() -> Select[Any]:
    return select(claim.section).where(claim.id == bindparam("claim_id"))
