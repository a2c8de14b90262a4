"""Where labels stand, so that none lies on another."""

import math
from collections.abc import Sequence
from datetime import date

from app.formats.charts.points import Point

# pixels of a chart, of a line of text, and of a letter; a Han character takes two letters
_WIDTH, _HEIGHT, _LINE, _LETTER = 560, 300, 15, 6.6
_PLACES = (-14, 20, -29, 35, -44, 50)


def label_places(points: Sequence[Point], *, is_log: bool) -> list[int]:
    """For each point, how many pixels below it its label stands: above where there is room, else further off."""
    places = [_PLACES[0]] * len(points)
    across, up = _positions(points, is_log)
    taken: list[tuple[float, float, float, float]] = [(x, y, 8, 11) for x, y in zip(across, up, strict=True)]
    for index in sorted(range(len(points)), key=lambda one: across[one]):
        half = _letters(points[index].label + points[index].sign) * _LETTER / 2
        x, y = across[index], up[index]
        free = [place for place in _PLACES if not any(_touches(x, y + place, half, other) for other in taken)]
        places[index] = next((place for place in free if y + place + _LINE / 2 < _HEIGHT), free[0] if free else _PLACES[0])
        taken.append((x, y + places[index], half, _LINE))
    return places


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
