"""Everything in a report's prose that looks like a marker, and the stretches where nothing can be one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.report.blocks import Block
from app.report.citations import Citation
from app.report.conventions.base import Convention
from app.report.conventions.catalogue import CONVENTIONS
from app.report.formulas import FORMULA, is_formula
from app.report.shown import URL

_CODE = r"(?P<code>(?<!`)(?P<ticks>`++)(?:.+?)(?<!`)(?P=ticks)(?!`))"
_OTHERS = (
    r"(?P<autolink><https?://[^\s<>]+>)",
    rf"(?P<formula>{FORMULA})",
    r"(?P<escape>\\[!-/:-@\[-`{-~])",
    rf"(?P<url>(?<![A-Za-z]){URL})",
)
_FIRST = r"\[(（【［〔〖\\`<^$⁰¹²³⁴⁵⁶⁷⁸⁹⁽①-⑳:h"


@dataclass(frozen=True, slots=True)
class Scan:
    """Candidates in order; `protected` are code, formulas, addresses and links, in which bare digits are no markers."""

    candidates: list[Citation]
    protected: list[tuple[int, int]]


def scan(text: str, blocks: Sequence[Block]) -> Scan:
    likely = tuple(place for place, convention in enumerate(CONVENTIONS) if re.search(convention.hint, text))
    pattern = _pattern(likely)
    found = Scan([], [])
    for block in blocks:
        at = block.start
        while match := pattern.search(text, at, block.end):
            at = _read(match, likely, block.end, found)
    return found


def _read(match: re.Match[str], likely: tuple[int, ...], end: int, found: Scan) -> int:
    """Note what the match is; returns where to go on. What a convention does not read, the next may."""
    group = match.lastgroup or ""
    if group == "formula" and match["dollars"] and not is_formula(match["formula_body"]):
        return match.start() + 1
    if not group.startswith("convention"):
        if group != "escape":
            found.protected.append(match.span())
        return match.end()
    place = int(group.removeprefix("convention"))
    citation = CONVENTIONS[place].read(match)
    if citation is None:
        rest = tuple(one for one in likely if one > place)
        other = _pattern(rest).match(match.string, match.start(), end)
        return _read(other, rest, end, found) if other else match.start() + 1
    found.candidates.append(citation)
    if citation.kept is None or citation.kind == "text-link":
        found.protected.append(match.span())
    return match.end()


@cache
def _pattern(places: tuple[int, ...]) -> re.Pattern[str]:
    conventions: list[tuple[int, Convention]] = [(place, CONVENTIONS[place]) for place in places]
    first = _FIRST + ("cf\ue200-\ue206" if any(one.kind == "search-key" for _, one in conventions) else "")
    marks = (rf"(?P<convention{place}>{one.pattern})" for place, one in conventions)
    return re.compile(rf"(?=[{first}])(?:{'|'.join((_CODE, *marks, *_OTHERS))})", re.S)
