"""Charts in pages: the SVG that the API draws, following the reader's light or dark, with its words beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from markupsafe import Markup

from app.errors import InvalidParameter, Problem
from app.formats.charts.specification import COLOURS, FOREGROUND, LINE, MUTED
from app.pages.page_view import PageView

# what is no filter, and so is not drawn by
_SHOWING = frozenset({"sort", "limit", "cursor", "count", "fields", "include", "facets", "format", "lang"})
_TOKENS = {FOREGROUND: "--fg", MUTED: "--muted", LINE: "--line", "#ffffff": "--bg"} | {
    colour: f"--c{number}" for number, colour in enumerate(COLOURS, 1)
}
_PAINT = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"')
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Chart:
    """A picture with what it shows in words, its height at 640 pixels, and the parameters that it is drawn by."""

    svg: Markup
    words: str
    height: int
    pairs: list[tuple[str, Any]]
    problem: str | None = None


async def chart_of(view: PageView, pairs: Iterable[tuple[str, Any]]) -> Chart | None:
    """The chart of the figures that filters of `/metrics` find; null where they cannot share one."""
    kept = [(name, value) for name, value in pairs if name not in _SHOWING]
    try:
        spec = orjson.loads(await view.api.text("/metrics", [*kept, ("format", "vega-lite")]))
        svg = await view.api.text("/metrics", [*kept, ("format", "svg")])
    except InvalidParameter:
        return None
    except Problem as problem:
        # a chart fails alone and in words: its table is there
        return Chart(Markup(), "", 0, kept, problem.detail)
    width, height = (float(one) for one in _SIZE.search(svg).groups())  # type: ignore[union-attr]
    return Chart(inline(svg), spec["description"], round(height * min(1, 640 / width)), kept)


def inline(svg: str) -> Markup:
    """An SVG of ours to stand in a page: its colours become those of the page, and its roles are left to what is around it."""
    coloured = _PAINT.sub(_painted, svg)
    plain = re.sub(r' (?:role|aria-[a-z]+|class)="[^"]*"', "", coloured)
    return Markup(plain.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _painted(match: re.Match[str]) -> str:
    attribute, colour = match.groups()
    return f'{attribute}="var({_TOKENS[colour]},{colour})"' if colour in _TOKENS else match[0]
