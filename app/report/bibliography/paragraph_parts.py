"""Paragraphs that hold a heading or the first entries of a list, parted into blocks of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.report.bibliography.entry_blocks import ADDRESS, LINE
from app.report.bibliography.headings import LONGEST, heading_kind
from app.report.bibliography.labels import STRONG, label_at
from app.report.markdown.blocks import Block

_HEAD = re.compile(r"[*_]{0,3}+(?P<words>[^\n:：\[\]*_]{2,60}+)[*_]{0,3}+[:：][*_]{0,3}+\s{0,4}")
# 参考资料 [1] Gazette https://…, all of it a heading
_HEADED = re.compile(r"[*_]{0,3}+(?P<words>[^\n:：\[\]*_]{2,40}?)[*_]{0,3}+[:：]?\s{1,4}(?=\\?\[1\\?\]\s)")
_LABELLED = re.compile(r"\\?\[\d{1,3}\\?\](?:(?!\()\s*(?=[^\s\[])|(?=\(https?://))|\[\\?\[\d{1,3}\\?\]\](?=\(https?://)")


def split_paragraphs(text: str, blocks: Sequence[Block]) -> list[Block]:
    """A heading in the middle of a paragraph, or a run of entries at its end, begins a block of its own."""
    parted: list[Block] = []
    for block in blocks:
        if block.kind in {"paragraph", "heading"} and (cuts := _one_line(text, block)):
            parted += _cut(text, block, cuts)
        elif block.kind == "paragraph" and "\n" in text[block.start : block.end]:
            parted += _split(text, block)
        else:
            parted.append(block)
    return parted


def _split(text: str, block: Block) -> list[Block]:
    lines = list(LINE.finditer(text, block.start, block.end))
    for index, line in enumerate(lines):
        behind = lines[index + 1].start() if index + 1 < len(lines) else None
        if behind is not None and len(line[0]) <= LONGEST and heading_kind(line[0]) == "bibliography":
            cuts = [line.start(), behind]
            break
    else:
        first = label_at(text, block.start, block.end)
        cuts = [] if first else _entries_from(text, lines)
    return _cut(text, block, cuts)


def _one_line(text: str, block: Block) -> list[int]:
    """Where to cut `Sources: [1] Gazette https://…; [2] Board https://…`: a heading, and entries with an address each."""
    head = (_HEADED if block.kind == "heading" else _HEAD).match(text, block.start, block.end)
    if head is None or heading_kind(head["words"]) != "bibliography":
        return []
    starts = [match.start() for match in _LABELLED.finditer(text, head.end(), block.end)]
    if len(starts) < 2 or starts[0] != head.end():
        return []
    addressed = all(ADDRESS.search(text, start, end) for start, end in pairwise([*starts, block.end]))
    return starts if addressed else []


def _cut(text: str, block: Block, cuts: Sequence[int]) -> list[Block]:
    bounds = [block.start, *(cut for cut in cuts if cut > block.start), block.end]
    pairs = pairwise(bounds)
    return [
        replace(
            block,
            kind=block.kind if start == block.start else "paragraph",
            level=block.level if start == block.start else 0,
            start=start,
            end=start + len(text[start:end].rstrip()),
        )
        for start, end in pairs
        if text[start:end].strip()
    ]


def _entries_from(text: str, lines: Sequence[re.Match[str]]) -> list[int]:
    """Where the lines at the end of a paragraph begin that are entries with addresses, if there are at least two."""
    index = len(lines)
    while index > 0:
        label = label_at(text, lines[index - 1].start(), lines[index - 1].end())
        if label is None or label.form not in STRONG or not ADDRESS.search(lines[index - 1][0]):
            break
        index -= 1
    return [lines[index].start()] if 0 < index <= len(lines) - 2 else []
