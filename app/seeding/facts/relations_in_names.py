"""Relations that names state by themselves, held against the relations that curators list.

A version's name states its series (`文心 5.0`), an owner's name in front of another states whose it is (`百度飞桨`,
`OpenAI 的 Sora`). Each sentence that says so is evidence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row, Rows
from app.store.tables import Relation
from app.vocabulary import Predicate

# GPT-4o, 文心 5.0, DeepSeek-R1; a family is named without
_VERSION = re.compile(r"[ -]?(?:[A-Za-z]{0,2}[ -]?\d[\w.-]*|[A-Z]\d?)(?:[ -].*)?")
_SERIES = re.compile(r" ?(?:系列|シリーズ|series|family)$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*的?\s*[\"“「《]?|['’]s\s+[\"“]?")
_OF_OWNERS = frozenset(
    {
        Predicate.DEVELOPED_BY, Predicate.MADE_BY, Predicate.ISSUED_BY, Predicate.PUBLISHED_BY,
        Predicate.SUBSIDIARY_OF, Predicate.PART_OF,
    }
)  # fmt: skip


def series_by_name(surfaces: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The series that entities are versions of by their names: of series within series the nearest.

    `surfaces` has the names and aliases of each entity of one type.
    """
    named: dict[str, set[str]] = {}
    for entity, names in surfaces.items():
        for name in names:
            named.setdefault(_SERIES.sub("", name), set()).add(entity)
    found: dict[str, set[str]] = {}
    for entity, names in surfaces.items():
        for name in names:
            for end in range(1, len(name)):
                if (series := named.get(name[:end], set()) - {entity}) and _VERSION.fullmatch(name[end:]):
                    found.setdefault(entity, set()).update(series)
    return {entity: _nearest(series, found) for entity, series in found.items()}


def _nearest(series: set[str], found: Mapping[str, set[str]]) -> list[str]:
    wider = {other for one in series for other in found.get(one, ()) if one not in found.get(other, ())}
    return sorted(series - wider)


_Named = tuple[str, str, str, str, Location]


class RelationsInNames:
    """What the names of each sentence state."""

    def __init__(self, series: Mapping[str, Iterable[str]]) -> None:
        self._series = series
        # document and claim, version or owner, series or owned, and where the sentence lists its relations
        self._versions: list[_Named] = []
        self._owned: list[_Named] = []
        # the mentions of each sentence, and where they are written
        self._mentions: list[tuple[list[Row], Location]] = []

    def add(self, curated: CuratedSentence, mentions: Iterable[Row]) -> None:
        """Take note of the versions that a sentence names, and of the names that stand in front of others."""
        named = [row for row in mentions if row["start"] is not None]
        self._mentions.append((named, curated.location / "about"))
        document, claim, at = curated.parsed.slug, curated.row["id"], curated.location / "relations"
        entities = dict.fromkeys(row["entity"] for row in named)
        self._versions += [(document, claim, one, series, at) for one in entities for series in self._series.get(one, ())]
        pairs = dict.fromkeys(_in_front(named, curated.parsed.report.text))
        self._owned += [(document, claim, owner, owned, at) for owner, owned in pairs]

    def check(self, rows: Rows) -> None:
        """Add a problem for each sentence whose names state a relation of its document that is not listed there."""
        stated: dict[tuple[str, frozenset[str]], list[Row]] = {}
        for row in rows[Relation]:
            stated.setdefault((row["document"], frozenset((row["subject"], row["object"]))), []).append(row)
        for found, states in ((self._versions, _puts_into), (self._owned, _owns)):
            for document, claim, one, other, at in found:
                relations = stated.get((document, frozenset((one, other))), [])
                told = next((row for row in relations if states(row, one, other)), None)
                if told and all(claim not in row["claim_ids"] for row in relations):
                    statement = f"{told['subject']} {told['predicate']} {told['object']}"
                    at.add_problem(f"the names of {one} and {other} state {statement} here as well: list it")
        self._check_mentions(rows)

    def _check_mentions(self, rows: Rows) -> None:
        """Add a problem for each series that is mentioned within the name of one of its versions only: that names the version."""
        series = {(row["subject"], row["object"]) for row in rows[Relation] if row["predicate"] == Predicate.PART_OF_SERIES}
        for named, at in self._mentions:
            for one in named:
                around = (row for row in named if row["start"] <= one["start"] and one["end"] <= row["end"])
                version = next((row for row in around if (row["entity"], one["entity"]) in series), None)
                if version is not None:
                    at.add_problem(f"{one['text']!r} of {version['text']!r} is no mention of {one['entity']}: leave it out")


def _puts_into(relation: Row, version: str, series: str) -> bool:
    ends = relation["subject"], relation["object"]
    return relation["predicate"] == Predicate.PART_OF_SERIES and ends == (version, series)


def _owns(relation: Row, owner: str, owned: str) -> bool:
    ends = relation["subject"], relation["object"]
    if relation["predicate"] == Predicate.OPERATES:
        return ends == (owner, owned)
    return relation["predicate"] in _OF_OWNERS and ends == (owned, owner)


def _in_front(named: list[Row], text: str) -> Iterator[tuple[str, str]]:
    """Which entity's name stands right in front of which, or begins it: of names that begin it, the longest."""
    for owned in named:
        begins = [row for row in named if row["start"] == owned["start"] and row["end"] < owned["end"]]
        if begins:
            yield max(begins, key=lambda row: row["end"])["entity"], owned["entity"]
        for owner in named:
            if owner["end"] <= owned["start"] and _BETWEEN.fullmatch(text, owner["end"], owned["start"]):
                yield owner["entity"], owned["entity"]
