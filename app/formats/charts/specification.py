"""Vega-Lite specifications of charts, with their data inside and no address to load from."""

import math
from collections.abc import Sequence

from app.formats.charts.axes import axis_scale, axis_title
from app.formats.charts.bars import bars
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import fitted, label_places, name_places
from app.formats.charts.mark_data import COLOURS, FOREGROUND, LINE, MUTED, PLAIN, Spec, mark_data, tooltip
from app.formats.charts.narrow import WIDTH as NARROW
from app.formats.charts.narrow import narrow_bars
from app.formats.charts.points import Point, neighbours, stated_once
from app.formats.charts.texts import WORDS, description
from app.vocabulary.names import Language

FONT = "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# series that are told apart by a label each; more are drawn as bars
_MOST_SERIES = 4
_MOST_BARS = 40
_WIDTH = 640
_HEIGHT = 300


def chart(points: Sequence[Point], caption: Caption, lang: Language, *, is_narrow: bool = False) -> Spec:
    """A big number of one figure, a line of time of few series, else bars. What is stated several times is drawn once.

    A narrow chart, for a phone, has bars in the order of time in place of the line.
    """
    all_points, points = points, stated_once(points)
    dated = [one for one in points if one.time is not None]
    series, times = {one.series for one in dated}, {one.time for one in dated}
    if len(points) == 1:
        kind, body, drawn = "number", _number(points[0], lang, is_narrow), list(points)
    elif len(times) > 1 and len(series) <= _MOST_SERIES and _is_over_time(points, dated):
        drawn = dated
        kind, body = (
            ("bars", narrow_bars(drawn, caption, lang, is_over_time=True))
            if is_narrow
            else ("time", _time_line(drawn, caption, lang))
        )
    else:
        drawn = sorted(points, key=lambda one: -(one.top or one.value))[:_MOST_BARS]
        kind, body = (
            "bars",
            narrow_bars(drawn, caption, lang, is_over_time=False) if is_narrow else bars(drawn, caption, lang),
        )
    return {
        "$schema": _SCHEMA,
        "description": description(all_points, caption.title, lang, is_grouped=caption.is_grouped),
        "title": {
            "text": _folded(caption.title, 18 if is_narrow else 48),
            "subtitle": _subtitle(points, drawn, kind, caption, lang, 46 if is_narrow else 105), "anchor": "start", "fontSize": 16,
            "subtitleFontSize": 12, "color": FOREGROUND, "subtitleColor": MUTED, "fontWeight": "normal", "offset": 14,
        },
        "config": _config(8 if is_narrow else 28),
        # what Vega passes by
        "usermeta": {"title": caption.title},
        "vconcat": [body, _footer(points, caption, lang, is_narrow)],
        "spacing": 6,
    }  # fmt: skip


def _is_over_time(points: Sequence[Point], dated: Sequence[Point]) -> bool:
    """Whether some series has several times, and a line of time leaves out fewer figures than it shows."""
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


def _footer(points: Sequence[Point], caption: Caption, lang: Language, is_narrow: bool) -> Spec:
    """Sources and address inside the picture, which outlive the page around it."""
    named = list(dict.fromkeys(name for one in points for name in one.sources.split(", ") if name))
    shown = ", ".join(named[:4]) + (WORDS[lang]["more sources"].format(n=len(named) - 4) if len(named) > 4 else "")
    sources = f"{WORDS[lang]['sources']} {shown or WORDS[lang]['no sources']}"
    lines = [WORDS[lang]["computed"] if caption.is_grouped else sources, caption.address]
    width = NARROW if is_narrow else _WIDTH
    return {
        "width": width, "height": 34, "data": {"values": [{"line": fitted(line, width, 5.5), "row": row} for row, line in enumerate(lines)]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "color": MUTED, "fontSize": 11},
        "encoding": {"text": {"field": "line"}, "x": {"value": 0}, "y": {"field": "row", "type": "quantitative", "axis": None,
                     "scale": {"domain": [0, 2], "reverse": True}}},
    }  # fmt: skip


def _folded(title: str, width: int = 48) -> list[str]:
    """A title in lines; a Han character counts as two letters."""
    lines, line, size = [], "", 0
    for word in title.replace("·", "· ").split(" ") if " " in title else list(title):
        length = sum(2 if ord(letter) > 0x2E7F else 1 for letter in word) + 1
        if line and size + length > width * 2:
            lines.append(line.strip())
            line, size = "", 0
        line, size = line + word + (" " if " " in title else ""), size + length
    return [*lines, line.strip()]


def _subtitle(
    points: Sequence[Point], drawn: Sequence[Point], kind: str, caption: Caption, lang: Language, letters: int
) -> list[str]:
    """The signs that occur, and what is not drawn, in lines of up to this many letters."""
    words, shapes = WORDS[lang], {one.shape for one in drawn} if kind == "time" else set()
    said = [words[one] for one in ("about", "more", "less", "range") if one in shapes]
    said += [words["forecast"]] if not all(one.happened for one in drawn) else []
    said += [words["uncited"]] if any("□" in one.sign for one in drawn) else []
    said += [words["conflict"]] if any("≠" in one.sign for one in drawn) else []
    missing = len(points) - len(drawn)
    lines = _lines(said, letters)
    if any(one.stated > 1 for one in drawn):
        lines.append(words["stated"].format(n=sum(one.stated for one in drawn), drawn=len(drawn)))
    if missing:
        lines.append(words["missing groups" if caption.is_grouped else "missing"].format(n=missing, all=len(points)))
    if caption.has_more:
        lines.append(words["first"].format(n=len(points)))
    lines += [words["overlap"]] if caption.overlaps else []
    return [part for line in lines for part in ([line] if fitted(line, letters, 1) == line else _folded(line, letters // 2))]


def _lines(said: Sequence[str], letters: int) -> list[str]:
    """Signs with their meanings in lines that fit the width of a chart."""
    lines: list[str] = []
    for one in said:
        joined = f"{lines[-1]} · {one}" if lines else one
        if lines and len(fitted(joined, letters, 1)) == len(joined):
            lines[-1] = joined
        else:
            lines.append(one)
    return lines


def _number(point: Point, lang: Language, is_narrow: bool) -> Spec:
    text = {"type": "text", "align": "left", "x": 0}
    (row,) = mark_data([point], 1, [point.series])
    width, size = (NARROW, 24) if is_narrow else (_WIDTH, 40)
    row["text"] = fitted(row["text"], width, 0.55 * size)
    name = fitted(f"{point.name}  {point.period}".strip(), width, 7.8)
    return {
        "width": width, "height": 110, "data": {"values": [row]}, "layer": [
            {"mark": {**text, "fontSize": size, "y": 40, "color": FOREGROUND},
             "encoding": {"text": {"field": "text"}, "tooltip": tooltip(lang)}},
            {"mark": {**text, "fontSize": 14, "y": 84, "color": MUTED}, "encoding": {"text": {"value": name}}},
        ],
    }  # fmt: skip


def _time_line(points: Sequence[Point], caption: Caption, lang: Language) -> Spec:
    """Points on a true time axis; lines join neighbours only, and contested values stand over each other."""
    series = list(dict.fromkeys(one.series for one in points))
    scale, word = axis_scale([one.top or one.value for one in points], lang, caption.unit)
    lows = [one.value for one in points if one.value > 0]
    is_log = caption.unit != "count" and len(lows) == len(points) and max(lows) / min(lows) > 100
    title = axis_title(caption.unit, caption.unit_name, word, lang) + (WORDS[lang]["log"] if is_log else "")
    y: Spec = {"field": "shown", "type": "quantitative", "title": title, "axis": {"tickCount": 5},
               "scale": {"type": "log"} if is_log else {"zero": True}}  # fmt: skip
    days = sorted({one.time for one in points if one.time})
    years = all(len(one.period) == 4 for one in points)
    x: Spec = {"field": "time", "type": "temporal", "title": None, "scale": {"type": "utc", "padding": 40},
               "axis": {"format": "%Y" if years else "%Y-%m", "grid": False, "labelOverlap": True}}  # fmt: skip
    if len(days) < 9:
        x["axis"]["values"] = days
    if is_log:
        powers = range(math.floor(math.log10(min(lows) / scale)), math.ceil(math.log10(max(lows) / scale)) + 1)
        y["axis"]["values"] = [10.0**power for power in powers]
    coloured = {"color": {"field": "colour", "type": "nominal", **PLAIN}}
    mark = {"shape": {"field": "symbol", "type": "nominal", **PLAIN}, "fill": {"field": "fill", "type": "nominal", **PLAIN},
            "stroke": {"field": "colour", "type": "nominal", **PLAIN}}  # fmt: skip
    layers: list[Spec] = [*_joined(points, scale, series, x, y), *_contested(points, scale, x, y)]
    if any(one.is_long for one in points):
        layers.append({"transform": [{"filter": "datum.is_long"}], "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.35},
                       "encoding": {"x": {**x, "field": "period_start"}, "x2": {"field": "period_end"}, "y": y, **coloured}})  # fmt: skip
    if any(one.shape == "range" for one in points):
        layers.append({"transform": [{"filter": "datum.shape === 'range'"}], "mark": {"type": "rule", "strokeWidth": 6},
                       "encoding": {"x": x, "y": y, "y2": {"field": "shown_top"}, **coloured}})  # fmt: skip
    if any(one.shape == "about" for one in points):
        layers.append({"transform": [{"filter": "datum.shape === 'about'"}], "mark": {"type": "point", "size": 240, "opacity": 1, "filled": False},
                       "encoding": {"x": x, "y": y, **coloured}})  # fmt: skip
    layers += [
        {"transform": [{"filter": "datum.shape !== 'range'"}], "mark": {"type": "point", "size": 90, "opacity": 1, "strokeWidth": 2},
         "encoding": {"x": x, "y": y, **mark, "tooltip": tooltip(lang)}},
    ]  # fmt: skip
    data = mark_data(points, scale, series)
    for row, place in zip(data, label_places(points, is_log=is_log), strict=True):
        row["align"], row["dx"], row["dy"] = place
    layers += [
        {"transform": [{"filter": f"datum.dx === {dx} && datum.dy === {dy}"}],
         "mark": {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": 12, "color": FOREGROUND},
         "encoding": {"x": x, "y": {**y, "field": "shown_top"}, "text": {"field": "text"}}}
        for align, dx, dy in sorted({(row["align"], row["dx"], row["dy"]) for row in data})
    ]  # fmt: skip
    if len(series) > 1:
        layers += _series_names(points, scale, series, x, y, is_log=is_log)
    return {"width": _WIDTH, "height": _HEIGHT, "data": {"values": data}, "layer": layers}


def _series_names(points: Sequence[Point], scale: float, series: list[str], x: Spec, y: Spec, *, is_log: bool) -> list[Spec]:
    """The name of each series by its last point, which saves a legend."""
    last = {points[index].series: index for index in sorted(range(len(points)), key=lambda one: points[one].time or "")}
    data = mark_data([points[index] for index in last.values()], scale, series)
    places = name_places(points, list(last.values()), is_log=is_log)
    encoding = {
        "x": x,
        "y": {**y, "field": "shown_top"},
        "text": {"field": "name"},
        "color": {"field": "colour", "type": "nominal", **PLAIN},
    }
    return [
        {"data": {"values": [row]}, "mark": {"type": "text", "align": place.align, "dx": place.dx, "dy": place.dy, "fontSize": 11},
         "encoding": encoding}
        for row, place in zip(data, places, strict=True)
    ]  # fmt: skip


def _joined(points: Sequence[Point], scale: float, series: list[str], x: Spec, y: Spec) -> list[Spec]:
    values = [
        {
            "time": one.time, "shown": one.value / scale, "later": other.time, "next": other.value / scale,
            "colour": COLOURS[series.index(one.series) % len(COLOURS)], "dash": [1, 0] if one.happened and other.happened else [6, 4],
        }
        for one, other in neighbours(points)
    ]  # fmt: skip
    if not values:
        return []
    encoding = {
        "x": x,
        "x2": {"field": "later"},
        "y": y,
        "y2": {"field": "next"},
        "color": {"field": "colour", "type": "nominal", **PLAIN},
    }
    return [
        {"data": {"values": some}, "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": dash}, "encoding": encoding}
        for dash in ([1, 0], [6, 4])
        if (some := [one for one in values if one["dash"] == dash])
    ]


def _contested(points: Sequence[Point], scale: float, x: Spec, y: Spec) -> list[Spec]:
    """A dotted rule between values that contradict each other for one time."""
    values = []
    for conflict in dict.fromkeys(name for one in points for name in one.conflicts):
        for time in dict.fromkeys(one.time for one in points):
            shown = [one.value / scale for one in points if conflict in one.conflicts and one.time == time]
            if len(set(shown)) > 1:
                values.append({"time": time, "shown": min(shown), "next": max(shown)})
    if not values:
        return []
    mark = {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1.5, "color": MUTED}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"x": x, "y": y, "y2": {"field": "next"}}}]
