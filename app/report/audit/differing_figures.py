"""Figures that seem to say the same thing differently: the same words before them, the same unit and time, another value.

Found by words alone, so each pair is to be compared, not a contradiction: scope and basis may differ.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from app.report.figures.quantity import Quantity
from app.report.model import Report

# words that are alike by so much of 100 speak of the same thing
_ALIKE = 92
# letters that are enough to tell what is spoken of
_LEAST = {"zh": 6, "ja": 6, "ko": 6}
_LEAST_LATIN = 16
_CLAUSE = re.compile(r"[，,、：:；;（()）|]\s*")
_TIME = re.compile(r"(?:19|20)\d\d|\d{1,2}\s?月|上半年|下半年|Q[1-4]|H[12]")
_FROM, _TO = re.compile(r"从|由|自|\bfrom\b"), re.compile(r"至|到|\bto\b")
# what a report may compare at most: pairs grow with the square
_MOST = 400


@dataclass(frozen=True, slots=True)
class Varied:
    """Two figures, their sentences, and the similarity of the words before them, from 0 to 100."""

    first: Quantity
    first_sentence: int
    second: Quantity
    second_sentence: int
    likeness: int


@dataclass(frozen=True, slots=True)
class _Said:
    quantity: Quantity
    sentence: int
    words: str
    head: str
    times: frozenset[str]


def varied_figures(report: Report) -> list[Varied]:
    """The pairs, the most alike first."""
    least = _LEAST.get(report.language, _LEAST_LATIN)
    by_kind: dict[tuple[object, ...], list[_Said]] = defaultdict(list)
    for one in _said(report):
        if len(one.words) >= least:
            by_kind[one.quantity.unit, one.times].append(one)
    found = [pair for group in by_kind.values() for pair in _pairs(group[:_MOST])]
    return sorted(found, key=lambda one: (-one.likeness, one.first.start, one.second.start))


def _pairs(group: Sequence[_Said]) -> Iterator[Varied]:
    for one, other in combinations(group, 2):
        if one.sentence == other.sentence or _value(one.quantity) == _value(other.quantity):
            continue
        likeness = fuzz.ratio(one.words, other.words, score_cutoff=_ALIKE)
        # from 20 % to 0.3 %: two ends of one change
        if likeness and _is_end(one) == _is_end(other):
            yield Varied(one.quantity, one.sentence, other.quantity, other.sentence, round(likeness))


def _is_end(one: _Said) -> bool:
    return bool(_FROM.search(one.head)) and bool(_TO.search(one.head))


def _value(quantity: Quantity) -> tuple[object, ...]:
    return quantity.value, quantity.value_max


def _said(report: Report) -> Iterator[_Said]:
    """Each figure with the words of its clause before it."""
    starts = [one.start for one in report.sentences]
    for quantity in report.quantities:
        index = bisect_right(starts, quantity.start) - 1
        sentence = report.sentences[index]
        end = bisect_right(sentence.shown, quantity.start - 1)
        before = sentence.text[:end]
        clauses = [one for one in _CLAUSE.split(before) if one.strip()]
        head = "".join(clauses[-2:] if clauses and len(clauses[-1]) < 6 else clauses[-1:])
        words = re.sub(r"[\d\s.%]+", "", head) if report.language in _LEAST else re.sub(r"\d[\d.,%]*", "", head).strip()
        yield _Said(quantity, index, words, head, frozenset(_TIME.findall(sentence.text)))
