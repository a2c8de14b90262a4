"""Vega-Lite specifications of charts, with their data inside and no address to load from."""

from collections.abc import Sequence
from dataclasses import replace

from app.formats.charts.bars import NAME, bars
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import fitted, label_lines
from app.formats.charts.mark_data import FOREGROUND, LINE, MUTED, Spec, mark_data, tooltip
from app.formats.charts.narrow import WIDTH as NARROW
from app.formats.charts.narrow import narrow_bars
from app.formats.charts.points import Point, stated_once, told_apart
from app.formats.charts.surroundings import WIDTH, folded, footer, subtitle
from app.formats.charts.texts import description
from app.formats.charts.time_line import is_readable_over_time, time_line
from app.vocabulary.names import Language
from app.vocabulary.scripts import without_controls

FONT = "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# series that are told apart by a label each; more are drawn as bars
_MOST_SERIES = 4
_MOST_BARS = 40


def chart(points: Sequence[Point], caption: Caption, lang: Language, *, is_narrow: bool = False) -> Spec:
    """A big number of one figure, a line of time of few series, else bars. What is stated several times is drawn once.

    A narrow chart, for a phone, has bars in the order of time in place of the line.
    """
    all_points, points, caption = points, stated_once(points), replace(caption, title=without_controls(caption.title))
    kind, drawn, body = _body(points, caption, lang, is_narrow)
    return {
        "$schema": _SCHEMA,
        "description": description(all_points, drawn, caption.title, lang, unit=caption.unit, is_grouped=caption.is_grouped),
        "title": {
            "text": folded(caption.title, 18 if is_narrow else 38),
            "subtitle": subtitle(points, drawn, kind, caption, lang, 46 if is_narrow else 96), "anchor": "start", "fontSize": 16,
            "subtitleFontSize": 12, "color": FOREGROUND, "subtitleColor": MUTED, "fontWeight": "normal", "offset": 14,
        },
        "config": _config(8 if is_narrow else 20),
        # what Vega passes by
        "usermeta": {"title": caption.title},
        "vconcat": [body, footer(drawn, caption, lang, is_narrow, NAME if kind == "bars" and not is_narrow else 0)],
        "spacing": 6,
    }  # fmt: skip


def _body(points: Sequence[Point], caption: Caption, lang: Language, is_narrow: bool) -> tuple[str, Sequence[Point], Spec]:
    """Which kind of chart it is, which points it shows, and its marks."""
    if len(points) == 1:
        return "number", points, _number(points[0], caption, lang, is_narrow)
    dated = [one for one in points if one.time is not None]
    over_time = told_apart(dated, lang)
    if _is_over_time(points, dated) and is_readable_over_time(over_time):
        if is_narrow:
            return "time", dated, narrow_bars(dated, caption, lang, is_over_time=True)
        return "time", over_time, time_line(over_time, caption, lang)
    # the first of a rank is the best
    up = caption.unit == "rank"
    drawn = sorted(points, key=lambda one: one.value if up else -(one.top or one.value))[:_MOST_BARS]
    # a growth rate is no more than a share: what is measured differently is not ranked together
    measured = list(dict.fromkeys(one.indicator for one in points))
    drawn.sort(key=lambda one: measured.index(one.indicator))
    if is_narrow:
        return "bars", drawn, narrow_bars(drawn, caption, lang, is_over_time=False)
    return "bars", drawn, bars(drawn, caption, lang)


def _is_over_time(points: Sequence[Point], dated: Sequence[Point]) -> bool:
    """Whether few series have several times, and a line of time leaves out fewer figures than it shows."""
    if len({one.series for one in dated}) > _MOST_SERIES:
        return False
    times: dict[str, set[str | None]] = {}
    for one in dated:
        times.setdefault(one.series, set()).add(one.time)
    return any(len(found) > 1 for found in times.values()) and 2 * len(dated) >= len(points)


def _config(side: int) -> Spec:
    axis = {
        "labelColor": MUTED, "titleColor": MUTED, "gridColor": LINE, "domainColor": MUTED, "tickColor": MUTED, "labelFontSize": 12,
        "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 0,
    }  # fmt: skip
    return {
        "font": FONT,
        "background": "#ffffff",
        "padding": {"left": side, "right": side, "top": 12, "bottom": 12},
        "view": {"stroke": None},
        "axis": axis,
        "aria": False,
    }


def _number(point: Point, caption: Caption, lang: Language, is_narrow: bool) -> Spec:
    """One figure, as large as it can stand in one line or two, and whose it is where the title does not say so."""
    text: Spec = {"type": "text", "align": "left", "x": 0}
    width = NARROW if is_narrow else WIDTH
    for size in (24, 18) if is_narrow else (40, 28, 20):
        lines = label_lines(point.label, point.sign, width, 0.55 * size)
        if not any(line.removesuffix(point.sign).rstrip().endswith("…") for line in lines):
            break
    rows = [
        row | {"line": line, "row": number}
        for number, line in enumerate(lines)
        for row in mark_data([point], 1, [point.series], lang)
    ]
    whose = "" if point.name in caption.title else point.name
    name = fitted(f"{whose}  {point.period}".strip(), width, 7.8)
    layers: list[Spec] = [
        {"transform": [{"filter": f"datum.row === {number}"}],
         "mark": {**text, "fontSize": size, "y": 34 + 1.2 * size * number, "color": FOREGROUND},
         "encoding": {"text": {"field": "line"}, "tooltip": tooltip(lang, is_grouped=caption.is_grouped)}}
        for number in range(len(lines))
    ]  # fmt: skip
    layers.append(
        {
            "mark": {**text, "fontSize": 14, "y": 40 + 1.2 * size * len(lines), "color": MUTED},
            "encoding": {"text": {"value": name}},
        }
    )
    return {"width": width, "height": 54 + 1.2 * size * len(lines), "data": {"values": rows}, "layer": layers}
