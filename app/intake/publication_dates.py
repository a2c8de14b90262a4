"""Dates that an address or a title states; never one that is only likely: a title's month or year is often what the page is
about, and only a day counts."""

import re
from calendar import month_name, monthrange

_YEAR, _MONTH, _DAY = r"(?P<year>(?:19[89]|20[0-4])\d)", r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12]\d|3[01])"
_IN_PATH = [
    re.compile(rf"(?<!\d){_YEAR}(?P<by>[/_-]){_MONTH}(?P=by){_DAY}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}[/_-]{_MONTH}{_DAY}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}{_MONTH}/{_DAY}(?!\d)"),
    # with more digits behind, it is a number that begins as a date does
    re.compile(rf"(?:(?<=/)|(?<=/a/)|(?<=/t)|(?<=[_-])){_YEAR}{_MONTH}{_DAY}(?=[/._-]|$)"),
    re.compile(rf"(?<=/){_YEAR}/{_MONTH}(?=/)"),
    re.compile(rf"(?<=/){_YEAR}-{_MONTH}(?=/)"),
]
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])\.\d{4,5}")
_NAMES = "|".join(name for name in month_name if name)
_SHORT = "|".join(name[:3] for name in month_name if name)
_IN_TITLE = [
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"),
    re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
    re.compile(
        rf"\b(?P<name>{_NAMES}|{_SHORT})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b", re.I
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>{_NAMES}|{_SHORT})\.?,?\s+(?P<year>(?:19|20)\d\d)\b", re.I
    ),
]


def stated_date(url: str, title: str) -> tuple[str, str] | None:
    """The date as `2025-12-08`, `2025-12` or null, and which words state it."""
    if found := _ARXIV.search(url):
        return f"20{found['year']}-{found['month']}", f"arXiv number {found[0].rpartition('/')[2]}"
    path = re.sub(r"^\w+://[^/?#]+", "", url)
    for pattern in _IN_PATH:
        if (match := pattern.search(path)) and (date := _date(match)):
            return date, f"url path {match[0]}"
    return _in_title(title)


def _in_title(title: str) -> tuple[str, str] | None:
    for pattern in _IN_TITLE:
        if (match := pattern.search(title)) and (date := _date(match)):
            return date, f"title {match[0]}"
    return None


def read_date(text: str | None) -> str | None:
    """The date that a line such as `Date: 16 June 2026` states; null where it states none, or only a year."""
    if text is None:
        return None
    if match := re.match(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?!\d)", text.strip()):
        return _date(match)
    if match := re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        return match[0]
    found = _in_title(text)
    return found[0] if found else None


def _date(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if name := parts.get("name"):
        month = next(number for number, full in enumerate(month_name) if full[:3].lower() == name[:3].lower())
    else:
        month = int(parts["month"])
    if not 1 <= month <= 12:
        return None
    day = parts.get("day")
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{int(day):02}" if 1 <= int(day) <= monthrange(year, month)[1] else None
