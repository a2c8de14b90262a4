"""Rules of /aggregate: what is computed and what is rejected, on invented metrics."""

from collections.abc import AsyncIterator, Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.store import tables as m
from app.store.publishing import Build
from tests.api.test_aggregate import exact, number
from tests.conftest import BACKENDS, fresh, loaded
from tests.support.asking import get
from tests.support.invented import ANSWERED, RANDOM, REFUSED, Figure, invented, two_markers

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def markers(built: Build) -> list[Figure]:
    return two_markers(built)


@pytest.fixture(scope="module", params=BACKENDS)
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Build) -> Settings:
    return loaded(fresh(request.param, tmp_path_factory.mktemp("invented"), request), invented(built))


@pytest.fixture(scope="module")
async def aggregate(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        yield client
    app.state.close()


async def one_bucket(aggregate: httpx.AsyncClient, indicator: str, measures: str) -> dict[str, Any]:
    answer = await aggregate.get("aggregate", params={"indicator": indicator, "measures": measures})
    assert answer.status_code == 200, answer.text
    (bucket,) = exact(answer.content)["data"]
    found: dict[str, Any] = bucket
    return found


@pytest.mark.parametrize("case", ANSWERED)
async def test_measures_are_exact_and_say_how_they_hold(aggregate: httpx.AsyncClient, case: str) -> None:
    _, _, measures, expected = ANSWERED[case]
    bucket = await one_bucket(aggregate, case, measures)
    # digit by digit, so that 0.1 and 0.2 are 0.3
    found = {name: format(value, "f") if isinstance(value, Decimal) and isinstance(expected[name], str) else value
             for name, value in bucket.items() if name in expected}  # fmt: skip
    assert found == expected


@pytest.mark.parametrize("case", REFUSED)
async def test_what_would_be_a_wrong_number_is_refused(aggregate: httpx.AsyncClient, case: str) -> None:
    _, _, measures, words = REFUSED[case]
    answer = await aggregate.get("aggregate", params={"indicator": case, "measures": measures})
    problem = answer.json()
    assert (answer.status_code, problem["errors"][0]["parameter"]) == (422, "measures"), problem
    assert [word for word in words if word not in problem["detail"]] == []


async def test_one_wrong_bucket_refuses_all(aggregate: httpx.AsyncClient) -> None:
    cases = "exact,forecasts,over"
    answer = await aggregate.get(
        "aggregate", params={"indicator": cases, "group_by": "indicator", "measures": "sum", "limit": 1}
    )
    assert answer.status_code == 422
    assert "indicator=forecasts" in answer.json()["detail"]
    for also in ({"group_by": "indicator,status"}, {"status": "actual", "group_by": "indicator"}):
        answer = await aggregate.get("aggregate", params={"indicator": cases, "measures": "sum", **also})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("condition", ["sum__gte=0.3", "sum__lte=0.3", "mean__gte=0.15", "median__lte=0.15"])
async def test_conditions_are_exact(aggregate: httpx.AsyncClient, condition: str) -> None:
    answer = await aggregate.get(f"aggregate?indicator=exact&{condition}")
    assert len(answer.json()["data"]) == 1
    answer = await aggregate.get(f"aggregate?indicator=exact&{condition.replace('te=', 't=')}")
    assert answer.json()["data"] == []


async def test_random_figures(aggregate: httpx.AsyncClient) -> None:
    params = {"indicator": ",".join(RANDOM), "group_by": "indicator", "measures": "min,max,median,sum,mean", "limit": 1000}
    buckets = exact((await aggregate.get("aggregate", params=params)).content)["data"]
    names = ("count", "min", "max", "median", "median_max", "sum", "sum_max", "mean", "mean_max")
    found = {bucket["indicator"]: {name: number(bucket[name]) for name in names} for bucket in buckets}
    assert found.keys() == RANDOM.keys()
    for case, figures in RANDOM.items():
        assert _close(found[case]) == _close(_computed(figures)), case


def _computed(figures: list[Figure]) -> dict[str, Fraction | None]:
    once = {one["subject"]: one for one in figures}.values()
    low = [Fraction(Decimal(one["value_text"])) for one in once]
    high = [Fraction(Decimal(one["value_max_text"] or one["value_text"])) for one in once]
    upper = high if high != low else None
    return {
        "count": Fraction(len(once)), "min": min(low), "max": max(high),
        "median": median(low), "median_max": upper and median(upper),
        "sum": sum(low, Fraction()), "sum_max": upper and sum(upper, Fraction()),
        "mean": sum(low, Fraction()) / len(low), "mean_max": upper and sum(upper, Fraction()) / len(upper),
    }  # fmt: skip


def _close(numbers: Mapping[str, Fraction | None]) -> dict[str, Any]:
    """Means do not always end and are rounded to 15 digits; all else is exact."""
    return {name: value if value is None or "mean" not in name else round(value * 10**11) for name, value in numbers.items()}


async def test_two_markers_of_a_metric_count_it_once_a_bucket(
    aggregate: httpx.AsyncClient, built: Build, markers: list[Figure]
) -> None:
    publisher = next(row["publisher"] for row in built.rows[m.Source] if row["id"] == markers[0]["source_id"])
    found = {}
    for by in ("publisher", "reference", "source", "publisher_kind"):
        params = {"indicator": "exact", "measures": "sum", "group_by": by}
        buckets = (await aggregate.get("aggregate", params=params)).json()["data"]
        found[by] = {bucket[by]: (bucket["count"], bucket["sum"], bucket["metric_ids"]) for bucket in buckets}
    marked, other = (1, 0.1, ["met_exact_0"]), (1, 0.2, ["met_exact_1"])
    assert found["publisher"] == {publisher: marked, None: other}
    assert found["reference"] == {**{one["number"]: marked for one in markers}, None: other}
    assert found["source"] == {**{one["source_id"]: marked for one in markers}, None: other}
    kinds = {row["publisher_kind"] for row in built.rows[m.Source] if row["id"] in {one["source_id"] for one in markers}}
    assert found["publisher_kind"] == {**dict.fromkeys(kinds, marked), None: other}


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("measures=min", "measures", ["min needs one unit", "CNY", "percent", "add unit to `group_by`"]),
        (
            "measures=min,median&group_by=indicator",
            "measures",
            ["min and median needs one unit", "absolute-change", "percentage_point"],
        ),
        ("measures=median&unit=CNY&group_by=status", "measures", ["one indicator", "market-size", "annual-salary"]),
        ("sort=-sum&indicator=investment-amount&unit=USD", "measures", ["may be summed", "investment-amount"]),
        ("mean__gt=1&indicator=growth-rate&unit=percent", "measures", ["may be averaged", "growth-rate"]),
        ("group_by=stauts", "group_by", ["stauts"]),
        ("group_by=status,status", "group_by", ["twice"]),
        ("group_by=status,unit,kind,topic", "group_by", ["3"]),
        ("group_by=status&sort=entity", "sort", ["neither a measure nor in `group_by`"]),
        ("group_by=status&measures=avg", "measures", ["avg"]),
        ("group_by=status&count__gte=-1", "count__gte", ["greater"]),
        ("group_by=status&sum__gte=nan", "sum__gte", ["finite"]),
        ("group_by=status&members=1001", "members", ["1000"]),
        ("group_by=status&entity=baidoo", "entity", ["baidoo"]),
        ("group_by=status&having=count", "having", ["there is no parameter"]),
        ("group_by=status&facets=unit", "facets", ["there is no parameter"]),
        ("group_by=status&cursor=x", "cursor", ["not a valid cursor"]),
        ("group_by=status&format=parquet", "format", ["parquet"]),
    ],
)
async def test_what_would_mislead_is_refused(api: httpx.AsyncClient, query: str, parameter: str, words: list[str]) -> None:
    answer = await api.get(f"aggregate?{query}")
    problem = answer.json()
    assert (answer.status_code, problem["errors"][0]["parameter"]) == (422, parameter), problem
    assert [word for word in words if word not in problem["detail"]] == []


async def test_a_cursor_of_other_groups_is_refused(api: httpx.AsyncClient) -> None:
    cursor = (await get(api, "aggregate?group_by=status&limit=1"))["page"]["next_cursor"]
    for query in ("group_by=evidence", "group_by=status&sort=count", "group_by=status,unit"):
        answer = await api.get(f"aggregate?{query}&cursor={cursor}")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "cursor")
