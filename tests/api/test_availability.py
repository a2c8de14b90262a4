"""/availability: available values, compared with plain Python and with what the filters then match."""

from typing import Any

import httpx
import pytest

from app.api.metrics.queries import METRICS
from tests.support.asking import get, pairs
from tests.support.facts import Asked, Facts, View, name_of

pytestmark = pytest.mark.anyio

CASES: list[Asked] = [
    {},
    {"indicator": ["market-size"], "status": ["forecast"]},
    {"entity": ["baidu"], "related": [True]},
    {"period": ["2025"], "value__gte": [100.0], "publisher_kind__ne": ["news"]},
    {"topic": ["market"], "section": ["1", "6"], "unit": ["CNY", "USD"]},
    {"value__gt": [10.0], "value__lt": [5.0]},
]


@pytest.mark.parametrize("asked", CASES)
async def test_values_are_those_of_the_facets(api: httpx.AsyncClient, facts: Facts, asked: Asked) -> None:
    answer = await get(api, "availability", pairs(asked))
    assert (answer["count"], answer["count_is_estimate"]) == (len(facts.ask("metrics", asked)), False)
    assert list(answer["filters"]) == list(METRICS.facets)
    for name, found in answer["filters"].items():
        expected = facts.facet("metrics", name, asked)
        assert {one["value"]: one["count"] for one in found["values"]} == dict(expected), name
        assert found["count"] == len(found["values"]) == len(expected)
        assert all(one["label"] for one in found["values"])


@pytest.mark.parametrize("asked", CASES)
async def test_reach_of_values_and_periods(api: httpx.AsyncClient, facts: Facts, asked: Asked) -> None:
    answer = await get(api, "availability", pairs(asked, filters="unit"))
    units: dict[str, list[View]] = {}
    for row in _rows(facts, asked, "value"):
        units.setdefault(row["unit"], []).append(row)
    assert answer["value"] == [
        {
            "unit": unit,
            "count": len(rows),
            "rows_counted": None,
            "min": min(row["value"] for row in rows),
            "max": max(row["value"] if row["value_max"] is None else row["value_max"] for row in rows),
        }
        for unit, rows in sorted(units.items())
    ]
    rows = _rows(facts, asked, "period")
    dated = [row for row in rows if row["period"] is not None]
    assert answer["period"] == {
        "start": min((row["period_start"] for row in dated), default=None),
        "end": max((row["period_end"] for row in dated), default=None),
        "undated_count": len(rows) - len(dated),
        "rows_counted": None,
    }


def _rows(facts: Facts, asked: Asked, but: str) -> list[View]:
    others = {field: values for field, values in asked.items() if name_of(field) != but}
    return [facts.lists["metrics"].rows[key] for key in facts.ask("metrics", others)]


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
async def test_what_is_available_is_found(api: httpx.AsyncClient) -> None:
    query = "indicator=market-size&evidence=cited"
    filters = (await get(api, f"availability?{query}&filters=entity,status,publisher,topic,in_conflict"))["filters"]
    for name, found in filters.items():
        for one in found["values"]:
            asked = f"{name}={str(one['value']).lower()}" if one["value"] is not None else f"{name}__isnull=true"
            page = (await get(api, f"metrics?{query}&{asked}&limit=1"))["page"]
            assert page["count"] == one["count"] > 0, asked


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
async def test_what_is_not_listed_is_counted(api: httpx.AsyncClient) -> None:
    whole = (await get(api, "availability?filters=indicator"))["filters"]["indicator"]
    part = (await get(api, "availability?filters=indicator&limit=3"))["filters"]["indicator"]
    assert part == {"count": whole["count"], "rows_counted": None, "values": whole["values"][:3]}
    assert whole["count"] == 95


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("filters=entiti", "filters"),
        ("filters=quote", "filters"),
        ("filters=unit,unit", "filters"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("entity=baidoo", "entity"),
        ("sort=value", "sort"),
        ("value__gte=many", "value__gte"),
        ("related=true", "related"),
    ],
)
async def test_bad_parameters_are_problems(api: httpx.AsyncClient, query: str, parameter: str) -> None:
    answer = await api.get(f"availability?{query}")
    problem: Any = answer.json()
    assert (answer.status_code, problem["errors"][0]["parameter"]) == (422, parameter)
