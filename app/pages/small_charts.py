"""Small pictures in tables: figures over time as points from zero, and the sides of a conflict as bars.

Points are joined by nothing, and what has not happened is hollow. A picture says nothing that does not stand beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from app.pages.rendering import named
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


def side_by_side(rows: Sequence[Row]) -> dict[str, Markup]:
    """A bar for each figure by its id, where all have one unit and can be compared from zero; else none."""
    if len(rows) < 2 or len({row["unit"] for row in rows}) > 1 or min(row["value"] for row in rows) < 0:
        return {}
    ends = {row["id"]: row["value"] if row["value_max"] is None else row["value_max"] for row in rows}
    top = max(ends.values()) or 1
    return {
        row["id"]: _picture(
            Markup('<path class="base" d="M0 1V13"/><rect class="{}" x="0.5" y="2" width="{}" height="10"/>').format(
                "on" if row["status"] == "actual" else "off", round(ends[row["id"]] / top * (_WIDTH - 2), 1)
            ),
            14,
        )
        for row in rows
    }


def _picture(content: Markup, height: int) -> Markup:
    return Markup(
        '<svg class="small-chart" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true" focusable="false">{2}</svg>'
    ).format(_WIDTH, height, content)
