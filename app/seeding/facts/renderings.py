"""What figures quote, in English: each subject and each value of a qualifier, by vocabulary or by the document's renderings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.seeding.display.bilingual import Rendered
from app.seeding.seed_files.fact_schemas import MetricSeed
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.schemas import DocumentSeed, InTwoLanguages
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import did_you_mean
from app.vocabulary import EntityType, QualifierKey
from app.vocabulary.periods import span_of

# the first word of a name of a thing, as against AI, China or LMArena
_COMMON = re.compile(r"[A-Z][a-z]+\b(?!['’])")
_PROPER = frozenset({"China", "Chinese", "Global"})
_HAN_YEAR = re.compile(r"(\d{4})(?:-(H[12]|Q[1-4]|\d{2}))?")
_PART_OF_YEAR = re.compile(r"(\d{4})-([HQ]\d)")
_HALVES = {"H1": "上半年", "H2": "下半年", "Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}


@dataclass(frozen=True)
class Qualifier:
    """A qualifier's value, in words. `is_noun`: it says itself what is counted, as indicators, entities and periods do not.
    `is_quoted`: it is words of the sentence.
    """

    value: str
    rendered: Rendered
    is_noun: bool
    is_quoted: bool = False


@dataclass
class Renderings:
    """The words that a document's figures may use. `used` collects those of the document's own that were."""

    words: Mapping[str, Rendered]
    names: Mapping[str, Rendered]
    entity_names: Mapping[str, tuple[str, set[str]]]
    own: dict[str, dict[str, str]]
    locations: dict[str, Location]
    used: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, seeds: Seeds) -> "Renderings":
        words = {word.slug: _both(word) for word, _ in seeds.qualifier_words}
        indicators = {one.slug: _amid(_both(one)) for one, _ in seeds.indicators}
        entities = {
            one.slug: _amid(_both(one)) if kind == EntityType.INDUSTRY else _both(one) for one, kind, _ in seeds.entities
        }
        for word, location in seeds.qualifier_words:
            if word.slug in indicators or word.slug in entities:
                (location / "slug").add_problem(f"{word.slug!r} is an indicator or entity already: use that")
        named = {
            one.slug: (_both(one).en, {*_both(one), *(alias.text for alias in one.aliases)}) for one, _, _ in seeds.entities
        }
        own: dict[str, dict[str, str]] = {}
        for one, location in seeds.renderings:
            if one.document in own:
                (location / "document").add_problem(f"the renderings of {one.document} are given twice")
            own[one.document] = one.renderings
        locations = {one.document: location / "renderings" for one, location in seeds.renderings}
        return cls(words, entities | indicators, named, own, locations)

    def subject(self, seed: MetricSeed, of: DocumentSeed, at: Location) -> str | None:
        """The subject in English: itself, as rendered, or by the name of the entity that it names.

        Until a document is complete, words without a rendering stand for themselves.
        """
        document = of.slug
        if of.language == "en":
            return seed.subject
        if (rendered := self._rendered(seed.subject, document)) is not None:
            return rendered
        name, names = self.entity_names.get(seed.entity or "", ("", ()))
        if seed.subject in names:
            return name
        if seed.entity is not None and seed.entity not in self.entity_names:
            return None
        if not of.complete:
            return seed.subject
        (at / "subject").add_problem(
            f"the subject {seed.subject!r} is not a name of {seed.entity or 'an entity'} and has no English rendering in"
            f" renderings/{document}.yaml"
        )
        return None

    def qualifiers(
        self, seed: MetricSeed, of: DocumentSeed, sentence: str, at: Location
    ) -> dict[QualifierKey, Qualifier] | None:
        """The qualifiers with both renderings, or null if one has none, or is in neither vocabulary nor sentence."""
        document = of.slug
        is_enough = of.language == "en" or not of.complete
        found = {key: self._qualifier(value, document, is_enough) for key, value in seed.qualifiers.items()}
        for key, one in found.items():
            if one is None:
                value = seed.qualifiers[key]
                (at / "qualifiers" / key.value).add_problem(
                    f"{value!r} is neither a word of vocabulary/qualifiers.yaml, an indicator, an entity or a period, nor"
                    f" rendered in renderings/{document}.yaml{did_you_mean(value, {*self.words, *self.names}, at)}"
                )
            elif one.is_quoted and one.value not in sentence:
                (at / "qualifiers" / key.value).add_problem(
                    f"{one.value!r} is not in the sentence: quote its words, or make a word in vocabulary/qualifiers.yaml"
                )
        known = {key: one for key, one in found.items() if one is not None}
        return known if len(known) == len(found) else None

    def check_used(self) -> None:
        """Add a problem for each rendering of words that no figure quotes."""
        for document, own in self.own.items():
            for words in own.keys() - self.used.get(document, set()):
                (self.locations[document] / words).add_problem(f"no figure of {document} quotes {words!r}")

    def _qualifier(self, value: str, document: str, is_enough: bool) -> Qualifier | None:
        """`is_enough`: words of the sentence need no rendering."""
        if value in self.words:
            return Qualifier(value, self.words[value], True)
        if value in self.names:
            return Qualifier(value, self.names[value], False)
        if (rendered := self._rendered(value, document)) is not None:
            return Qualifier(value, Rendered(rendered, value), True, is_quoted=True)
        if _is_period(value):
            return Qualifier(value, Rendered(_english_period(value), _han_period(value)), False)
        return Qualifier(value, Rendered(value, value), True, is_quoted=True) if is_enough else None

    def _rendered(self, words: str, document: str) -> str | None:
        rendered = self.own.get(document, {}).get(words)
        if rendered is not None:
            self.used.setdefault(document, set()).add(words)
        return rendered


def _both(named: InTwoLanguages) -> Rendered:
    return Rendered(named.names["name_en"], named.names["name_zh"])


def _amid(name: Rendered) -> Rendered:
    """A name as it stands within a sentence: `market size`, but `China AI sector` and `LMArena`."""
    first = _COMMON.match(name.en)
    return Rendered(name.en[0].lower() + name.en[1:], name.zh) if first and first[0] not in _PROPER else name


def _is_period(value: str) -> bool:
    try:
        span_of(value)
    except ValueError:
        return False
    return True


def _english_period(value: str) -> str:
    return " to ".join(_PART_OF_YEAR.sub(r"\2 \1", one) for one in value.split("/"))


def _han_period(value: str) -> str:
    def written(match: re.Match[str]) -> str:
        part = match[2]
        return f"{match[1]} 年" + ("" if part is None else _HALVES.get(part) or f" {int(part)} 月")

    return "至 ".join(_HAN_YEAR.sub(written, one) for one in value.split("/"))
