"""Markdown blocks with their place in the text. markdown-it finds the blocks (CommonMark and tables); spans are ours."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.report.markdown.html_blocks import Block, html_blocks

__all__ = ["Block", "split_blocks"]

# definitions are read below, inline markup in `inline`: what markdown-it makes of them has no offsets
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])
_EOL = r"(?:\r\n|\n|\r)"
_NEWLINE = re.compile(_EOL)
_DEFINITION = re.compile(
    rf"""(?:^|(?<=\r))[ ]{{0,3}}\[(?:\^(?P<note>[^\]\s]+?)\^?|(?P<link>[^\[\]\r\n]{{1,90}}))\]:[ \t]*
    (?P<body>\S[^\r\n]*
        (?:{_EOL}(?:[ \t]+|(?:[ \t]*{_EOL})+[ \t]{{2,}})\S[^\r\n]*              # indented lines, also behind a blank one
        |(?(note){_EOL}(?![\s\[\#>|`~]|[*+-][ \t]|\d+[.)])[^\r\n]+|(?!)))*)     # a footnote goes on without indent, too
    """,
    re.M | re.X,
)
# fences and lines of HTML; no definition is indented as other code is
_HTML_LINE = re.compile(r"(?:^|\r)[ \t>*+\d.)-]*<", re.M)
# further definitions on the line of one
_INNER = re.compile(r"(?<=\S)[ \t]+\[(?:\^(?P<note>[^\]\s]{1,60}?)\^?|(?P<link>\d{1,4}))\]:[ \t]*(?=\S)")
_ADDRESS = re.compile(r"<?\w+://")
_WORD = re.compile(r"[^\W_]")
_ROW_PREFIX = re.compile(r"(?:[\s>]|[-*+]\s|\d+[.)]\s)*")


def split_blocks(text: str) -> list[Block]:
    """The blocks that contain prose, in order. Code is left out; HTML is included where its elements say what it is."""
    # the same length, as markdown-it sees it: no NUL, and no byte order mark before the first heading
    text = text.replace("\0", "\ufffd")
    text = " " + text[1:] if text.startswith("\ufeff") else text
    lines = _Lines(text)
    if "```" in text or "~~~" in text or ("<" in text and _HTML_LINE.search(text)):
        tokens = _MARKDOWN.parse(text)
        definitions = _definitions(text, _code(tokens, lines))
        tokens = _MARKDOWN.parse(_without(text, definitions)) if definitions else tokens
    else:
        definitions = _definitions(text, ())
        tokens = _MARKDOWN.parse(_without(text, definitions))
    blocks = [*_prose(tokens, lines), *(one for match in definitions for one in _parts(text, match))]
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


def _code(tokens: Sequence[Token], lines: _Lines) -> list[tuple[int, int]]:
    kinds = {"fence", "code_block", "html_block"}
    return [lines.span(*token.map) for token in tokens if token.type in kinds and token.map]


def _definitions(text: str, code: Sequence[tuple[int, int]]) -> list[re.Match[str]]:
    """Footnotes, numbered definitions and those with an address: `[重要]: …` is prose."""
    found = []
    for match in _defined(text):
        if not (match["note"] or match["link"].isdecimal() or _ADDRESS.match(match["body"])):
            continue
        if not any(start <= match.start("body") < end for start, end in code):
            found.append(match)
    return found


def _defined(text: str) -> Iterator[re.Match[str]]:
    """All matches of `_DEFINITION`, each looked for at the line that holds a label: most lines hold none."""
    at = 0
    label = text.find("]:")
    while label >= 0:
        line = max(text.rfind("\n", at, label), text.rfind("\r", at, label), at - 1) + 1
        match = _DEFINITION.match(text, line)
        at = max(match.end() if match else 0, label + len("]:"))
        label = text.find("]:", at)
        if match:
            yield match


def _without(text: str, definitions: Sequence[re.Match[str]]) -> str:
    """The text with the definitions blanked out, every line and offset where it was."""
    pieces = []
    at = 0
    for match in definitions:
        pieces += [text[at : match.start()], re.sub(r"[^\r\n]", " ", match[0])]
        at = match.end()
    return "".join([*pieces, text[at:]])


def _parts(text: str, match: re.Match[str]) -> Iterator[Block]:
    """The definition, and others on the same line: `[^1]: https://… [^2]: https://…`."""
    inner = [*_INNER.finditer(text, match.start("body"), match.end())]
    labels = [match["note"] or match["link"], *(one["note"] or one["link"] for one in inner)]
    starts = [match.start("body"), *(one.end() for one in inner)]
    ends = [*(one.start() for one in inner), match.end()]
    for label, start, end in zip(labels, starts, ends, strict=True):
        yield Block("definition", 0, label, start, start + len(text[start:end].rstrip()))


def _prose(tokens: Sequence[Token], lines: _Lines) -> list[Block]:
    blocks: list[Block] = []
    containers: list[tuple[str, str | None]] = []
    depth = 0
    opened: Token | None = None
    for token in tokens:
        match token.type:
            case "blockquote_open":
                containers.append(("quote", None))
            case "ordered_list_open" | "bullet_list_open":
                depth += 1
            case "ordered_list_close" | "bullet_list_close":
                depth -= 1
            case "list_item_open":
                containers.append(("list_item", token.info or None))
            case "html_block" if token.map:
                blocks += html_blocks(lines.text, *lines.span(*token.map))
            case "blockquote_close" | "list_item_close":
                containers.pop()
            case "heading_open" | "paragraph_open":
                opened = token
            case "tr_open" if token.map:
                blocks.append(_row(token.map[0], lines))
            case "inline" if opened is not None and opened.type == "heading_open" and not _WORD.search(token.content):
                # a rule that an exporter made a heading of: `## ---`
                opened = None
            case "inline" if token.map and opened is not None:
                kind, label = containers[-1] if containers else ("paragraph", None)
                blocks.append(_block(token.content, token.map, opened, kind, label, lines, depth))
                if kind == "list_item":
                    containers[-1] = ("paragraph", None)
                opened = None
            case _:
                pass
    return blocks


def _row(line: int, lines: _Lines) -> Block:
    start, end = lines.span(line, line + 1)
    prefix = _ROW_PREFIX.match(lines.text, start, end)
    return Block("table_row", 0, None, prefix.end() if prefix else start, end)


def _block(
    content: str, numbers: Sequence[int], opened: Token, kind: str, label: str | None, lines: _Lines, depth: int
) -> Block:
    """The block with this content, on the lines from the first of `numbers` up to the second."""
    start, end = lines.span(numbers[0], numbers[1])
    # what stands before the content on its first line is markup: `>`, `-`, `1.`, `##`
    first_line = content.split("\n", 1)[0]
    found = lines.text.rfind(first_line, start, lines.span(numbers[0], numbers[0] + 1)[1]) if first_line else -1
    start = found if found >= 0 else start
    if opened.type == "heading_open":
        # a closing #-run is markup
        end = start + len(content) if "\n" not in content else end
        return Block("heading", int(opened.tag[1]), None, start, end)
    return Block(kind, 0, label, start, end, depth)
