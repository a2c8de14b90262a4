"""Figures over time: points on a true axis, joined where they are neighbours."""

import math
from collections.abc import Sequence
from dataclasses import replace

from app.formats.charts.axes import axis_scale, axis_title
from app.formats.charts.caption import Caption
from app.formats.charts.label_placement import fitted, label_places, name_places
from app.formats.charts.mark_data import COLOURS, FOREGROUND, MUTED, PLAIN, Spec, mark_data, tooltip
from app.formats.charts.points import Point, is_of_a_whole, neighbours
from app.formats.charts.texts import WORDS
from app.vocabulary.names import Language

_WIDTH, _HEIGHT = 560, 300
# pixels of a label and of the name of a series
_LABEL, _NAME = 210, 260


def time_line(points: Sequence[Point], caption: Caption, lang: Language) -> Spec:
    """Points on a true time axis; lines join neighbours only, and contested values stand over each other."""
    series = list(dict.fromkeys(one.series for one in points))
    scale, word = axis_scale([one.top or one.value for one in points], lang, caption.unit)
    lows = [one.value for one in points if one.value > 0]
    is_log = caption.unit not in {"count", "rank"} and len(lows) == len(points) and max(lows) / min(lows) > 100
    y: Spec = {"field": "shown", "type": "quantitative", "title": _axis_title(caption, word, lang, is_log=is_log), "axis": {"tickCount": 5},
               "scale": {"type": "log"} if is_log else _plain_scale(points, caption.unit)}  # fmt: skip
    if caption.unit == "rank":
        y["axis"] = {"tickMinStep": 1, "format": "d"}
    shown = tooltip(lang, is_grouped=caption.is_grouped)
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
                       "encoding": {"x": x, "y": y, "y2": {"field": "shown_top"}, **coloured, "tooltip": shown}})  # fmt: skip
    if any(one.shape == "about" for one in points):
        layers.append({"transform": [{"filter": "datum.shape === 'about'"}], "mark": {"type": "point", "size": 240, "opacity": 1, "filled": False},
                       "encoding": {"x": x, "y": y, **coloured}})  # fmt: skip
    layers += [
        {"transform": [{"filter": "datum.shape !== 'range'"}], "mark": {"type": "point", "size": 90, "opacity": 1, "strokeWidth": 2},
         "encoding": {"x": x, "y": y, **mark, "tooltip": shown}},
    ]  # fmt: skip
    data = mark_data(points, scale, series, lang)
    for row, place in zip(data, label_places(points, is_log=is_log, is_rank=caption.unit == "rank"), strict=True):
        row["align"], row["dx"], row["dy"] = place
    layers += [
        {"transform": [{"filter": f"datum.dx === {dx} && datum.dy === {dy}"}],
         "mark": {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": 12, "color": FOREGROUND},
         "encoding": {"x": x, "y": {**y, "field": "shown_top"}, "text": {"field": "text"}}}
        for align, dx, dy in sorted({(row["align"], row["dx"], row["dy"]) for row in data})
    ]  # fmt: skip
    if len(series) > 1:
        layers += _series_names(points, scale, series, x, y, lang, is_log=is_log, is_rank=caption.unit == "rank")
    return {"width": _WIDTH, "height": _HEIGHT, "data": {"values": data}, "layer": layers}


def _axis_title(caption: Caption, word: str, lang: Language, *, is_log: bool) -> str:
    if caption.unit == "rank":
        return WORDS[lang]["axis rank"]
    return axis_title(caption.unit, caption.unit_name, word, lang) + (WORDS[lang]["log"] if is_log else "")


def _plain_scale(points: Sequence[Point], unit: str) -> Spec:
    """From zero, shares to all; the first of a rank is above."""
    if unit == "rank":
        return {"zero": False, "reverse": True, "domainMin": 1}
    return {"zero": True, "domainMax": 100} if is_of_a_whole(points) else {"zero": True}


def is_readable_over_time(points: Sequence[Point]) -> bool:
    """Whether labels have room beside each other; longer ones stand beside bars."""
    return all(fitted(f"{one.label} {one.sign}".strip(), _LABEL) == f"{one.label} {one.sign}".strip() for one in points)


def _series_names(
    points: Sequence[Point],
    scale: float,
    series: list[str],
    x: Spec,
    y: Spec,
    lang: Language,
    *,
    is_log: bool,
    is_rank: bool,
) -> list[Spec]:
    """The name of each series by its last point, which saves a legend."""
    last = {points[index].series: index for index in sorted(range(len(points)), key=lambda one: points[one].time or "")}
    data = mark_data(
        [replace(points[index], name=fitted(points[index].name, _NAME)) for index in last.values()], scale, series, lang
    )
    places = name_places(points, list(last.values()), is_log=is_log, is_rank=is_rank, most=_NAME)
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
