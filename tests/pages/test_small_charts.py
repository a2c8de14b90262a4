"""Small pictures: what is drawn, and what is not."""

import re
from typing import Any

import pytest

from app.pages.small_charts import by_indicator, consequence, side_by_side


def row(**given: Any) -> dict[str, Any]:
    return {
        "id": "met_1", "indicator": "market-size", "indicator_name": "Market size", "unit": "CNY", "qualifiers": {}, "qualifiers_en": {},
        "value": 10, "value_max": None, "period_start": "2024-01-01", "status": "actual", "evidence": "cited",
    } | given  # fmt: skip


def test_figures_over_time_are_points_and_forecasts_hollow() -> None:
    later = row(period_start="2026-01-01", value=20, status="forecast", evidence="uncited")
    (one,) = by_indicator([row(), later], "en")
    assert (one.name, one.count, one.cited, one.latest["value"]) == ("Market size", 2, 1, 10)
    assert one.picture is not None
    assert 'class="on" cx="5.0" cy="17.0"' in one.picture
    assert 'class="off" cx="125.0" cy="5.0"' in one.picture
    assert "line" not in one.picture


@pytest.mark.parametrize(
    "other",
    [{"period_start": None}, {"period_start": "2024-01-01"}, {"unit": "USD"}, {"qualifiers": {"of": "<b>"}, "qualifiers_en": {"of": "<b>"}}],
)  # fmt: skip
def test_what_cannot_be_compared_is_not_drawn(other: dict[str, Any]) -> None:
    found = by_indicator([row(), row(**{"period_start": "2025-01-01"} | other)], "en")
    assert all(one.picture is None for one in found)


def test_sides_of_a_conflict_are_bars_of_one_unit() -> None:
    drawn = side_by_side([row(), row(id="met_2", value=5, status="target"), row(id="met_3", value=5, value_max=10)])
    assert 'class="on" x="1.0" y="2" width="128.0"' in drawn["met_1"]
    assert 'class="off" x="1.0" y="2" width="64.0"' in drawn["met_2"]
    assert 'class="on" x="65.0" y="2" width="64.0"' in drawn["met_3"]


@pytest.mark.parametrize("other", [{"unit": "USD"}, {"qualifiers": {"per": "day"}}])
def test_sides_of_two_measures_are_not_drawn(other: dict[str, Any]) -> None:
    assert side_by_side([row(), row(id="met_2", **other)]) == {}


def computed(unit: str, value: float, expression: str = "a - b") -> dict[str, Any]:
    return {"unit": unit, "value": value, "expression": expression}


def drawn_consequence(computed_: dict[str, Any], **sides: dict[str, Any]) -> list[tuple[str | None, str]]:
    bars = consequence(computed_, sides)
    return [(bar.name, found[1]) for bar in bars if (found := re.search(r'class="(o\w+|follows)" x="[\d.]+"', bar.picture))]


@pytest.mark.parametrize(
    ("computed_", "sides", "expected"),
    [
        (computed("CNY", 5), {"a": row(), "c": row()}, [("a", "on"), ("c", "on"), (None, "follows")]),
        # a ratio of two amounts is seen in them
        (computed("times", 2, "a / (b * 1)"), {"c": row(), "b": row(), "a": row()}, [("a", "on"), ("b", "on")]),
        (computed("times", 2, "a / b"), {"a": row(), "b": row(unit="USD")}, []),
        (computed("CNY", 2), {"a": row(), "b": row(qualifiers={"per": "day"})}, []),
        (computed("CNY", 2, "a * 2"), {}, []),
    ],
)
def test_what_follows_is_drawn_beside_what_it_can_be_compared_with(
    computed_: dict[str, Any], sides: dict[str, Any], expected: list[tuple[str | None, str]]
) -> None:
    assert drawn_consequence(computed_, **sides) == expected


def test_what_follows_below_zero_is_on_the_other_side_of_the_line() -> None:
    stated, follows = consequence(computed("CNY", -10), {"a": row(value=10)})
    assert 'd="M65.0 1V13"' in stated.picture
    assert 'x="65.0" y="2" width="64.0"' in stated.picture
    assert 'class="follows" x="1.0" y="2" width="64.0"' in follows.picture
