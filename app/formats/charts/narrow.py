"""Bars for a phone: each under its name, with its words at its end, in the order of time or of size."""

from collections.abc import Sequence

from app.formats.charts.axes import axis_scale
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
    there are several. There is no axis, as each bar says its value."""
    series = list(dict.fromkeys(one.series for one in points))
    if is_over_time:
        points = sorted(points, key=lambda one: (series.index(one.series), one.time or ""))
    scale, _ = axis_scale([one.top or one.value for one in points], lang, caption.unit)
    values = mark_data(points, scale, series)
    low, high = min(0, *(row["shown"] for row in values)), max(0, *(row["shown_top"] for row in values))
    for number, (row, one) in enumerate(zip(values, points, strict=True)):
        left = _BAR * (high - max(0, row["shown_top"])) / (high - low) if high > low else 0
        row |= {
            "begin": row["shown"] if one.top is not None else 0, "colour": COLOURS[0], "row": number,
            "fill": COLOURS[0] if one.happened else "#ffffff", "line": _name(one, is_over_time, len(series)),
            "words_at": max(row["shown_top"], 0), "text": f"{fitted(one.label, WIDTH - _BAR - 24 + left)} {one.sign}".strip(),
        }  # fmt: skip
    y: Spec = {"field": "row", "type": "ordinal", "axis": None}
    x: Spec = {
        "field": "shown_top",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [low, high or 1], "nice": False},
    }
    filled = {name: {"field": field, "type": "nominal", **PLAIN} for name, field in (("fill", "fill"), ("stroke", "colour"))}
    bar = {"type": "bar", "height": 11, "yOffset": 7, "strokeWidth": 1.5}
    layers: list[Spec] = [
        {"transform": [{"filter": f"{'' if happened else '!'}datum.happened"}], "mark": bar | ({} if happened else {"strokeDash": [5, 3]}),
         "encoding": {"y": y, "x": x, "x2": {"field": "begin"}, **filled}}
        for happened in (True, False)
        if any(one.happened is happened for one in points)
    ]  # fmt: skip
    words = {"type": "text", "align": "left", "fontSize": 12}
    layers += [
        {"mark": words | {"dx": 6, "dy": 7, "color": FOREGROUND}, "encoding": {"y": y, "x": {**x, "field": "words_at"}, "text": {"field": "text"}}},
        {"mark": words | {"x": 0, "dy": -8, "color": MUTED}, "encoding": {"y": y, "text": {"field": "line"}}},
    ]  # fmt: skip
    return {"width": _BAR, "height": {"step": _STEP}, "data": {"values": values}, "layer": layers}


def _name(point: Point, is_over_time: bool, series: int) -> str:
    if is_over_time and series == 1:
        return point.period
    period = f" {point.period}" if point.period else ""
    return fitted(point.name, WIDTH - 7 * len(period)) + period
