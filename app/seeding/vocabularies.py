"""The vocabularies that curators extend: topics, units, indicators, publishers, entities."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Row, Rows
from app.store.tables import (
    Alias,
    Entity,
    EntityRedirect,
    Indicator,
    KindOfUnit,
    Publisher,
    PublisherKind,
    RelationPredicate,
    Synonym,
    Topic,
    TypeOfEntity,
    Unit,
)
from app.vocabulary import PART_PREDICATES, EntityType, Predicate, UnitKind
from app.vocabulary.names import names_of

# the kind of publishers that intake finds, until a curator says what they are; every folder has it
UNKNOWN_KIND = "not-yet-curated"
_UNKNOWN = {
    "slug": UNKNOWN_KIND,
    "name_zh": "尚未判定",
    "name_en": "Not yet curated",
    "description_en": "A publisher that was found by its host, and whose kind nobody has decided.",
    "description_zh": "按网址主机找到的发布者，其类别尚未判定。",
}

# kinds of units whose values are amounts of something
_ADDING_UP = frozenset(
    {UnitKind.MONEY, UnitKind.COUNT, UnitKind.AMOUNT, UnitKind.AREA, UnitKind.DATA, UnitKind.ENERGY, UnitKind.MASS, UnitKind.VOLUME}
)  # fmt: skip
_NOTHING_COUNTED = {"source_count": 0, "claim_count": 0, "document_count": 0}


def add_vocabularies(seeds: Seeds, rows: Rows) -> None:
    for topic, _ in seeds.topics:
        rows[Topic].append({**topic.model_dump(), **topic.names, **topic.descriptions, "claim_count": 0})
    for kind, _ in seeds.publisher_kinds:
        rows[PublisherKind].append({**kind.model_dump(), **kind.names, **kind.descriptions})
    rows[KindOfUnit] += ({**row, "adds_up": row["slug"] in _ADDING_UP} for row in _built_in(UnitKind))
    rows[KindOfUnit] += ({**kind.model_dump(), **kind.names} for kind, _ in seeds.unit_kinds)
    rows[TypeOfEntity] += _built_in(EntityType)
    rows[TypeOfEntity] += ({"slug": one.slug, **one.names} for one, _ in seeds.entity_types)
    rows[RelationPredicate] += ({**row, "is_part": row["slug"] in PART_PREDICATES} for row in _built_in(Predicate))
    rows[RelationPredicate] += ({**one.model_dump(), **one.names} for one, _ in seeds.predicates)
    kinds_of_units = {row["slug"] for row in rows[KindOfUnit]}
    for unit, location in seeds.units:
        if check_known(unit.kind, kinds_of_units, "kind of unit", location / "kind"):
            rows[Unit].append({**unit.model_dump(), **unit.names, "metric_count": 0})
    for indicator, location in seeds.indicators:
        for i, name in enumerate(indicator.unit_kind):
            check_known(name, kinds_of_units, "kind of unit", location / "unit_kind" / i)
        row = {
            **indicator.model_dump(exclude={"needs", "unit_kind", "noun", "of_baseline", "change"}),
            **indicator.names,
            **indicator.descriptions,
        }
        rows[Indicator].append({**row, "unit_kinds": indicator.unit_kind, "metric_count": 0})
    for group, (seed, _) in enumerate(seeds.synonyms, 1):
        rows[Synonym] += [{"group": group, "text": text, "searched": seed.searched} for text in dict.fromkeys(seed.words)]
    kinds = {kind.slug for kind, _ in seeds.publisher_kinds}
    if UNKNOWN_KIND not in kinds and any(publisher.kind == UNKNOWN_KIND for publisher, _ in seeds.publishers):
        kinds.add(UNKNOWN_KIND)
        rows[PublisherKind].append(_UNKNOWN)
    for publisher, location in seeds.publishers:
        if check_known(publisher.kind, kinds, "publisher kind", location / "kind"):
            rows[Publisher].append({**publisher.model_dump(), **publisher.names, **_NOTHING_COUNTED})
    for entity, kind_, location in seeds.entities:
        texts = [alias.text for alias in entity.aliases]
        named = {**entity.model_dump(exclude={"aliases", "formerly"}), **entity.names, **entity.descriptions}
        rows[Entity].append({**named, "type": str(kind_), "aliases": texts, "claim_count": 0, "metric_count": 0})
        rows[Alias] += [{"entity": entity.slug, "text": alias.text, "language": alias.lang} for alias in entity.aliases]
        _unique(((text, location / "aliases" / i) for i, text in enumerate(texts)), f"alias of {entity.slug}")
    rows[EntityRedirect] += [{"slug": slug, "entity": entity} for slug, entity in seeds.links.kept.items()]
    _unique(((topic.slug, location) for topic, location in seeds.topics), "topic")
    _unique(((kind.slug, location) for kind, location in seeds.publisher_kinds), "publisher kind")
    _unique(((word.slug, location) for word, location in seeds.qualifier_words), "qualifier word")
    _new(((kind.slug, location) for kind, location in seeds.unit_kinds), "kind of unit", UnitKind)
    _new(((one.slug, location) for one, location in seeds.entity_types), "type of entity", EntityType)
    _new(((one.slug, location) for one, location in seeds.predicates), "predicate", Predicate)
    _unique(((unit.code, location) for unit, location in seeds.units), "unit")
    _unique(((indicator.slug, location) for indicator, location in seeds.indicators), "indicator")
    _unique(((publisher.slug, location) for publisher, location in seeds.publishers), "publisher")


def _built_in(closed: type[StrEnum]) -> Iterator[Row]:
    """What every folder has of a vocabulary, with its names."""
    for value in closed:
        name_en, name_zh, *_ = names_of(value)
        yield {"slug": value.value, "name_en": name_en, "name_zh": name_zh}


def _new(named: Iterable[tuple[str, Location]], what: str, closed: type[StrEnum]) -> None:
    """Add a problem for each entry of the folder that every folder has already, or that it gives twice."""
    given = list(named)
    for name, location in given:
        if name in set(closed):
            location.add_problem(f"every folder has the {what} {name!r}: leave it out, or give yours another slug")
    _unique(given, what)


def _unique(named: Iterable[tuple[str, Location]], what: str) -> None:
    seen: set[str] = set()
    for name, location in named:
        if name in seen:
            location.add_problem(f"{what} {name!r} is given twice")
        seen.add(name)
