"""Whether a sentence of a new export says what the old one said of its figures.

Its numbers are the same, its figures are read as the same in the same order, and it neither denies what the old one stated nor turns its
direction round. Where any of these differs, a curator is asked: `420 thousand cafes` has the digits of `420 cafes`, `fell by 4%` those of
`rose by 4%`.
"""

import re
from collections import Counter, defaultdict
from functools import cached_property

from app.report import Report

# words of Latin script whole, as `note` has no `not`
_LATIN = {
    "denial": r"not|\w+n['’]t|never|no longer|neither|nor|without|hardly|nicht|kein\w*|nie|pas|jamais|nunca",
    "rise": r"r[oi]se[sn]?|rising|gr[eo]w\w*|increas\w+|gain\w*|climb\w*|up|higher|more|above|exceed\w*|stieg\w*|steig\w+|wuchs\w*|wachs\w*|mehr",
    "fall": r"f[ae]ll\w*|drop\w*|declin\w+|decreas\w+|los[st]\w*|shr[aiu]nk\w*|down|lower|less|fewer|below|under|sank\w*|sink\w*|fiel\w*|weniger",
}  # fmt: skip
_HAN = {
    "denial": r"不|未|没|無|无|非|否|ない|なかった|ません",
    "rise": r"增|升|涨|漲|上调|提高|扩大|超过|超過|高于|伸び|上が",
    "fall": r"降|减|減|跌|下滑|下调|缩|縮|低于|不足|下が",
}
_WORDS = {name: re.compile(rf"\b(?:{words})\b|{_HAN[name]}", re.IGNORECASE) for name, words in _LATIN.items()}
Figure = tuple[object, ...]


class Statements:
    """What the sentences of a report say in numbers and figures."""

    def __init__(self, report: Report) -> None:
        self._report = report

    @cached_property
    def numbers(self) -> dict[int | None, Counter[str]]:
        """The numbers of each sentence that has any."""
        found: dict[int | None, Counter[str]] = defaultdict(Counter)
        for number in self._report.numbers:
            found[number.sentence][number.text] += 1
        return dict(found)

    def figures(self, place: int) -> list[Figure]:
        """The figures of a sentence as they are read, in its order."""
        sentence = self._report.sentences[place]
        return [
            (one.value, one.value_max, one.deviation, one.comparator, one.unit)
            for one in self._report.quantities
            if sentence.start <= one.start < sentence.end
        ]

    def directions(self, place: int) -> dict[str, bool]:
        """Which of denial, rise and fall a sentence has words of."""
        text = self._report.sentences[place].text
        return {name: words.search(text) is not None for name, words in _WORDS.items()}


def says_the_same(old: Statements, at: int, new: Statements, to: int) -> bool:
    """Whether the sentence `to` of the new report says of its figures what the sentence `at` of the old one does."""
    return (
        old.numbers.get(at) == new.numbers.get(to)
        and old.figures(at) == new.figures(to)
        and old.directions(at) == new.directions(to)
    )
