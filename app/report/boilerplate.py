"""What surrounds a report but is not part of it: a tool's chat before the title, the contents, closing remarks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.report.bibliography import heading_kind
from app.report.markdown.blocks import Block
from app.report.word_lists import read_table

_ANCHOR_LINK = re.compile(r"(?:\d[\d.]*\s*)?[*_]*\[[^\[\]\n]*\]\(#[^()\n]*\)[*_]*\s*$")
_DOTTED = re.compile(r".*\.{4,}\s*\d+\s*$")
_MARKUP = re.compile(r"[*_`]+|</?(?:b|i|em|strong|p|span|div|small)\b[^<>]*>|\x01")
_SENTENCE = re.compile(r"[。！？]|[^\W\d_]{4}[.!?]$|\[\d")
# what the tool is about to do, and no essay's author
_SEARCH = re.compile(
    r"\b(?:search|gather|look(?:ing)? (?:for|up)|research (?:information|the latest))\b|搜索|检索|搜集|查找|查询|获取更多",
    re.I,
)
_SPACES = re.compile(r"[\s*_#\\\x01]+")


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of a report by what they are."""

    body: tuple[Block, ...]
    preface: tuple[Block, ...]
    notes: tuple[Block, ...]


def set_asides_apart(text: str, blocks: Sequence[Block], behind: Sequence[Block]) -> Parts:
    """Separate the chat, the contents and the notes from the body; `behind` are blocks inside or right after lists."""
    start = _title_index(text, blocks)
    talk = [block for index, block in enumerate(blocks) if index < start]
    kept = [*_without_contents(text, blocks[start:])]
    said = _talk_below(text, kept)
    preface = [*talk, *said]
    body = [block for block in kept if block not in said]
    bylines = _bylines(text, body)
    body = [block for block in body if block not in bylines]
    ending = _closing(text, body)
    notes = [*bylines, *(block for block in (*behind, *ending) if _is_note(text, block))]
    # text behind a list stays text
    late = [block for block in behind if block not in notes and block.kind != "html"]
    left = [block for block in body if block not in ending]
    return Parts(tuple(sorted([*left, *late], key=_start)), tuple(preface), tuple(sorted(notes, key=_start)))


def _start(block: Block) -> int:
    return block.start


def _title_index(text: str, blocks: Sequence[Block]) -> int:
    """Where the report begins: at its second title if there is chat under the first, otherwise at the first title after chat."""
    tops = [index for index, block in enumerate(blocks) if block.kind == "heading" and block.level == 1]
    if len(tops) > 1:
        first, second = tops[:2]
        between = blocks[first + 1 : second]
        prose = [block for block in between if block.kind != "heading"]
        title, again = _plain(text, blocks[first]), _plain(text, blocks[second])
        if prose and len(prose) == len(between) and (title == again or _mostly_talk(text, prose)):
            return second
        # a report that was begun, and begun anew under the same title
        if prose and (again.startswith(title) or title.startswith(again)) and _mostly_talk(text, prose):
            return second
    top = tops[0] if tops else next((index for index, block in enumerate(blocks) if block.kind == "heading"), 0)
    return (
        top
        if top
        and all(_is_talk(text, block) or _is_lead(text, block) for block in blocks[:top])
        and any(_is_talk(text, block) for block in blocks[:top])
        else 0
    )


def _plain(text: str, block: Block) -> str:
    return _SPACES.sub("", text[block.start : block.end]).casefold()


def _mostly_talk(text: str, blocks: Sequence[Block]) -> bool:
    return sum(_is_talk(text, block) for block in blocks) * 2 >= len(blocks)


def _is_lead(text: str, block: Block) -> bool:
    return block.end - block.start < 200 and text[block.start : block.end].rstrip().endswith((":", "：", "...", "…"))


def _is_talk(text: str, block: Block) -> bool:
    return block.kind in {"paragraph", "quote"} and bool(_pattern("talk").match(text, block.start, block.end))


def _is_note(text: str, block: Block) -> bool:
    raw = text[block.start : block.end]
    if block.kind == "heading":
        return False
    return (
        block.kind == "quote" or bool(_pattern("note").match(raw)) or bool(_pattern("closing").match(raw)) or _is_framed(raw)
    )


def _is_framed(raw: str) -> bool:
    """A remark in brackets or in italics from end to end."""
    bare = raw.strip()
    return bare[:1] in "（(*_—⁂" and bare[-1:] in "）)*_—⁂" and not bare.startswith("**")


def _talk_below(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Talk right under the title, before the first section; of a search also under the first headings, before there is a section."""
    found: list[Block] = []
    under = prose = False
    for block in blocks[1:] if blocks and blocks[0].kind == "heading" else ():
        if block.kind == "heading" and not prose:
            under = True
        elif block.kind == "heading" or not (_is_talk(text, block) or block.kind == "paragraph"):
            break
        elif _is_talk(text, block) and (_SEARCH.search(text, block.start, block.end) if under or prose else True):
            found.append(block)
        else:
            prose = True
    return found


def _bylines(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks right under the title that say who wrote the report and when."""
    found: list[Block] = []
    for block in blocks[1:] if blocks and blocks[0].kind == "heading" else ():
        lines = [_MARKUP.sub("", line).strip(" \t\\") for line in text[block.start : block.end].splitlines()]
        if block.kind not in {"paragraph", "list_item", "quote"} or not all(map(_is_byline, filter(None, lines))):
            break
        found.append(block)
    return found


def _is_byline(line: str) -> bool:
    """Whether a line is a byline: no sentence ends in it, and no marker stands there."""
    return not _SENTENCE.search(line) and "](" not in line and bool(_pattern("byline").fullmatch(line))


def _without_contents(text: str, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks without lists of contents: those under such a heading, and links into the report itself."""
    kept: list[Block] = []
    inside = False
    for block in blocks:
        if (
            block.kind in {"heading", "paragraph"}
            and block.end - block.start < 60
            and heading_kind(text[block.start : block.end]) == "contents"
        ):
            inside = True
            if block.kind == "heading":
                kept.append(block)
        elif block.kind == "heading":
            inside = False
            kept.append(block)
        elif block.kind == "list_item" and (inside or _ANCHOR_LINK.match(text, block.start, block.end)):
            continue
        elif not (inside and _DOTTED.match(text, block.start, block.end)):
            inside = inside and block.kind != "paragraph"
            kept.append(block)
    return kept


def _closing(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The last paragraphs of the text, if they address the reader of the chat."""
    found: list[Block] = []
    for block in reversed(blocks):
        if block.kind != "paragraph" or not _pattern("closing").match(text, block.start, block.end):
            break
        found.append(block)
    return found


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in read_table("phrases") if row["kind"] == kind), re.I)
