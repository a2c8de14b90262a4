"""Bars for a phone: each under its name, with its words at its end, in the order of time or of size."""

from collections.abc import Sequence

from app.formats.charts.axes import axis_scale
from app.formats.charts.bars import domain, is_log, lollipops, part, signs
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import fitted
from app.formats.charts.mark_data import COLOURS, FOREGROUND, MUTED, PLAIN, Spec, mark_data
from app.formats.charts.points import Point
from app.vocabulary.names import Language

# pixels of the whole without its edge, of the longest bar, and of one figure
WIDTH = 302
_BAR, _STEP = 120, 38


def narrow_bars(points: Sequence[Point], caption: Caption, lang: Language, *, is_over_time: bool) -> Spec:
    """One bar a figure from zero, hollow where it has not happened. Over time a bar is named by its period, and by its series if
    there are several. There is no axis, as each bar says its value. What `bars` draws as points is drawn as points."""
    series = list(dict.fromkeys(one.series for one in points))
    if is_over_time:
        points = sorted(points, key=lambda one: (series.index(one.series), one.time or ""))
    scale, _ = axis_scale([one.top or one.value for one in points], lang, caption.unit)
    values = mark_data(points, scale, series, lang)
    by_powers = is_log(points, caption.unit)
    are_points = by_powers or caption.unit == "rank"
    low, high = domain(values, points, caption.unit, by_powers)
    for number, (row, one) in enumerate(zip(values, points, strict=True)):
        left = _BAR * (1 - part(max(row["shown_top"], low if by_powers else 0), low, high, by_powers))
        move = 14 if are_points or one.shape in {"about", "more", "less"} else 0
        row |= {
            "begin": row["shown"] if one.top is not None else low if are_points else 0, "colour": COLOURS[0], "row": number,
            "fill": COLOURS[0] if one.happened else "#ffffff", "line": _name(one, is_over_time, len(series)), "move": move,
            "words_at": row["shown_top"] if are_points else max(row["shown_top"], 0),
            "text": f"{fitted(one.label, WIDTH - _BAR - 24 - 10 * len(one.sign) - move + left)} {one.sign}".strip(),
        }  # fmt: skip
    y: Spec = {"field": "row", "type": "ordinal", "axis": None}
    x: Spec = {
        "field": "shown_top",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [low, high], "nice": False} | ({"type": "log"} if by_powers else {}),
    }
    marks = lollipops(x, y, values) if are_points else _bars(x, y, points)
    marks += signs(x, y, values, are_points)
    for layer in marks:
        layer["mark"]["yOffset"] = 7
    words = {"type": "text", "align": "left", "fontSize": 12}
    marks += [
        {"transform": [{"filter": f"datum.move === {move}"}], "mark": words | {"dx": 6 + move, "dy": 7, "color": FOREGROUND},
         "encoding": {"y": y, "x": {**x, "field": "words_at"}, "text": {"field": "text"}}}
        for move in sorted({row["move"] for row in values})
    ]  # fmt: skip
    marks.append({"mark": words | {"x": 0, "dy": -8, "color": MUTED}, "encoding": {"y": y, "text": {"field": "line"}}})
    return {"width": _BAR, "height": {"step": _STEP}, "data": {"values": values}, "layer": marks}


def _bars(x: Spec, y: Spec, points: Sequence[Point]) -> list[Spec]:
    filled = {name: {"field": field, "type": "nominal", **PLAIN} for name, field in (("fill", "fill"), ("stroke", "colour"))}
    bar = {"type": "bar", "height": 11, "strokeWidth": 1.5}
    return [
        {"transform": [{"filter": f"{'' if happened else '!'}datum.happened"}], "mark": bar | ({} if happened else {"strokeDash": [5, 3]}),
         "encoding": {"y": y, "x": x, "x2": {"field": "begin"}, **filled}}
        for happened in (True, False)
        if any(one.happened is happened for one in points)
    ]  # fmt: skip


def _name(point: Point, is_over_time: bool, series: int) -> str:
    if is_over_time and series == 1:
        return point.period
    period = f" {point.period}" if point.period else ""
    return fitted(point.name, WIDTH - 7 * len(period)) + period
