"""Which numbers are no figures by the way that the text itself writes them, before separators of all languages are made one."""

import re
from collections.abc import Callable

from app.report.figures.labels import is_labelled
from app.report.figures.latin_exclusions import is_whole_text
from app.report.figures.units import match_unit

# 3.1 Model Management, 2.3.1 数据采集: the title of a part of a section, run into its paragraph
_SUB_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[A-ZÀ-ÞА-Я][^\W_]+\W+\w|[一-鿿ァ-ヶ])")
_SENTENCE_BEGINS = re.compile(r"(?:^|\n|[^\W\d_]{2}[.!?]\s|[。！？])\s*$")
_COMMA = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?![\d.,])")


def excluded_as_written(
    excluded: Callable[[str, re.Match[str]], int | None], text: str, plain: str, match: re.Match[str]
) -> int | None:
    """Where what the number belongs to ends, or null where it is a figure, as `excluded` says of the text in `plain` notation."""
    if is_whole_text(plain, match):
        return None
    if "low" not in match.re.groupindex:
        return excluded(plain, match)
    start, end = match.span("low")
    if not match["money"] and (heading := _sub_heading(text, plain, start, match)):
        return heading
    found = excluded(plain, match)
    if (
        found is not None
        and "." in match["low"]
        and _COMMA.search(text, start, end)
        and not plain[end:found].strip(".")
        and not is_labelled(plain, start)
    ):
        # Stärke 7,8: a version has no decimal comma
        return None
    return found


def _sub_heading(text: str, plain: str, start: int, match: re.Match[str]) -> int | None:
    heading = _SUB_HEADING.match(text, start)
    if heading is None or match["mag"] or not _SENTENCE_BEGINS.search(text, max(0, start - 6), start):
        return None
    unit = match_unit(plain, heading.end())
    return heading.end() if unit is None or unit.kind == "count" else None
