"""Checks of the two ends of a relation: both are in its sentence, what is built on something can be built, and use is no authorship."""

import re
from collections.abc import Iterable, Mapping

from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.seed_files.fact_schemas import RelationSeed
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row, Rows
from app.store.tables import Relation
from app.vocabulary import EntityType, Predicate

# nobody builds a company on a framework: what it makes is built on it
_NOT_BUILT = frozenset({EntityType.COMPANY, EntityType.ORGANIZATION, EntityType.POLICY, EntityType.REGION})
_AUTHORS = frozenset(
    {Predicate.DEVELOPED_BY, Predicate.MADE_BY, Predicate.RELEASED_BY, Predicate.ISSUED_BY, Predicate.PUBLISHED_BY}
)
# 智谱 AI 通过 GLM 架构…: whoever uses a thing need not have made it; 依托自研 says so
_USED = re.compile(
    r"(?:通过|采用|基于|依托|借助|利用|使用|运用|\b(?:us(?:es|ing)|through|based on|built on|relying on)(?: the)?)\s*[\"“「《]?$",
    re.IGNORECASE,
)

# 平台提供专用集群: what a thing provides is no piece of it
_PROVIDED = re.compile(r"提供|\bprovid(?:es?|ing|ed)\b|\boffer(?:s|ing|ed)?\b", re.IGNORECASE)
# the first word of a name: 文心 of 文心大模型, DeepSeek of DeepSeek-R
_FIRST = re.compile(r"[A-Za-z]+|[^\W\d_A-Za-z]{1,2}")


class RelationEnds:
    """The relations that sentences list, held against the entities that these sentences name."""

    def __init__(self, seeds: Seeds, surfaces: Mapping[str, set[str]]) -> None:
        self._types = {entity.slug: type_ for entity, type_, _ in seeds.entities}
        self._surfaces = surfaces
        self._stated: list[tuple[RelationSeed, Row, Location]] = []

    def add(self, curated: CuratedSentence) -> None:
        """Check what each relation of the sentence says by itself, and note its ends."""
        for i, relation in enumerate(curated.seed.relations):
            at = curated.location / "relations" / i
            self._stated.append((relation, curated.row, at))
            type_ = self._types.get(relation.subject)
            if relation.predicate == Predicate.BASED_ON and type_ in _NOT_BUILT:
                (at / "subject").add_problem(
                    f"{relation.subject} is a {type_}, which is not built on anything: say what of it is"
                )
            if relation.predicate in _AUTHORS and is_used(relation.quote, self._surfaces.get(relation.subject, ())):
                (at / "quote").add_problem(
                    f"{relation.quote!r} says that {relation.subject} is used, not whose it is: leave the relation out"
                )

            if relation.predicate == Predicate.PART_OF and _PROVIDED.search(relation.quote):
                (at / "quote").add_problem(
                    f"{relation.quote!r} says what is provided, which is no piece of it: leave the relation out"
                )

    def check(self, rows: Rows) -> None:
        """Add a problem for each end that its sentence does not name.

        A version in the sentence stands for its series, and `DeepSeek-R1` names who made it without a mention of its own.
        """
        versions: dict[str, set[str]] = {}
        series: dict[str, set[str]] = {}
        for row in rows[Relation]:
            if row["predicate"] == Predicate.PART_OF_SERIES:
                versions.setdefault(row["object"], set()).add(row["subject"])
                series.setdefault(row["subject"], set()).add(row["object"])
        for relation, claim, at in self._stated:
            # 混元 3D 生成大模型 names Hunyuan3D by the series that it is one of
            names = {
                name for one in {relation.object, *series.get(relation.object, ())} for name in self._surfaces.get(one, ())
            }
            if relation.predicate == Predicate.PART_OF_SERIES and names and not begins_a_name(relation.quote, names):
                (at / "quote").add_problem(f"{relation.quote!r} does not name {relation.object}: quote the words that do")
            for end in (relation.subject, relation.object):
                named = {end, *versions.get(end, ())} & set(claim["entities"])
                if end in self._types and not named and not any(name in relation.quote for name in self._surfaces[end]):
                    at.add_problem(f"{end} is not among the entities of this sentence")


def is_used(quote: str, names: Iterable[str]) -> bool:
    """Whether the quote ends in one of the names, right behind a word of use."""
    name = max((name for name in names if quote.endswith(name)), key=len, default=None)
    return name is not None and _USED.search(quote[: -len(name)]) is not None


def begins_a_name(quote: str, names: Iterable[str]) -> bool:
    """Whether the quote has at least the first word of one of the names: that of `R1` alone does not say of which series."""
    firsts = (_FIRST.match(name) for name in names)
    return any(first is None or first[0].lower() in quote.lower() for first in firsts)
