"""Small pictures: what is drawn, and what is not."""

from typing import Any

import pytest

from app.pages.small_charts import by_indicator, side_by_side


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
    drawn = side_by_side([row(), row(id="met_2", value=5, status="target")])
    assert 'class="on" x="0.5" y="2" width="128.0"' in drawn["met_1"]
    assert 'class="off" x="0.5" y="2" width="64.0"' in drawn["met_2"]
    assert side_by_side([row(), row(id="met_2", unit="USD")]) == {}
    assert side_by_side([row(), row(id="met_2", value=-1)]) == {}
