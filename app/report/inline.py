"""What a reader sees of a block, and where each character of it stands in the text.

Citation markers, Markdown escapes, emphasis, link targets, tags and entities are markup; the rest is shown.
"""

import html
import re
from collections.abc import Collection
from dataclasses import dataclass

_TARGET = r"\(\s*<?(?P<{name}>(?:\\.|\([^()\s]*\)|[^()\\\s>])*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<linked>\[(?:\((?P<n1>\d+)\)|\\?\[(?P<n2>\d+)\\?\]|\^?(?P<n3>\d+))\]" + _TARGET.format(name="url") + ")",
            r"(?P<footnote>\[\^(?P<note>[^\]\s]+)\])",
            r"(?P<plain>\\?\[(?P<list>\d+(?:\s*[-–,，、]\s*\d+)*)\\?\](?![(:]))",
            r"(?P<escape>\\(?P<char>[!-/:-@\[-`{-~]))",
            r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)",
            r"(?P<autolink><(?P<address>https?://[^\s<>]+)>)",
            r"(?P<tag></?[A-Za-z][^<>\n]*>|<!--.*?-->)",
            r"(?P<link_open>!?\[(?=[^\[\]\n]*\]\())",
            r"(?P<link_close>\]" + _TARGET.format(name="target") + ")",
            r"(?P<emphasis>\*{2,3}|~~|__|`+|(?<![\s*])\*(?!\*)|\*(?![\s*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w))",
            r"(?P<newline>[ \t]*\\?(?:\r\n|\n|\r)[ \t>]*)",
        )
    ),
    re.S,
)
_URL = re.compile(r"https?://[^\s<>\"，。；、）】》]+")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation marker found in a block: label, target URL if it carries one, span."""

    label: str
    url: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The visible text of a block, the position of each of its characters, and the markers in it."""

    text: str
    positions: tuple[int, ...]
    marks: tuple[Mark, ...]


def unescape(text: str) -> str:
    """Markdown backslash escapes and character references resolved (CommonMark 0.31, sections 2.4 and 2.5)."""
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))


def show(text: str, start: int, end: int, labels: Collection[str], *, table: bool = False) -> Shown:
    """Read the inline markup of `text[start:end]`.

    `labels` are the bibliography's labels: a bare `[n]` is a marker only when entry n exists, and text otherwise.
    """
    chars: list[str] = []
    positions: list[int] = []
    marks: list[Mark] = []

    def put(shown: str, position: int) -> None:
        chars.extend(shown)
        positions.extend([position] * len(shown))

    def copy(first: int, last: int) -> None:
        chars.extend(text[first:last])
        positions.extend(range(first, last))

    at = start
    for match in _TOKEN.finditer(text, start, end):
        if match.start() < at:
            continue
        copy(at, match.start())
        at = match.end()
        match match.lastgroup and _group(match):
            case "linked":
                label = match["n1"] or match["n2"] or match["n3"]
                marks.append(Mark(label, unescape(match["url"]) or None, match.start(), match.end()))
            case "footnote":
                marks.append(Mark(match["note"], None, match.start(), match.end()))
            case "plain":
                numbers = _expand(match["list"])
                if all(number in labels for number in numbers):
                    marks.extend(Mark(number, None, match.start(), match.end()) for number in numbers)
                else:
                    copy(match.start(), match.end())
            case "escape":
                put(match["char"], match.start("char"))
            case "entity":
                put(html.unescape(match[0]), match.start())
            case "autolink":
                copy(match.start("address"), match.end("address"))
            case "tag" if match[0].lower().startswith("<br"):
                put(" ", match.start())
            case "newline":
                before = chars[-1] if chars else ""
                after = text[at : at + 1]
                if not (_CJK.match(before) and _CJK.match(after)):
                    put(" ", match.start())
            case _:
                pass
    copy(at, end)
    if table:
        chars = [" " if char == "|" else char for char in chars]
    return Shown("".join(chars), tuple(positions), tuple(marks))


def urls(text: str) -> list[tuple[int, int]]:
    """Spans of bare URLs in visible text; what they hold is an address, not prose."""
    return [match.span() for match in _URL.finditer(text)]


def _group(match: re.Match[str]) -> str:
    names = (
        "linked", "footnote", "plain", "escape", "entity", "autolink", "tag",
        "link_open", "link_close", "emphasis", "newline",
    )  # fmt: skip
    return next(name for name in names if match[name] is not None)


def _expand(numbers: str) -> list[str]:
    """`1,3-5` -> 1, 3, 4, 5; a range that runs backwards or is longer than a bibliography stays as its two ends."""
    labels: list[str] = []
    for part in re.split(r"\s*[,，、]\s*", numbers):
        first, *last = (int(number) for number in re.split(r"\s*[-–]\s*", part))
        labels += map(str, range(first, last[-1] + 1) if last and 0 < last[-1] - first < 500 else [first, *last])
    return labels
