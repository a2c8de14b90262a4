"""The answer that every chart of the example has to show: China's large-model market in CNY, which the report states ten times."""

from collections.abc import Iterable, Mapping
from typing import Any

# by year, and whether it is a forecast: the lower and the upper end, and what a bar says
FIVE = {
    (2021, False): (None, 10e9, "under CNY 10 billion"),
    (2024, False): (29.416e9, 29.416e9, "CNY 29.416 billion"),
    (2025, True): (80e9, None, "over CNY 80 billion (forecast)"),
    (2026, True): (70e9, None, "over CNY 70 billion (forecast)"),
    (2030, True): (500e9, None, "over CNY 500 billion (forecast)"),
}


def as_five(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[int, bool], tuple[Any, Any, str]]:
    """Rows in the form of `FIVE`; two rows of one year make it another."""
    found = [((row["year"], bool(row["is_forecast"])), (row["value_low"], row["value_high"], row["label"])) for row in rows]
    assert len(dict(found)) == len(found)
    return dict(found)
