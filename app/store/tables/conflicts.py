"""Conflicts and corroborations: metrics and claims that contradict or repeat each other."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from app.store.tables.base import json_list, one_of, word
from app.vocabulary import ConflictKind

# figures and claims of a conflict that its row names: a figure that a thousand reports repeat would make it a book
MAX_NAMED = 100


class Conflict(SQLModel, table=True):
    """Figures or claims that contradict each other. `computed_…` is arithmetic done by the loader from the
    members' values, with the bare names of its fields in that language.

    `metric_ids` has every member, then repeats of them up to `MAX_NAMED` in all, `claim_ids` their claims; the counts are of all."""

    __table_args__ = (one_of("kind", ConflictKind), Index(None, "kind"))
    id: str = word(primary_key=True)
    slug: str = word(unique=True)
    kind: str = word()
    title_en: str
    title_zh: str
    explanation_en: str
    explanation_zh: str
    computed_en: list[dict[str, Any]] = json_list()
    computed_zh: list[dict[str, Any]] = json_list()
    metric_ids: list[str] = json_list()
    claim_ids: list[str] = json_list()
    metric_count: int
    claim_count: int


class ConflictMember(SQLModel, table=True):
    """A metric or claim that takes part in a conflict, under the name that its arithmetic uses.

    A metric that repeats a member takes part as well: `repeats` is the name of that member.
    """

    __tablename__ = "conflict_member"
    __table_args__ = (
        UniqueConstraint("conflict_id", "name"),
        CheckConstraint("(metric_id IS NULL) <> (claim_id IS NULL)", name="metric_or_claim"),
    )
    id: str = word(primary_key=True)
    conflict_id: str = word("conflict.id", index=True)
    name: str = word()
    metric_id: str | None = word("metric.id", index=True)
    claim_id: str | None = word("claim.id", index=True)
    repeats: str | None = None


class Corroboration(SQLModel, table=True):
    """Figures that repeat each other. `origins` groups the sources behind them: two sources are of one origin where they
    have a publisher or an article in common, so that markers, re-posts and second pages of one publisher count once.
    """

    # in the orders of its page
    __table_args__ = tuple(
        Index(f"ix_corroboration_{column}_desc_id", text(f"{column} DESC"), "id")
        for column in ("independent_publisher_count", "metric_count")
    )
    id: str = word(primary_key=True)
    slug: str = word(unique=True)
    # null where its figures are of several
    document: str | None = word("document.slug", index=True)
    title_en: str
    title_zh: str
    metric_ids: list[str] = json_list()
    claim_ids: list[str] = json_list()
    reference_numbers: list[int] = json_list()
    source_ids: list[str] = json_list()
    origins: list[list[str]] = json_list()
    metric_count: int
    uncited_count: int
    source_count: int
    publisher_count: int
    independent_publisher_count: int


class CorroborationMember(SQLModel, table=True):
    """A figure that takes part in a corroboration."""

    __tablename__ = "corroboration_member"
    __table_args__ = (Index(None, "metric_id"),)
    corroboration_id: str = word("corroboration.id", primary_key=True)
    metric_id: str = word("metric.id", primary_key=True)
