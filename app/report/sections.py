"""Title and sections: headings, bold lines that serve as headings, printed numbers, slugs."""

import html
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.report.language import detect_language
from app.report.markdown.blocks import Block
from app.report.markdown.inline import show
from app.report.model import Section

_HAN = "一二三四五六七八九十百"
_SECTION = re.compile(
    rf"(?:第\s*(?P<chapter>[{_HAN}\d]+)\s*[章节節部篇编][:：、.]?"
    r"|(?:chapter|part|section|appendix|annex|kapitel|teil|abschnitt|anhang|chapitre|partie|annexe|cap[íi]tulo|capitolo|parte|제)\s+"
    r"(?P<named>\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[A-Z])(?:장|부)?(?:\s*[:：.、–—-]|(?=\s))"
    rf"|[(（](?P<bracketed>[{_HAN}\d]{{1,3}})[)）]"
    r"|(?P<lettered>[A-Z](?:\.\d{1,3})+)(?:[.、)）:：]|(?=\s))"
    r"|(?P<deep>\d{1,2}(?:\.\d{1,2})+)(?:[.、)）:：]|(?=\s|[^\W\d_]))"
    rf"|(?P<flat>\d{{1,2}}|[{_HAN}]+)[.、)）．:：](?!\d)"
    r"|(?P<roman>[IVXLC]{1,7}|[A-Z])[.)、](?=\s))\s*(?=\S)",
    re.I,
)
_BARE = re.compile(r"(?P<bare>\d{1,2})\s+(?=[^\W\d_])(?![年月日个%％世])")
_BOLD = re.compile(r"(?:\*\*(?P<stars>[^*\n]{1,90})\*\*|__(?P<lines>[^_\n]{1,90})__)[:：]?\\?\s*$")
_BREAKS = " \t\r\n\\"
# a bold line of a paragraph; two blanks or a backslash at the end of a line break it
_BOLD_LINE = re.compile(
    r"(?:\A|(?<=  \n)|(?<=\\\n)|(?<=  \r\n)|(?<=\\\r\n))(?P<line>\*\*(?P<words>[^*\n]{1,90})\*\*[:：]?)(?:(?: {2,}|\\)\r?\n|[ \t]*\Z)"
)
_STOP = re.compile(r"[.。!！?？;；,，]$")
_SLUG = re.compile(r"[^\w]+")
BOLD_LEVEL = 7


def with_bold_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with paragraphs that are one bold line without a full stop turned into headings below all others.

    A bold line that hard breaks part from the paragraph's other lines is such a heading, too.
    """
    blocks = [part for block in blocks for part in _parted(text, block)]
    followed = zip(blocks, [*blocks, None][1:], strict=True)
    return [
        replace(block, kind="heading", level=BOLD_LEVEL) if _is_bold_heading(text, block, after) else block
        for block, after in followed
    ]


def _parted(text: str, block: Block) -> list[Block]:
    """A paragraph, cut before and behind the bold lines that are parted from it by hard breaks."""
    if block.kind != "paragraph" or block.depth or "\n" not in (raw := text[block.start : block.end]):
        return [block]
    cuts = {0, len(raw)}
    for match in _BOLD_LINE.finditer(raw):
        if not _STOP.search(match["words"].strip()) and "://" not in match["words"] and "](" not in match["words"]:
            cuts |= {match.start("line"), match.end("line")}
    parts = [(start, end) for start, end in pairwise(sorted(cuts)) if raw[start:end].strip(" \t\r\n\\")]
    return [
        replace(
            block,
            start=block.start + end - len(raw[start:end].lstrip(_BREAKS)),
            end=block.start + start + len(raw[start:end].rstrip(_BREAKS)),
        )
        for start, end in parts
    ]


def _is_bold_heading(text: str, block: Block, after: Block | None) -> bool:
    if block.kind != "paragraph" or block.depth or after is None or block.end - block.start > 100:
        return False
    match = _BOLD.match(text, block.start, block.end)
    if match is None or match.end() != block.end:
        return False
    words = html.unescape(match["stars"] or match["lines"]).strip()
    return bool(words) and not _STOP.search(words) and "://" not in words and "](" not in words


def find_title(blocks: Sequence[Block]) -> tuple[Block | None, list[Block]]:
    """The first heading is the title when its level is 1; the others begin sections."""
    headings = [block for block in blocks if block.kind == "heading"]
    if headings and headings[0].level == 1:
        return headings[0], headings[1:]
    return None, headings


def read_sections(text: str, headings: Sequence[Block], lists: Sequence[int], language: str) -> list[Section]:
    """The sections that the headings begin; `lists` are the places where lists of references begin, which end a section."""
    sections: list[Section] = []
    enclosing: list[int] = []
    bare: dict[int, int] = {}
    for index, block in enumerate(headings):
        following = headings[index + 1].start if index + 1 < len(headings) else len(text)
        at = bisect_left(lists, block.start)
        limit = min([following, *lists[at : at + 1]])
        while enclosing and sections[enclosing[-1]].level >= block.level:
            enclosing.pop()
        shown = show(text, block.start, block.end).text.strip()
        number, title = _numbered(shown, block.level, bare)
        body_end = _end_before(text, limit)
        parent = enclosing[-1] if enclosing else None
        own = detect_language(text[block.start : min(body_end, block.start + 1500)], language)
        sections.append(Section(number, title, block.level, parent, block.start, block.end, body_end, "", own))
        enclosing.append(index)
    return _with_slugs(sections)


def _numbered(shown: str, level: int, bare: dict[int, int]) -> tuple[str | None, str]:
    """The printed number and the rest. `1 Market` has a number where the headings of its level count."""
    match = _SECTION.match(shown)
    if match:
        number = next(filter(None, match.groups()))
        if match["flat"] and number.isdecimal():
            bare[level] = int(number)
        return number, shown[match.end() :]
    if (plain := _BARE.match(shown)) and int(plain["bare"]) == bare.get(level, 0) + 1:
        bare[level] = int(plain["bare"])
        return plain["bare"], shown[plain.end() :]
    return None, shown


def _end_before(text: str, at: int) -> int:
    """The end of the text on the lines before the line that contains `at`."""
    end = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 if at < len(text) else at
    while end and (text[end - 1].isspace() or text[end - 1] == "\x01"):
        end -= 1
    return end


def _with_slugs(sections: Sequence[Section]) -> list[Section]:
    """A section is named by its number, else by its title; where two would have one name, by its parent's before its own."""
    names = [section.number or _slug(section.title) for section in sections]
    counts = Counter(names)
    taken: Counter[str] = Counter()
    slugs: list[str] = []
    for section, name in zip(sections, names, strict=True):
        slug = name
        if counts[name] > 1 and section.parent is not None:
            slug = f"{slugs[section.parent]}-{name}"
        elif counts[name] > 1 and section.number:
            slug = f"{name}-{_slug(section.title)}"
        taken[slug] += 1
        slugs.append(slug if taken[slug] == 1 else f"{slug}-{taken[slug]}")
    return [replace(section, slug=slug) for section, slug in zip(sections, slugs, strict=True)]


def _slug(title: str) -> str:
    return _SLUG.sub("-", title.lower()).strip("-_")[:60].strip("-_") or "section"
