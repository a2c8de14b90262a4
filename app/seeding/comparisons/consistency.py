"""Errors that show only when rows are compared: versions without a series, twins, facts that state nothing checkable."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.seed_files.comparison_schemas import CorroborationSeed
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row, Rows
from app.store.tables import Mention, Metric, Relation
from app.vocabulary import ClaimKind, EntityType, Predicate

# what two statements of one fact have in common, unless the text itself distinguishes them
_SAID = ("indicator", "entity", "comparator", "status", "period", "as_of", "qualifiers")
_VERSIONED = (EntityType.MODEL, EntityType.CHIP, EntityType.FRAMEWORK)
# GPT-4o, 文心 5.0, DeepSeek-R1; a family is named without
_VERSION = re.compile(r"[ -]?(?:[A-Za-z]{0,2}[ -]?\d[\w.-]*|[A-Z]\d?)(?:[ -].*)?")


def check_versions(seeds: Seeds, rows: Rows) -> None:
    """Add a problem for each entity whose name is that of a version but that no relation assigns to a series."""
    placed = {row["subject"] for row in rows[Relation] if row["predicate"] == Predicate.PART_OF_SERIES}
    named = {row["entity"] for row in rows[Mention]}
    for kind in _VERSIONED:
        of_kind = [(entity, location) for entity, type_, location in seeds.entities if type_ is kind]
        surfaces = {
            entity.slug: {entity.name_zh, entity.name_en, *(a.text for a in entity.aliases)} for entity, _ in of_kind
        }
        for entity, location in of_kind:
            series = next((other for other in surfaces if _is_version(surfaces[entity.slug], surfaces[other])), None)
            if series not in {None, entity.slug} and entity.slug not in placed and entity.slug in named:
                location.add_problem(
                    f"{entity.slug} is a version of {series} by its name: no sentence has it part_of_series"
                )


def _is_version(names: Iterable[str | None], series: Iterable[str | None]) -> bool:
    return any(
        name.startswith(base) and _VERSION.fullmatch(name[len(base) :])
        for name in names
        for base in series
        if name and base and name != base
    )


def check_aliases(seeds: Seeds) -> None:
    """Add a problem for each alias that two entities of one type share: a surface of two names is the name of neither."""
    seen: dict[tuple[str, EntityType], str] = {}
    for entity, kind, location in seeds.entities:
        for i, alias in enumerate(entity.aliases):
            other = seen.setdefault((alias.text, kind), entity.slug)
            if other != entity.slug:
                if frozenset((other, entity.slug)) in seeds.links.decided:
                    continue
                (location / "aliases" / i).add_problem(
                    f"{alias.text!r} is an alias of {other} as well, which is a {kind} too"
                )


def check_members(seed: CorroborationSeed, members: Sequence[Row], location: Location) -> None:
    """Add a problem for each field in which the members differ and `differ` does not say so, or the other way round."""
    for name in _SAID:
        values = {repr(_said(row, name)) for row in members}
        if len(values) > 1 and name not in seed.differ:
            (location / "members").add_problem(
                f"the members differ in {name}: {', '.join(sorted(values))}; say so in `differ`"
            )
        if len(values) == 1 and name in seed.differ:
            (location / "differ").add_problem(f"the members agree in {name}")


def check_twins(rows: Rows, places: Mapping[str, Location]) -> None:
    """Add a problem for each two equal figures of two sentences that no corroboration joins and no period or qualifier distinguishes."""
    alike: dict[tuple[object, ...], list[Row]] = {}
    for row in rows[Metric]:
        if row["entity"] is not None:
            key = (row["document"], row["quote"], row["indicator"], row["entity"], row["status"], row["value"])
            alike.setdefault(key, []).append(row)
    for group in alike.values():
        for one, other in combinations(group, 2):
            joined = one["repeat_group"] is not None and one["repeat_group"] == other["repeat_group"]
            if not joined and one["claim_id"] != other["claim_id"] and not _told_apart(one, other):
                places[other["id"]].add_problem(
                    f"{other['quote']!r} is said of {other['entity']} in {one['section']} as well: join the two by a"
                    " corroboration, or tell them apart by period or qualifiers"
                )


def _told_apart(one: Row, other: Row) -> bool:
    """Whether both have a period and the periods differ, or both have a qualifier of one key with different values."""
    if one["period"] and other["period"] and one["period"] != other["period"]:
        return True
    shared = one["qualifiers"].keys() & other["qualifiers"].keys()
    return any(one["qualifiers"][key] != other["qualifiers"][key] for key in shared)


def _said(row: Row, name: str) -> object:
    return sorted(row[name].items()) if name == "qualifiers" else row[name]


def check_fact(curated: CuratedSentence, numbers: Sequence[object]) -> None:
    """Add a problem where a fact holds no number, date or named thing, and so nothing that could be checked."""
    about = curated.seed.about
    names = about.subject or about.mentioned
    if about.kind is ClaimKind.FACT and not (numbers or curated.seed.metrics or names):
        (curated.location / "about" / "kind").add_problem(
            "a fact holds a number, a date or a name of something: this is an opinion"
        )
