"""The list of references: where it begins, its entries, and what follows it.

Entries are `[n] title url` paragraphs or lines, `[n]: url "title"` definitions, `[^n]: …` footnotes, or the ordered list
under a bibliography heading. A paragraph in the list that begins no entry continues the one before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.report.blocks import Block
from app.report.inline import TARGET, show, unescape
from app.report.model import Reference

_HEADING = re.compile(
    r"^[\W\d]*(?:参考资料|参考文献|参考来源|资料来源|引用来源|引用|注释|references?|bibliography|works cited|sources|"
    r"footnotes|endnotes|notes)\W*$",
    re.I,
)
_ENTRY = re.compile(r"^[ \t>]*\\?\[(?P<label>[0-9]{1,9})\\?\](?:[ \t]+(?=\S)|(?=[^\s(:\[]))", re.M)
# without a heading above it, `[1]甲` is a sentence that begins with a marker
_UNHEADED = re.compile(r"\\?\[[0-9]{1,9}\\?\][ \t]+\S")
_NOTE = re.compile(r"^\W*(?:注|说明|免责声明|note|disclaimer)\s*[:：]", re.I)
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]" + TARGET.format(name="url"))
_BARE_URL = re.compile(r"<?(?P<url>(?:https?|ftp)://[^\s<>，。；、）】》]+)>?")
_DEFINITION = re.compile(r"^<?(?P<url>\w+://[^\s<>]+)>?(?:\s+[\"'(](?P<title>.*)[\"')])?\s*$", re.S)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries; `start`: where the body ends; `rest`: blocks behind the list that belong to no entry."""

    references: tuple[Reference, ...]
    start: int
    rest: tuple[Block, ...]
    body: tuple[Block, ...]


def split_bibliography(text: str, blocks: Sequence[Block]) -> Bibliography:
    """Part the blocks into body, entries and closing notes. Without a bibliography everything is body."""
    first = _first(text, blocks)
    last = _last(blocks, first)
    listed = [block for index, block in enumerate(blocks) if first <= index < last]
    defined = [block for index, block in enumerate(blocks) if block.kind == "definition" and not first <= index < last]
    entries, rest = _entries(text, listed)
    entries += [(block.label or "", block.start, block.end) for block in defined]
    taken = {id(block) for block in (*listed, *defined)}
    body = tuple(block for block in blocks if id(block) not in taken)
    start = blocks[first].start if first < len(blocks) else len(text)
    return Bibliography(_references(text, entries), start, tuple(rest), body)


def _first(text: str, blocks: Sequence[Block]) -> int:
    """Index of the heading of the list, or of its first entry where it has no heading."""
    followed = zip(blocks, [*blocks, None][1:], strict=True)
    headed = [i for i, (block, after) in enumerate(followed) if _is_heading(text, block) and _has_entries(text, after)]
    if headed:
        return headed[-1]
    if any(block.kind == "definition" for block in blocks):
        return len(blocks)
    entries = (i for i, block in enumerate(blocks) if block.kind == "paragraph" and _UNHEADED.match(text, block.start))
    return next(entries, len(blocks))


def _is_heading(text: str, block: Block) -> bool:
    if block.kind not in {"heading", "paragraph"} or block.end - block.start > 60:
        return False
    return bool(_HEADING.match(show(text, block.start, block.end, ()).text.strip()))


def _has_entries(text: str, following: Block | None) -> bool:
    if following is None:
        return False
    listed = following.kind == "list_item" and (following.label or "://" in text[following.start : following.end])
    return following.kind == "definition" or bool(listed) or bool(_ENTRY.match(text, following.start))


def _last(blocks: Sequence[Block], first: int) -> int:
    """The list ends at the next heading of the same or a higher level."""
    if first >= len(blocks):
        return first
    level = blocks[first].level or 6
    later = (i for i in range(first + 1, len(blocks)) if blocks[i].kind == "heading" and blocks[i].level <= level)
    return next(later, len(blocks))


def _entries(text: str, blocks: Sequence[Block]) -> tuple[list[tuple[str, int, int]], list[Block]]:
    entries: list[tuple[str, int, int]] = []
    rest: list[Block] = []
    counted = 0
    for position, block in enumerate(blocks):
        starts = list(_ENTRY.finditer(text, block.start, block.end)) if block.kind != "definition" else []
        if block.kind == "definition":
            entries.append((block.label or "", block.start, block.end))
        elif block.kind == "list_item" and not starts:
            counted = int(block.label) if block.label else counted + 1
            entries.append((str(counted), block.start, block.end))
        elif starts and starts[0].start() == block.start:
            ends = [*(match.start() for match in starts[1:]), block.end]
            entries += [_entry(text, match, end) for match, end in zip(starts, ends, strict=True)]
        elif entries and block.kind == "paragraph" and not _NOTE.match(text[block.start : block.end]):
            label, start, _ = entries[-1]
            entries[-1] = (label, start, block.end)
        elif position:
            rest.append(block)
    return entries, rest


def _entry(text: str, match: re.Match[str], end: int) -> tuple[str, int, int]:
    return match["label"], match.start(), match.start() + len(text[match.start() : end].rstrip())


def _references(text: str, entries: Sequence[tuple[str, int, int]]) -> tuple[Reference, ...]:
    """Numbers are the labels where all are numbers, else the place in the list (footnotes with names)."""
    numeric = all(label.isdecimal() and len(label) < 10 for label, _, _ in entries)
    references = []
    for place, (label, start, end) in enumerate(sorted(entries, key=lambda entry: entry[1]), 1):
        title, url = _title_and_url(text, start, end)
        references.append(Reference(int(label) if numeric else place, label, title, url, start, end))
    return tuple(references)


def _title_and_url(text: str, start: int, end: int) -> tuple[str, str | None]:
    """The last address of an entry, and what else the entry says."""
    prefix = _ENTRY.match(text, start, end)
    raw = text[prefix.end() if prefix else start : end]
    if definition := _DEFINITION.match(raw):
        return unescape(definition["title"] or definition["url"]).strip(), unescape(definition["url"])
    if links := [match for match in _LINK.finditer(raw) if "://" in match["url"]]:
        link = links[-1]
        # `title[ url](url)` repeats the address as the link's text; `[title](url)` gives the title there
        shown = unescape(link["text"]).strip()
        named = "" if "://" in shown else link["text"]
        return _plain(raw[: link.start()] + named + raw[link.end() :]) or shown, unescape(link["url"])
    if bare := list(_BARE_URL.finditer(raw)):
        url = bare[-1]["url"].rstrip(".,;:)")
        behind = raw[bare[-1].start("url") + len(url) :].lstrip(">")
        return _plain(raw[: bare[-1].start()] + behind) or url, unescape(url)
    return _plain(raw), None


def _plain(raw: str) -> str:
    shown = show(raw, 0, len(raw), ()).text
    return re.sub(r"\s+", " ", shown).strip().rstrip("—–- ").strip()
