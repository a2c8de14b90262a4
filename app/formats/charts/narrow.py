"""Bars for a phone: each under its name, with its words at its end or above it, in the order of time or of size."""

import re
from collections.abc import Sequence

from app.formats.charts.axes import axis_scale
from app.formats.charts.bars import domain, is_log, lollipops, part, signs
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import fitted, in_two_lines, label_lines
from app.formats.charts.mark_data import COLOURS, FOREGROUND, MUTED, PLAIN, Spec, mark_data
from app.formats.charts.points import Point
from app.vocabulary.names import Language

# pixels of the whole without its edge, of the longest bar beside words and below them, of a mark at its end, and of a line of text
WIDTH = 302
_BAR, _LONG_BAR, _MARK, _LINE = 120, 284, 14, 15
# of a bar with the space around it
_SPACE = 23


def narrow_bars(points: Sequence[Point], caption: Caption, lang: Language, *, is_over_time: bool) -> Spec:
    """One bar a figure from zero, hollow where it has not happened. Over time a bar is named by its period, and by its series if
    there are several. There is no axis, as each bar says its value. What `bars` draws as points is drawn as points.

    Words stand at the end of bars where all of them have room there, and above them otherwise: cut off they would mislead.
    """
    series = list(dict.fromkeys(one.series for one in points))
    if is_over_time:
        points = sorted(points, key=lambda one: (series.index(one.series), one.time or ""))
    scale, _ = axis_scale([one.top or one.value for one in points], lang, caption.unit)
    values = mark_data(points, scale, series, lang)
    by_powers = is_log(points, caption.unit)
    are_points = by_powers or caption.unit == "rank"
    low, high = domain(values, points, caption.unit, by_powers)
    names = [_names(one, is_over_time, len(series)) for one in points]
    have_room = True
    for number, (row, one) in enumerate(zip(values, points, strict=True)):
        end = _BAR * part(max(row["shown_top"], low if by_powers else 0), low, high, by_powers)
        move = _MARK if are_points or one.shape in {"about", "more", "less"} else 0
        row |= {
            "begin": row["shown"] if one.top is not None else low if are_points else 0, "colour": COLOURS[0], "row": number,
            "fill": COLOURS[0] if one.happened else "#ffffff", "move": move, "text": f"{_label(one, names[number])} {one.sign}".strip(),
            "words_at": row["shown_top"] if are_points else max(row["shown_top"], 0),
        }  # fmt: skip
        have_room &= fitted(row["text"], WIDTH - end - 6 - move) == row["text"]
    words = [
        [] if have_room else label_lines(_label(one, of), one.sign, WIDTH) for one, of in zip(points, names, strict=True)
    ]
    lines = _put_lines(values, names, words)
    y: Spec = {"field": "row", "type": "ordinal", "axis": None}
    x: Spec = {
        "field": "shown_top",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [low, high], "nice": False} | ({"type": "log"} if by_powers else {}),
    }
    marks = lollipops(x, y, values) if are_points else _bars(x, y, points)
    marks += signs(x, y, values, are_points)
    # from the middle of the room of a figure
    below = _LINE * lines // 2
    for layer in marks:
        layer["mark"]["yOffset"] = below
    return {
        "width": _BAR if have_room else _LONG_BAR,
        "height": {"step": _LINE * lines + _SPACE},
        "data": {"values": values},
        "layer": [*marks, *_lines(y, lines, below), *(_at_ends(x, y, values, below) if have_room else [])],
    }


def _bars(x: Spec, y: Spec, points: Sequence[Point]) -> list[Spec]:
    filled = {name: {"field": field, "type": "nominal", **PLAIN} for name, field in (("fill", "fill"), ("stroke", "colour"))}
    bar = {"type": "bar", "height": 11, "strokeWidth": 1.5}
    return [
        {"transform": [{"filter": f"{'' if happened else '!'}datum.happened"}], "mark": bar | ({} if happened else {"strokeDash": [5, 3]}),
         "encoding": {"y": y, "x": x, "x2": {"field": "begin"}, **filled}}
        for happened in (True, False)
        if any(one.happened is happened for one in points)
    ]  # fmt: skip


def _put_lines(values: Sequence[Spec], names: Sequence[list[str]], words: Sequence[list[str]]) -> int:
    """Put names and words into lines above bars, the last right above each; returns how many lines there are."""
    most = max(len(name) + len(said) for name, said in zip(names, words, strict=True))
    for row, name, said in zip(values, names, words, strict=True):
        above = [""] * (most - len(name) - len(said))
        row |= {"names": [*above, *name, *[""] * len(said)], "lines": [*above, *[""] * len(name), *said]}
    return most


_WORDS: Spec = {"type": "text", "align": "left", "fontSize": 12}


def _lines(y: Spec, lines: int, below: int) -> list[Spec]:
    return [
        {"transform": [{"calculate": f"datum.{field}[{line}]", "as": "line"}],
         "mark": _WORDS | {"x": 0, "dy": below - _LINE * (lines - line), "color": colour}, "encoding": {"y": y, "text": {"field": "line"}}}
        for field, colour in (("names", MUTED), ("lines", FOREGROUND)) for line in range(lines)
    ]  # fmt: skip


def _at_ends(x: Spec, y: Spec, values: Sequence[Spec], below: int) -> list[Spec]:
    return [
        {"transform": [{"filter": f"datum.move === {move}"}], "mark": _WORDS | {"dx": 6 + move, "dy": below, "color": FOREGROUND},
         "encoding": {"y": y, "x": {**x, "field": "words_at"}, "text": {"field": "text"}}}
        for move in sorted({row["move"] for row in values})
    ]  # fmt: skip


def _names(point: Point, is_over_time: bool, series: int) -> list[str]:
    if is_over_time and series == 1:
        return [point.period]
    return in_two_lines(point.name, f" {point.period}" if point.period else "", WIDTH)


def _label(point: Point, names: Sequence[str]) -> str:
    """The words of a figure without brackets that its name above them has as well."""
    value, bracket, qualifiers = point.label.replace("（", " (").replace("）", ")").partition(" (")
    named = " ".join(names).casefold()
    told = re.split("[;；] ?", qualifiers.removesuffix(")"))
    return value if bracket and all(one.casefold() in named for one in told) else point.label
