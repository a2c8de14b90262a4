"""Charts in pages: the SVG that the API draws, following the reader's light or dark, with its words beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from markupsafe import Markup

from app.errors import InvalidParameter, Problem
from app.formats.charts.mark_data import COLOURS, FOREGROUND, LINE, MUTED
from app.formats.charts.worker import PNG_SCALE
from app.lists.filters.role_filter import asks_for_roles
from app.pages.page_view import PageView

# what has rows as charts, and what of a list of figures is no filter, and so is not drawn by
DRAWN = ("metrics", "series", "aggregate")
_SHOWING = frozenset({"sort", "limit", "cursor", "count", "fields", "include", "facets", "format", "lang"})
_GROUPING = _SHOWING | {"group_by", "measures", "members", "shape"}
# what tables of a series have and its picture does not
_OF_TABLES = frozenset({"count", "fields", "include", "facets", "facet_limit", "format", "lang", "shape", "names"})
_MEASURES = frozenset({"count", "min", "max", "median", "sum", "mean"})
# the page's colour for each colour of a chart; `live.js` has the same
TOKENS = {FOREGROUND: "--fg", MUTED: "--muted", LINE: "--line", "#ffffff": "--bg"} | {
    colour: f"--c{number}" for number, colour in enumerate(COLOURS, 1)
}
_PAINT = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"')
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


# pixels of a frame's own edges; the width up to which it shows the picture for a phone, and how wide that becomes at most, as in
# `factbase.css` (33rem, 26rem)
_FRAME, _NARROW_BELOW, _NARROW_MOST = 8, 528, 416


@dataclass(frozen=True)
class Chart:
    """A picture with its title and what it shows in words, its height at 640 pixels, and what it is drawn from: path and parameters."""

    svg: Markup
    # the same for a phone
    narrow: Markup
    words: str
    height: int
    pairs: list[tuple[str, Any]]
    problem: str | None = None
    path: str = "/metrics"
    title: str = ""
    # of its PNG
    pixels: tuple[int, int] = (0, 0)
    # figures that are drawn
    count: int = 0
    # of the picture for a phone
    narrow_size: tuple[float, float] = (1, 1)

    def height_at(self, width: int) -> int:
        """Pixels that it is high in a frame of this width, which shows the one for a phone where there is no room for the other."""
        inner = width - _FRAME
        if inner > _NARROW_BELOW:
            return self.height * min(inner, 640) // 640
        wide, high = self.narrow_size
        return round(high * min(inner, _NARROW_MOST) / wide)


@dataclass(frozen=True)
class ChartAddress:
    """A chart that is drawn when a reader comes to it: the parameters of `/metrics` that it is drawn from."""

    pairs: list[tuple[str, Any]]
    path: str = "/metrics"
    title: str = ""
    words: str = ""


def figures_address(view: PageView, path: str, pairs: Iterable[tuple[str, Any]]) -> str:
    """The page of the figures that a chart is drawn from."""
    if path == "/metrics":
        return view.to(path, pairs)
    kept = [(name, value) for name, value in pairs if name not in _GROUPING and name.partition("__")[0] not in _MEASURES]
    # a group holds a fact once, a list each statement of it
    once = {} if path == "/series" or any(name == "repeats" for name, _ in kept) else {"repeats": "first"}
    return view.to("/metrics", [*kept, *_plain(kept)], **once)


def _plain(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """`roles=plain` where nothing asks for figures that have a role: a threshold or a capability is no point of a line."""
    asks = any(name == "roles" or asks_for_roles(name) for name, _ in pairs)
    return [] if asks else [("roles", "plain")]


async def chart_of(view: PageView, pairs: Iterable[tuple[str, Any]], path: str = "/metrics") -> Chart | None:
    """The chart of what parameters of `/metrics`, `/series` or `/aggregate` find; null where it cannot be one."""
    left_out = {"/metrics": _SHOWING, "/series": _OF_TABLES}.get(path, {"format", "lang"})
    kept = [(name, value) for name, value in pairs if name not in left_out]
    if path == "/metrics":
        kept += _plain(kept)
    try:
        spec = orjson.loads(await view.api.text(path, [*kept, ("format", "vega-lite")]))
        svg, narrow = [await view.api.text(path, [*kept, ("format", name)]) for name in ("svg", "svg-narrow")]
    except InvalidParameter:
        return None
    except Problem as problem:
        # only the chart fails, with the reason in words; its table is still shown
        return Chart(Markup(), Markup(), "", 0, kept, problem.detail, path)
    (width, height), narrow_size = _size(svg), _size(narrow)
    shown = round(height * min(1, 640 / width))
    pixels = round(width * PNG_SCALE), round(height * PNG_SCALE)
    title = spec["usermeta"]["title"]
    return Chart(
        inline(svg), inline(narrow), spec["description"], shown, kept, path=path, title=title, pixels=pixels,
        count=len(spec["vconcat"][0]["data"]["values"]), narrow_size=narrow_size,
    )  # fmt: skip


def _size(svg: str) -> tuple[float, float]:
    width, height = _SIZE.findall(svg)[0]
    return float(width), float(height)


def inline(svg: str) -> Markup:
    """An SVG of ours to stand in a page: its colours become those of the page, and its roles are left to what is around it."""
    coloured = _PAINT.sub(_painted, svg)
    plain = re.sub(r' (?:role|aria-[a-z]+|class)="[^"]*"', "", coloured)
    return Markup(plain.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _painted(match: re.Match[str]) -> str:
    attribute, colour = match.groups()
    return f'{attribute}="var({TOKENS[colour]},{colour})"' if colour in TOKENS else match[0]
