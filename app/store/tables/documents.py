"""The dataset, its documents and their sections."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.base import Json, json_list, span, word


class Dataset(SQLModel, table=True):
    """What is loaded, in one row: its version, when it was built, from which files (SHA-256 by path), how many rows."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True)
    version: str
    built_at: str
    files: dict[str, str] = Field(sa_type=Json)
    counts: dict[str, int] = Field(sa_type=Json)
    # whether statistics and precomputed counts exist; they are made after the commit of the load
    optimized: bool = False


class Service(SQLModel, table=True):
    """The address of the service over the database, in one row, for the addresses in the views."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True)
    url: str


class Document(SQLModel, table=True):
    """A report: its untouched text, the text's SHA-256, and what it says of itself (`caveat`)."""

    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)
    slug: str = word(primary_key=True)
    title: str
    title_en: str | None
    language: str
    # whether every sentence and number of it is curated
    complete: bool
    issuer: str | None
    author: str | None
    published_on: str | None = word()
    url: str | None
    sha256: str
    length: int
    text: str = Field(sa_type=Text)
    caveat: str | None
    caveat_en: str | None
    caveat_start: int | None
    caveat_end: int | None
    section_count: int
    claim_count: int
    metric_count: int
    reference_count: int
    citation_count: int
    number_count: int
    # problems found while reading it
    problems: list[dict[str, Any]] = json_list()


class Section(SQLModel, table=True):
    """A heading with the text below it. `slug` is its number, or a readable name where it has none."""

    __table_args__ = (
        UniqueConstraint("document", "slug"),
        UniqueConstraint("document", "ordinal"),
        ForeignKeyConstraint(["document", "parent"], ["section.document", "section.slug"]),
        span(),
    )
    id: str = word(primary_key=True)
    document: str = word("document.slug")
    slug: str = word()
    number: str | None
    title: str
    title_en: str | None
    level: int
    ordinal: int
    parent: str | None = word()
    start: int
    end: int
    body_end: int
    claim_count: int
    metric_count: int


class EnclosingSection(SQLModel, table=True):
    """A section, and itself or one of those that it stands in: what a filter finds in a section it finds in all below it."""

    __tablename__ = "enclosing_section"
    __table_args__ = (
        ForeignKeyConstraint(["document", "section"], ["section.document", "section.slug"]),
        ForeignKeyConstraint(["document", "enclosing"], ["section.document", "section.slug"]),
        Index(None, "enclosing", "document", "section"),
    )
    document: str = word(primary_key=True)
    section: str = word(primary_key=True)
    enclosing: str = word(primary_key=True)
