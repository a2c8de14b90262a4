"""Finds the entry, and its list, that the label of a marker refers to."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.report.bibliography.addresses import addresses, main_address
from app.report.bibliography.entries import Entry, has_access
from app.report.bibliography.entry_blocks import ADDRESS
from app.report.bibliography.headings import is_of_further_reading, is_of_notes
from app.report.bibliography.lists import EntryList, find_lists
from app.report.markdown.blocks import Block

# the forms of entries that each convention of markers goes with
_FORMS = {
    "numeric-bracket": {"bracket", "linked", "key"},
    "linked-number": {"linked", "bracket", "item", "point"},
    "footnote": {"definition", "bracket", "caret"},
    "lenticular": {"lenticular", "bracket"},
    "superscript": {"caret", "item", "point", "definition"},
    "bare-digits": {"item", "point"},
    "round-bracket": {"round", "item", "point"},
    "worded": {"word", "bracket"},
}
# an entry that is printed more often is looked at no closer
_MOST_PRINTED = 20
_NOTED = "worded-note"
_RAISED = {"superscript", "raised-digit", "caret", "footnote"}
# conventions whose markers only an entry answers that prints its number so
_OWN_FORM = {"circled": "circled", "numbered-note": "note", "search-key": "word", "symbol": "symbol"}


class _Unresolved:
    """Stands for an entry that is not to be had."""


# more than one entry answers, or one of a list that may be another chapter's
AMBIGUOUS: Final = _Unresolved()
WITHHELD: Final = _Unresolved()


@dataclass(frozen=True, slots=True)
class _Scoped:
    """A list and the stretch of text whose markers it answers."""

    entries: dict[str, list[Entry]]
    start: int
    end: int


class Bibliography:
    """All lists of a report; `start` is where the body ends, `chapters` whether each list answers its own chapter only."""

    def __init__(self, text: str, lists: Sequence[EntryList], body: Sequence[Block], behind: Sequence[Block]) -> None:
        self.lists = lists
        self.body = body
        self.behind = behind
        self.entries = [entry for one in lists for entry in one.entries]
        self.chapters = _are_chapters(lists, body)
        self.start = _body_end(text, lists, body)
        self._scopes = [
            _scoped(one, lists[:place], last=place == len(lists) - 1, chapters=self.chapters, size=len(text))
            for place, one in enumerate(lists)
        ]
        self._notes = {entry for one in lists if _is_of_notes(text, one) for entry in one.entries}
        self._further = {entry for one in lists if _is_further(text, one) for entry in one.entries}
        self._footnotes = {entry for entry in self.entries if _is_footnote(text, entry)}
        self._text = text
        # whether numbers in square brackets cite, so that raised ones lead to the notes
        self.brackets_cite = False
        self._dated = {entry for one in lists if _says_when_read(text, one) for entry in one.entries}
        self._labelled: dict[str, list[tuple[_Scoped, list[Entry]]]] = defaultdict(list)
        for scope in self._scopes:
            for label, same in scope.entries.items():
                self._labelled[label].append((scope, same))
        self._folded = {label.casefold(): label for scope in self._scopes for label in scope.entries}

    def known(self, label: str) -> bool:
        return label in self._labelled

    @property
    def highest(self) -> int:
        """The highest number that labels an entry; the number of entries where none of their one list prints its own."""
        if self.by_place:
            return len(self.entries)
        return max(
            (
                int(entry.label)
                for entry in self.entries
                if entry.explicit and entry.label.isdecimal() and len(entry.label) < 6
            ),
            default=0,
        )

    @property
    def by_place(self) -> bool:
        """Whether the entries of the one list have their numbers by their places only."""
        headed = len(self.lists) == 1 and self.lists[0].headed
        return headed and len(self.entries) > 1 and not any(entry.explicit for entry in self.entries)

    @property
    def is_dated(self) -> bool:
        """Whether most entries say when they were read."""
        return len(self._dated) * 2 > len(self.entries)

    def answer(self, label: str, at: int, convention: str) -> "Entry | _Unresolved | None":
        """The entry labelled `label` for a marker at `at`; `AMBIGUOUS` where several could be meant."""
        if convention == "search-key" and not label.startswith("oaicite"):
            # an entry that prints `[web:3]` has the number as its label
            label = label.rpartition(":")[2]
        if not self.known(label):
            label = self._folded.get(label.casefold(), label)
        entries = [entry for scope, same in self._labelled.get(label, ()) if scope.start <= at < scope.end for entry in same]
        if own := _OWN_FORM.get(convention):
            entries = [entry for entry in entries if entry.form == own]
        if len(entries) > _MOST_PRINTED:
            return AMBIGUOUS
        if len(entries) > 1:
            of_notes = [entry for entry in entries if entry in self._notes]
            is_note = convention == _NOTED or (convention in _RAISED and self.brackets_cite)
            kept = of_notes if is_note else [entry for entry in entries if entry not in self._notes]
            if convention == "bare-digits" and len(kept) > 1:
                kept = [entry for entry in kept if entry in self._dated] or kept
            entries = self._cited(_narrowed(self._meant(kept or entries, convention), convention))
        return AMBIGUOUS if len(entries) > 1 else entries[0] if entries else None

    def _meant(self, entries: list[Entry], convention: str) -> list[Entry]:
        """`[^1]` means the footnote `[^1]:` where there is one, and no marker the pages that are only recommended."""
        if convention == "footnote" and (noted := [entry for entry in entries if entry in self._footnotes]):
            return noted
        return [entry for entry in entries if entry not in self._further] or entries

    def _cited(self, entries: list[Entry]) -> list[Entry]:
        """One entry that is printed twice is one."""
        return entries[:1] if len(entries) > 1 and self.is_one_source(entries) else entries

    def is_one_source(self, entries: Sequence[Entry]) -> bool:
        """Whether entries have the same address, or where they have none, say the same."""
        raw = [self._text[entry.content : entry.end] for entry in entries]
        found = {main_address(addresses(one)) for one in raw}
        return len(found) == 1 and (None not in found or len({*raw}) == 1)

    @property
    def duplicates(self) -> list[tuple[Entry, bool]]:
        """Entries whose label another entry of the same list has before them, and whether they are the same source."""
        return [
            (entry, self.is_one_source((same[0], entry)))
            for scope in self._scopes
            for same in scope.entries.values()
            for entry in same[1:]
        ]


def read_bibliography(text: str, blocks: Sequence[Block]) -> Bibliography:
    found = find_lists(text, blocks)
    return Bibliography(text, found.lists, found.body, found.behind)


def _is_of_notes(text: str, one: EntryList) -> bool:
    """Whether a list holds remarks rather than sources: its heading says notes, and hardly an entry has an address."""
    addressed = sum(bool(ADDRESS.search(text, entry.start, entry.end)) for entry in one.entries)
    return one.headed and is_of_notes(text[one.start : one.entries[0].start]) and addressed * 4 <= len(one.entries)


def _is_further(text: str, one: EntryList) -> bool:
    """Whether the heading of a list recommends pages rather than naming sources."""
    return one.headed and is_of_further_reading(text[one.start : one.entries[0].start])


def _is_footnote(text: str, entry: Entry) -> bool:
    return entry.form == "definition" and text.startswith("[^", text.rfind("[", 0, entry.start))


def _says_when_read(text: str, one: EntryList) -> bool:
    """Whether a list says of most entries when they were read, as Gemini's do beside a list that the report itself has."""
    return sum(has_access(text[entry.content : entry.end]) for entry in one.entries) * 2 > len(one.entries)


def _narrowed(entries: list[Entry], convention: str) -> list[Entry]:
    """Of several entries with one label those that print it as the marker does, then those that print it at all."""
    alike = [entry for entry in entries if entry.form in _FORMS.get(convention, ())]
    if alike and len(alike) < len(entries):
        return alike
    explicit = [entry for entry in entries if entry.explicit]
    return explicit or entries


def _are_chapters(lists: Sequence[EntryList], body: Sequence[Block]) -> bool:
    """Several lists that begin their numbers anew, with text of their own before each of them."""
    headed = [one for one in lists if not one.is_of_notes]
    counts = Counter(label for one in headed for label in {entry.label for entry in one.entries})
    if len(headed) < 2 or max(counts.values()) < 2:
        return False
    starts = [block.start for block in body if block.kind != "heading"]
    return all(any(before.end <= at < after.start for at in starts) for before, after in pairwise(headed))


def _scoped(one: EntryList, before: Sequence[EntryList], *, last: bool, chapters: bool, size: int) -> _Scoped:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in one.entries:
        entries[entry.label].append(entry)
    if not chapters or one.is_of_notes:
        return _Scoped(dict(entries), 0, size + 1)
    start = max((other.end for other in before), default=0)
    return _Scoped(dict(entries), start, size + 1 if last else one.end)


def _body_end(text: str, lists: Sequence[EntryList], body: Sequence[Block]) -> int:
    """The offset at which the list after the last section begins, or the end of the text."""
    headings = [block.start for block in body if block.kind == "heading"]
    last = headings[-1] if headings else -1
    behind = [one.start for one in lists if one.start > last and not one.is_of_notes]
    return min(behind, default=len(text))
