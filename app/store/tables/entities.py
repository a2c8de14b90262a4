"""Entities, their names, where claims mention them, and the relations between them."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from app.store.tables.base import json_list, one_of, span, word
from app.vocabulary import Evidence, Role


class TypeOfEntity(SQLModel, table=True):
    """What entities are: the types that every folder has, and those of the folder itself."""

    __tablename__ = "entity_type"
    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str


class RelationPredicate(SQLModel, table=True):
    """How one entity relates to another. `is_part` says that the subject is a part of the object, as a version is of its series."""

    __tablename__ = "predicate"
    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    is_part: bool


class Entity(SQLModel, table=True):
    """Someone or something the documents name."""

    __table_args__ = (Index(None, "type"),)
    slug: str = word(primary_key=True)
    type: str = word("entity_type.slug")
    name_zh: str
    name_en: str = word()
    description_en: str
    description_zh: str
    aliases: list[str] = json_list()
    claim_count: int
    metric_count: int
    in_conflict: bool


class Alias(SQLModel, table=True):
    """A surface form that a document uses for an entity."""

    __table_args__ = (Index(None, "text"),)
    entity: str = word("entity.slug", primary_key=True)
    text: str = word(primary_key=True)
    language: str


class EntityRedirect(SQLModel, table=True):
    """A slug that leads to an entity's present slug: that of a merged entry, or a former one."""

    __tablename__ = "entity_redirect"
    __table_args__ = (Index(None, "entity"),)
    slug: str = word(primary_key=True)
    entity: str = word("entity.slug")


class Mention(SQLModel, table=True):
    """An entity in a claim. Without a span it is implied: the claim is about it and does not name it."""

    __table_args__ = (
        UniqueConstraint("claim_id", "entity", "start"),
        one_of("role", Role),
        CheckConstraint(
            '("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = (text IS NULL)', name="span_or_implied"
        ),
        Index(None, "entity", "role"),
    )
    id: str = word(primary_key=True)
    claim_id: str = word("claim.id")
    entity: str = word("entity.slug")
    role: str = word()
    text: str | None
    start: int | None
    end: int | None


class Relation(SQLModel, table=True):
    """A relation between two entities that a document states, quoted where it states it first."""

    __table_args__ = (
        UniqueConstraint("document", "subject", "predicate", "object"),
        one_of("evidence", Evidence),
        CheckConstraint("subject <> object", name="two_entities"),
        span(),
        Index(None, "object"),
        Index(None, "start", "id"),
        Index(None, "predicate", "id"),
        Index(None, "evidence_count", "id"),
    )
    id: str = word(primary_key=True)
    subject: str = word("entity.slug", index=True)
    predicate: str = word("predicate.slug")
    object: str = word("entity.slug")
    document: str = word("document.slug")
    claim_id: str = word("claim.id", index=True)
    claim_ids: list[str] = json_list()
    quote: str
    start: int
    end: int
    evidence_count: int
    evidence: str = word()
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()


class RelationEvidence(SQLModel, table=True):
    """A claim that states a relation, with the words that do."""

    __tablename__ = "relation_evidence"
    __table_args__ = (UniqueConstraint("relation_id", "claim_id"), one_of("evidence", Evidence), span())
    id: str = word(primary_key=True)
    relation_id: str = word("relation.id")
    claim_id: str = word("claim.id", index=True)
    quote: str
    start: int
    end: int
    evidence: str = word()
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()
