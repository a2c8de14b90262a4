"""Everything in a report's prose that looks like a marker, and the stretches where nothing can be one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from app.report.markdown.blocks import Block
from app.report.markdown.displayed_text import URL
from app.report.markdown.formulas import FORMULA, is_formula
from app.report.markers.conventions.catalogue import CONVENTIONS
from app.report.markers.markers import Citation

_CODE = re.compile(r"(?<!`)(?P<ticks>`++)(?:.+?)(?<!`)(?P=ticks)(?!`)", re.S)
_OTHER = re.compile(
    rf"(?P<autolink><https?://[^\s<>]+>)|(?P<formula>{FORMULA})|(?P<escape>\\[!-/:-@\[-`{{-~])|(?P<url>(?<![A-Za-z]){URL})",
    re.S,
)
# no marker begins elsewhere: most places are passed at one look
_FIRST = re.compile(
    r"[\[(（【［〔〖\\`<^$|{⁰¹²³⁴⁵⁶⁷⁸⁹⁽①-⑳※†‡§¶\ue200-\ue206hfc:@~](?:(?<![hfc:@~])|(?<=h)(?=ttps?://)|(?<=f)(?=tp://|ilecite)"
    r"|(?<=c)ite(?=[\ue200-\ue206t])|(?<=:)(?=contentRef|(?:foot)?cite[:`])|(?<![\w@./]@)(?<=@)(?=[A-Za-z])|(?<=~)(?=\\[a-z]{0,5}cite))"
)


Read = Callable[[re.Match[str]], Citation | None]


@dataclass(frozen=True, slots=True)
class Scan:
    """Candidates in order; `protected` are code, formulas, addresses and links, where bare digits are not markers."""

    candidates: list[Citation]
    protected: list[tuple[int, int]]


def scan(text: str, blocks: Sequence[Block]) -> Scan:
    likely = [(_compiled(one.pattern), one.read) for one in CONVENTIONS if re.search(one.hint, text)]
    found = Scan([], [])
    for block in blocks:
        at = block.start
        while match := _FIRST.search(text, at, block.end):
            at = _read(text, match.start(), block.end, likely, found)
    return found


def _read(text: str, at: int, end: int, likely: Sequence[tuple[re.Pattern[str], Read]], found: Scan) -> int:
    """Note what begins at `at`: the first convention that reads it has it. Returns where to go on."""
    if text[at] == "`":
        code = _CODE.match(text, at, end)
        if code:
            found.protected.append(code.span())
        return code.end() if code else at + 1
    for pattern, read in likely:
        match = pattern.match(text, at, end)
        citation = read(match) if match else None
        if match and citation:
            found.candidates.append(citation)
            if citation.kept is None or citation.kind == "text-link":
                found.protected.append(match.span())
            return match.end()
    other = _OTHER.match(text, at, end)
    if other is None or (other.lastgroup == "formula" and other["dollars"] and not is_formula(other["formula_body"])):
        return at + 1
    if other.lastgroup != "escape":
        found.protected.append(other.span())
    return other.end()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.S)
