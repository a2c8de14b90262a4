"""Notes that a sign of the text leads to: `\\* Harbour Gazette, https://…` below the words `Tolls rose\\*`."""

import re
from collections.abc import Sequence

from app.report.bibliography.entries import Entry
from app.report.bibliography.entry_blocks import ADDRESS, LINE
from app.report.markdown.blocks import Block

FORM = "symbol"
_NOTE = re.compile(r"[ \t>]*(?P<sign>(?:\\\*){1,3}|[†‡§¶]{1,3})(?![*†‡§¶\\])[ \t]*(?=\S)")
_SIGN = re.compile(r"[†‡§¶]|\\\*")
_CITED = re.compile(r"(?<=[^\s|\\*†‡§¶])(?P<sign>(?:\\\*){1,3}|[†‡§¶]{1,3})(?![*†‡§¶\\])")


def symbol_notes(text: str, blocks: Sequence[Block]) -> list[tuple[Block, list[Entry]]]:
    """The paragraphs that consist of such notes, with an entry for each; the sign must stand behind a word before them."""
    firsts: dict[str, int] = {}
    for match in _CITED.finditer(text) if _SIGN.search(text) else ():
        firsts.setdefault(match["sign"], match.start())
    prose = (block for block in blocks if block.kind in {"paragraph", "quote"}) if firsts else ()
    return [(block, entries) for block in prose if (entries := _entries(text, block, firsts))]


def _entries(text: str, block: Block, firsts: dict[str, int]) -> list[Entry]:
    entries: list[Entry] = []
    for line in LINE.finditer(text, block.start, block.end):
        match = _NOTE.match(line[0])
        if match is None or not ADDRESS.search(line[0]) or firsts.get(match["sign"], block.start) >= block.start:
            return []
        start, content = line.start(), line.start() + match.end()
        entries.append(Entry(match["sign"].replace("\\", ""), FORM, start, content, start + len(line[0].rstrip())))
    return entries
