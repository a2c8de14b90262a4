"""Publishers, sources, bibliography entries and the citations that name them."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from app.store.tables.base import greatest_first, json_list, span, word


class PublisherKind(SQLModel, table=True):
    """A kind of publisher, such as state media."""

    __tablename__ = "publisher_kind"
    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    description_en: str
    description_zh: str


class Publisher(SQLModel, table=True):
    """A publisher of pages, with the `hosts` of its own."""

    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    kind: str = word("publisher_kind.slug", index=True)
    hosts: list[str] = json_list()
    source_count: int
    claim_count: int
    document_count: int


class SourceGroup(SQLModel, table=True):
    """Pages that are probably one article under several addresses: re-posts, mobile hosts, copies on document malls."""

    __tablename__ = "source_group"
    slug: str = word(primary_key=True)
    reason_zh: str
    reason_en: str


# bibliography entries named in the row of a source: a page cited by a thousand reports has a thousand
MAX_NAMED_REFERENCES = 5


class Source(SQLModel, table=True):
    """A page that references point to, one per canonical URL.

    `publisher_kind` is the kind of publisher responsible for this page: on a platform the account, not the platform.
    """

    __table_args__ = (
        CheckConstraint("(published_on IS NULL) = (published_from_en IS NULL)", name="dated_with_reason"),
        CheckConstraint("sole_support_count <= claim_count", name="sole_support"),
        # the order of the list: A to Z and a to z alike
        Index("ix_source_lower_url_id", text("lower(url)"), "id"),
        Index(None, "claim_count", "id"),
        Index(None, "document_count", "id"),
        Index(None, "metric_count", "id"),
        Index(None, "sole_support_count", "id"),
        # in most pages both are 1, so the end of either order is one long run of equal values
        Index("ix_source_document_count_desc_id", text("document_count DESC"), "id"),
        Index("ix_source_sole_support_count_desc_id", text("sole_support_count DESC"), "id"),
        Index(None, "published_on", "id"),
        greatest_first("source", "published_on"),
    )
    id: str = word(primary_key=True)
    url: str = word(unique=True)
    title: str
    title_en: str | None
    author: str | None
    author_en: str | None
    publisher: str = word("publisher.slug", index=True)
    platform: str | None = word("publisher.slug")
    publisher_kind: str = word("publisher_kind.slug", index=True)
    published_on: str | None = word()
    published_from_en: str | None
    published_from_zh: str | None
    source_group: str | None = word("source_group.slug", index=True)
    same_as: list[str] = json_list()
    reference_numbers: list[int] = json_list()
    claim_count: int
    metric_count: int
    sole_support_count: int
    # the first few of the `reference_count` entries that point to it, which are in `document_count` documents
    reference_ids: list[str] = json_list()
    reference_count: int
    document_count: int


class Reference(SQLModel, table=True):
    """An entry of a document's bibliography."""

    __table_args__ = (UniqueConstraint("document", "number"), span(), Index(None, "number", "id"))
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    number: int
    title: str
    url: str | None
    source_id: str | None = word("source.id", index=True)
    cited: bool
    start: int
    end: int


class Citation(SQLModel, table=True):
    """An in-text marker: where it stands, and the words before it that it supports."""

    __table_args__ = (
        UniqueConstraint("document", "start", "number"),
        ForeignKeyConstraint(["document", "number"], ["reference.document", "reference.number"]),
        CheckConstraint("scope_start <= scope_end AND scope_end <= start", name="scope_before_marker"),
        span(),
        Index(None, "document", "number"),
        Index(None, "number", "id"),
        Index(None, "start", "id"),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    number: int
    source_id: str | None = word("source.id", index=True)
    claim_id: str = word("claim.id", index=True)
    start: int
    end: int
    scope_start: int
    scope_end: int
