"""Which entries of entities are one entity: those of one slug, of one exact name and type in files of different reports, and
those that curators decided. Entries that are one are read as one from then on; their own lines stay as they are, so that a
decision that is taken back restores them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations

from app.seeding.connected_components import group_connected
from app.seeding.seed_files.fact_schemas import ChapterSeed, ClaimSeed, MetricSeed, RelationSeed, Surfaces
from app.seeding.seed_files.schemas import AliasSeed, EntityDecisionSeed, EntitySeed
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import check_known

# its seed, its type, and where it stands
Entry = tuple[EntitySeed, str, Location]


@dataclass
class EntityLinks:
    """The entities of a folder, each once; `kept` has the slug of the entity by every slug that leads to another.

    `decided` has the pairs of slugs that a decision keeps apart, for good or until somebody knows.
    """

    entities: list[Entry] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    decided: set[frozenset[str]] = field(default_factory=set)


def link_entities(entries: Sequence[Entry], decisions: Iterable[tuple[EntityDecisionSeed, Location]]) -> EntityLinks:
    """Join the entries. Contradictions of decisions are added as problems where they are written."""
    firsts = _by_slug(entries)
    known = [
        (one, at)
        for one, at in decisions
        if all(check_known(slug, firsts, "entity", at) for slug in (*one.same, *one.different, *one.unsure))
    ]
    # by pair, where it is said
    apart = {frozenset(pair): at for one, at in known for pair in combinations(one.different, 2)}
    open_ = {frozenset(pair) for one, _ in known for pair in combinations(one.unsure, 2)}
    joined = [*_alike(entries, apart.keys() | open_), *((slug, one.same[0]) for one, _ in known for slug in one.same)]
    pairs = [(f"{place}", slug) for place, pair in enumerate(joined) for slug in pair]
    found = EntityLinks()
    groups = {slug: group for group in group_connected([*pairs, *((f"={slug}", slug) for slug in firsts)]) for slug in group}
    for pair, at in apart.items():
        one, other = sorted(pair)
        if other in groups[one]:
            at.add_problem(f"{one} and {other} are different here, but the same by other decisions or by a shared name")
    order = {slug: place for place, slug in enumerate(firsts)}
    stays = _staying(known, groups)
    for slug in firsts:
        group = sorted(groups[slug], key=order.__getitem__)
        root = next((one for one in group if one in stays), group[0])
        if slug == root:
            found.entities.append(_joined(root, [one for one in entries if one[0].slug in group], firsts))
        else:
            found.kept[slug] = root
    _add_former(found, firsts)
    found.decided = {frozenset(found.kept.get(slug, slug) for slug in pair) for pair in apart.keys() | open_}
    return found


def _by_slug(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The first entry of each slug. The same slug in files of other reports is the same entity, if it has a name in common."""
    firsts: dict[str, Entry] = {}
    for entry in entries:
        entity, kind, at = entry
        first = firsts.setdefault(entity.slug, entry)
        if first is not entry:
            is_other = first[2].file.name == at.file.name or first[1] != kind or not _names(first[0]) & _names(entity)
            if is_other:
                at.add_problem(
                    f"entity {entity.slug!r} is given twice; the other, in {first[2].file.name}, is {_shown(first)}: give one of the"
                    " two another slug"
                    if first[2].file.name != at.file.name
                    else f"entity {entity.slug!r} is given twice"
                )
    return firsts


def _alike(entries: Sequence[Entry], apart: Set[frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of one type that have a name in common and stand in different files; none where a name is of several that a
    decision keeps apart: whose it is there, only a curator can say.
    """
    named: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entity, kind, at in entries:
        for name in _names(entity):
            named[name, kind].setdefault(entity.slug, at.file.name)
    for files in named.values():
        if not any(frozenset(pair) in apart for pair in combinations(files, 2)):
            yield from ((one, other) for one, other in combinations(files, 2) if files[one] != files[other])


def _staying(decisions: Iterable[tuple[EntityDecisionSeed, Location]], groups: Mapping[str, list[str]]) -> set[str]:
    """The slugs that stay: the first of each decision, unless another decision gives it up for another one."""
    given_up = {slug: at for one, at in decisions for slug in one.same[1:]}
    stays: dict[int, str] = {}
    for one, at in decisions:
        if one.same and one.same[0] not in given_up:
            other = stays.setdefault(id(groups[one.same[0]]), one.same[0])
            if other != one.same[0]:
                at.add_problem(
                    f"{one.same[0]} and {other} are one by several decisions: name the one that stays first in each"
                )
    return set(stays.values())


def _joined(root: str, entries: Sequence[Entry], firsts: Mapping[str, Entry]) -> Entry:
    """The entity under its slug, with the names of all its entries, and their descriptions where it has none."""
    seed, kind, at = firsts[root]
    if len(entries) == 1:
        return seed, kind, at
    filled = {
        name: value
        for name in ("name_en", "name_zh", "description_en", "description_zh")
        if not getattr(seed, name) and (value := next(filter(None, (getattr(other, name) for other, _, _ in entries)), None))
    }
    shown = {seed.name_en, seed.name_zh, *filled.values()}
    aliases = {alias.text: alias for alias in seed.aliases}
    for other, _, _ in entries:
        for alias in other.aliases:
            aliases.setdefault(alias.text, alias)
        for lang in ("en", "zh"):
            if (name := getattr(other, f"name_{lang}")) not in {None, *shown}:
                aliases.setdefault(name, AliasSeed(text=name, lang=lang))
    return seed.model_copy(update={"aliases": list(aliases.values()), **filled}), kind, at


def _add_former(found: EntityLinks, firsts: Mapping[str, Entry]) -> None:
    """Slugs that entities once had lead to them, wherever these went."""
    for slug, (entity, _, at) in firsts.items():
        for former in entity.formerly:
            root = found.kept.get(slug, slug)
            if former in firsts or found.kept.setdefault(former, root) != root:
                (at / "formerly").add_problem(f"{former} is the slug of another entity and cannot redirect here")


def _names(entity: EntitySeed) -> set[str]:
    return {name for name in (entity.name_en, entity.name_zh, *(alias.text for alias in entity.aliases)) if name}


def _shown(entry: Entry) -> str:
    return f"{entry[0].names['name_en']} ({entry[1]})"


def under_kept_slugs(chapter: ChapterSeed, kept: Mapping[str, str]) -> ChapterSeed:
    """The facts with each entity under the slug that it has."""
    if not kept:
        return chapter
    return chapter.model_copy(update={"claims": [_claim(claim, kept) for claim in chapter.claims]})


def _claim(claim: ClaimSeed, kept: Mapping[str, str]) -> ClaimSeed:
    about = claim.about
    subject = _surfaces(about.subject, kept)
    mentioned = _surfaces(about.mentioned, kept)
    if subject.keys() != about.subject.keys() or mentioned.keys() != about.mentioned.keys():
        # a sentence that is about one of two names that are one entity, and names the other, is about it
        left = {slug: words for slug, words in mentioned.items() if slug not in subject or slug in about.subject}
        about = about.model_copy(update={"subject": subject, "mentioned": left})
    metrics, relations = [_metric(one, kept) for one in claim.metrics], [_relation(one, kept) for one in claim.relations]
    return claim.model_copy(update={"about": about, "metrics": metrics, "relations": relations})


def _surfaces(surfaces: Surfaces, kept: Mapping[str, str]) -> Surfaces:
    found: Surfaces = {}
    for slug, words in surfaces.items():
        root = kept.get(slug, slug)
        before = found.get(root, [])
        # null, the longest name, is what is left to say of two names without words of their own
        found[root] = None if words is None or before is None else [*before, *words]
    return found


def _metric(metric: MetricSeed, kept: Mapping[str, str]) -> MetricSeed:
    changed: dict[str, object] = {"entity": kept[metric.entity]} if metric.entity and metric.entity in kept else {}
    if not kept.keys().isdisjoint(metric.qualifiers.values()):
        changed["qualifiers"] = {key: kept.get(value, value) for key, value in metric.qualifiers.items()}
    return metric.model_copy(update=changed) if changed else metric


def _relation(relation: RelationSeed, kept: Mapping[str, str]) -> RelationSeed:
    ends = {name: kept[slug] for name in ("subject", "object") if (slug := getattr(relation, name)) in kept}
    return relation.model_copy(update=ends) if ends else relation
