"""The shape of each seed file. A field without a default is required; an unknown field is an error."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from app.vocabulary import Aggregation, Change, Direction, QualifierKey

# short enough for an index of PostgreSQL, whose entries have at most 2,700 bytes
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=200)]
MAX_URL_BYTES = 2000


def _is_short(url: str) -> str:
    if len(url.encode()) > MAX_URL_BYTES:
        raise ValueError(f"a URL has at most {MAX_URL_BYTES} bytes")
    return url


Url = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_is_short)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
# the address of what a tile shows, as it stands behind `/api/v1` and as a page with it has it: `/series?indicator=…`
Address = Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True, pattern=r"^/[^#\s]+$")]
# a year, a month or a day
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Seed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InTwoLanguages(Seed):
    """One name is enough: where the other is left out, the one that is given is shown."""

    name_zh: Text | None = None
    name_en: Text | None = None

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if self.name_zh is None and self.name_en is None:
            raise ValueError("give a name: name_en, name_zh or both")
        return self

    @property
    def names(self) -> dict[str, str]:
        """Both names, the missing one by the other."""
        shown = self.name_en or self.name_zh or ""
        return {"name_zh": self.name_zh or shown, "name_en": shown}


class Named(InTwoLanguages):
    slug: Slug
    description_en: Prose = ""
    description_zh: Prose = ""

    @property
    def descriptions(self) -> dict[str, str]:
        """Both descriptions, the missing one by the other."""
        return {
            "description_en": self.description_en or self.description_zh,
            "description_zh": self.description_zh or self.description_en,
        }


class TopicSeed(Named):
    pass


class PublisherKindSeed(Named):
    pass


class UnitKindSeed(InTwoLanguages):
    slug: Slug
    # a whole has the sum of its parts
    adds_up: bool = False


class EntityTypeSeed(InTwoLanguages):
    slug: Slug


class PredicateSeed(InTwoLanguages):
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$", max_length=200)]
    # the subject is a part of the object
    is_part: bool = False


class NounSeed(Seed):
    """What a figure counts: one of it, several of it, in Chinese."""

    one: Text
    many: Text
    zh: Text


class IndicatorSeed(Named):
    noun: NounSeed | None = None
    unit_kind: Annotated[list[Slug], BeforeValidator(_as_list), Field(min_length=1)]
    direction: Direction = Direction.NEUTRAL
    aggregation: Aggregation = Aggregation.NONE
    # a figure of it is a part or a multiple of its baseline, not a change against it
    of_baseline: bool = False
    # a figure of it is no amount of what its qualifiers name, but a change of it
    change: Change | None = None
    # qualifiers without which a figure of it cannot be read; of a list within the list, one
    needs: list[QualifierKey | list[QualifierKey]] = []


class UnitSeed(InTwoLanguages):
    code: Text
    kind: Slug
    symbol: Annotated[str, StringConstraints(max_length=500)] = ""


class SynonymSeed(Seed):
    words: Annotated[list[Text], Field(min_length=2)]
    searched: bool = True


class PublisherSeed(InTwoLanguages):
    slug: Slug
    kind: Slug
    hosts: list[Text] = []


class SourceSeed(Seed):
    url: Url
    title: Text
    title_en: Text | None = None
    publisher: Slug
    platform: Slug | None = None
    author: Text | None = None
    author_en: Text | None = None
    # the publisher's, where it is left out
    kind: Slug | None = None
    published_on: PartialDate | None = None
    published_from: Prose | None = None
    references: dict[Slug, list[int]] = {}


class SourceGroupSeed(Seed):
    """URLs that probably show one and the same article, and the reason to think so."""

    slug: Slug
    sources: Annotated[list[Url], Field(min_length=2)]
    reason_en: Prose
    reason_zh: Prose


class AliasSeed(Seed):
    text: Text
    lang: Language


class EntitySeed(Named):
    """`formerly`: slugs that it once had, which lead to it."""

    aliases: list[AliasSeed] = []
    formerly: list[Slug] = []


class EntityDecisionSeed(Seed):
    """Whether entries are one entity: `same` (the first slug stays), `different`, or `unsure`, which leaves it open."""

    same: list[Slug] = []
    different: list[Slug] = []
    unsure: list[Slug] = []
    because: Prose | None = None

    @model_validator(mode="after")
    def _is_one_decision(self) -> Self:
        given = [one for one in (self.same, self.different, self.unsure) if one]
        if len(given) != 1 or len(given[0]) < 2:
            raise ValueError("give exactly one of same, different and unsure, with two slugs or more")
        if len(set(given[0])) < len(given[0]):
            raise ValueError("a slug is given twice")
        return self


class SectionSeed(Seed):
    heading: Prose
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=200)] | None = None
    title_en: Prose | None = None


class OriginalSeed(Seed):
    """The file that the document was converted from, by hash, and what converted it."""

    file: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    converter: Text


class DocumentSeed(Seed):
    """`complete` says that every sentence and number is curated, which is then checked."""

    slug: Slug
    file: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    title_en: Prose | None = None
    language: Language
    original: OriginalSeed | None = None
    complete: bool = False
    # who issued and wrote it, when, and where it can be read; left out where nothing states it
    issuer: Text | None = None
    author: Text | None = None
    published_on: PartialDate | None = None
    url: Url | None = None
    caveat_en: Prose | None = None
    sections: list[SectionSeed] = []


class QualifierWordSeed(InTwoLanguages):
    """A word that qualifies figures of many documents."""

    slug: Slug


class RenderingsSeed(Seed):
    """English renderings of what figures of a document quote: subjects, and qualifiers that are no words of a vocabulary."""

    document: Slug
    renderings: dict[Text, Text]


class Described(InTwoLanguages):
    description_en: Prose = ""
    description_zh: Prose = ""

    @property
    def texts(self) -> dict[str, str]:
        """Names and descriptions, each missing one by the other."""
        return {
            **self.names,
            "description_en": self.description_en or self.description_zh,
            "description_zh": self.description_zh or self.description_en,
        }


class TileSeed(Described):
    address: Address


class DashboardSeed(Described):
    tiles: Annotated[list[TileSeed], Field(min_length=1, max_length=40)]
