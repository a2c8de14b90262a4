"""What the marks of charts are drawn from: rows of data, colours, and what stands in their tooltips."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.formats.charts.points import Point
from app.formats.charts.texts import WORDS, evidence
from app.vocabulary.names import Language

Spec = dict[str, Any]
FOREGROUND, MUTED, LINE = "#1b1d1f", "#565d64", "#d5dade"
COLOURS = ("#0b57a4", "#9a3412", "#0a6b4d", "#5a3fa0", "#8a1c5b", "#4a5560")
PLAIN: Spec = {"scale": None, "legend": None}
_SYMBOLS = {"exact": "circle", "about": "circle", "more": "triangle-up", "less": "triangle-down", "range": "circle"}


def mark_data(points: Sequence[Point], scale: float, series: Sequence[str], lang: Language) -> list[Spec]:
    """A row a point: its values in the unit of the axis, its colours and symbol, and its words, of which none is cut for the tooltip."""
    return [
        asdict(one) | {
            "value": one.value, "shown": one.value / scale, "shown_top": (one.top if one.top is not None else one.value) / scale,
            "text": f"{one.label} {one.sign}".strip(), "words": f"{one.label} {one.sign}".strip(), "evidence": evidence(one, lang),
            "colour": COLOURS[series.index(one.series) % len(COLOURS)],
            "fill": COLOURS[series.index(one.series) % len(COLOURS)] if one.happened else "#ffffff", "symbol": _SYMBOLS[one.shape],
            "middle": (one.value + (one.top if one.top is not None else one.value)) / 2 / scale,
        }
        for one in points
    ]  # fmt: skip


def tooltip(lang: Language, *, is_grouped: bool = False) -> list[Spec]:
    """What appears where the mouse is; what a group of figures rests on stands in its table."""
    words = WORDS[lang]
    shown = ("name", "words", "period") if is_grouped else ("name", "words", "period", "evidence", "sources")
    return [{"field": name, "type": "nominal", "title": words[f"tip {name}"]} for name in shown]
