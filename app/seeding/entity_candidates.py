"""Candidates for merging: pairs of entities that may be the same, with the reasons. Likeness alone joins nothing; curators decide."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from app.seeding.entity_links import EntityLinks, Entry
from app.store.tokens import name_key

# letters of a name from which a single differing one is a slip of the pen, and how alike names have to be then
_LONG, _ALIKE = 6, 88
# a name that more entities share is no reason to join any two of them
_MOST = 8
_VERSIONS = re.compile(r"[^\W_]*\d[\w.]*")
_WORDS = re.compile(r"[^\W_]+")
# words of company names that distinguish nothing
_LEGAL = re.compile(
    r"\b(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|lp|plc|pty|pte|gmbh|kgaa|kg|ag|se|sa|sas|sarl|srl|spa|bv|nv|ab|asa|oyj?|ltda|group|holdings?|technology|technologies)\b|"
    r"(?:股份)?有限(?:责任)?公司$|(?:股份|控股)?公司$|集团$|科技$|控股$|株式会社|\(株\)"
)
_SMALL = frozenset(("of", "the", "and", "for", "a", "an", "in", "on", "de", "der", "für", "und"))


@dataclass(frozen=True)
class Candidate:
    """Two entities that may be one, and why, the strongest reason first."""

    slugs: tuple[str, str]
    reasons: tuple[str, ...]


def entity_candidates(links: EntityLinks) -> list[Candidate]:
    """The undecided pairs, those with the strongest reasons first."""
    by_slug = {entry[0].slug: entry for entry in links.entities}
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for strength, one, other, reason in _pairs(by_slug):
        pair = (one, other) if one < other else (other, one)
        if frozenset(pair) not in links.decided and reason not in {said for _, said in found[pair]}:
            found[pair].append((strength, reason))
    # an entry without a reason was looked up for a pair that is decided
    ranked = sorted((min(reasons)[0], pair, reasons) for pair, reasons in found.items() if reasons)
    return [Candidate(pair, tuple(said for _, said in sorted(reasons))) for _, pair, reasons in ranked]


def _pairs(entries: Mapping[str, Entry]) -> Iterator[tuple[int, str, str, str]]:
    names = {slug: _names(entry) for slug, entry in entries.items()}
    kinds = {slug: entry[1] for slug, entry in entries.items()}
    for name, slugs in _sharing(names, str).items():
        for one, other in combinations(slugs, 2):
            types = "" if kinds[one] is kinds[other] else f" as {kinds[one]} and {kinds[other]}"
            yield (0 if not types else 2), one, other, f"both are called {name!r}{types}"
    for slugs in _sharing(names, name_key).values():
        for one, other in combinations(slugs, 2):
            if not names[one] & names[other]:
                yield 1, one, other, "their names differ in case, width or spelling only"
    folded = {slug: {name_key(name) for name in own} for slug, own in names.items()}
    for slugs in _sharing(names, _without_legal_form).values():
        for one, other in combinations(slugs, 2):
            if kinds[one] is kinds[other] and not folded[one] & folded[other]:
                yield 1, one, other, "their names differ in the legal form only"
    yield from _abbreviated(names)
    yield from _misspelt(names, kinds)


def _sharing(names: Mapping[str, set[str]], key: Callable[[str], str]) -> dict[str, list[str]]:
    """The slugs that share a name under a key, by the key; none where too many do."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for slug, own in names.items():
        for name in sorted(own):
            if folded := key(name):
                found[folded][slug] = None
    return {name: list(slugs) for name, slugs in found.items() if 1 < len(slugs) <= _MOST}


def _names(entry: Entry) -> set[str]:
    entity = entry[0]
    return {one for one in (entity.name_en, entity.name_zh, *(alias.text for alias in entity.aliases)) if one}


def _without_legal_form(name: str) -> str:
    folded = name_key(name)
    plain = " ".join(_LEGAL.sub(" ", folded).replace(".", " ").replace(",", " ").split())
    return plain if len(plain) > 1 else ""


def _abbreviated(names: Mapping[str, set[str]]) -> Iterator[tuple[int, str, str, str]]:
    """Names in capitals that are the first letters of another's words."""
    short: dict[str, dict[str, None]] = defaultdict(dict)
    for slug, own in names.items():
        for name in sorted(own):
            if name.isascii() and name.isalpha() and name.isupper() and 2 < len(name) < 9:
                short[name][slug] = None
    for slug, own in names.items():
        for name in sorted(own):
            words = _WORDS.findall(name)
            all_ = "".join(word[0] for word in words).upper()
            main = "".join(word[0] for word in words if word.lower() not in _SMALL).upper()
            for initials in {all_, main}:
                for other in short.get(initials, ()):
                    if other != slug and len(words) > 2:
                        yield 2, other, slug, f"{initials} may stand for {name!r}"


def _misspelt(names: Mapping[str, set[str]], kinds: Mapping[str, object]) -> Iterator[tuple[int, str, str, str]]:
    """Long names of one type that are nearly the same, with the same words of digits: GPT-4 is no GPT-5, A100 no H100."""
    # imported when it is first needed
    from rapidfuzz import fuzz, process

    groups: dict[tuple[object, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for slug, own in names.items():
        for name in own:
            if len(folded := name_key(name)) >= _LONG:
                groups[kinds[slug], tuple(_VERSIONS.findall(folded))].setdefault(folded, slug)
    for group in groups.values():
        known = sorted(group)
        for place, name in enumerate(known):
            near = process.extract(name, known[place + 1 :], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST)
            for other, *_ in near:
                if group[name] != group[other] and _differ_within_words(name, other):
                    yield 3, group[name], group[other], f"{name!r} and {other!r} are spelled nearly alike"


def _differ_within_words(one: str, other: str) -> bool:
    """Whether no word or version is added: `Qwen Max` is no `Qwen`."""
    return len(_WORDS.findall(one)) == len(_WORDS.findall(other))


def where_named(mentions: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """By entity, in how many sentences of which document it is named."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entity, document in mentions:
        found[entity][document] += 1
    return {entity: dict(counts) for entity, counts in found.items()}
