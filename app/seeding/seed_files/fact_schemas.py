"""The shape of the files of facts: what curators write of the sentences of a section and of the figures in them."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from app.seeding.public_ids import ID_PATTERN
from app.seeding.seed_files.schemas import Prose, Seed, Slug, Text
from app.vocabulary import ClaimKind, Comparator, PeriodBasis, QualifierKey, Reason, Status


def _as_surfaces(value: object) -> object:
    """`[a, {b: [words]}]` is short for `{a: null, b: [words]}`."""
    if not isinstance(value, list):
        return value
    pairs = [pair for item in value for pair in (item.items() if isinstance(item, dict) else [(item, None)])]
    slugs = [slug for slug, _ in pairs]
    if repeated := next((slug for slug in slugs if slugs.count(slug) > 1), None):
        raise ValueError(f"{repeated!r} is given twice")
    return dict(pairs)


# the words that name each entity in the sentence; null for its longest name there, [] where a subject is only implied
Surfaces = Annotated[dict[Slug, list[Text] | None], BeforeValidator(_as_surfaces)]
CuratedKind = Literal[
    ClaimKind.FACT, ClaimKind.FORECAST, ClaimKind.TARGET, ClaimKind.OPINION, ClaimKind.RECOMMENDATION, ClaimKind.CONTEXT
]
CuratedReason = Literal[Reason.DATE, Reason.NAME, Reason.ORDINAL, Reason.OTHER]


def _in_range(value: Decimal) -> Decimal:
    if value and (abs(value.adjusted()) >= 300 or len(value.as_tuple().digits) > 100):
        raise ValueError("a value has at most 100 digits and is between 1e-300 and 1e300")
    return value


Value = Annotated[Decimal, AfterValidator(_in_range)]


class Note(Seed):
    """Why a number is no figure, in both languages; a text alone stands for both."""

    en: Text
    zh: Text

    @model_validator(mode="before")
    @classmethod
    def _in_both(cls, value: object) -> object:
        return {"en": value, "zh": value} if isinstance(value, str) else value


def _as_notes(value: object) -> object:
    """`[a, b]` is short for `{a: null, b: null}`; `#n` distinguishes repeated tokens."""
    return (
        [(item, None) for item in value]
        if isinstance(value, list)
        else list(value.items())
        if isinstance(value, dict)
        else value
    )


class MetricSeed(Seed):
    """A figure as a curator writes it: what its quote or its sentence gives is left out.

    `id` is given only where the id that its place would give is not the one it had: after its words changed."""

    quote: Text
    id: Annotated[str, StringConstraints(pattern="^met" + ID_PATTERN)] | None = None
    indicator: Slug
    subject: Text
    entity: Slug | None = None
    value: Value | None = None
    value_max: Value | None = None
    deviation: Value | None = None
    unit: Text | None = None
    unit_text: Text | None = None
    comparator: Comparator | None = None
    # the hash of what the quote was read as, where that is left out
    frozen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")] | None = None
    period: Text | None = None
    # what the sentence itself says is left out
    period_basis: Literal[PeriodBasis.CONTEXT] | None = None
    as_of: bool = False
    status: Status | None = None
    qualifiers: dict[QualifierKey, Text] = {}
    exempt: Prose | None = None


class StatedMetric(MetricSeed):
    """A figure with everything that was left out."""

    value: Value
    unit: Text
    comparator: Comparator
    status: Status


class RelationSeed(Seed):
    subject: Slug
    predicate: Text
    object: Slug
    quote: Text


class AboutSeed(Seed):
    """What a sentence is: its kind, its topics, and the entities that it is about or names."""

    kind: CuratedKind | None = None
    topics: Annotated[list[Slug], Field(max_length=3)] = []
    subject: Surfaces = {}
    mentioned: Surfaces = {}


class ClaimSeed(Seed):
    """A sentence, as far as it is curated; `nth` distinguishes sentences of one section with equal words."""

    text: Prose
    nth: Annotated[int, Field(ge=1)] | None = None
    id: Annotated[str, StringConstraints(pattern="^clm" + ID_PATTERN)] | None = None
    en: Prose | None = None
    about: AboutSeed = AboutSeed()
    metrics: list[MetricSeed] = []
    numbers: dict[CuratedReason, Annotated[list[tuple[Text, Note | None]], BeforeValidator(_as_notes)]] = {}
    relations: list[RelationSeed] = []


class ChapterSeed(Seed):
    document: Slug
    # null for what stands before the first heading
    section: Text | None
    claims: list[ClaimSeed]
