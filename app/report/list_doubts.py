"""Lists of references that may not be those of the markers they answer: a later list is missing, or the numbers do not fit.

A marker answered by such a list would have a source that is not its own, so it is left without one, or the doubt is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.report.bibliography import Bibliography, Entry
from app.report.bibliography.lists import DEEPEST, EntryList
from app.report.markdown.blocks import Block
from app.report.markers.markers import Mark

# chapters that cite the report's own list although they stand behind it
_APPENDIX = re.compile(
    r"[\W_\d]*(?:appendi|annex|anhang|ap[ée]ndice|anexo|allegato|supplement|acknowledg|about|author|contact|notes?\b|glossar|"
    r"changelog|version|[A-Z](?:\.\d+)*[.:)]?\s|附[录錄]|附件|付録|補足|부록|致[谢謝]|关于|术语|谢辞)",
    re.I,
)
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:!?。，；：！？、)）\[【|]|$)")
_LEAST_IN_ORDER = 2
_LEAST_TO_FIT = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """The markers of `start`..`end` that `entries` answer may mean other sources; `withheld` if they therefore have none."""

    kind: str
    message: str
    start: int
    end: int
    entries: frozenset[Entry]
    withheld: bool

    def concerns(self, mark: Mark, entry: Entry) -> bool:
        return self.start <= mark.start < self.end and not mark.url and entry in self.entries


def list_doubts(
    text: str, bibliography: Bibliography, answered: Sequence[tuple[Mark, object]], unanswered: Sequence[Mark]
) -> list[Doubt]:
    """The doubts about the lists, from the markers with what answers each, and those that nothing does."""
    numbered = [one for one in bibliography.lists if not one.is_of_notes]
    found = [
        (mark, entry) for mark, entry in answered if isinstance(entry, Entry) and mark.label.isdecimal() and not mark.url
    ]
    return [
        *_cut_off(text, numbered, unanswered),
        *_missing_list(text, bibliography, numbered, found),
        *(_uneven_chapters(numbered, found) if bibliography.chapters else ()),
        *(
            doubt
            for one in numbered
            for doubt in _mismatch(one, found, [mark for mark in unanswered if _is_placed(text, mark)])
        ),
    ]


def _cut_off(text: str, numbered: Sequence[EntryList], unanswered: Sequence[Mark]) -> Iterator[Doubt]:
    """The last entry of a file that ends amid its list: its address may be cut."""
    if not numbered or text.endswith(("\n", "\r")) or numbered[-1].entries[-1].end < len(text):
        return
    last = numbered[-1].entries[-1]
    beyond = {int(mark.label) for mark in unanswered if mark.label.isdecimal() and last.label.isdecimal()}
    if any(int(last.label) < number <= 3 * int(last.label) + 10 for number in beyond):
        message = f"the file ends with entry {last.label}, but the markers go beyond it: it may be cut off, and the entry incomplete"
        yield Doubt("cut-off-list", message, last.start, last.end, frozenset({last}), withheld=False)


def _missing_list(
    text: str, bibliography: Bibliography, numbered: Sequence[EntryList], found: Sequence[tuple[Mark, Entry]]
) -> Iterator[Doubt]:
    """The last list, where a chapter follows that is not the list's own and has none, as in a file that was cut off."""
    if not numbered or (len(numbered) > 1 and not bibliography.chapters):
        return
    last = numbered[-1]
    heading = _next_chapter(bibliography.body, last)
    if heading is None or _APPENDIX.match(text, heading.start, heading.end):
        return
    own = [mark for mark, entry in found if entry in last.entries]
    before, behind = (
        _first_uses(one)
        for one in ([mark for mark in own if mark.start < last.start], [mark for mark in own if mark.start > heading.start])
    )
    if not before or not behind:
        return
    lowest = min((int(entry.label) for entry in last.entries if entry.label.isdecimal()), default=1)
    beside = heading.level == last.level and not bibliography.chapters
    if beside and not (_in_order(before, lowest) and _in_order(behind, lowest)):
        return
    withheld = bibliography.chapters or (behind[0] == lowest and not beside)
    done = "left without a source" if withheld else "matched to that list"
    message = (
        f"the chapter at {heading.start} stands behind a list of references and has none of its own; its markers were {done}"
    )
    yield Doubt("missing-list", message, heading.start, len(text) + 1, frozenset(last.entries), withheld)


def _uneven_chapters(numbered: Sequence[EntryList], found: Sequence[tuple[Mark, Entry]]) -> Iterator[Doubt]:
    """An early list of which its chapter cites less than half, while a later list goes on beyond it: it may be no list of the chapter's."""
    cited = {entry for _, entry in found}
    for one in numbered[:-1]:
        used = sum(entry in cited for entry in one.entries)
        longer = any(len(other.entries) > len(one.entries) for other in numbered)
        if used and used * 2 < len(one.entries) and longer:
            message = (
                f"of the {len(one.entries)} entries of the list at {one.start} the text before it cites {used}: "
                "its markers may refer to another list"
            )
            yield Doubt("chapter-list", message, 0, one.end, frozenset(one.entries), withheld=False)


def _next_chapter(body: Sequence[Block], last: EntryList) -> Block | None:
    """The first heading behind a list that is not below the list's."""
    headings = [one for one in body if one.kind == "heading" and one.level <= DEEPEST and one.start > last.end]
    if last.level is None:
        return next(iter(headings), None)
    return next((one for one in headings if one.level <= last.level), None)


def _in_order(numbers: Sequence[int], lowest: int) -> bool:
    """Whether numbers count up from the lowest of the list, as those of a text of its own do."""
    return len(numbers) >= _LEAST_IN_ORDER and list(numbers) == [*range(lowest, lowest + len(numbers))]


def _first_uses(marks: Sequence[Mark]) -> list[int]:
    """The numbers in the order of their first use."""
    return list(dict.fromkeys(int(mark.label) for mark in marks))


def _is_placed(text: str, mark: Mark) -> bool:
    """Whether a number stands as a marker does: `the element [0] of a list` is an index."""
    return mark.label != "0" or bool(_CLAUSE_ENDS.match(text, mark.end))


def _mismatch(one: EntryList, found: Sequence[tuple[Mark, Entry]], unanswered: Sequence[Mark]) -> Iterator[Doubt]:
    """A list that prints no numbers, or stands before all markers as steps do, where the markers' numbers go beyond it."""
    entries = frozenset(one.entries)
    own = [mark for mark, entry in found if entry in entries]
    labels = [int(entry.label) for entry in one.entries if entry.label.isdecimal()]
    if not own or not labels:
        return
    others = {int(mark.label) for mark in unanswered if mark.label.isdecimal() and len(mark.label) <= 3}
    positional = not any(entry.explicit for entry in one.entries)
    steps = not one.headed and own[0].start > one.end and all(entry.form in {"item", "point"} for entry in one.entries)
    beyond = sorted(other for other in others if max(labels) < other <= 3 * max(labels) + 10)
    used = {int(mark.label) for mark in own}
    from_zero = 0 in others and min(labels) == 1 and used == {*range(1, max(labels))}
    if not (from_zero or (beyond and (positional or steps))):
        return
    # one number too many, where all others fit, is a slip of the pen
    withheld = from_zero or len(beyond) > 1 or not {*labels} <= used or len(labels) < _LEAST_TO_FIT
    number = 0 if from_zero else beyond[0]
    message = (
        f"the list at {one.start} has the numbers {min(labels)} to {max(labels)}, but the markers have a {number}: "
        + ("it may not be their list, so they were left without a source" if withheld else "check whether it is their list")
    )
    yield Doubt("list-mismatch", message, 0, own[-1].end, entries, withheld)
