"""What is read from the data once per version: known words, checked values, caveats of documents."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, func, select

from app.lists.filters.value_labels import KnownLabels
from app.lists.row_references import KnownReferences
from app.store.question_parsing import LONGEST_NAME
from app.store.search_query import KnownWords
from app.store.tables import (
    Document,
    Entity,
    KindOfUnit,
    RelationPredicate,
    Suggestion,
    Synonym,
    TypeOfEntity,
    columns,
)
from app.store.tokens import Term, fold, term_of
from app.vocabulary import EntityType
from app.vocabulary.scripts import HAN_CHARACTER

Caveat = Mapping[str, Any]
# words of the data that the request at hand is answered from
KNOWN_WORDS: ContextVar[KnownWords] = ContextVar("known_words", default=KnownWords())  # noqa: B039 - which nobody changes
_NAMED = ("entities", "indicators", "topics", "units", "entity_type", "status")
# types whose names are in many rows, and are seldom what a question is about
_EVERYWHERE = (EntityType.REGION, EntityType.INDUSTRY)
_MOST_VALUES = 50_000
# what a name may say of its kind, and readers leave out: `豆包大模型` is `豆包`
_KIND = re.compile("(?<=..)(?:大模型|模型|系列|公司|集团|科技|平台|行业|产业)$")
# vocabularies that folders extend, by the fields that hold their words
_EXTENDED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (TypeOfEntity, ("entity_type", "type")), (RelationPredicate, ("predicate",)), (KindOfUnit, ("kind", "unit_kind")),
)  # fmt: skip
# the most caveats in one answer; beyond that, each text is given once
_FEW = 20


@dataclass(frozen=True)
class KnownValues:
    """What is known of one version of the data.

    `words` are synonyms, and the names that questions are cut at, `names` what `FOLDER_NAMES` has. `values` are pairs of a
    filter's `id()` and a value that was found in its vocabulary, `labels` the names of values that were read, `references`
    the bibliography entries that were. `caveats` are what documents say against themselves, such as that a machine wrote
    parts of them.
    """

    version: str
    words: KnownWords
    caveats: Mapping[str, Caveat]
    names: Mapping[str, Mapping[str, tuple[str, str]]]
    values: set[tuple[int, Any]] = field(default_factory=set)
    labels: KnownLabels = field(default_factory=dict)
    references: KnownReferences = field(default_factory=dict)

    def caveats_of(self, documents: Collection[str] | None) -> list[Caveat]:
        """The caveats of these documents, of all if null: of many documents each text once, and the first of these."""
        return self._listed(self._having(documents))

    def told_of(self, documents: Collection[str] | None) -> dict[str, Any]:
        """The caveats of these documents as responses show them, with the number of documents that have one."""
        if documents is None:
            return self._told_of_all
        return self._told(self._having(documents))

    @cached_property
    def _told_of_all(self) -> dict[str, Any]:
        """What the answers of most lists tell; each would otherwise sort the caveats of all documents."""
        return self._told(self.caveats)

    def _told(self, having: Collection[str]) -> dict[str, Any]:
        return {"caveats": self._listed(having), "caveat_count": len(having)}

    def _listed(self, documents: Collection[str]) -> list[Caveat]:
        found = [self.caveats[slug] for slug in sorted(documents)]
        if len(found) > _FEW:
            found = list({one["caveat"]: one for one in reversed(found)}.values())[::-1]
        return found[:_FEW]

    def _having(self, documents: Collection[str] | None) -> Collection[str]:
        return self.caveats if documents is None else self.caveats.keys() & set(documents)


class KnownValuesCache:
    """The `KnownValues` of the newest version that was requested."""

    def __init__(self) -> None:
        self._cached: KnownValues | None = None

    def at(self, version: str, connection: Connection) -> KnownValues:
        cached = self._cached
        if cached is None or cached.version != version:
            cached = self._cached = KnownValues(
                version, _read_words(connection), _read_caveats(connection), _read_extended(connection)
            )
        if len(cached.values) > _MOST_VALUES:
            cached.values.clear()
        return cached


def _read_words(connection: Connection) -> KnownWords:
    row = columns(Synonym)
    groups: dict[int, dict[Term, None]] = defaultdict(dict)
    statement = select(row["group"], row.text).where(row.searched.is_(True)).order_by(row["group"], row.text)
    said = connection.execute(statement).all()
    for group, text in said:
        if term := term_of(text):
            groups[group][term] = None
    spaced = {fold(text) for _, text in said} | set(_read_names(connection))
    spaced |= {_KIND.sub("", one) for one in spaced}
    named = spaced | {one.replace(" ", "") for one in spaced}  # `AI 芯片` is written `AI芯片` as well
    names = frozenset(name for name in named if 2 <= len(name) <= LONGEST_NAME and HAN_CHARACTER.search(name))
    return KnownWords(_synonyms(groups), names, frozenset(_read_entities(connection)))


def _synonyms(groups: Mapping[int, Mapping[Term, None]]) -> Mapping[tuple[str, ...], tuple[Term, ...]]:
    found: dict[tuple[str, ...], dict[Term, None]] = defaultdict(dict)
    for terms in groups.values():
        for term in terms:
            found[term.tokens] |= {other: None for other in terms if other.tokens != term.tokens}
    return {tokens: tuple(others) for tokens, others in found.items()}


def _read_names(connection: Connection) -> list[str]:
    row = columns(Suggestion)
    is_name = row.whole.is_(True), row.list.in_(_NAMED), func.length(row.folded) <= LONGEST_NAME
    return list(connection.execute(select(row.folded).where(*is_name)).scalars())


def _read_entities(connection: Connection) -> Iterator[tuple[str, ...]]:
    """Names of what a question is about, and the first words of these: `豆包` of `豆包 1.5`, `Zhipu` of `Zhipu AI`."""
    row, entity = columns(Suggestion), columns(Entity)
    is_name = row.list == "entities", row.whole.is_(True), entity.type.not_in(_EVERYWHERE)
    statement = select(row.folded).join(Entity, entity.slug == row.key).where(*is_name)
    for name in connection.execute(statement).scalars():
        for one in {name, name.partition(" ")[0]}:
            if len(one) > 1 and (term := term_of(one)):
                yield term.tokens


def _read_extended(connection: Connection) -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for model, fields in _EXTENDED:
        row = columns(model)
        names = {slug: (en, zh) for slug, en, zh in connection.execute(select(row.slug, row.name_en, row.name_zh))}
        found |= dict.fromkeys(fields, names)
    return found


def _read_caveats(connection: Connection) -> Mapping[str, Caveat]:
    row = columns(Document)
    statement = select(row.slug.label("document"), row.caveat, row.caveat_en).where(row.caveat.is_not(None))
    return {one["document"]: dict(one) for one in connection.execute(statement.order_by(row.slug)).mappings()}
