"""Notes that a sign of the text leads to: `\\* Harbour Gazette, https://…` below the words `Tolls rose\\*`."""

import re
from collections.abc import Sequence

from app.report.bibliography.entries import Entry
from app.report.bibliography.entry_blocks import ADDRESS, LINE
from app.report.markdown.blocks import Block

FORM = "sign"
_NOTE = re.compile(r"[ \t>]*(?P<sign>(?:\\\*){1,3}|[†‡§¶]{1,3})(?![*†‡§¶\\])[ \t]*(?=\S)")


def sign_notes(text: str, blocks: Sequence[Block]) -> list[tuple[Block, list[Entry]]]:
    """The paragraphs that consist of such notes, with an entry for each; the sign must stand behind a word before them."""
    prose = (block for block in blocks if block.kind in {"paragraph", "quote"})
    return [(block, entries) for block in prose if (entries := _entries(text, block))]


def _entries(text: str, block: Block) -> list[Entry]:
    entries: list[Entry] = []
    for line in LINE.finditer(text, block.start, block.end):
        match = _NOTE.match(line[0])
        if match is None or not ADDRESS.search(line[0]) or not _is_cited(text, match["sign"], block.start):
            return []
        start, content = line.start(), line.start() + match.end()
        entries.append(Entry(match["sign"].replace("\\", ""), FORM, start, content, start + len(line[0].rstrip())))
    return entries


def _is_cited(text: str, sign: str, before: int) -> bool:
    return bool(re.search(rf"(?<=[^\s|\\*†‡§¶]){re.escape(sign)}(?![*†‡§¶\\])", text[:before]))
