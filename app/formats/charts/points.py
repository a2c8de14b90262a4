"""What of a figure is drawn: its place, its mark by what kind of figure it is, and its label.

One channel, one meaning, so that colour is never needed: the shape says how the figure relates to the true value, fill and dashes
whether it has happened, a sign in the label what it rests on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from app.vocabulary.names import Language
from app.vocabulary.scripts import without_controls

SHAPES = {"eq": "exact", "approx": "about", "gt": "more", "ge": "more", "lt": "less", "le": "less", "range": "range",
          "tolerance": "range"}  # fmt: skip
# days from which a period is drawn as long as it is
_LONG = 400
# the most days of a day, a month, a quarter, a half year and a year
_LENGTHS = (1, 31, 92, 184, 366)
# what is a part of a whole, and so of at most 100 percent
_SHARES = frozenset({"share", "market-share", "penetration-rate"})
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Point:
    """A figure as it is drawn. `time` is null where the text gives no period; points of one `series` may be joined by a line."""

    id: str
    series: str
    name: str
    value: float
    top: float | None
    shape: str
    happened: bool
    time: str | None
    period: str
    period_start: str | None
    period_end: str | None
    is_long: bool
    label: str
    sign: str
    conflicts: tuple[str, ...]
    sources: str
    stated: int = 1
    is_share: bool = False
    # when it was so, which is shorter than its period
    is_moment: bool = False
    # what is measured; empty of groups
    indicator: str = ""


def read_points(rows: Sequence[Row], publishers: Mapping[str, str], lang: Language) -> list[Point]:
    """The points of rows of figures; `publishers` names the publisher of an entry by its id."""
    several = len({row["indicator"] for row in rows}) > 1
    qualified = _differing(rows)
    return [_point(row, several, qualified, publishers, lang) for row in rows]


def stated_once(points: Sequence[Point]) -> list[Point]:
    """Points that state the same figure as one, which counts them; it has a source where any of them has one."""
    groups: dict[tuple[object, ...], list[Point]] = {}
    for one in points:
        groups.setdefault((one.series, one.period, one.value, one.top, one.shape, one.happened), []).append(one)
    return [_merged(group) for group in groups.values()]


def _merged(group: Sequence[Point]) -> Point:
    conflicts = tuple(dict.fromkeys(name for one in group for name in one.conflicts))
    sources = dict.fromkeys(name for one in group for name in one.sources.split(", ") if name)
    uncited = "□" if all("□" in one.sign for one in group) else ""
    sign = ("≠" if conflicts else "") + uncited
    return replace(group[0], conflicts=conflicts, sources=", ".join(sources), sign=sign, stated=len(group))


def _point(row: Row, several: bool, qualified: Sequence[str], publishers: Mapping[str, str], lang: Language) -> Point:
    qualifiers = {name: value for name, value in row["qualifiers"].items() if name in qualified}
    name = _named(row, "entity_name", lang) or _named(row, "subject", lang)
    if several:
        name = f"{name} · {_named(row, 'indicator_name', lang)}" if row.get("indicator_name") else name
    said = row.get(f"qualifiers_{lang}") or row["qualifiers"]
    if qualifiers:
        name = f"{name} ({', '.join(str(said.get(one, qualifiers[one])) for one in qualifiers)})"
    start, end = row["period_start"], row["period_end"]
    low, top = _ends(row)
    named = [publishers.get(f"{row['document']}:{number}", "") for number in row["reference_numbers"]]
    return Point(
        id=row.get("id") or row["metric_id"],
        series=json.dumps(
            [row["indicator"], row["entity"] or row["subject"], row["unit"], qualifiers], ensure_ascii=False, sort_keys=True
        ),
        name=without_controls(name),
        value=low,
        top=top,
        shape=SHAPES[row["comparator"]],
        happened=row["status"] == "actual",
        time=(end if row["as_of"] else start) if start else None,
        period=row["period"] or "",
        period_start=start,
        period_end=end,
        is_long=bool(start and end and _days(start, end) > _LONG),
        label=without_controls(row.get(f"display_{lang}") or row["display"]),
        sign=("≠" if row["conflict_ids"] else "") + ("□" if row["evidence"] == "uncited" else ""),
        conflicts=tuple(row["conflict_ids"]),
        sources=without_controls(", ".join(dict.fromkeys(one for one in named if one))),
        is_share=row["unit"] == "percent" and ("denominator" in row["qualifiers"] or row["indicator"] in _SHARES),
        is_moment=bool(row["as_of"]),
        indicator=row["indicator"],
    )


def _ends(row: Row) -> tuple[float, float | None]:
    """The value, or both ends of a range or tolerance."""
    value = float(row["value"])
    if row["comparator"] == "tolerance":
        return value - float(row["deviation"]), value + float(row["deviation"])
    return value, None if row["value_max"] is None else float(row["value_max"])


def _named(row: Row, field: str, lang: Language) -> str:
    return row.get(f"{field}_{lang}") or row.get(field) or ""


def _differing(rows: Sequence[Row]) -> list[str]:
    """The qualifiers in which figures differ, so that they are not one series."""
    names = dict.fromkeys(name for row in rows for name in row["qualifiers"])
    return [name for name in names if len({json.dumps(row["qualifiers"].get(name)) for row in rows}) > 1]


def is_of_a_whole(points: Sequence[Point]) -> bool:
    """Whether all are shares of something, so that an axis ends at 100 percent."""
    return all(one.is_share and one.value >= 0 and (one.top or one.value) <= 100 for one in points)


def lengths(points: Sequence[Point]) -> set[int]:
    """How long the periods of figures are: places in the list of a day, a month, a quarter, a half year, a year, and longer."""
    return {
        sum(_days(one.period_start, one.period_end) + 1 > most for most in _LENGTHS)
        for one in points
        if one.period_start and one.period_end and not one.is_moment
    }


def told_apart(points: Sequence[Point], lang: Language) -> list[Point]:
    """Points of years, halves and quarters in one picture, each with its period in its label and drawn as long as that is."""
    if len({length for length in lengths(points) if length < len(_LENGTHS)}) < 2:
        return list(points)
    brackets = "（{}）" if lang == "zh" else " ({})"
    return [
        one if one.is_moment or not one.period else replace(one, is_long=True, label=one.label + brackets.format(one.period))
        for one in points
    ]


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def neighbours(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Pairs that a line may join: exact or approximate values of one series in periods that follow each other at once.

    A gap stays a gap, and a period for which two values are stated is joined to nothing.
    """
    found = []
    for series in dict.fromkeys(one.series for one in points):
        by_time: dict[str, list[Point]] = {}
        for one in points:
            if one.series == series and one.time is not None and not one.is_long:
                by_time.setdefault(one.time, []).append(one)
        times = sorted(by_time)
        for time, later in pairwise(times):
            first, second = by_time[time], by_time[later]
            if len(first) == len(second) == 1 and _may_join(first[0], second[0]):
                found.append((first[0], second[0]))
    return found


def _may_join(first: Point, second: Point) -> bool:
    if {first.shape, second.shape} - {"exact", "about"} or len(first.period) != len(second.period):
        return False
    if not first.period_end or not second.period_start or not first.period_start:
        return False
    length = _days(first.period_start, first.period_end) + 1
    return 0 < _days(first.period_start, second.period_start) <= length * 1.1 + 1
