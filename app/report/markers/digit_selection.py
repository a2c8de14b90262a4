"""Which bare digits of a report are markers, and which only may be."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from app.report.markers.conventions.bare_digits import BEYOND, TOLD, Digits

_SMALL_NUMBER = re.compile(r"[ \t\xa0](?=[ \t\xa0\d])(?<![ \t\xa0].)[ \t\xa0]*(?P<number>\d{1,3})(?!\d)")
_WORD_BEFORE = re.compile(r"(?<![\w-])(?P<word>[^\W\d_][\w.’'/+-]*)[*_]*$")
_LONGEST_WORD = 60


def choose(text: str, found: Sequence[Digits], *, known: int) -> tuple[list[Digits], list[Digits]]:
    """Those that are markers, and those that only may be.

    Nobody counts to `algorithm 23` without an algorithm 22: behind such a word a high number is a marker where the word has no
    other number, and no other marker that one.
    A capitalised word with different numbers behind it (`Phase 1`, `Phase 2`) or with the same one several times is a name.
    A report numbers its sources in the order of their first use: an open case is a marker where its number is due. Behind
    a capitalised word in the middle of a clause (`marking Sector 9 as`) it is not, and is told.
    """
    names = _names(text, {digits.name.partition(" ")[0].casefold() for digits in found if digits.name})
    certain = [digits for digits in found if digits.certainty == 2]
    sure, cited = len(certain), {number for digits in certain for number in digits.numbers.split(",")}
    if sure < 2 and not (sure and known <= 3):
        return [], certain
    chosen: list[Digits] = []
    open_cases: list[Digits] = []
    highest = 0
    seen: set[int] = set()
    first_numbers = [(digits.start, int(re.findall(r"\d+", digits.numbers)[0])) for digits in certain]
    for digits in sorted(found, key=lambda one: one.start):
        numbers = [int(number) for number in re.findall(r"\d+", digits.numbers)]
        named = digits.name and _is_name(names[digits.name.partition(" ")[0].casefold()])
        due = all(number <= highest + 2 for number in numbers) and (
            numbers[0] > 9 or numbers[0] > highest or numbers[0] in seen
        )
        # where the first markers are 55 and 54, no number is the next
        due = due and bool(highest or not seen)
        following = next((number for start, number in first_numbers if start > digits.start), 0)
        # 12 between 9 and 13
        due = due or highest < numbers[0] < following <= numbers[0] + 2
        alone = digits.certainty == 0 and digits.name and not named and numbers[0] > 9 and digits.numbers not in cited
        if (
            alone
            or digits.certainty == 2
            or (digits.certainty == 1 and not named and (due and not digits.amid if digits.name else True))
        ):
            chosen.append(digits)
            seen.update(numbers)
            highest = max([highest, *numbers]) if max(numbers) <= highest + 5 else highest
        elif not named and (digits.certainty in {1, TOLD, BEYOND} or (digits.name and digits.numbers in cited)):
            open_cases.append(digits)
    return chosen, open_cases


def _names(text: str, asked: set[str]) -> dict[str, Counter[str]]:
    """The numbers that follow each of the words, anywhere in the report."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for match in _SMALL_NUMBER.finditer(text):
        found = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
        if found and (word := found["word"].casefold()) in asked:
            names[word][match["number"]] += 1
    return names


def _is_name(numbers: Counter[str]) -> bool:
    return len(numbers) > 1 or max(numbers.values(), default=0) > 1
