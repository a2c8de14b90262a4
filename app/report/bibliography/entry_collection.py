"""Collects the entries of one list of references, block by block."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from app.report.bibliography.entries import Entry
from app.report.bibliography.entry_blocks import ADDRESS, block_entries
from app.report.bibliography.inner_entries import inner_labels
from app.report.markdown.blocks import Block

# - 3. Plans of Flight
_BULLETED = re.compile(r"[ \t]*[-*+][ \t]+(?=\d{1,3}[.)][ \t])")
_ADDRESS_ALONE = re.compile(r"<?https?://\S+>?|\[https?://[^\[\]\s]+\]\(https?://\S+\)")


class EntryCollection:
    """The entries read so far, and the blocks that are none: between two entries they continue the first of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entries: list[Entry] = []
        self.inside: list[Block] = []
        self.trailing: list[Block] = []
        self.depth = 0
        self.parted = False

    def new_part(self) -> None:
        self.inside += self.trailing
        self.trailing = []
        self.parted = True

    def take(self, block: Block, *, headed: bool) -> bool:
        """Whether the block belongs to the list, or may still turn out to."""
        block = self._bulleted(block)
        nested = bool(self.entries) and block.depth > self.depth
        if nested and self._is_group(block):
            self.entries.pop()
            self.depth, nested = block.depth, False
        entries = [] if nested else block_entries(self.text, block, headed=headed)
        if entries and self.entries and self.entries[-1].explicit and entries[0].form == "plain" and not self.parted:
            # in a list of numbers what has none goes on with the entry before
            entries = []
        if not entries:
            return self._take_text(block, nested=nested)
        if entries and block.depth < self.depth:
            self.depth = block.depth
        if self.trailing and not (self.continues(entries) or ADDRESS.search(self.text, block.start, block.end)):
            return False
        if not headed and self.entries and not self.continues(entries):
            return False
        if self.trailing and not self.parted and self.entries:
            self._extend(self.trailing[-1].end)
            self.trailing = []
        if not self.entries:
            self.depth = block.depth
            # the head of a table of sources is no text
            text = [one for one in self.trailing if block.kind != "table_row" or one.kind != "table_row"]
            self.inside, self.trailing = [*self.inside, *text], []
        self.parted = False
        self.entries += entries
        return True

    def _bulleted(self, block: Block) -> Block:
        """The block as the bullet that it is where its title begins with a number, and the first bullet has none."""
        if block.label is None or not self.entries or self.entries[0].explicit:
            return block
        bullet = _BULLETED.match(self.text, self.text.rfind("\n", 0, block.start) + 1, block.start + 5)
        return replace(block, label=None, start=bullet.end(), depth=block.depth - 1) if bullet else block

    def _is_group(self, block: Block) -> bool:
        """Whether the last bullet only names what the bullets under it are: they have addresses, it has none."""
        last = self.entries[-1]
        return (
            block.kind == "list_item"
            and last.form == "item"
            and not last.explicit
            and not ADDRESS.search(self.text, last.start, last.end)
            and bool(ADDRESS.search(self.text, block.start, block.end))
        )

    def _take_text(self, block: Block, *, nested: bool) -> bool:
        if nested and not self.trailing:
            self._extend(block.end)
            return True
        if len(self.trailing) >= 4 or (not self.entries and len(self.trailing) >= 2):
            return False
        self.trailing.append(block)
        return True

    def _same(self) -> list[Entry]:
        """The last entry, once for each of its labels."""
        start = self.entries[-1].start
        return list(takewhile(lambda entry: entry.start == start, reversed(self.entries)))[::-1]

    def _extend(self, end: int) -> None:
        same = self._same()
        self.entries[-len(same) :] = [replace(entry, end=end) for entry in same]

    def take_address(self) -> None:
        """An address on lines of its own behind the last entry belongs to it, and any text if it only has a number so far."""
        if self.entries and self.trailing and not self.parted:
            block = self.trailing[0]
            empty = self.entries[-1].content >= self.entries[-1].end
            alone = _ADDRESS_ALONE.fullmatch(self.text, block.start, block.end)
            if empty or alone or inner_labels(self.text, self.entries[-1].label, block.start, block.end):
                self._extend(block.end)
                self.trailing = self.trailing[1:]

    def counts_on(self, entries: Sequence[Entry]) -> bool:
        """Whether the entries go on in the same kind of label: letters and numbers are two lists."""
        return self.continues(entries) and (
            not self.entries or self.entries[-1].label.isdecimal() == entries[0].label.isdecimal()
        )

    def continues(self, entries: Sequence[Entry]) -> bool:
        """Whether the first of the entries has the number after the last one's."""
        if not self.entries:
            return True
        last, first = self._same()[0].label, entries[0].label
        if last.isdecimal() and first.isdecimal():
            return int(first) > int(last) or not entries[0].explicit
        return self.entries[-1].explicit == entries[0].explicit
