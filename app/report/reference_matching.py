"""From entries and markers to references: which answers which, and those that are made where no list is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from app.report.bibliography import AMBIGUOUS, WITHHELD, Bibliography, Description, Entry, anchored_entries, describe
from app.report.bibliography.addresses import without_passage
from app.report.list_doubts import Doubt, list_doubts
from app.report.markers.conventions.author_date import IN_TEXT, author_and_year, is_of, names_of
from app.report.markers.conventions.base import LISTED
from app.report.markers.conventions.named_source import KIND as NAMED
from app.report.markers.markers import Citation, Mark
from app.report.model import Reference
from app.report.problems import NOTE, WRONG, Problem

_TRACKING = re.compile(r"[?&](?:utm_[a-z]+|fbclid|gclid|ref|source|spm|from)=[^&#]*", re.I)
# an underscore inside a name is no markup
_MARKUP = re.compile(r"[*`\\]+|(?<!\w)_+|_+(?!\w)")
_SAME_AUTHORS = re.compile(r"\s*[*_]*(?:[—–]{2,}|—|-{3,}|_{3,})[.,]?\s")
_BY = re.compile(r"[^\W\d_].{0,200}?(?=[(（]?(?:19|20)\d\d)")
_BEHIND_NAME = re.compile(r"[,，]\s*(?:(?:19|20)\d\d|pp?\.|pages?\b|第).*$")
_ANCHOR_PREFIX = re.compile(
    r"^(?:ref|cite|cite[-_]note|bib|fn|note|citation|source|src|footnote|reference|entry)[-_:.]", re.I
)
_GENERIC = re.compile(r"[\W\d_]*$")


@lru_cache(maxsize=4096)
def address_key(url: str) -> str:
    """What two spellings of one address have in common."""
    bare = re.sub(r"#(?:.*)$", "", _TRACKING.sub("", unquote(url)))
    return re.sub(r"^[a-z]+://(?:www\.)?|[/?&]+$", "", bare.strip(), flags=re.I).casefold()


class References:
    """Answers marks from the lists of a report, and from their own addresses where no list does."""

    def __init__(self, text: str, bibliography: Bibliography) -> None:
        self.text = text
        self.bibliography = bibliography
        self.described: dict[Entry, Description] = dict(_described(text, bibliography.entries))
        self._by_address: dict[str, list[Entry]] = defaultdict(list)
        for entry, described in self.described.items():
            for url in described.urls:
                self._by_address[address_key(url)].append(entry)
        self._by_date = self._dated()
        self._found: dict[tuple[Mark, str], object] = {}
        self._linked: dict[str, set[str]] = defaultdict(set)
        self.doubts: list[Doubt] = []
        self.withheld: set[int] = set()
        self._anchors: dict[str, Entry] | None = None
        self.made: dict[tuple[str, str], Mark] = {}
        self.numbers: dict[Entry | tuple[str, str], int] = {}

    def _dated(self) -> dict[tuple[str, str], list[Entry]]:
        """Entries by the word that they begin with and their year."""
        dated: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry, described in self.described.items():
            if key := author_and_year(described.title):
                dated[key].append(entry)
        return dated

    def _by_author(self, label: str, kind: str) -> object:
        """The entry with all the names and the year. In running text, words may precede the names: `In Berg (2021)`."""
        names, year = names_of(label)
        for first in range(len(names) if kind == IN_TEXT else 1):
            dated = self._of_year(names[first], year) if names else []
            if found := [entry for entry in dated if is_of(names[first:], self.described[entry].title)]:
                return AMBIGUOUS if len(found) > 1 else found[0]
        return None

    def _of_year(self, name: str, year: str) -> list[Entry]:
        """The entries of a name and a year; where the marker has no letter, those of the year with one: they are several."""
        dated = self._by_date.get((name, year))
        return dated or [entry for letter in "abcdef" for entry in self._by_date.get((name, year + letter), ())]

    def _by_name(self, name: str) -> Entry | None:
        """The one entry that begins with a name; a year or a page behind the name aside."""
        plain = _BEHIND_NAME.sub("", name).casefold()
        found = [entry for entry, said in self.described.items() if said.title.casefold().startswith(plain)]
        return found[0] if len(found) == 1 else None

    def _by_anchor(self, mark: Mark, kind: str) -> object:
        """The entry that has the anchor of a link within the report; where anchors are gone, the one that it names."""
        if self._anchors is None:
            self._anchors = dict(anchored_entries(self.text, self.bibliography.entries))
        anchor = unquote(mark.anchor or "")
        named = _ANCHOR_PREFIX.sub("", anchor)
        return self._anchors.get(anchor) or (self.bibliography.answer(named, mark.start, kind) if named != anchor else None)

    def learn(self, candidates: Sequence[Citation]) -> None:
        """Note the addresses of numbers with a link: without a list, `[1]` means the page that `[[1]](…)` leads to."""
        bracketed = (mark.label for one in candidates if one.kind == "numeric-bracket" for mark in one.marks)
        self.bibliography.brackets_cite = any(map(self.bibliography.known, bracketed))
        for mark in (mark for one in candidates if one.kind == "linked-number" for mark in one.marks):
            if mark.label and mark.url:
                self._linked[mark.label].add(address_key(mark.url))

    def _by_link(self, label: str) -> object:
        """The reference made for the numbers that link to a page; ambiguous where they link to several."""
        keys = self._linked.get(label, set())
        return AMBIGUOUS if len(keys) > 1 else (label, next(iter(keys))) if keys else None

    def find(self, mark: Mark, kind: str) -> object:
        """The entry that answers a mark, `AMBIGUOUS`, the key of a reference to be made, or null."""
        key = (mark, kind)
        if key not in self._found:
            self._found[key] = self._find(mark, kind)
        return self._found[key]

    def _find(self, mark: Mark, kind: str) -> object:
        if kind in {"author-date", IN_TEXT}:
            return self._by_author(mark.label, kind)
        if kind == NAMED and mark.title:
            return self._by_name(mark.title) or ("", mark.title)
        found: object = self.bibliography.answer(mark.label, mark.start, kind) if mark.label else None
        if found is None and kind == "numeric-bracket" and not self.bibliography.entries:
            found = self._by_link(mark.label)
        if mark.anchor and not isinstance(found, Entry):
            found = self._by_anchor(mark, kind) or found
        if isinstance(found, Entry) and mark.url and self._is_of_another(mark.url, found):
            return AMBIGUOUS
        if found is not None or mark.url is None:
            return ("", mark.title) if kind == "inline-note" and found is None and mark.title else found
        key = address_key(mark.url)
        if same := self._by_address.get(key):
            return same[0]
        return None if kind == LISTED else (mark.label, key)

    def _is_of_another(self, url: str, found: Entry) -> bool:
        """Whether the address of a marker belongs to a different entry than the one that its number names."""
        return not _is_address_of(url, self.described[found]) and address_key(url) in self._by_address

    def answers(self, mark: Mark, kind: str) -> bool:
        """Whether the report says what a marker means, be it more than one source."""
        return self.find(mark, kind) is not None

    def resolves(self, mark: Mark, kind: str) -> bool:
        """Whether the marker has one source."""
        return isinstance(self.find(mark, kind), (Entry, tuple))

    def doubt(self, citations: Sequence[Citation], unanswered: Sequence[Citation]) -> None:
        """Look for lists that may not be the markers' own, and withhold their entries."""
        marks = [(mark, self.find(mark, one.kind)) for one in citations for mark in one.marks]
        without = [mark for mark, found in marks if found is None] + [mark for one in unanswered for mark in one.marks]
        self.doubts = list_doubts(self.text, self.bibliography, marks, without)
        withheld = [doubt for doubt in self.doubts if doubt.withheld]
        for key, found in self._found.items() if withheld else ():
            if isinstance(found, Entry) and any(doubt.concerns(key[0], found) for doubt in withheld):
                self._found[key] = WITHHELD
                self.withheld.add(key[0].start)

    def number(self, mark: Mark, kind: str) -> int | None:
        found = self.find(mark, kind)
        return self.numbers.get(found) if isinstance(found, (Entry, tuple)) else None

    def build(self, citations: Sequence[Citation]) -> tuple[Reference, ...]:
        """All references: listed ones under their printed numbers, then those made from the markers' addresses."""
        for citation in citations:
            for mark in citation.marks:
                found = self.find(mark, citation.kind)
                if isinstance(found, tuple):
                    self.made.setdefault(found, mark)
        numbered = {address: (label, address) for label, address in self.made if label}
        alike = {key: numbered[key[1]] for key in self.made if not key[0] and key[1] in numbered}
        self.made = {key: mark for key, mark in self.made.items() if key not in alike}
        self._number(citations)
        self.numbers |= {key: self.numbers[other] for key, other in alike.items()}
        listed = [self._listed(entry) for entry in self.bibliography.entries]
        made = [self._made(key, mark) for key, mark in self.made.items()]
        return tuple(
            sorted(
                [*listed, *made],
                key=lambda reference: (not reference.listed, reference.start if reference.listed else 0, reference.number),
            )
        )

    def _number(self, citations: Sequence[Citation]) -> None:
        """Labels that are numbers stay as they are as long as they are free; lists that are cited come first."""
        cited = {self.find(mark, citation.kind) for citation in citations for mark in citation.marks}
        lists = sorted(
            self.bibliography.lists, key=lambda one: (not any(entry in cited for entry in one.entries), one.start)
        )
        taken: set[int] = set()
        late: list[Entry | tuple[str, str]] = []
        for one in lists:
            numeric = all(entry.label.isdecimal() and len(entry.label) < 10 for entry in one.entries)
            for place, entry in enumerate(one.entries, 1):
                self._give(entry, int(entry.label) if numeric else place, taken, late)
        for key in self.made:
            self._give(key, int(key[0]) if key[0].isdecimal() and len(key[0]) < 6 else 0, taken, late)
        for number, key_or_entry in enumerate(late, max(taken, default=0) + 1):
            self.numbers[key_or_entry] = number

    def _give(self, key: Entry | tuple[str, str], number: int, taken: set[int], late: list[Entry | tuple[str, str]]) -> None:
        if number == 0 or number in taken:
            late.append(key)
        else:
            self.numbers[key] = number
            taken.add(number)

    def _listed(self, entry: Entry) -> Reference:
        said = self.described[entry]
        return Reference(
            self.numbers[entry], entry.label, said.title, said.url, entry.start, entry.end, said.urls, said.accessed
        )

    def _made(self, key: tuple[str, str], mark: Mark) -> Reference:
        number = self.numbers[key]
        title = _MARKUP.sub("", mark.title or "").strip()
        host = re.sub(r"^\w+://(?:www\.)?([^/?#]*).*", r"\1", mark.url or "")
        named = title if title and not _is_generic(title) else host
        page = without_passage(mark.url) if mark.url else None
        return Reference(
            number, mark.label or str(number), named, page, mark.start, mark.end, (page,) if page else (), None, listed=False
        )


def _described(text: str, entries: Sequence[Entry]) -> Iterable[tuple[Entry, Description]]:
    """What each entry says; `———. 2018.` is by the authors of the entry before."""
    authors = ""
    for entry in entries:
        said = describe(text, entry)
        if authors and _SAME_AUTHORS.match(text, entry.content):
            said = replace(said, title=f"{authors}{said.title.lstrip(' .,')}")
        elif named := _BY.match(said.title):
            authors = named[0]
        yield entry, said


def _is_generic(title: str) -> bool:
    from app.report.word_lists import words

    return bool(_GENERIC.match(title)) or title.lower() in words("citing", "link")


def entry_problems(bibliography: Bibliography) -> Iterable[Problem]:
    """What is doubtful about the lists themselves."""
    for entry, same in bibliography.duplicates:
        message = f"entry {entry.label} appears more than once in the bibliography"
        yield Problem("duplicate-entry", message, entry.start, entry.end, NOTE if same else WRONG)
    for entry in bibliography.entries:
        if entry.position is not None and entry.position != entry.label and entry.label.isdecimal():
            message = f"entry {entry.position} of the list is numbered {entry.label}"
            yield Problem("number-contradiction", message, entry.start, entry.end, WRONG)
    for one in bibliography.lists:
        firsts = {entry.start: entry for entry in reversed(one.entries)}.values()
        labels = [int(entry.label) for entry in reversed(firsts) if entry.label.isdecimal() and entry.form != "definition"]
        if labels != sorted(labels):
            yield Problem("order", "the list of references is not in the order of its numbers", one.start, one.end)
    if bibliography.chapters:
        yield Problem("several-lists", f"{len(bibliography.lists)} lists of references; each was matched to its own chapter")


def marker_problems(references: References, citations: Sequence[Citation]) -> Iterable[Problem]:
    """Markers that several entries answer, whose list is doubtful, or whose address is not their entry's."""
    for doubt in references.doubts:
        yield Problem(doubt.kind, doubt.message, doubt.start, min(doubt.end, len(references.text)), WRONG)
    for citation in citations:
        for mark in citation.marks:
            found = references.find(mark, citation.kind)
            if found is AMBIGUOUS:
                message = f"marker ({mark.label}) at {mark.start} matches more than one entry"
                yield Problem("ambiguous-marker", message, mark.start, mark.end, WRONG)
            elif citation.kind == NAMED and isinstance(found, tuple) and references.bibliography.entries:
                message = f"the list of references has no entry that begins with {mark.title!r}, named at {mark.start}"
                yield Problem("unlisted-source", message, mark.start, mark.end)
            elif (
                isinstance(found, Entry)
                and mark.url
                and mark.label
                and not _is_address_of(mark.url, references.described[found])
            ):
                own = references.described[found].url
                message = f"marker ({mark.label}) at {mark.start} links to {mark.url}, its entry to {own}"
                yield Problem("marker-address", message, mark.start, mark.end, WRONG)


def _is_address_of(url: str, described: Description) -> bool:
    """Whether an entry has the address, or none that could contradict it."""
    return not described.urls or address_key(url) in {address_key(own) for own in described.urls}
