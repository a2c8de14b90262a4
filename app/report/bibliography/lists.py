"""Finds the lists of references: under a heading, or as a run of entries without one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from app.report.bibliography.entries import FIELD, NOTE_FORMS, Entry
from app.report.bibliography.entry_blocks import (
    ADDRESS,
    block_entries,
    definition,
    is_labelled,
    is_prose,
    table_entries,
)
from app.report.bibliography.entry_collection import EntryCollection
from app.report.bibliography.entry_numbers import is_list, is_plausible, numbered, without_chance
from app.report.bibliography.headings import LONGEST, heading_kind, is_also_a_topic
from app.report.bibliography.inner_entries import parted
from app.report.bibliography.labels import STRONG, label_at
from app.report.bibliography.paragraph_parts import split_paragraphs
from app.report.bibliography.symbol_notes import symbol_notes
from app.report.markdown.blocks import Block

# markers that are no other thing
_CITED = re.compile(r"\^\d{1,3}(?:[,，]\s?\d{1,3})*\^|<sup>\s*\[?\d{1,3}(?:[,，]\s?\d{1,3})*\]?\s*</sup>|\[\^\d{1,3}\^?\]")


# entries, so that a list of headings is no chapter of chapters
_FEWEST_LINES = 3
# of Markdown's headings; bold lines that serve as headings are below them
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class EntryList:
    """One list: its entries, and where it begins (its heading, if it has one) and ends.

    `level` is the level of its heading. A list without one stands a level below the heading of its chapter; it is null
    where the report has no heading before.
    """

    entries: tuple[Entry, ...]
    start: int
    end: int
    headed: bool
    level: int | None = None

    @property
    def is_of_notes(self) -> bool:
        """Whether it consists of notes that stand anywhere in the text, and not of entries below each other."""
        return all(entry.form in NOTE_FORMS for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a report, the blocks that remain for the body, and the blocks inside or right after a list."""

    lists: tuple[EntryList, ...]
    body: tuple[Block, ...]
    behind: tuple[Block, ...]


def find_lists(text: str, blocks: Sequence[Block]) -> Lists:
    """Part the blocks into lists of references and body."""
    finder = _Finder(text, split_paragraphs(text, blocks))
    at = 0
    while at < len(finder.blocks):
        at = finder.headed(at) or finder.unheaded(at) or finder.body(at)
    defined = [block for block in finder.left if block.kind == "definition"]
    if defined:
        entries = tuple(definition(block) for block in defined)
        finder.lists.append(EntryList(entries, defined[0].start, defined[-1].end, headed=False))
    noted = symbol_notes(text, finder.left)
    finder.lists += [EntryList(tuple(entries), block.start, block.end, headed=False) for block, entries in noted]
    notes = {block.start for block, _ in noted}
    body = tuple(block for block in finder.left if block.kind != "definition" and block.start not in notes)
    return Lists(tuple(sorted(finder.lists, key=lambda found: found.start)), body, tuple(finder.behind))


class _Finder:
    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = blocks
        self.lists: list[EntryList] = []
        self.left: list[Block] = []
        self.behind: list[Block] = []

    def raw(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def body(self, at: int) -> int:
        self.left.append(self.blocks[at])
        return at + 1

    def headed(self, at: int) -> int | None:
        """Read the list under the heading at `at`; null where there is none."""
        # what a report begins with is its title
        if (
            at == 0
            or not self.is_heading(self.blocks[at])
            or (is_also_a_topic(self.raw(self.blocks[at])) and self._holds_prose(at + 1))
        ):
            return None
        if self.blocks[at].kind == "heading" and (entries := self._heading_lines(at)):
            self.lists.append(EntryList(tuple(entries), self.blocks[at].start, entries[-1].end, True, self._level(at)))
            return next(
                (index for index in range(at, len(self.blocks)) if self.blocks[index].start >= entries[-1].end),
                len(self.blocks),
            )
        collected = EntryCollection(self.text)
        index = at + 1
        level = self.blocks[at].level or 6
        while index < len(self.blocks):
            block = self.blocks[index]
            if entry := self._heading_entry(index, level):
                collected.entries.append(entry)
                index = self._part_end(index)
                continue
            if block.kind == "heading":
                if not self._goes_on(index, level, collected):
                    break
                collected.new_part()
            elif (collected.entries and self.is_heading(block)) or not collected.take(block, headed=True):
                break
            index += 1
        return self._close(collected, at, index, headed=True)

    def unheaded(self, at: int) -> int | None:
        """A run of labelled entries with addresses that nothing but a heading or the end of the report follows."""
        block = self.blocks[at]
        if block.kind == "table_row" and (at == 0 or self.blocks[at - 1].kind != "table_row"):
            return self._table(at)
        if block.kind not in {"paragraph", "list_item"} or not is_labelled(self.text, block):
            return None
        collected = EntryCollection(self.text)
        index = at
        while (
            index < len(self.blocks)
            and self.blocks[index].kind != "heading"
            and collected.take(self.blocks[index], headed=False)
        ):
            index += 1
        if not (is_list(self.text, collected.entries) or (index == len(self.blocks) and self._is_cited(collected.entries))):
            return None
        return self._close(collected, at, index, headed=False)

    def _table(self, at: int) -> int | None:
        """A table of sources whose keys the text has in brackets."""
        rows = list(takewhile(lambda block: block.kind == "table_row", self.blocks[at:]))
        entries = table_entries(self.text, rows)
        if not entries or sum(self._is_bracketed(entry.label, rows[0].start) for entry in entries) * 2 < len(entries):
            return None
        self.lists.append(EntryList(tuple(entries), rows[0].start, rows[-1].end, headed=False))
        return at + len(rows)

    def _is_bracketed(self, label: str, before: int) -> bool:
        return bool(label) and bool(
            re.search(rf"[\[(（【\^,，、;]\s?{re.escape(label)}\s?[\])）】†,，、;]", self.text[:before])
        )

    def _is_cited(self, entries: Sequence[Entry]) -> bool:
        """Whether the last numbered list of the report has a marker in the text for each of its entries: notes without addresses."""
        labels = [entry.label for entry in entries]
        if len(labels) < 2 or labels != [str(place) for place in range(1, len(labels) + 1)]:
            return False
        cited = {
            number for match in _CITED.finditer(self.text, 0, entries[0].start) for number in re.findall(r"\d+", match[0])
        }
        return cited >= set(labels)

    def is_heading(self, block: Block) -> bool:
        if block.kind not in {"heading", "paragraph", "quote"} or block.end - block.start > LONGEST:
            return False
        return heading_kind(self.raw(block)) == "bibliography"

    def _part_end(self, index: int) -> int:
        return next((at for at in range(index + 1, len(self.blocks)) if self.blocks[at].kind == "heading"), len(self.blocks))

    def _heading_lines(self, at: int) -> list[Entry]:
        """The entries of a list whose every line a converter of PDFs has made a heading: `#### 2. Gazette, accessed`, `#### March 3, 2026`."""
        level, following = self.blocks[at].level, self.blocks[at + 1 :]
        # a line that begins with a dash stays a bullet
        lines = list(takewhile(lambda one: one.kind == "list_item" or one.level == level, following))
        while lines and lines[-1].kind == "list_item":
            lines.pop()
        entries: list[Entry] = []
        for line in lines:
            label = label_at(self.text, line.start, line.end)
            if label and label.text == str(len(entries) + 1):
                entries.append(Entry(label.text, label.form, line.start, label.content, line.end))
            elif entries:
                entries[-1] = replace(entries[-1], end=line.end)
            else:
                return []
        addressed = sum(bool(ADDRESS.search(self.text, entry.start, entry.end)) for entry in entries)
        return entries if len(entries) >= _FEWEST_LINES and addressed * 5 >= len(entries) * 4 else []

    def _heading_entry(self, index: int, level: int) -> Entry | None:
        """The entry that a heading inside the list begins: `### [1] Harbour Gazette` with its address and day below."""
        block = self.blocks[index]
        part = self.blocks[index + 1 : self._part_end(index)] if block.kind == "heading" and block.level > level else []
        if not part or any(one.label is not None or label_at(self.text, one.start, one.end) for one in part):
            return None
        label = label_at(self.text, block.start, block.end)
        addressed = sum(bool(ADDRESS.search(self.text, one.start, one.end)) for one in (block, *part))
        if not (FIELD.match(self.text, part[0].start) or (label and (label.form in STRONG or addressed == 1))):
            return None
        text, form, content = (label.text, label.form, label.content) if label else ("", "item", block.start)
        return Entry(text, form, block.start, content, part[-1].end, explicit=label is not None)

    def _goes_on(self, index: int, level: int, collected: EntryCollection) -> bool:
        """A heading inside the list: one of its parts, with entries under it."""
        following = next((block for block in self.blocks[index + 1 :] if block.kind != "heading"), None)
        if following is None:
            return False
        entries = block_entries(self.text, following, headed=True)
        if not entries or (self.is_heading(self.blocks[index]) and not collected.counts_on(entries)):
            return False
        if not entries[0].explicit and self._holds_prose(index + 1):
            return False
        if self.blocks[index].level > level:
            return bool(ADDRESS.search(self.raw(following))) or entries[0].explicit or not collected.entries
        return collected.continues(entries) and bool(ADDRESS.search(self.raw(following)))

    def _holds_prose(self, index: int) -> bool:
        """Whether a chapter holds a paragraph or bullet that cites in its sentences."""
        blocks = takewhile(lambda block: block.kind != "heading", self.blocks[index:])
        return any(is_prose(self.text, block) for block in blocks)

    def _close(self, collected: EntryCollection, at: int, index: int, *, headed: bool) -> int | None:
        if not collected.entries or (headed and not is_plausible(self.text, collected.entries)):
            return None
        collected.take_address()
        entries = parted(self.text, numbered(without_chance(self.text, collected.entries)))
        self.lists.append(EntryList(tuple(entries), self.blocks[at].start, entries[-1].end, headed, self._level(at)))
        self.behind += [*collected.inside, *collected.trailing]
        return index

    def _level(self, at: int) -> int | None:
        """The level of the heading at `at`, or one below the last heading before it; bold lines are no headings here."""
        if self.blocks[at].kind == "heading" and self.blocks[at].level <= DEEPEST:
            return self.blocks[at].level
        chapter = next(
            (one for one in reversed(self.blocks[:at]) if one.kind == "heading" and one.level <= DEEPEST),
            None,
        )
        return chapter.level + 1 if chapter else None
