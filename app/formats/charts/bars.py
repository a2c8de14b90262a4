"""Bars: one a figure, with its name on the left and its words at its end."""

from collections.abc import Sequence

from app.formats.charts.axes import axis_scale, axis_title
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import fitted, in_two_lines
from app.formats.charts.mark_data import COLOURS, FOREGROUND, MUTED, PLAIN, Spec, mark_data, tooltip
from app.formats.charts.points import Point
from app.vocabulary.names import Language

# pixels of the names beside bars, of the longest bar, and of what is written at its end
_NAME, _BAR, _VALUE = 220, 300, 200


def bars(points: Sequence[Point], caption: Caption, lang: Language) -> Spec:
    """One bar a figure, the largest first, from zero; hollow where it has not happened."""
    series = list(dict.fromkeys(one.series for one in points))
    are_dated = len({one.period for one in points}) > 1
    scale, word = axis_scale([one.top or one.value for one in points], lang, caption.unit)
    values = mark_data(points, scale, series)
    longest = max((row["shown_top"] for row in values), default=0)
    for number, (row, one) in enumerate(zip(values, points, strict=True)):
        names = in_two_lines(one.name, f" {one.period}" if are_dated and one.period else "", _NAME)
        # what a shorter bar leaves empty is room for its words
        left = _BAR * (1 - max(0, row["shown_top"]) / longest) if longest > 0 else 0
        row |= {
            "begin": one.value / scale if one.top is not None else 0, "colour": COLOURS[0],
            "fill": COLOURS[0] if one.happened else "#ffffff", "row": number, "names": names, "words_at": max(row["shown_top"], 0),
            "text": f"{fitted(one.label, _VALUE + left)} {one.sign}".strip(),
        }  # fmt: skip
    y: Spec = {"field": "row", "type": "ordinal", "axis": None}
    title = axis_title(caption.unit, caption.unit_name, word, lang)
    x: Spec = {"field": "shown_top", "type": "quantitative", "title": title or None, "axis": {"tickCount": 5, "orient": "top"},
               "scale": {"zero": True, "domainMin": 0} if min(one.value for one in points) >= 0 else {}}  # fmt: skip
    filled = {
        "fill": {"field": "fill", "type": "nominal", **PLAIN},
        "stroke": {"field": "colour", "type": "nominal", **PLAIN},
    }
    height: Spec = {"height": {"band": 0.62}}
    layers: list[Spec] = [
        {"transform": [{"filter": f"{'' if happened else '!'}datum.happened"}], "mark": {"type": "bar", **height, "strokeWidth": 1.5,
         **({} if happened else {"strokeDash": [5, 3]})}, "encoding": {"y": y, "x": x, "x2": {"field": "begin"}, **filled, "tooltip": tooltip(lang)}}
        for happened in (True, False)
        if any(one.happened is happened for one in points)
    ]  # fmt: skip
    layers.append(
        {"mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": FOREGROUND},
         "encoding": {"y": y, "x": {**x, "field": "words_at"}, "text": {"field": "text"}}}
    )  # fmt: skip
    layers += _bar_names(y)
    return {"width": _BAR, "height": {"step": 28}, "data": {"values": values}, "layer": layers}


def _bar_names(y: Spec) -> list[Spec]:
    """The names on the left, those of two lines in their middle; an axis would begin there."""
    text = {"type": "text", "align": "right", "x": -8, "fontSize": 11, "color": MUTED}
    return [
        {"transform": [{"filter": f"datum.names.length === {of}"}, {"calculate": f"datum.names[{line}]", "as": "line"}],
         "mark": {**text, "dy": dy}, "encoding": {"y": y, "text": {"field": "line"}}}
        for of, line, dy in ((1, 0, 0), (2, 0, -6), (2, 1, 6))
    ]  # fmt: skip
