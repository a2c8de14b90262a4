"""The shape of what is said of several figures at once: conflicts and corroborations."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.seeding.schemas import Prose, Seed, Slug, Text
from app.vocabulary import ConflictKind


class MemberSeed(Seed):
    """Names a metric (by section and quote, and if needed indicator, subject or `nth`) or a claim (by its words).

    `document` is given where it is not that of the whole conflict or corroboration; `section` is null before the first heading.
    """

    document: Slug | None = None
    section: Text | None
    quote: Text | None = None
    indicator: Slug | None = None
    subject: Text | None = None
    claim: Prose | None = None
    nth: Annotated[int, Field(ge=1)] | None = None


class ComputedSeed(Seed):
    label_en: Text
    label_zh: Text
    expression: Text
    unit: Text


class ConflictSeed(Seed):
    slug: Slug
    kind: ConflictKind
    document: Slug | None = None
    title_en: Prose
    title_zh: Prose
    explanation_en: Prose
    explanation_zh: Prose
    members: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")], MemberSeed], Field(min_length=1)
    ]
    computed: list[ComputedSeed] = Field(default_factory=list)


class CorroborationSeed(Seed):
    """Figures that say one thing; `differ` names the fields in which the text has them differ."""

    slug: Slug
    document: Slug | None = None
    title_en: Prose
    title_zh: Prose
    members: Annotated[list[MemberSeed], Field(min_length=2)]
    differ: list[Literal["indicator", "entity", "comparator", "status", "period", "as_of", "qualifiers"]] = Field(
        default_factory=list
    )
