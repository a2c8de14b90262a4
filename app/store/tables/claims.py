"""Sentences (claims) and their topics."""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from app.store.tables.base import greatest_first, json_list, one_of, only_in_conflict, span, word
from app.vocabulary import ClaimKind, Evidence


class Topic(SQLModel, table=True):
    """What a claim is about, from a closed list."""

    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    description_en: str
    description_zh: str
    claim_count: int


class Claim(SQLModel, table=True):
    """One sentence. `start`..`end` is its span with markers, `text` what a reader sees of it."""

    __table_args__ = (
        UniqueConstraint("document", "ordinal"),
        UniqueConstraint("document", "start"),
        ForeignKeyConstraint(["document", "section"], ["section.document", "section.slug"]),
        one_of("kind", ClaimKind),
        one_of("evidence", Evidence),
        span(),
        Index(None, "document", "section"),
        Index(None, "document", "paragraph", "ordinal"),
        Index(None, "section", "id"),
        Index(None, "ordinal", "id"),
        Index(None, "kind", "ordinal", "id"),
        Index(None, "evidence", "ordinal", "id"),
        Index(None, "kind", "id"),
        Index("ix_claim_kind_desc_id", text("kind DESC"), "id"),
        greatest_first("claim", "section"),
        only_in_conflict("claim", "ordinal", "id"),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    section: str | None = word()
    paragraph: int
    ordinal: int
    kind: str = word()
    text: str
    text_en: str | None
    start: int
    end: int
    evidence: str = word()
    topics: list[str] = json_list()
    entities: list[str] = json_list()
    metric_ids: list[str] = json_list()
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()
    conflict_ids: list[str] = json_list()
    in_conflict: bool


class ClaimTopic(SQLModel, table=True):
    __tablename__ = "claim_topic"
    __table_args__ = (Index(None, "topic", "claim_id"),)
    claim_id: str = word("claim.id", primary_key=True)
    topic: str = word("topic.slug", primary_key=True)
