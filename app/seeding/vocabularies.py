"""Topics, units, indicators, publishers, entities: rows for what curators may extend."""

from collections.abc import Iterable

from app.seeding.folder import Seeds
from app.seeding.lookups import check_known
from app.seeding.yaml_files import Place
from app.store.publishing import Rows
from app.store.tables import Alias, Entity, Indicator, Publisher, PublisherKind, Topic, Unit


def add_vocabularies(seeds: Seeds, rows: Rows) -> None:
    for topic, _ in seeds.topics:
        rows[Topic].append({**topic.model_dump(), "claim_count": 0})
    for kind, _ in seeds.publisher_kinds:
        rows[PublisherKind].append(kind.model_dump())
    for unit, _ in seeds.units:
        rows[Unit].append({**unit.model_dump(), "metric_count": 0})
    for indicator, _ in seeds.indicators:
        row = indicator.model_dump(exclude={"unit_kind"})
        rows[Indicator].append({**row, "unit_kinds": list(map(str, indicator.unit_kind)), "metric_count": 0})
    kinds = {kind.slug for kind, _ in seeds.publisher_kinds}
    for publisher, place in seeds.publishers:
        if check_known(publisher.kind, kinds, "publisher kind", place / "kind"):
            rows[Publisher].append({**publisher.model_dump(), "source_count": 0})
    for entity, kind_, place in seeds.entities:
        texts = [alias.text for alias in entity.aliases]
        named = entity.model_dump(exclude={"aliases"})
        rows[Entity].append({**named, "type": kind_.value, "aliases": texts, "claim_count": 0, "metric_count": 0})
        rows[Alias] += [{"entity": entity.slug, "text": alias.text, "language": alias.lang} for alias in entity.aliases]
        _unique(((text, place / "aliases" / i) for i, text in enumerate(texts)), f"alias of {entity.slug}")
    _unique(((topic.slug, place) for topic, place in seeds.topics), "topic")
    _unique(((kind.slug, place) for kind, place in seeds.publisher_kinds), "publisher kind")
    _unique(((unit.code, place) for unit, place in seeds.units), "unit")
    _unique(((indicator.slug, place) for indicator, place in seeds.indicators), "indicator")
    _unique(((publisher.slug, place) for publisher, place in seeds.publishers), "publisher")
    _unique(((entity.slug, place) for entity, _, place in seeds.entities), "entity")


def _unique(named: Iterable[tuple[str, Place]], what: str) -> None:
    seen: set[str] = set()
    for name, place in named:
        if name in seen:
            place.refuse(f"{what} {name!r} is given twice")
        seen.add(name)
