"""Bars: one a figure, with its name on the left and its words at its end; points in their place where bars would mislead."""

import math
from collections.abc import Sequence
from statistics import median

from app.formats.charts.axes import axis_scale, axis_title
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import in_two_lines, label_lines
from app.formats.charts.mark_data import COLOURS, FOREGROUND, LINE, MUTED, PLAIN, Spec, mark_data, tooltip
from app.formats.charts.points import Point, is_of_a_whole
from app.formats.charts.texts import WORDS
from app.vocabulary.names import Language

# pixels of the names beside bars, of the longest bar, of what is written at its end, and of a mark there
NAME, _BAR, _VALUE, _MARK = 190, 210, 190, 14
# the part of the longest bar that most are shorter than where no bar could be compared
_TOO_SHORT = 1 / 50


def is_log(points: Sequence[Point], unit: str) -> bool:
    """Whether most bars would be too short to be seen beside the longest, and an axis by powers of ten can show them."""
    if unit == "rank" or any(one.value <= 0 for one in points) or len(points) < 3:
        return False
    tops = [one.top or one.value for one in points]
    return median(tops) < max(tops) * _TOO_SHORT


def bars(points: Sequence[Point], caption: Caption, lang: Language) -> Spec:
    """One bar a figure, in the order given, from zero; hollow where it has not happened, with its mark where it is a bound or about.

    Ranks are points, as no rank is twice another, and so are figures of very different size, on an axis by powers of ten.
    """
    series = list(dict.fromkeys(one.series for one in points))
    are_dated = len({one.period for one in points}) > 1
    by_powers = is_log(points, caption.unit)
    # ticks of powers of ten have words of their own
    scale, word = (1.0, "") if by_powers else axis_scale([one.top or one.value for one in points], lang, caption.unit)
    values = mark_data(points, scale, series, lang)
    are_points = by_powers or caption.unit == "rank"
    low, high = domain(values, points, caption.unit, by_powers)
    for number, (row, one) in enumerate(zip(values, points, strict=True)):
        # what a shorter bar leaves empty is room for its words
        left = _BAR * (1 - part(max(row["shown_top"], 0 if not by_powers else low), low, high, by_powers))
        is_marked = are_points or one.shape in {"about", "more", "less"}
        row |= {
            "begin": row["shown"] if one.top is not None else low if are_points else 0, "colour": COLOURS[0],
            "fill": COLOURS[0] if one.happened else "#ffffff", "row": number,
            "names": in_two_lines(one.name, f" {one.period}" if are_dated and one.period else "", NAME),
            "words_at": row["shown_top"] if are_points else max(row["shown_top"], 0), "move": _MARK if is_marked else 0,
            "lines": label_lines(one.label, one.sign, _VALUE - _MARK + left),
        }  # fmt: skip
    y: Spec = {"field": "row", "type": "ordinal", "axis": None}
    x = _axis(caption, word, lang, [low, high], by_powers)
    marks = lollipops(x, y, values) if are_points else _bars(x, y, points)
    for layer in marks:
        layer["encoding"]["tooltip"] = tooltip(lang, is_grouped=caption.is_grouped)
    layers = [*marks, *signs(x, y, values, are_points), *_words(x, y, values), *_bar_names(y)]
    return {"width": _BAR, "height": {"step": 30}, "data": {"values": values}, "layer": layers}


def domain(values: Sequence[Spec], points: Sequence[Point], unit: str, by_powers: bool) -> tuple[float, float]:
    """Both ends of the axis in its unit."""
    lows, tops = [row["shown"] for row in values], [row["shown_top"] for row in values]
    if by_powers:
        return 10.0 ** math.floor(math.log10(min(lows))), 10.0 ** math.ceil(math.log10(max(tops)))
    if unit == "rank":
        return 1, max(2, *tops)
    if is_of_a_whole(points):
        return 0, 100
    low, high = min(0, *lows), max(0, *tops)
    return low, high if high > low else 1


def part(value: float, low: float, high: float, by_powers: bool) -> float:
    """How far along the axis a value is, of one."""
    if by_powers:
        return (math.log10(value) - math.log10(low)) / ((math.log10(high) - math.log10(low)) or 1)
    return (value - low) / (high - low)


def _axis(caption: Caption, word: str, lang: Language, ends: list[float], by_powers: bool) -> Spec:
    title = axis_title(caption.unit, caption.unit_name, word, lang)
    axis: Spec = {"tickCount": 5, "orient": "top"}
    scale: Spec = {"domain": ends, "nice": caption.unit != "rank"}
    if caption.unit == "rank":
        title, scale["nice"] = WORDS[lang]["axis rank"], False
        axis = {"values": list(range(1, int(ends[1]) + 1, 1 + int(ends[1]) // 7)), "format": "d", "orient": "top"}
    if by_powers:
        title += WORDS[lang]["log"]
        ticks = _ticks(ends, caption.unit, lang)
        chosen = " : ".join(f"datum.value === {tick!r} ? '{words}'" for tick, words in ticks.items())
        axis = {"values": list(ticks), "labelExpr": f"{chosen} : ''", "labelOverlap": False, "orient": "top"}
        scale = {"type": "log", "domain": ends, "nice": False}
    return {"field": "shown_top", "type": "quantitative", "title": title.strip(" ,") or None, "axis": axis, "scale": scale}


def _ticks(ends: Sequence[float], unit: str, lang: Language) -> dict[float, str]:
    """Powers of ten between both ends with their words, as many as have room beside each other: `10`, `1 million`."""
    powers = range(round(math.log10(ends[0])), round(math.log10(ends[1])) + 1)
    for step in range(1, len(powers) + 1):
        ticks = {10.0**power: _in_words(10.0**power, unit, lang) for power in powers[::step]}
        if sum(8 * len(words) + 10 for words in ticks.values()) < _BAR:
            break
    return ticks


def _in_words(tick: float, unit: str, lang: Language) -> str:
    scale, word = axis_scale([tick], lang, unit) if tick >= 1e6 or lang == "zh" else (1, "")
    return f"{tick / scale:,.6g} {word}".strip()


def _bars(x: Spec, y: Spec, points: Sequence[Point]) -> list[Spec]:
    filled = {
        "fill": {"field": "fill", "type": "nominal", **PLAIN},
        "stroke": {"field": "colour", "type": "nominal", **PLAIN},
    }
    return [
        {"transform": [{"filter": f"{'' if happened else '!'}datum.happened"}], "mark": {"type": "bar", "height": {"band": 0.58}, "strokeWidth": 1.5,
         **({} if happened else {"strokeDash": [5, 3]})}, "encoding": {"y": y, "x": x, "x2": {"field": "begin"}, **filled}}
        for happened in (True, False)
        if any(one.happened is happened for one in points)
    ]  # fmt: skip


def lollipops(x: Spec, y: Spec, values: Sequence[Spec]) -> list[Spec]:
    """Thin lines that lead to the points, and thick ones of ranges."""
    guide: Spec = {
        "mark": {"type": "rule", "color": LINE},
        "encoding": {"y": y, "x": {**x, "field": "words_at"}, "x2": {"datum": x["scale"]["domain"][0]}},
    }
    thick: Spec = {"transform": [{"filter": "datum.shape === 'range'"}], "mark": {"type": "rule", "strokeWidth": 5, "color": COLOURS[0]},
                   "encoding": {"y": y, "x": x, "x2": {"field": "begin"}}}  # fmt: skip
    return [guide, thick] if any(row["shape"] == "range" for row in values) else [guide]


def signs(x: Spec, y: Spec, values: Sequence[Spec], are_points: bool) -> list[Spec]:
    """The mark of a figure that is a bound or about behind the end of its bar, or that of each figure at its place."""
    drawn = {
        "y": y, "x": {**x, "field": "words_at"}, "shape": {"field": "symbol", "type": "nominal", **PLAIN},
        "stroke": {"field": "colour", "type": "nominal", **PLAIN},
    }  # fmt: skip
    offset = {} if are_points else {"xOffset": 10}
    kinds = [
        (
            "datum.shape === 'more' || datum.shape === 'less'" + (" || datum.shape === 'exact'" if are_points else ""),
            45,
            True,
        ),
        ("datum.shape === 'about'", 20, True),
        ("datum.shape === 'about'", 100, False),
    ]
    occurring = {row["shape"] for row in values}
    return [
        {"transform": [{"filter": test}], "mark": {"type": "point", "size": size, "opacity": 1, "strokeWidth": 1.5, "filled": False, **offset},
         "encoding": drawn | ({"fill": {"field": "fill", "type": "nominal", **PLAIN}} if is_filled else {})}
        for test, size, is_filled in kinds
        if any(f"'{one}'" in test for one in occurring)
    ]  # fmt: skip


def _words(x: Spec, y: Spec, values: Sequence[Spec]) -> list[Spec]:
    """What is written at the end of bars, in one line or two."""
    text = {"type": "text", "align": "left", "color": FOREGROUND}
    return [
        {"transform": [{"filter": f"datum.lines.length === {of} && datum.move === {move}"}, {"calculate": f"datum.lines[{line}]", "as": "line"}],
         "mark": {**text, "dx": 6 + move, "dy": dy, "fontSize": 12 if of == 1 else 11},
         "encoding": {"y": y, "x": {**x, "field": "words_at"}, "text": {"field": "line"}}}
        for of, line, dy in ((1, 0, 0), (2, 0, -6), (2, 1, 7))
        for move in sorted({row["move"] for row in values if len(row["lines"]) == of})
    ]  # fmt: skip


def _bar_names(y: Spec) -> list[Spec]:
    """The names on the left, those of two lines in their middle; an axis would begin there."""
    text = {"type": "text", "align": "right", "x": -8, "fontSize": 11, "color": MUTED}
    return [
        {"transform": [{"filter": f"datum.names.length === {of}"}, {"calculate": f"datum.names[{line}]", "as": "line"}],
         "mark": {**text, "dy": dy}, "encoding": {"y": y, "text": {"field": "line"}}}
        for of, line, dy in ((1, 0, 0), (2, 0, -6), (2, 1, 6))
    ]  # fmt: skip
