"""Where labels stand, so that none lies on another."""

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.formats.charts.points import Point

# pixels of a chart, of a line of text, and of a letter; a Han character takes two letters
_WIDTH, _HEIGHT, _LINE, _LETTER = 560, 300, 15, 6.6
# to the right of the points lies room for labels that stand beside them
_MARGIN = 60


class Place(NamedTuple):
    """Where a label stands from its point: how it is aligned, and by how many pixels it is moved to the right and down."""

    align: str
    dx: int
    dy: int


# above and below, then beside, then further off, where a label is less surely that of its point
_PLACES = (
    Place("center", 0, -14), Place("center", 0, 20), Place("left", 11, 0), Place("right", -11, 0), Place("center", 0, -29),
    Place("center", 0, 35), Place("center", 0, -44), Place("center", 0, 50),
)  # fmt: skip


def label_places(points: Sequence[Point], *, is_log: bool) -> list[Place]:
    """For each point, where its label stands: above where there is room, else below, beside or further off."""
    places = [_PLACES[0]] * len(points)
    across, up = _positions(points, is_log)
    taken: list[tuple[float, float, float, float]] = [(x, y, 8, 11) for x, y in zip(across, up, strict=True)]
    for index in sorted(range(len(points)), key=lambda one: across[one]):
        half = _letters(f"{points[index].label} {points[index].sign}".strip()) * _LETTER / 2
        x, y = across[index], up[index]
        others = [one for number, one in enumerate(taken) if number != index]
        free = [place for place in _PLACES if _is_free(place, x, y, half, others)]
        places[index] = free[0] if free else _PLACES[0]
        taken.append((_middle(places[index], x, half), y + places[index].dy, half, _LINE))
    return places


def _middle(place: Place, x: float, half: float) -> float:
    """Where the middle of a label is from the left."""
    return x + place.dx + {"center": 0, "left": half, "right": -half}[place.align]


def _is_free(place: Place, x: float, y: float, half: float, others: Sequence[tuple[float, float, float, float]]) -> bool:
    middle, down = _middle(place, x, half), y + place.dy
    fits = place.align == "center" or (middle - half >= -_MARGIN / 2 and middle + half <= _WIDTH + _MARGIN)
    return fits and down + _LINE / 2 < _HEIGHT and not any(_touches(middle, down, half, other) for other in others)


def fitted(words: str, pixels: float, letter: float = _LETTER) -> str:
    """Words cut to a width. Vega would find the place by measuring each try, which takes longer than all else that it does."""
    room = pixels / letter
    for index, character in enumerate(words):
        room -= _letters(character)
        if room < 0:
            return words[: max(1, index - 1)].rstrip() + "…"
    return words


def in_two_lines(words: str, ending: str, pixels: float) -> list[str]:
    """Words with an ending that is never cut, in one line or two of up to this width, broken between words where there are any."""
    if fitted(words + ending, pixels) == words + ending:
        return [words + ending]
    first = fitted(words, pixels).removesuffix("…")
    if words[len(first) :][:1] not in {"", " "} and " " in first:
        first = first.rpartition(" ")[0]
    rest = words[len(first) :].strip()
    return [first, (fitted(rest, pixels - _letters(ending) * _LETTER) + ending).strip()]


def _letters(words: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in words)


def _touches(x: float, y: float, half: float, other: tuple[float, float, float, float]) -> bool:
    return abs(x - other[0]) < half + other[2] and abs(y - other[1]) < other[3]


def _positions(points: Sequence[Point], is_log: bool) -> tuple[list[float], list[float]]:
    """Pixels from the left and from the top."""
    days = [date.fromisoformat(one.time).toordinal() for one in points if one.time]
    values = [one.value if one.top is None else one.top for one in points]
    heights = [math.log10(one) if is_log else one for one in values]
    first, low = min(days), min(heights) if is_log else min(0, *heights)
    span, size = (max(days) - first) or 1, (max(heights) - low) or 1
    return [_WIDTH * (day - first) / span for day in days], [_HEIGHT * (1 - (one - low) / size) for one in heights]
