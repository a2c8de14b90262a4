"""Where labels stand, so that none lies on another."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from app.formats.charts.points import Point, is_of_a_whole, neighbours

# pixels of a chart, of a line of text, and of a letter; a Han character takes two letters
_WIDTH, _HEIGHT, _LINE, _LETTER = 480, 300, 15, 6.6
# from here on a letter is as wide as two
_HAN = 0x2E80
# a middle, half a width and half a height
_Box = tuple[float, float, float, float]
# pixels between the spots of a line
_SPOT = 6
# to the right of the points lies room for labels that stand beside them
_MARGIN = 56
# to the left of them, before the axis
_LEFT = 36


class Place(NamedTuple):
    """Where a label stands from its point: how it is aligned, and by how many pixels it is moved to the right and down."""

    align: str
    dx: int
    dy: int


# above and below, above to a side, beside, then further off, where a label is less surely that of its point
_PLACES = (
    Place("center", 0, -14), Place("center", 0, 20), Place("left", -4, -15), Place("right", 4, -15), Place("left", 11, 0),
    Place("right", -11, 0), Place("center", 0, -29), Place("center", 0, 35), Place("center", 0, -44), Place("center", 0, 50),
)  # fmt: skip
_NAME_PLACES = (
    Place("center", 0, 18), Place("center", 0, -30), Place("center", 0, -44), Place("left", 11, 16), Place("right", -11, 16),
    Place("left", 11, 0), Place("right", -11, 0),
)  # fmt: skip


def label_places(points: Sequence[Point], *, is_log: bool, is_rank: bool = False) -> list[Place]:
    """For each point, where its label stands: above where there is room, else below, beside or further off."""
    return _placed(points, is_log, is_rank)[0]


def name_places(
    points: Sequence[Point], named: Sequence[int], *, is_log: bool, is_rank: bool = False, most: float = math.inf
) -> list[Place]:
    """Where the name of a series stands from its last point, for each of the points at `named`: below its label where it can.

    Names are cut to `most` pixels.
    """
    _, taken, across, up = _placed(points, is_log, is_rank)
    found = []
    for index in named:
        half = min(_letters(points[index].name) * _LETTER, most) / 2
        others = [one for number, one in enumerate(taken) if number != index]
        # where all is taken, it at least lies within the chart
        free = [
            place for near in (others, []) for place in _NAME_PLACES if _is_free(place, across[index], up[index], half, near)
        ]
        found.append(free[0] if free else _NAME_PLACES[0])
        taken.append((_middle(found[-1], across[index], half), up[index] + found[-1].dy, half, _LINE))
    return found


def _placed(
    points: Sequence[Point], is_log: bool, is_rank: bool
) -> tuple[list[Place], list[_Box], list[float], list[float]]:
    """The places of labels, what points, lines and labels take up, the points first, and where the points are."""
    places = [_PLACES[0]] * len(points)
    across, up, down = _positions(points, is_log, is_rank)
    taken: list[_Box] = [(x, y, 8, 11) for x, y in zip(across, up, strict=True)]
    taken += _on_lines(points, across, up)
    ranges = [one for one in zip(across, up, down, strict=True) if one[1] < one[2]]
    taken += [(x, (top + bottom) / 2, 4, (bottom - top) / 2 + 6) for x, top, bottom in ranges]
    for index in sorted(range(len(points)), key=lambda one: across[one]):
        half = _letters(f"{points[index].label} {points[index].sign}".strip()) * _LETTER / 2
        x, y = across[index], up[index]
        others = [one for number, one in enumerate(taken) if number != index]
        # where all is taken, it at least lies within the chart
        free = [place for near in (others, []) for place in _PLACES if _is_free(place, x, y, half, near)]
        places[index] = free[0] if free else _PLACES[0]
        taken.append((_middle(places[index], x, half), y + places[index].dy, half, _LINE))
    return places, taken, across, up


def _on_lines(points: Sequence[Point], across: Sequence[float], up: Sequence[float]) -> Iterator[_Box]:
    """Spots on the lines of a chart, between neighbours and between values that contradict each other, which no label covers."""
    number = {id(one): index for index, one in enumerate(points)}
    pairs = [(number[id(one)], number[id(other)]) for one, other in neighbours(points)]
    contested = [
        (index, other)
        for index, other in combinations(range(len(points)), 2)
        if points[index].time == points[other].time and set(points[index].conflicts) & set(points[other].conflicts)
    ]
    for first, second in pairs + contested:
        wide, high = across[second] - across[first], up[second] - up[first]
        steps = int(math.hypot(wide, high) / _SPOT)
        for step in range(2, steps - 1):
            # a spot is a point; what is added is half the height of a label, and a little to its sides
            yield across[first] + wide * step / steps, up[first] + high * step / steps, 4, 8


def _middle(place: Place, x: float, half: float) -> float:
    """Where the middle of a label is from the left."""
    return x + place.dx + {"center": 0, "left": half, "right": -half}[place.align]


def _is_free(place: Place, x: float, y: float, half: float, others: Sequence[_Box]) -> bool:
    middle, down = _middle(place, x, half), y + place.dy
    fits = middle - half >= -_LEFT and middle + half <= _WIDTH + _MARGIN
    return fits and down + _LINE / 2 < _HEIGHT and not any(_touches(middle, down, half, other) for other in others)


def fitted(words: str, pixels: float, letter: float = _LETTER) -> str:
    """Words cut to a width. Vega would find the place by measuring each try, which takes longer than all else that it does."""
    room = pixels / letter
    for index, character in enumerate(words):
        room -= _letters(character)
        if room < 0:
            return words[: max(1, index - 1)].rstrip() + "…"
    return words


def in_two_lines(words: str, ending: str, pixels: float, letter: float = _LETTER) -> list[str]:
    """Words with an ending that is never cut, in one line or two of up to this width, broken between words where there are any."""
    if fitted(words + ending, pixels, letter) == words + ending:
        return [words + ending]
    first = fitted(words, pixels, letter).removesuffix("…")
    following = words[len(first) :][:1]
    if following not in {"", " "} and ord(following) < _HAN and " " in first:
        first = first.rpartition(" ")[0]
    rest = words[len(first) :].strip()
    return [first, (fitted(rest, pixels - _letters(ending) * letter, letter) + ending).strip()]


def label_lines(label: str, sign: str, pixels: float, letter: float = _LETTER) -> list[str]:
    """A label with its signs in one line or two, broken before its brackets where the value has room in the first."""
    ending = f" {sign}".rstrip()
    at = label.find("（") if "（" in label else label.find(" (")
    first, rest = label[:at].rstrip(), label[at:].strip()
    if at < 1 or fitted(label + ending, pixels, letter) == label + ending or fitted(first, pixels, letter) != first:
        return in_two_lines(label, ending, pixels, letter)
    return [first, fitted(rest, pixels - _letters(ending) * letter, letter) + ending]


def _letters(words: str) -> int:
    return sum(2 if ord(character) >= _HAN else 1 for character in words)


def _touches(x: float, y: float, half: float, other: _Box) -> bool:
    return abs(x - other[0]) < half + other[2] and abs(y - other[1]) < other[3]


def _positions(points: Sequence[Point], is_log: bool, is_rank: bool) -> tuple[list[float], list[float], list[float]]:
    """Pixels from the left, and from the top to the value, or to the upper and the lower end of a range."""
    days = [date.fromisoformat(one.time).toordinal() for one in points if one.time]

    def height(value: float) -> float:
        return -value if is_rank else math.log10(value) if is_log else value

    tops = [height(one.value if one.top is None else one.top) for one in points]
    bottoms = [height(one.value) for one in points]
    high = 100 if is_of_a_whole(points) else -1 if is_rank else max(tops)
    first, low = min(days), min(tops) if is_log or is_rank else min(0, *tops)
    span, size = (max(days) - first) or 1, (high - low) or 1
    across = [_WIDTH * (day - first) / span for day in days]
    up, down = ([_HEIGHT * (1 - (one - low) / size) for one in some] for some in (tops, bottoms))
    return across, up, down
