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

    def check(self, rows: Rows) -> None:
        """Add a problem for each end that its sentence does not name.

        A version in the sentence stands for its series, and `DeepSeek-R1` names who made it without a mention of its own.
        """
        versions: dict[str, set[str]] = {}
        for row in rows[Relation]:
            if row["predicate"] == Predicate.PART_OF_SERIES:
                versions.setdefault(row["object"], set()).add(row["subject"])
        for relation, claim, at in self._stated:
            for end in (relation.subject, relation.object):
                named = {end, *versions.get(end, ())} & set(claim["entities"])
                if end in self._types and not named and not any(name in relation.quote for name in self._surfaces[end]):
                    at.add_problem(f"{end} is not among the entities of this sentence")


def is_used(quote: str, names: Iterable[str]) -> bool:
    """Whether the quote ends in one of the names, right behind a word of use."""
    name = max((name for name in names if quote.endswith(name)), key=len, default=None)
    return name is not None and _USED.search(quote[: -len(name)]) is not None
