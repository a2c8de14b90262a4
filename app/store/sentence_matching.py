"""Matching the sentences of an old text with those of a new one: by equal words, then by likeness and matched neighbours."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process

# of a hundred: what is less alike is another sentence; how much a matched neighbour counts; how far the next best must be off
_ALIKE = 66
_NEIGHBOUR = 12
_MARGIN = 3
_CANDIDATES = 5


def match_sentences(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The place in `new` of each sentence of `old` that is found there, equal or reworded."""
    found = _equal(old, new)
    for _ in range(2):
        # what the first round finds are neighbours in the second
        found |= _alike(old, new, found)
    return found


def _equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Equal words that are unique on both sides, then the others beside what is matched, then in order."""
    counts, others = Counter(old), Counter(new)
    places: dict[str, list[int]] = {}
    for place, text in enumerate(new):
        places.setdefault(text, []).append(place)
    found = {i: places[text][0] for i, text in enumerate(old) if counts[text] == 1 and others[text] == 1}
    taken = set(found.values())
    for beside in (True, False):
        for i, text in enumerate(old):
            free = [place for place in places.get(text, ()) if place not in taken] if i not in found else []
            if beside:
                free = [place for place in free if found.get(i - 1) == place - 1 or found.get(i + 1) == place + 1]
            if free:
                found[i] = free[0]
                taken.add(free[0])
    return found


def _alike(old: Sequence[str], new: Sequence[str], known: dict[int, int]) -> dict[int, int]:
    taken = set(known.values())
    free = {place: text for place, text in enumerate(new) if place not in taken}
    scored: list[tuple[float, int, int]] = []
    for i, text in enumerate(old):
        if i in known or not free:
            continue
        near = process.extract(text, free, scorer=fuzz.ratio, score_cutoff=_ALIKE - _NEIGHBOUR, limit=_CANDIDATES)
        scores = sorted(
            ((score + _NEIGHBOUR * _is_beside(i, place, known), place) for _, score, place in near), reverse=True
        )
        if scores and scores[0][0] >= _ALIKE and (len(scores) == 1 or scores[0][0] - scores[1][0] >= _MARGIN):
            scored.append((scores[0][0], i, scores[0][1]))
    found: dict[int, int] = {}
    for _, i, place in sorted(scored, reverse=True):
        if place not in taken:
            found[i] = place
            taken.add(place)
    return found


def _is_beside(i: int, place: int, known: dict[int, int]) -> bool:
    return known.get(i - 1) == place - 1 or known.get(i + 1) == place + 1
