"""Errors that show only when rows are compared: versions without a series, twins, facts that state nothing checkable."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.relations_in_names import series_by_name
from app.seeding.seed_files.comparison_schemas import CorroborationSeed
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row, Rows
from app.store.tables import Mention, Metric, Relation
from app.vocabulary import ClaimKind, EntityType, Predicate

# what two statements of one fact have in common, unless the text itself distinguishes them
_SAID = ("indicator", "entity", "comparator", "status", "period", "as_of", "qualifiers")
# 看似出台了 is rare, and words like 推出了 praise as often as they report
_ACT = re.compile("(?:出台|印发|颁布|签署|签订)了")
_VERSIONED = (EntityType.MODEL, EntityType.CHIP, EntityType.FRAMEWORK)


def check_versions(seeds: Seeds, rows: Rows) -> None:
    """Add a problem for each entity whose name is that of a version but that no relation assigns to its series.

    A version of a version is in the series that the latter is in.
    """
    placed: dict[str, set[str]] = {}
    for row in rows[Relation]:
        if row["predicate"] == Predicate.PART_OF_SERIES:
            placed.setdefault(row["subject"], set()).add(row["object"])
    named = {row["entity"] for row in rows[Mention]}
    locations = {entity.slug: location for entity, _, location in seeds.entities}
    for version, found in series_of_versions(seeds).items():
        for series in found if version in named else ():
            if series not in _reached(version, placed):
                locations[version].add_problem(
                    f"{version} is a version of {series} by its name: no sentence has it part_of_series"
                )


def _reached(version: str, placed: Mapping[str, Iterable[str]]) -> set[str]:
    reached, left = set[str](), [version]
    while left:
        more = set(placed.get(left.pop(), ())) - reached
        reached |= more
        left += more
    return reached


def series_of_versions(seeds: Seeds) -> dict[str, list[str]]:
    """The nearest series of each model, chip or framework that is a version of one by its name."""
    found: dict[str, list[str]] = {}
    for kind in _VERSIONED:
        of_kind = [entity for entity, type_, _ in seeds.entities if type_ == kind]
        found |= series_by_name({one.slug: {*one.names.values(), *(a.text for a in one.aliases)} for one in of_kind})
    return found


def check_aliases(seeds: Seeds) -> None:
    """Add a problem for each alias that two entities of one type share: a surface of two names is the name of neither."""
    seen: dict[tuple[str, str], str] = {}
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
    """Add a problem where a fact holds nothing that could be checked, or an opinion an act of a government or of parties to a contract."""
    about = curated.seed.about
    names = about.subject or about.mentioned
    if about.kind is ClaimKind.FACT and not (numbers or curated.seed.metrics or names):
        (curated.location / "about" / "kind").add_problem(
            "a fact holds a number, a date or a name of something: this is an opinion"
        )
    act = _ACT.search(curated.row["text"])
    if about.kind is ClaimKind.OPINION and act:
        (curated.location / "about" / "kind").add_problem(
            f"{act[0]!r} says what was done, which can be checked: this is a fact"
        )
