"""`<sup>1</sup>`, `<sup>[1](url)</sup>`, `¹²`, `^1^`, `^[1]`, `$^{1}$`: pandoc, word processors, Copilot, DeepSeek.

Digits above a base of ten, a unit or a letter of mathematics are exponents.
"""

import re
from itertools import groupby

from app.report.markdown.inline_tokens import TARGET
from app.report.markers.conventions.base import NUMBERS, Convention, anchor, cite, expand, target
from app.report.markers.markers import Citation, Mark

_UNICODE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹˒⁻", "0123456789,-")
_UNIT = re.compile(r"(?:(?<![^\W\d_])(?:[kcdmµμn]?m|ft|in|mi|yd|s|Hz|km|hm|R|CO|[A-Za-z])|(?<!\d)10|\d[eE]|[米厘公里分])$")
# of ten, and of two alone: `2<sup>31</sup>`
_BASE = re.compile(r"(?<![\d.,])10$|(?:^|(?<=[\s(（=<>≤≥~≈+*-]))2$|×\s?10$|[x*]\s?10$")
# `x^2`, `10^12`, `km^2`: behind a year, a word or a percent sign stands a marker
_TAKES_POWER = re.compile(r"(?:(?<![^\W\d_])[A-Za-z]{1,2}|(?<!(?:19|20)\d)\d|[)\]}$|\\])$")
_BRACKET = re.compile(r"\[(?P<numbers>[^\[\]\\]+)")
_LINK = re.compile(
    r"\[\\?\[?(?P<words>[^\[\]]{1,40}?)\\?\]?\]"
    + TARGET.format(name="url")
    + r"|href\s*=\s*[\"'](?P<href>[^\"']+)[\"'][^>]*>\s*\[?(?P<inner>\d{1,4})"
)


def _read(match: re.Match[str]) -> Citation | None:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if links := match["sup_links"] or match["caret_links"]:
        marks = tuple(
            Mark(words if words.isdecimal() else "", target(url), *match.span(), words, anchor(url))
            for part in _LINK.finditer(links)
            for words, url in [(part["words"] or part["inner"], part["url"] or part["href"])]
        )
        return Citation("superscript", *match.span(), marks, match.span(), can_speak=False) if marks else None
    if brackets := match["sup_brackets"]:
        # `[6][6]` is a link to the definition `[6]:`
        pairs = groupby(one["numbers"] for one in _BRACKET.finditer(brackets))
        labels = [label for numbers, _ in pairs for label in expand(numbers)]
        return cite("superscript", match, labels, can_speak=False)
    if (power := match["bare_caret"]) and not _TAKES_POWER.search(before):
        return cite("caret", match, [power], can_speak=False)
    if power:
        return None
    numbers = match["sup_plain"] or match["raised"] or match["caret"] or match["in_formula"] or ""
    raised = (numbers or match["unicode"]).translate(_UNICODE).strip(",-")
    if _is_exponent(before, raised) or not re.fullmatch(NUMBERS, raised):
        return None
    return cite("superscript" if not match["unicode"] else "raised-digit", match, expand(raised), can_speak=False)


def _is_exponent(before: str, raised: str) -> bool:
    """Above ten, or `m²`, `s⁻¹`: a number that no marker of a list would have, or one after something that takes a power."""
    if not before or (before[-1].isspace() and not before.strip()):
        return False
    return bool(_BASE.search(before)) or raised == "0" or (raised in {"2", "3", "4"} and bool(_UNIT.search(before)))


CONVENTION = Convention(
    "superscript",
    rf"(?:<sup\b[^<>]{{0,200}}>\s*(?:(?P<sup_brackets>(?:\\?\[{NUMBERS}\\?\](?!\()[ ,]?)+)|(?P<sup_plain>{NUMBERS})"
    r"|(?P<sup_links>(?:(?:\[[^\]\n]{0,60}\]|\[\\?\[\d{1,4}\\?\]\])\([^()\s]{1,500}\)|<a\b[^<>]{0,500}>\s*\[?\d{1,4}\]?\s*</a>)(?:[\s,]|\[[^\]\n]{0,60}\]\([^()\s]{1,500}\)|<a\b[^<>]{0,500}>\s*\[?\d{1,4}\]?\s*</a>){0,20}))\s*</sup>"
    rf"|\^\[?(?P<caret>{NUMBERS})(?:\](?!\()\^?|\^)|\^\[(?P<raised>{NUMBERS})\](?!\()|\^(?P<caret_links>(?:\[\d{{1,4}}\]\([^()\s]{{1,500}}\)[\s,]?){{1,20}})(?<![\s,])\^?|\$(?:\{{\s?\}})?\^\{{?\[?(?P<in_formula>{NUMBERS})\]?\}}?\$"
    r"|⁽?(?P<unicode>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[˒⁻,][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*)⁾?|\^(?P<bare_caret>\d{1,3})(?![\w^{]|\.\d))",
    _read,
    listed=False,
    hint=r"[<^$⁰¹²³⁴⁵⁶⁷⁸⁹⁽](?:(?<!<)|sup)",
    examples=(
        ("The share rose to 20<sup>2</sup> percent.", ("2",)),
        ("通行费上涨<sup>[1]</sup>，车流减少<sup>[2][3,4]</sup>。", ("1", "2", "3", "4")),
        ("Tolls rose <sup>[3][3]</sup> <sup>[1][1],</sup> <sup>[2][2]</sup>.", ("3", "1", "2")),
        ("通行费上涨^3^，车流减少^[1,2]^。", ("3", "1", "2")),
        ("Tolls rose.¹²", ("12",)),
        ("Tolls rose.^[3](https://north.example/3)^", ("3",)),
        ("Tolls rose ${ }^{3}$, and traffic fell $^{1}$.", ("3", "1")),
        ("Tolls rose^3, and traffic fell^1.", ("3", "1")),
    ),
)
