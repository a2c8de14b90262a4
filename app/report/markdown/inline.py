"""The text a reader sees of a block, and the source offset of each of its characters.

Citation markers, Markdown escapes, emphasis, link targets, tags and entities are markup; the rest is shown.
"""

import html
import re
from array import array
from collections.abc import Sequence
from html.entities import html5
from itertools import pairwise

from app.report.markdown.displayed_text import Shown
from app.report.markdown.emphasis import Run, paired
from app.report.markdown.formulas import render
from app.report.markdown.inline_tokens import ENTITY, ESCAPE, tokens
from app.report.markers.markers import Citation, Group, brackets, groups

_UNESCAPE = re.compile(f"{ESCAPE}|(?P<entity>{ENTITY})")
# offsets, made once for reports of a usual length: a slice of them costs a tenth of counting anew
_PLACES = array("I", range(1 << 17))
# what is hidden stays so within code
_SHOWN = re.compile(r"[^\x01]+")
# exports to Markdown escape formulas as if they were text: `$D \< 2$`, `$D \\approx 2$`
_IN_FORMULA = re.compile(r"(?:[^\x01\\]|\\(?![<>=+_^]|\\[A-Za-z]{2}))+")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_SUPERSCRIPTS = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
_CLOSING = frozenset(".,;:!?。，；：！？、)）]】”’」』%…—–")
_LISTING = frozenset(",，、;；")
_AFTER_NOTE = frozenset(".,;:!?)]。，；：！？、）】")
_STOPS = frozenset(".。,，;；:：!！?？")


def unescape(text: str) -> str:
    """Markdown backslash escapes and character references resolved (CommonMark 0.31, sections 2.4 and 2.5)."""
    return _UNESCAPE.sub(lambda match: match["char"] or _character(match[0]), text)


def show(text: str, start: int, end: int, citations: Sequence[Citation] = (), *, table: bool = False) -> Shown:
    """Read the inline markup of `text[start:end]`; `citations` are the markers in it, in order."""
    reader = _Reader(text, start, end)
    at = start
    for group in groups(text, start, end, citations):
        first, last = (group.start, group.end) if group.kept else group.wrapped(text, at, end)
        reader.read_all(at, first)
        at = reader.cite(group, first, last)
    reader.read_all(at, end)
    return reader.shown(citations, table=table)


class _Reader:
    """What has been shown so far."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.places = _PLACES[start : end + 1] if end < len(_PLACES) else array("I", range(start, end + 1))
        self.chars: list[str] = []
        self.positions = array("I")
        self.ends = array("I")
        self.runs: list[Run] = []
        self.unread: list[tuple[int, int]] = []
        self.markers: list[tuple[int, int]] = []
        self.spoken: set[int] = set()
        self.open_links = 0
        self.skip_space = False

    def copy(self, first: int, last: int) -> None:
        if self.skip_space:
            while first < last and self.text[first] in " \t":
                first += 1
        if first < last:
            self.skip_space = False
            self.chars.extend(self.text[first:last])
            places = self.places[first - self.start : last + 1 - self.start]
            self.positions += places[:-1]
            self.ends += places[1:]

    def put(self, shown: str, first: int, last: int) -> None:
        self.chars.extend(shown)
        self.positions.extend([first] * len(shown))
        self.ends.extend([last] * len(shown))

    def pop(self) -> None:
        self.chars.pop()
        self.positions.pop()
        self.ends.pop()

    def read_all(self, first: int, last: int) -> None:
        at = first
        for match in tokens(self.text, first, last):
            self.copy(at, match.start())
            self.read(match)
            at = match.end()
        self.copy(at, last)

    def read(self, match: re.Match[str]) -> None:
        match match.lastgroup:
            case "blank":
                self._tidy(match.end(), self._after(match.end()))
            case "formula":
                self._formula(match)
            case "escape":
                self.copy(*match.span("char"))
            case "entity" if (character := _character(match[0])) != match[0]:
                self.put(character, *match.span())
            case "code":
                self._unread(*match.span("inner"))
            case "autolink":
                self.copy(*match.span("address"))
            case "power":
                self.put(match["exponent"].translate(_SUPERSCRIPTS), *match.span())
            case "wiki":
                self.copy(*match.span("words"))
            case "cell":
                self.put(" | ", *match.span())
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

    def cite(self, group: Group, start: int, end: int) -> int:
        """Show a group of markers that is part of the sentence, hide any other; returns where the text goes on.

        `start` and `end` are those of the group with what stands around it.
        """
        within = brackets(self.text, start, end, self.end)[0]
        if (
            within is None
            and group.spoken
            and group.is_part_of("".join(self.chars[-40:]), self.text[group.end : group.end + 24])
        ):
            first = len(self.chars)
            at = start
            for citation in group.citations:
                self.read_all(at, citation.start)
                self.copy(*citation.spoken)
                at = citation.end
                self.spoken.update(mark.start for mark in citation.marks)
            self.unread.append((first, len(self.chars)))
            self.markers.append((first, len(self.chars)))
            return group.end
        if kept := group.kept:
            self.read_all(*kept)
            return group.end
        return self._tidy(*self._without_brackets(start, end))

    def _without_brackets(self, start: int, end: int) -> tuple[int, str]:
        """Brackets that hold nothing but markers, and a lead such as “see”, go with them."""
        lead, close = brackets(self.text, start, end, self.end)
        if lead is not None and "".join(self.chars[len(self.chars) - len(lead) :]) == lead:
            for _ in lead:
                self.pop()
            return close, self._after(close)
        return end, self._after(end)

    def _after(self, at: int) -> str:
        while at < self.end and self.text[at] in "*_\x01":
            at += 1
        return self.text[at] if at < self.end else ""

    def _tidy(self, at: int, after: str) -> int:
        """No space before a full stop, none twice, none where a sentence begins."""
        if not self.chars:
            self.skip_space = True
            return at
        if not after or after.isspace() or after in _CLOSING:
            while self.chars and self.chars[-1] in " \t\xa0" and not self._is_in_run():
                self.pop()
            if self.chars and self.chars[-1] in _LISTING and after in _STOPS and after:
                self.pop()
            behind = at
            while behind < self.end and self.text[behind] in " \t":
                behind += 1
            if self.text[behind : behind + 1] in _STOPS and not self._is_in_run():
                self.skip_space = True
        return at

    def _is_in_run(self) -> bool:
        return bool(self.runs) and self.runs[-1].first + self.runs[-1].left == len(self.chars)

    def _unread(self, first: int, last: int, shown: re.Pattern[str] = _SHOWN) -> None:
        before = len(self.chars)
        for part in shown.finditer(self.text, first, last):
            self.copy(*part.span())
        self.unread.append((before, len(self.chars)))

    def _formula(self, match: re.Match[str]) -> None:
        rendered = render(match)
        if rendered is None:
            self._unread(*match.span(), _IN_FORMULA)
            return
        for piece, first, last in rendered:
            if piece is None:
                self.copy(first, last)
            else:
                self.put(piece, first, last)

    def _run(self, match: re.Match[str]) -> None:
        """Shown for now; `paired` finds which of it is markup. An underscore inside a word never is."""
        before = self.text[match.start() - 1 : match.start()] or " "
        after = self.text[match.end() : match.end() + 1] or " "
        word = match[0][0] == "_"
        # `word*,` leads to a note, `字**（` opens
        opens = not after.isspace() and not (before.isalnum() and (word or after in _AFTER_NOTE))
        closes = not before.isspace() and not (word and after.isalnum())
        skip, self.skip_space = self.skip_space, False
        self.runs.append(Run(match[0][0], len(self.chars), len(match[0]), opens, closes))
        self.copy(*match.span())
        self.skip_space = skip

    def _newline(self, match: re.Match[str]) -> None:
        """A line break is a space, but not between Chinese characters."""
        before = self.chars[-1] if self.chars else ""
        after = self.text[match.end() : match.end() + 1]
        if not (_CJK.match(before) and _CJK.match(after)) and not self.skip_space:
            self.put(" ", *match.span())

    def shown(self, citations: Sequence[Citation], *, table: bool) -> Shown:
        if table:
            self._blank_outer_pipes()
        hidden = paired(self.runs)
        if not hidden:
            pieces = (self.positions, self.ends)
            return Shown(
                "".join(self.chars),
                *pieces,
                tuple(citations),
                tuple(self.unread),
                tuple(self.markers),
                frozenset(self.spoken),
            )
        kept = _between(hidden, len(self.chars))
        text = "".join(self.chars)
        positions, ends = array("I"), array("I")
        for first, last in kept:
            positions += self.positions[first:last]
            ends += self.ends[first:last]
        moved = _moved(hidden, len(self.chars)) if self.unread else []
        return Shown(
            "".join([text[first:last] for first, last in kept]),
            positions,
            ends,
            tuple(citations),
            tuple((moved[first], moved[last]) for first, last in self.unread),
            tuple((moved[first], moved[last]) for first, last in self.markers),
            frozenset(self.spoken),
        )

    def _blank_outer_pipes(self) -> None:
        """The pipes around a row are markup; those between its cells stay, so that two cells never read as one figure."""
        solid = [index for index, char in enumerate(self.chars) if not char.isspace()]
        if solid and self.chars[solid[0]] == "|":
            self.chars[solid[0]] = " "
        # cells at the end that held nothing but markers go with them
        while solid and self.chars[solid[-1]] == "|":
            self.chars[solid.pop()] = " "


def _between(hidden: set[int], size: int) -> list[tuple[int, int]]:
    """The stretches without hidden characters."""
    cuts = [-1, *sorted(hidden), size]
    return [(before + 1, after) for before, after in pairwise(cuts) if before + 1 < after]


def _moved(hidden: set[int], size: int) -> list[int]:
    """The position of each index after the hidden characters are removed."""
    moved = [0] * (size + 1)
    gone = 0
    for index in range(size + 1):
        moved[index] = index - gone
        gone += index in hidden
    return moved


def _character(entity: str) -> str:
    """The character of a reference such as `&#x20;` or `&lt;`; an unknown one stays as it is."""
    return html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)
