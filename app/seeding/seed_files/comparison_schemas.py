"""The shape of statements about several figures at once: conflicts and corroborations."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from app.seeding.seed_files.schemas import Prose, Seed, Slug, Text
from app.vocabulary import ConflictKind

# every answer that shows the comparison names all of them
MAX_MEMBERS = 100


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


def _in_both(data: Any, *names: str) -> Any:
    """A text given in one language only is shown in both."""
    if not isinstance(data, dict):
        return data
    given = dict(data)
    for one, other in [(f"{name}_{a}", f"{name}_{b}") for name in names for a, b in (("en", "zh"), ("zh", "en"))]:
        if given.get(one) is None and given.get(other) is not None:
            given[one] = given[other]
    return given


class ComputedSeed(Seed):
    label_en: Text
    label_zh: Text
    expression: Text
    unit: Text

    @model_validator(mode="before")
    @classmethod
    def _says_it_in_both(cls, data: Any) -> Any:
        return _in_both(data, "label")


class ConflictSeed(Seed):
    slug: Slug
    kind: ConflictKind
    document: Slug | None = None
    title_en: Prose
    title_zh: Prose
    explanation_en: Prose
    explanation_zh: Prose
    members: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=200)], MemberSeed],
        Field(min_length=1, max_length=MAX_MEMBERS),
    ]
    computed: list[ComputedSeed] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _says_it_in_both(cls, data: Any) -> Any:
        return _in_both(data, "title", "explanation")


class CorroborationSeed(Seed):
    """Figures that say one thing; `differ` names the fields in which the text has them differ."""

    slug: Slug
    document: Slug | None = None
    title_en: Prose
    title_zh: Prose
    members: Annotated[list[MemberSeed], Field(min_length=2, max_length=MAX_MEMBERS)]
    differ: list[Literal["indicator", "entity", "comparator", "status", "period", "as_of", "qualifiers"]] = Field(
        default_factory=list
    )

    @model_validator(mode="before")
    @classmethod
    def _says_it_in_both(cls, data: Any) -> Any:
        return _in_both(data, "title")
