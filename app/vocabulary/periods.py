"""Observation periods in the ISO 8601 forms of the annotation guide, and the days they span."""

import re
from calendar import month_name, monthrange
from datetime import date

_PART = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<half>H[12])|(?P<quarter>Q[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?")
_HALVES = {"H1": ("上半年", "first half"), "H2": ("下半年", "second half")}
_QUARTERS = {f"Q{n}": (f"第{han}季度", f"{nth} quarter") for n, han, nth in zip(
    range(1, 5), "一二三四", ("first", "second", "third", "fourth"), strict=True)}  # fmt: skip
_SINGLE = "2025, 2025-07, 2025-07-31, 2025-H1, 2025-Q3"
FORMS, FORMS_ZH = f"{_SINGLE}, or an interval such as 2021/2025", f"{_SINGLE}，或区间，例如 2021/2025"


def span_of(period: str) -> tuple[date, date]:
    """First and last day of a period. Raises `ValueError` naming the allowed forms."""
    first, _, last = period.partition("/")
    start, end = _part(first)
    if "/" in period:
        end = _part(last)[1]
    if end < start:
        raise ValueError(f"{period!r} ends before it begins")
    return start, end


def _part(text: str) -> tuple[date, date]:
    match = _PART.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a period; allowed: {FORMS}")
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    first, last = 1, 12
    if match["half"]:
        first, last = (1, 6) if match["half"] == "H1" else (7, 12)
    elif match["quarter"]:
        last = 3 * int(match["quarter"][1])
        first = last - 2
    elif match["month"]:
        first = last = int(match["month"])
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def words_of(period: str) -> str:
    """A period as people look for it in either language: `2025-H1; 2025年上半年; first half of 2025`."""
    said = [period]
    for part in period.split("/"):
        year, _, rest = part.partition("-")
        if rest in _HALVES or rest in _QUARTERS:
            chinese, english = (_HALVES | _QUARTERS)[rest]
            said += [f"{year}年{chinese}", f"{english} of {year}"]
        elif rest:
            month, _, day = rest.partition("-")
            said += [
                f"{year}年{int(month)}月" + (f"{int(day)}日" if day else ""),
                f"{month_name[int(month)]} {f'{int(day)}, ' if day else ''}{year}",
            ]
        else:
            said.append(f"{year}年")
    return "; ".join(said)
