"""Markdown blocks with their place in the text. markdown-it finds the blocks (CommonMark and tables); spans are ours."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_DEFINITION = re.compile(r"^ {0,3}\[(?P<label>\^?[^\]\s]+)\]:[ \t]*(?=\S)", re.M)
_TABLE_RULE = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text. `kind` is heading, paragraph, list_item, quote, table_row or definition (`[n]: …`, `[^n]: …`).

    `level` is the heading's level, else 0; `label` the number of an ordered list item or the label of a definition.
    """

    kind: str
    level: int
    label: str | None
    start: int
    end: int


def split_blocks(text: str) -> list[Block]:
    """The blocks that hold prose, in order; code and raw HTML are no prose and left out."""
    lines = _Lines(text)
    definitions = list(_definitions(text))
    # markdown-it swallows link definitions, so they are blanked out (same length) before it reads the rest
    rest = text
    for block, prefix in definitions:
        rest = rest[:prefix] + re.sub(r"[^\r\n]", " ", rest[prefix : block.end]) + rest[block.end :]
    blocks = [*_prose(rest, lines), *(block for block, _ in definitions)]
    return sorted(blocks, key=lambda block: block.start)


class _Lines:
    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _NEWLINE.finditer(text)), len(text)]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From line `first` up to and without line `last`, line ends and outer blanks removed."""
        start, end = self.starts[first], self.starts[min(last, len(self.starts) - 1)]
        raw = self.text[start:end]
        return start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())

    def of(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


def _definitions(text: str) -> list[tuple[Block, int]]:
    """Link and footnote definitions with their indented continuation lines; second item: where the line begins."""
    found = []
    for match in _DEFINITION.finditer(text):
        more = re.compile(r"(?:(?:\r\n|\n|\r)(?:[ \t]+\S|(?:\r\n|\n|\r)[ \t]{2,}\S))?[^\r\n]*")
        end = match.end()
        while True:
            step = more.match(text, end)
            if step is None or step.end() == end:
                break
            end = step.end()
        label = match["label"].removeprefix("^")
        found.append((Block("definition", 0, label, match.end(), len(text[:end].rstrip())), match.start()))
    return found


def _prose(text: str, lines: _Lines) -> list[Block]:
    blocks: list[Block] = []
    containers: list[tuple[str, str | None]] = []
    opened: Token | None = None
    for token in _MARKDOWN.parse(text):
        match token.type:
            case "blockquote_open":
                containers.append(("quote", None))
            case "list_item_open":
                containers.append(("list_item", token.info or None))
            case "blockquote_close" | "list_item_close":
                containers.pop()
            case "heading_open" | "paragraph_open":
                opened = token
            case "tr_open" if token.map:
                start, end = lines.span(token.map[0], token.map[0] + 1)
                blocks.append(Block("table_row", 0, None, start, end))
            case "inline" if token.map and opened is not None:
                blocks.append(_block(token, opened, containers, lines))
                opened = None
            case _:
                pass
    return blocks


def _block(token: Token, opened: Token, containers: list[tuple[str, str | None]], lines: _Lines) -> Block:
    assert token.map is not None
    start, end = lines.span(token.map[0], token.map[1])
    first_line = token.content.split("\n", 1)[0]
    found = lines.text.find(first_line, start, end) if first_line else -1
    start = found if found >= 0 else start
    if opened.type == "heading_open":
        # a closing #-run, or the underline of a setext heading, is markup
        end = start + len(token.content) if "\n" not in token.content else end
        return Block("heading", int(opened.tag[1]), None, start, end)
    kind, label = containers[-1] if containers else ("paragraph", None)
    return Block(kind, 0, label, start, end)
