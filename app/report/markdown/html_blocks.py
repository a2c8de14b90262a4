"""Raw HTML between paragraphs, read by its elements: tables, lists, paragraphs, headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text. `kind` is heading, paragraph, list_item, quote, table_row, definition (`[n]: …`, `[^n]: …`) or html (of no known element).

    `level` is the heading's level, else 0; `label` the number of an ordered list item or the label of a definition.
    A second paragraph of a list item is a paragraph; `depth` is the number of lists that the block stands in.
    """

    kind: str
    level: int
    label: str | None
    start: int
    end: int
    depth: int = 0


_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\b(?P<rest>[^<>]*)>")
_KINDS = {
    "tr": "table_row", "li": "list_item", "p": "paragraph", "summary": "paragraph", "dt": "paragraph", "dd": "paragraph",
    "blockquote": "quote", "figcaption": "paragraph", "caption": "paragraph", **{f"h{n}": "heading" for n in range(1, 7)},
}  # fmt: skip
_LISTS = {"ol", "ul"}
_BLOCKS = {
    "div",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "section",
    "article",
    "center",
    "details",
    "hr",
    "dl",
    "figure",
    *_LISTS,
}
_NUMBER = re.compile(r"(?:start|value)\s*=\s*[\"']?(\d{1,6})")


# <dt>[Berg2021]</dt><dd>…, <dt>1</dt>: a label and what it labels are one block
_TERM = re.compile(r"\\?\[[\w.:+&@-]{1,40}\\?\]|\d{1,3}[.)]?")
_TERM_END = re.compile(r"\s*</dt>\s*<dd\b[^<>]*>\s*", re.I)


def html_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks of a stretch of HTML in order."""
    held: Block | None = None
    for block in _parted(text, start, end):
        if held and _TERM_END.fullmatch(text, held.end, block.start) and _TERM.fullmatch(text, held.start, held.end):
            held = Block("paragraph", 0, None, held.start, block.end)
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _parted(text: str, start: int, end: int) -> Iterator[Block]:
    """Content between two block-level tags belongs to the innermost open element."""
    open_kinds: list[tuple[str, str]] = []
    numbers: list[int | None] = []
    label: str | None = None
    at = start
    for match in _TAG.finditer(text, start, end):
        name = match["name"].lower()
        if name not in _KINDS and name not in _BLOCKS:
            continue
        yield from _block(text, at, match.start(), open_kinds, label)
        at, label = match.end(), None
        if name in _LISTS and not match["close"]:
            given = _NUMBER.search(match["rest"])
            numbers.append((int(given[1]) - 1 if given else 0) if name == "ol" else None)
        elif name in _LISTS and numbers:
            numbers.pop()
        elif name == "li" and not match["close"] and numbers and (last := numbers[-1]) is not None:
            given = _NUMBER.search(match["rest"])
            numbers[-1] = int(given[1]) if given else last + 1
            label = str(numbers[-1])
        if name in _KINDS:
            _track(open_kinds, name, closing=bool(match["close"]))
    yield from _block(text, at, end, open_kinds, label)


def _track(open_kinds: list[tuple[str, str]], name: str, *, closing: bool) -> None:
    if not closing:
        open_kinds.append((name, _KINDS[name]))
    elif any(opened == name for opened, _ in open_kinds[-20:]):
        while open_kinds.pop()[0] != name:
            pass


def _block(text: str, start: int, end: int, open_kinds: list[tuple[str, str]], label: str | None) -> Iterator[Block]:
    raw = text[start:end]
    if not re.sub(r"<[^<>]*>|[\s\x01]", "", raw):
        return
    first, last = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
    name, kind = open_kinds[-1] if open_kinds else ("", "html")
    yield Block(kind, int(name[1]) if kind == "heading" else 0, label, first, last, 1 if kind == "list_item" else 0)
