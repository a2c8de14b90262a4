"""Which conventions a report uses: found out once, from what its lists answer and from counts."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.report.markdown.blocks import Block
from app.report.markers.candidates import Scan
from app.report.markers.conventions import bare_digits, joined_digits
from app.report.markers.conventions.base import LISTED
from app.report.markers.digit_selection import choose
from app.report.markers.markers import Citation, Mark
from app.report.model import ConventionUse
from app.report.problems import Problem

# says whether an entry, or the marker's own address, answers a mark
Answers = Callable[[Mark, str], bool]
# ways of citing that stand for themselves: no other reading of the characters is likely
_CERTAIN = {
    "bracketed-link",
    "empty-link",
    "footnote",
    "inline-note",
    "lenticular",
    "superscript",
    "search-key",
    "key",
    "role",
    "file-link",
}
# ways whose characters mean something else as often: markers only where most of the report's are written so
_WEAK = {"round-bracket", "raised-digit", "caret"}
# of these an entry's number is told where it is read as text: `(1)` is an enumeration too often
_TOLD = {"raised-digit", "caret"}
_NUMBERED = {"numeric-bracket", "linked-number", "footnote", "lenticular", "superscript", "worded", "raised-digit"}
_SURE = 3
_FEWEST_NUMBERS = 5
_SOURCE_KEY = re.compile(r"(?:S|Src|SRC|Ref|Source)-?\d{1,3}")
# `(June 2021)` is a date
_MONTH = re.compile(
    r"(?:Jan|Feb|Mar|M[äa]rz|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz]|Spring|Summer|Autumn|Fall|Winter|Q[1-4])[a-z]*\.?\s\S*$"
)
_YEARLY = re.compile(r"^[a-z][\w:-]*(?:19|20)\d\d[a-z]?$", re.I)


@dataclass(frozen=True, slots=True)
class Survey:
    """The citations of a report in order, how it cites, and what looks like a marker and is none.

    `unanswered` are markers that no entry answers and that are therefore read as text.
    """

    citations: tuple[Citation, ...]
    starts: tuple[int, ...]
    uses: tuple[ConventionUse, ...]
    unanswered: tuple[Citation, ...]
    problems: tuple[Problem, ...]

    def counted_by(self, resolves: Answers) -> "Survey":
        """The same, with the markers that have one source counted anew."""
        return replace(self, uses=_uses(self.citations, resolves))

    def within(self, start: int, end: int) -> Sequence[Citation]:
        return self.citations[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the entries of a report are numbered: how many there are, and the highest number.

    `dated` says whether most say when they were read, as those of Gemini do, which sets its markers as bare digits beside others;
    `by_place` whether none prints its number.
    """

    listed: int
    highest: int
    dated: bool
    by_place: bool


def survey(text: str, blocks: Sequence[Block], found: Scan, answers: Answers, numbering: Numbering) -> Survey:
    """Decide for each candidate whether it is a marker."""
    answered = Counter(one.kind for one in found.candidates if _is_answered(one, answers))
    counted = Counter(one.kind for one in found.candidates)
    judge = _Judge(
        answers,
        answered,
        counted,
        listed=numbering.listed,
        bracketed=_bracketed(found.candidates),
        source_keys=_source_keys(found.candidates),
    )
    accepted = [one for one in found.candidates if judge.accepts(one)]
    unanswered = [one for one in found.candidates if judge.tells(one)]
    digits, open_cases = _digits(text, blocks, found.protected, accepted, answers, numbering)
    accepted = sorted([*accepted, *digits], key=lambda one: one.start)
    passed = [one for one in found.candidates if one.kind in _TOLD and not judge.accepts(one) and _is_answered(one, answers)]
    doubtful = sorted({*((one.start, one.end) for one in open_cases), *((one.start, one.end) for one in passed)})
    problems = [
        Problem(
            "possible-marker", f"{text[start:end].strip()!r} at {start} may be a marker, but was kept as text", start, end
        )
        for start, end in doubtful
    ]
    return Survey(
        tuple(accepted), tuple(one.start for one in accepted), _uses(accepted, answers), tuple(unanswered), tuple(problems)
    )


def _is_answered(citation: Citation, answers: Answers) -> bool:
    return all(answers(mark, citation.kind) for mark in citation.marks)


def _bracketed(candidates: Sequence[Citation]) -> int:
    """The number of different numbers in square brackets: without a list, a single one is not evidence of citing."""
    labels = {mark.label for one in candidates if one.kind == "numeric-bracket" for mark in one.marks}
    return len({label for label in labels if len(label) <= 3})


def _source_keys(candidates: Sequence[Citation]) -> int:
    """The number of different keys such as `S1` in square brackets."""
    labels = {mark.label for one in candidates if one.kind == "label" and not one.kept for mark in one.marks}
    return sum(bool(_SOURCE_KEY.fullmatch(label)) for label in labels)


@dataclass(frozen=True, slots=True)
class _Judge:
    answers: Answers
    answered: Counter[str]
    counted: Counter[str]
    listed: int
    bracketed: int
    source_keys: int

    def accepts(self, citation: Citation) -> bool:
        kind = citation.kind
        if kind in _CERTAIN:
            return True
        known = _is_answered(citation, self.answers)
        match kind:
            case "linked-number":
                return known and (self._labelled(citation) or self._is_number(citation))
            case "text-link" | "bare-address":
                return known and (self._is_listed(citation) or self._links_cite(kind))
            case "author-date":
                # of several works in one pair of brackets, those that the list lacks are told
                return any(self.answers(mark, kind) for mark in citation.marks)
            case "worded":
                return known or not self.listed or self.answered[kind] >= _SURE
            case "numeric-bracket":
                return known or (
                    self._is_number(citation)
                    and all(int(mark.label) for mark in citation.marks)
                    and (self._is_unlisted() or self.answered[kind] >= _SURE)
                )
            case "label" if not self.listed and self._are_source_keys(citation):
                return True
            case "label" if citation.kept:
                # `@lund2019` beside `[@berg2021]`, whose list is in a file of its own
                return known or (self.counted["key"] > 0 and bool(_YEARLY.search(citation.marks[0].label)))
            case _ if kind in _WEAK:
                alike = {kind} if kind == "round-bracket" else {kind, "superscript"}
                others = sum(count for other, count in self.answered.items() if other in _NUMBERED - alike)
                several = kind == "raised-digit" or self.answered[kind] > 1
                return known and self.answered[kind] > others and several
            case _:
                return known

    def tells(self, citation: Citation) -> bool:
        """Whether a candidate that is read as text is told: it looks like the report's markers, and no entry answers it."""
        if citation.kind == "author-date":
            by_date = self.answered[citation.kind] > 0
            return by_date and not self.accepts(citation) and not _MONTH.match(citation.marks[0].label)
        alike = citation.kind == "numeric-bracket" or (
            citation.kind == "label" and not citation.kept and self.answered["label"]
        )
        return bool(alike) and not self.accepts(citation)

    def _labelled(self, citation: Citation) -> bool:
        """Whether an entry has the label, and not only the marker an address."""
        return all(self.answers(Mark(mark.label, None, mark.start, mark.end), citation.kind) for mark in citation.marks)

    def _is_number(self, citation: Citation) -> bool:
        """A year in brackets is a marker only if an entry has that number."""
        return all(len(mark.label) <= 3 for mark in citation.marks)

    def _are_source_keys(self, citation: Citation) -> bool:
        """`[S1][S2]`, whose list is in another file: at the end of a clause, and several in the report."""
        return self.source_keys >= _SURE and all(_SOURCE_KEY.fullmatch(mark.label) for mark in citation.marks)

    def _is_unlisted(self) -> bool:
        return not self.listed and self.bracketed >= _SURE and self.counted["numeric-bracket"] >= _SURE

    def _links_cite(self, kind: str) -> bool:
        """Links with words are sources where the report names them in no other way."""
        return not self._others() and (not self.listed or self.counted[kind] >= _SURE)

    def _is_listed(self, citation: Citation) -> bool:
        """Whether a definition answers a link by its label, or, where no numbers cite, an entry by its address."""
        if all(mark.label for mark in citation.marks):
            return True
        return not self._others() and all(self.answers(mark, LISTED) for mark in citation.marks)

    def _others(self) -> int:
        return sum(count for kind, count in self.answered.items() if kind in _NUMBERED)


def _digits(
    text: str,
    blocks: Sequence[Block],
    protected: Sequence[tuple[int, int]],
    accepted: Sequence[Citation],
    answers: Answers,
    numbering: Numbering,
) -> tuple[list[Citation], list[bare_digits.Digits]]:
    """Bare digits, where no other convention numbers the sources, or some are bare beside the others of a report of Gemini's."""
    highest = numbering.highest
    if not highest:
        return [], []
    numbered = sum(one.kind in _NUMBERED and _is_answered(one, answers) for one in accepted)
    spans = sorted(protected)
    starts = [start for start, _ in spans]
    found: dict[int, bare_digits.Digits] = {}
    for block in blocks:
        if block.kind != "heading":
            for digits in bare_digits.find_digits(text, block.start, block.end, highest):
                at = bisect_right(starts, digits.start) - 1
                if at < 0 or spans[at][1] <= digits.start:
                    found.setdefault(digits.end, digits)
    for rows in _tables(blocks):
        for digits in bare_digits.find_cells(text, rows, highest):
            found[digits.end] = digits
    for before, block in pairwise(blocks):
        below = before.kind == "table_row" and block.kind == "paragraph"
        if below and (alone := bare_digits.find_below_table(text, block.start, block.end, highest)):
            found[alone.end] = alone
    prose = [(block.start, block.end) for block in blocks if block.kind != "heading"]
    joined = joined_digits.find_joined(text, prose, spans, highest)
    sure = [digits for digits in found.values() if digits.certainty == 2]
    if numbered and numbered * 2 >= max(len(sure), len(joined)):
        beside = [one for one in found.values() if one.certainty > 0 and not one.name and not one.amid and numbering.dated]
        return [bare_digits.citation(digits) for digits in beside], []
    if numbering.by_place and not _count_the_entries([*sure, *joined], highest):
        return [], []
    closed = [digits for digits in sure if bare_digits.stands_behind_closer(text, digits)]
    if joined and len(joined) > len(sure) - len(closed):
        return [bare_digits.citation(digits) for digits in (*joined, *closed)], []
    chosen, open_cases = choose(text, list(found.values()), known=numbering.listed)
    return [bare_digits.citation(digits) for digits in chosen], open_cases


def _count_the_entries(digits: Sequence[bare_digits.Digits], highest: int) -> bool:
    """Whether the numbers of a text end with the last entry: where entries print none, a lost one would shift all others."""
    numbers = {int(number) for one in digits for number in re.findall(r"\d+", one.numbers)}
    return len(numbers) >= _FEWEST_NUMBERS and max(numbers) == highest


def _tables(blocks: Sequence[Block]) -> Iterator[list[tuple[int, int]]]:
    rows: list[tuple[int, int]] = []
    for block in blocks:
        if block.kind == "table_row":
            rows.append((block.start, block.end))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _uses(accepted: Sequence[Citation], answers: Answers) -> tuple[ConventionUse, ...]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for citation in accepted:
        for mark in citation.marks:
            counts[citation.kind][0] += 1
            counts[citation.kind][1] += answers(mark, citation.kind)
    uses = (ConventionUse(kind, count, answered) for kind, (count, answered) in counts.items())
    return tuple(sorted(uses, key=lambda use: (-use.count, use.kind)))
