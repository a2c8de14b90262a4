"""Small pictures beside words: figures over time as points from zero, and the sides of a conflict and what follows as bars.

Points are joined by nothing, and what has not happened is hollow. A picture says nothing that does not stand beside it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from app.pages.template_filters import named
from app.vocabulary.names import Language

Row = Mapping[str, Any]
_WIDTH, _HEIGHT, _EDGE = 130, 34, 5


@dataclass(frozen=True)
class Group:
    """Figures of one indicator in one unit. There is a picture where exact or hedged values are stated for several times."""

    indicator: str
    unit: str
    name: str
    latest: Row
    count: int
    cited: int
    picture: Markup | None


def by_indicator(rows: Sequence[Row], lang: Language) -> list[Group]:
    """Figures of one entity by indicator, unit and qualifiers."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        said = sorted(f"{key}={value}" for key, value in row["qualifiers"].items())
        groups.setdefault((row["indicator"], row["unit"], *said), []).append(row)
    return [_group(found, lang) for found in groups.values()]


def _group(rows: Sequence[Row], lang: Language) -> Group:
    first = rows[0]
    told = ", ".join(str(value) for value in first[f"qualifiers_{lang}"].values())
    name = named(first, "indicator_name", lang) + (f" ({told})" if told else "")
    latest = max(rows, key=lambda row: (row["status"] == "actual", row["period_start"] or ""))
    cited = sum(row["evidence"] == "cited" for row in rows)
    return Group(first["indicator"], first["unit"], name, latest, len(rows), cited, _over_time(rows))


def _over_time(rows: Sequence[Row]) -> Markup | None:
    dated = [row for row in rows if row["period_start"] and row["value"] >= 0]
    if len({row["period_start"] for row in dated}) < 2:
        return None
    days = [date.fromisoformat(row["period_start"]).toordinal() for row in dated]
    top, first, last = max(row["value"] for row in dated) or 1, min(days), max(days)
    points = Markup("").join(
        Markup('<circle class="{}" cx="{}" cy="{}" r="3"/>').format(
            "on" if row["status"] == "actual" else "off",
            round(_EDGE + (day - first) / (last - first) * (_WIDTH - 2 * _EDGE), 1),
            round(_HEIGHT - _EDGE - row["value"] / top * (_HEIGHT - 2 * _EDGE), 1),
        )
        for row, day in zip(dated, days, strict=True)
    )
    base = Markup('<path class="base" d="M0 {0}H{1}"/>').format(_HEIGHT - _EDGE, _WIDTH)
    return _picture(base + points, _HEIGHT)


@dataclass(frozen=True)
class Bar:
    """A line of a drawn consequence: a side by its name in the arithmetic, or what follows, which has none."""

    name: str | None
    picture: Markup


def side_by_side(rows: Sequence[Row]) -> dict[str, Markup]:
    """A bar for each figure by its id, where all can be compared; else none."""
    if len(rows) < 2 or not _comparable(rows):
        return {}
    return dict(zip((row["id"] for row in rows), _bars([_extent(row) for row in rows]), strict=True))


def consequence(computed: Row, sides: Mapping[str, Row]) -> list[Bar]:
    """What follows from figures, as a bar below those of its unit; where none has it, the figures that it is computed from.

    `sides` are the figures by their names in the arithmetic. Nothing is drawn of figures that cannot be compared.
    """
    alike = {name: row for name, row in sides.items() if row["unit"] == computed["unit"]}
    shown = alike or {name: sides[name] for name in dict.fromkeys(_NAMES.findall(computed["expression"])) if name in sides}
    extents = [_extent(row) for row in shown.values()]
    if alike:
        extents.append((min(computed["value"], 0), max(computed["value"], 0), "follows"))
    if len(extents) < 2 or not _comparable(list(shown.values())):
        return []
    return [Bar(name, picture) for name, picture in zip([*shown, None], _bars(extents), strict=False)]


_NAMES = re.compile(r"[a-z_]\w*")
# where a bar begins and ends, and its class
Extent = tuple[float, float, str]


def _comparable(rows: Sequence[Row]) -> bool:
    """Whether figures have one unit and are of one length of time, as a day's and a half year's cannot be compared."""
    return len({(row["unit"], row["qualifiers"].get("per")) for row in rows}) == 1


def _extent(row: Row) -> Extent:
    """From zero to the value; of a range, what is between its ends."""
    style = "on" if row["status"] == "actual" else "off"
    if row["value_max"] is not None:
        return row["value"], row["value_max"], style
    return min(row["value"], 0), max(row["value"], 0), style


def _bars(extents: Sequence[Extent]) -> list[Markup]:
    """Bars on one scale that holds zero, which is a line."""
    low = min(0, *(one[0] for one in extents))
    scale = (_WIDTH - 2) / ((max(0, *(one[1] for one in extents)) - low) or 1)
    zero = round(-low * scale + 1, 1)
    return [
        _picture(
            Markup('<path class="base" d="M{} 1V13"/><rect class="{}" x="{}" y="2" width="{}" height="10"/>').format(
                zero, style, round((start - low) * scale + 1, 1), max(1, round((end - start) * scale, 1))
            ),
            14,
        )
        for start, end, style in extents
    ]


def _picture(content: Markup, height: int) -> Markup:
    return Markup(
        '<svg class="small-chart" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true" focusable="false">{2}</svg>'
    ).format(_WIDTH, height, content)
