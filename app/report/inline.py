"""What a reader sees of a block, and where each character of it stands in the text.

Citation markers, Markdown escapes, emphasis, link targets, tags and entities are markup; the rest is shown.
"""

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html.entities import html5

# (url), (<url>) or (url "title") behind a link's text; possessive, so that an open bracket costs no second look
TARGET = r"\(\s*+<?(?P<{name}>(?:\\.|\([^()\s]*+\)|[^()\\\s>])*+)>?(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?\s*+\)"
_ESCAPE = r"\\(?P<char>[!-/:-@\[-`{-~])"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<linked>\[(?:[(（](?P<n1>[0-9]{1,6})[)）]|\\?\[\^?(?P<n2>[0-9]{1,6})\\?\]|(?P<n3>[0-9]{1,6}))\]"
            + TARGET.format(name="url")
            + ")",
            r"(?P<footnote>\[\^(?P<note>[^\]\s]+)\])",
            r"(?P<plain>\\?\[(?P<list>[0-9]{1,4}(?:\s*[-–,，、]\s*[0-9]{1,4})*)\\?\](?!\())",
            rf"(?P<escape>{_ESCAPE})",
            rf"(?P<entity>{_ENTITY})",
            r"(?P<code>(?<!`)(?P<ticks>`++)(?P<inner>.+?)(?<!`)(?P=ticks)(?!`))",
            r"(?P<autolink><(?P<address>https?://[^\s<>]+)>)",
            r"(?P<tag></?[A-Za-z][^<>\n]*>|<!--(?:(?!<!--|-->).)*+-->)",
            r"(?P<link_open>!?\[(?=(?:\\.|[^\[\]\\])*+\]" + TARGET.format(name="ahead") + "))",
            r"(?P<link_close>\]" + TARGET.format(name="target") + ")",
            r"(?P<run>\*+|_+|~~)",
            r"(?P<newline>(?<![ \t])[ \t]*+\\?(?:\r\n|\n|\r)[ \t>]*)",
        )
    ),
    re.S,
)
_UNESCAPE = re.compile(f"{_ESCAPE}|(?P<entity>{_ENTITY})")
_URL = re.compile(r"https?://[^\s<>\"，。；、）】》]+")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# one pair of brackets that names more entries than this is no citation
_MOST_LABELS = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation marker found in a block: label, target URL if it carries one, span."""

    label: str
    url: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The visible text of a block, and the markers in it.

    `positions[i]` is where the i-th character begins in the report, `ends[i]` where what stands for it there ends.
    """

    text: str
    positions: tuple[int, ...]
    ends: tuple[int, ...]
    marks: tuple[Mark, ...]


def unescape(text: str) -> str:
    """Markdown backslash escapes and character references resolved (CommonMark 0.31, sections 2.4 and 2.5)."""
    return _UNESCAPE.sub(lambda match: match["char"] or _character(match[0]), text)


def show(text: str, start: int, end: int, labels: Collection[str], *, table: bool = False) -> Shown:
    """Read the inline markup of `text[start:end]`.

    `labels` are the bibliography's labels: `[n]` and `[n](url)` are markers only when entry n exists, and text otherwise.
    """
    reader = _Reader(text, labels)
    at = start
    for match in _TOKEN.finditer(text, start, end):
        reader.copy(at, match.start())
        reader.read(match)
        at = match.end()
    reader.copy(at, end)
    return reader.shown(table=table)


def without_urls(visible: str) -> str:
    """The same length, with NUL for bare URLs: what they hold is an address, not prose."""
    return _URL.sub(lambda match: "\0" * len(match[0]), visible)


@dataclass(slots=True)
class _Run:
    """A run of `*`, `_` or `~~`: index of its first character among the shown ones, and what of it is still unpaired."""

    char: str
    first: int
    left: int
    opens: bool
    closes: bool


class _Reader:
    """What has been shown so far."""

    def __init__(self, text: str, labels: Collection[str]) -> None:
        self.text = text
        self.labels = labels
        self.chars: list[str] = []
        self.positions: list[int] = []
        self.ends: list[int] = []
        self.marks: list[Mark] = []
        self.runs: list[_Run] = []
        self.open_links = 0

    def copy(self, first: int, last: int) -> None:
        self.chars.extend(self.text[first:last])
        self.positions.extend(range(first, last))
        self.ends.extend(range(first + 1, last + 1))

    def put(self, shown: str, first: int, last: int) -> None:
        self.chars.extend(shown)
        self.positions.extend([first] * len(shown))
        self.ends.extend([last] * len(shown))

    def mark(self, match: re.Match[str], labels: Sequence[str], url: str | None = None) -> None:
        self.marks.extend(Mark(label, url, match.start(), match.end()) for label in labels)

    def read(self, match: re.Match[str]) -> None:
        match _kind(match):
            case "linked" if match["n3"] and match["n3"] not in self.labels:
                self.copy(*match.span("n3"))
            case "linked":
                self.mark(match, [match["n1"] or match["n2"] or match["n3"]], unescape(match["url"]) or None)
            case "footnote":
                self.mark(match, [match["note"]])
            case "plain" if (listed := _expand(match["list"])) and all(label in self.labels for label in listed):
                self.mark(match, listed)
            case "escape":
                self.copy(*match.span("char"))
            case "entity" if (character := _character(match[0])) != match[0]:
                self.put(character, *match.span())
            case "code":
                self.copy(*match.span("inner"))
            case "autolink":
                self.copy(*match.span("address"))
            case "tag":
                self.put(" " if match[0].lower().startswith("<br") else "", *match.span())
            case "link_open":
                self.open_links += 1
            case "link_close" if self.open_links:
                self.open_links -= 1
            case "run":
                self._run(match)
            case "newline":
                self._newline(match)
            case _:
                self.copy(*match.span())

    def _run(self, match: re.Match[str]) -> None:
        """Shown for now; `_paired` finds which of it is markup. An underscore inside a word never is."""
        before = self.text[match.start() - 1 : match.start()] or " "
        after = self.text[match.end() : match.end() + 1] or " "
        word = match[0][0] == "_"
        opens = not after.isspace() and not (word and before.isalnum())
        closes = not before.isspace() and not (word and after.isalnum())
        self.runs.append(_Run(match[0][0], len(self.chars), len(match[0]), opens, closes))
        self.copy(*match.span())

    def _newline(self, match: re.Match[str]) -> None:
        """A line break is a space, but not between Chinese characters."""
        before = self.chars[-1] if self.chars else ""
        after = self.text[match.end() : match.end() + 1]
        if not (_CJK.match(before) and _CJK.match(after)):
            self.put(" ", *match.span())

    def shown(self, *, table: bool) -> Shown:
        if table:
            self._blank_outer_pipes()
        hidden = _paired(self.runs)
        kept = [index for index in range(len(self.chars)) if index not in hidden]
        return Shown(
            "".join(self.chars[index] for index in kept),
            tuple(self.positions[index] for index in kept),
            tuple(self.ends[index] for index in kept),
            tuple(self.marks),
        )

    def _blank_outer_pipes(self) -> None:
        """The pipes around a row are markup; those between its cells stay, so that two cells never read as one figure."""
        solid = [index for index, char in enumerate(self.chars) if not char.isspace()]
        for index in {*solid[:1], *solid[-1:]}:
            if self.chars[index] == "|":
                self.chars[index] = " "


def _kind(match: re.Match[str]) -> str:
    names = (
        "linked", "footnote", "plain", "escape", "entity", "code", "autolink", "tag",
        "link_open", "link_close", "run", "newline",
    )  # fmt: skip
    return next(name for name in names if match[name] is not None)


def _character(entity: str) -> str:
    """The character of a reference such as `&#x20;` or `&lt;`; an unknown one stays as it is."""
    return html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)


def _expand(numbers: str) -> list[str]:
    """`1,3-5` -> 1, 3, 4, 5; a range that runs backwards stays as its two ends, an endless list is none."""
    labels: list[str] = []
    for part in re.split(r"\s*[,，、]\s*", numbers):
        first, *last = (int(number) for number in re.split(r"\s*[-–]\s*", part))
        labels += map(str, range(first, last[-1] + 1) if last and first < last[-1] else [first, *last])
        if len(labels) > _MOST_LABELS:
            return []
    return labels


def _paired(runs: Sequence[_Run]) -> set[int]:
    """Indices of the emphasis characters that pair: `**a**` is markup, the star of `3*5` is text."""
    hidden: set[int] = set()
    openers: dict[str, list[_Run]] = {"*": [], "_": [], "~": []}
    for run in runs:
        stack = openers[run.char]
        while run.closes and run.left and stack:
            opener = stack[-1]
            paired = min(opener.left, run.left)
            hidden.update(range(opener.first + opener.left - paired, opener.first + opener.left))
            hidden.update(range(run.first, run.first + paired))
            opener.left -= paired
            run.first += paired
            run.left -= paired
            if not opener.left:
                stack.pop()
        if run.opens and run.left:
            stack.append(run)
    return hidden
