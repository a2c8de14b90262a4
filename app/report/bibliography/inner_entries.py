"""Entries that converters have set behind each other on one line: `7. Gazette https://… 8. Board https://…`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.report.bibliography.entries import Entry
from app.report.bibliography.entry_blocks import ADDRESS

_INNER = re.compile(r"(?<=\s)(?:<sup>)?(?P<label>\d{1,4})(?:</sup>)?(?:\\?[.)]|、)\s+(?=\S)")
_LONGEST = 4


def parted(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entries, with those that stand within others as entries of their own: each counts on from the one before it."""
    labels = {entry.label for entry in entries}
    all_of_them: list[Entry] = []
    for entry in entries:
        inner = [one for one in inner_labels(text, entry.label, entry.content, entry.end) if one["label"] not in labels]
        ends = [*(one.start() for one in inner), entry.end]
        pieces = [
            entry,
            *(replace(entry, label=one["label"], start=one.start(), content=one.end(), address=None) for one in inner),
        ]
        all_of_them += [
            replace(
                piece,
                end=piece.start + len(text[piece.start : end].rstrip()),
                position=piece.position if piece is entry else None,
            )
            for piece, end in zip(pieces, ends, strict=True)
        ]
    return all_of_them


def inner_labels(text: str, label: str, start: int, end: int) -> list[re.Match[str]]:
    """The numbers after `label` in `text[start:end]`, each behind an address and before another."""
    found: list[re.Match[str]] = []
    address = ADDRESS.search(text, start, end) if label.isdecimal() and len(label) < _LONGEST else None
    while address:
        label = str(int(label) + 1)
        match = next((one for one in _INNER.finditer(text, address.end(), end) if one["label"] == label), None)
        address = ADDRESS.search(text, match.end(), end) if match else None
        if match and address:
            found.append(match)
    return found
