"""What is precomputed after loading answers as the rows do, and verification compares it with them."""

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import Engine, delete, event, update

from app.api.precomputation import precompute, verify_precomputed
from app.api.registry import LISTINGS
from app.config import Settings
from app.lists.filters.join_paths import JoinPath
from app.main import create_app
from app.store import tables as m
from app.store.engines import open_engine
from app.store.publishing import Build
from tests.conftest import loaded
from tests.support.asking import TWO

pytestmark = [pytest.mark.anyio, TWO]
# a stored row, what it is changed to, and what verification then finds to be wrong
WRONG: list[tuple[Any, dict[str, str], dict[str, Any], str]] = [
    (m.FacetCount, {"list": "units", "facet": "topic", "value": '"market"'}, {"count": 0}, "units.topic"),
    (m.ListMember, {"list": "indicators", "filter": "topic", "value": "market", "key": "share"}, {"key": "x"}, "indicators.topic"),
    (
        m.FilteredFacetCount,
        {"list": "metrics", "filter": "indicator", "filter_value": '"share"', "facet": "topic"},
        {"count": 0},
        "metrics.topic under indicator=share",
    ),
    (m.MetricSummary, {"indicator": "share", "unit": "percent", "roles": "plain"}, {"middle": "1"}, "share percent plain"),
]  # fmt: skip
VOCABULARIES = [name for name, listing in LISTINGS.items() if listing.precomputes_members]
BY = "group_by=indicator,unit&measures=min,max,median"
AGGREGATES = [
    BY, "group_by=unit,indicator&measures=median&limit=3", f"{BY}&sort=-median,unit&limit=4", f"{BY}&indicator=market-size",
    f"{BY}&indicator__ne=market-size,share&unit=CNY", f"{BY}&median__gt=100&members=0", f"{BY}&count__gte=3&format=csv",
    f"{BY}&status=actual", "group_by=indicator,unit&measures=sum", "group_by=indicator,unit,status&measures=median",
    f"{BY}&q=AI", f"{BY}&roles=all", f"{BY}&qualifier.role=threshold", f"{BY}&entity=baidu&related=true",
]  # fmt: skip
AVAILABLE = ["", "indicator=market-size", "unit__ne=CNY", "value__gt=1000", "period=2025&indicator=share", "status=forecast"]


def requests() -> list[str]:
    found = [f"{name}?facets={','.join(listing.facets)}&limit=1" for name, listing in LISTINGS.items()]
    found += [f"aggregate?{query}" for query in AGGREGATES] + [f"availability?{query}" for query in AVAILABLE]
    # no figure is in a recommendation
    found += [
        "metrics?kind=recommendation",
        "aggregate?group_by=source&kind=recommendation",
        "series?indicator=share&kind=context",
    ]
    found += ["metrics?kind=recommendation,fact&facets=kind,topic", "metrics?kind=recommendation&period=2025&facets=unit"]
    return [*found, "metrics?facets=source,entity&facet_limit=2", "entities?evidence=uncited&kind=fact&facets=topic"]


def member_requests(answers: dict[str, Any]) -> list[str]:
    """Filters of vocabularies by values that facets have, by turns some of them and all but one."""
    found = []
    for name in VOCABULARIES:
        facets = answers[f"{name}?facets={','.join(LISTINGS[name].facets)}&limit=1"]["facets"]
        for facet, filter_ in LISTINGS[name].facets.items():
            values = [str(one["value"]) for one in facets[facet] if one["value"] is not None]
            if isinstance(filter_.path, JoinPath) and values:
                query = {facet: ",".join(values[-2:])} if len(found) % 2 else {f"{facet}__ne": values[0]}
                found.append(f"{name}?{urlencode({**query, 'limit': 3})}")
    return found


async def answers(settings: Settings, paths: list[str]) -> dict[str, Any]:
    app = create_app(settings.model_copy(update={"query_timeout": 60}))
    found = {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        for path in paths:
            answer = await client.get(path)
            found[path] = json.loads(answer.content) if "json" in answer.headers["content-type"] else answer.text
    app.state.close()
    return found


@pytest.mark.slow
async def test_answers_are_the_same_and_what_is_wrong_is_found(dataset: Build, empty: Settings) -> None:
    engine = open_engine(loaded(empty, dataset))
    is_sqlite = engine.dialect.name == "sqlite"
    # of lists, groups and availability every other one of PostgreSQL: what that says differently is the form of a question
    before = await answers(empty, requests()[:: 1 if is_sqlite else 2])
    if is_sqlite:
        # members are read by their keys, which neither database does in its own way
        before |= await answers(empty, member_requests(before))
        assert len(before) >= 90
    # of lists of 21 rows and more, and under indicators of 21 figures; what is of fewer is counted when it is asked for
    precompute(engine, few=20)
    after = await answers(empty, list(before))
    assert {path: after[path] for path in before if after[path] != before[path]} == {}
    with engine.connect() as connection:
        # counts under some values tell as much as those under each
        value = m.columns(m.FilteredFacetCount).filter_value
        connection.execute(delete(m.table(m.FilteredFacetCount)).where(value.not_in(['"share"', '"market"', '"forecast"'])))
        for model, where, changes, _ in WRONG:
            row = m.columns(model)
            chosen = [row[name] == value for name, value in where.items()]
            connection.execute(update(m.table(model)).where(*chosen).values(changes))
        gates = list(verify_precomputed(connection))
        assert {gate.subject for gate in gates if not gate.passed} == {subject for _, _, _, subject in WRONG}
        assert {gate.name for gate in gates if gate.passed} == {"facets", "summaries"}
        connection.rollback()
    engine.dispose()


async def test_facets_of_many_rows_count_a_part_and_say_so(
    dataset: Build, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(empty, dataset)
    path = "metrics?status=actual&facets=unit,topic,comparator&limit=1000"
    exact = (await answers(empty, [path]))[path]
    monkeypatch.setattr("app.lists.facets.facet_counts._MAX_COUNTED", 6)
    monkeypatch.setattr("app.lists.facets.facet_counts._MIN_COUNTED", 2)
    of_facts = "metrics?repeats=first&facets=unit,topic"
    told = await answers(empty, [path, of_facts])
    part = told[path]
    # facts are not counted in an index, so without a filter they are counted in a part as well
    assert [one["rows_counted"] for one in told[of_facts]["facet_info"].values()] == [3, 3]
    assert {name: one["rows_counted"] for name, one in exact["facet_info"].items()} == dict.fromkeys(exact["facets"])
    assert {name: one["rows_counted"] for name, one in part["facet_info"].items()} == dict.fromkeys(part["facets"], 2)
    first = sorted(exact["data"], key=lambda row: row["id"])[:2]
    counts = {one["value"]: one["count"] for one in part["facets"]["unit"]}
    assert counts == {unit: sum(row["unit"] == unit for row in first) for unit in {row["unit"] for row in first}}


async def test_availability_and_aggregates_of_many_metrics_are_of_a_part_and_say_so(
    dataset: Build, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(empty, dataset)
    listed = "metrics?status=actual&limit=1000"
    available, by_unit = "availability?status=actual", "aggregate?status=actual&group_by=unit&repeats=all&roles=all"
    compared, by_topic = f"{by_unit}&measures=min,max", by_unit.replace("unit", "unit,topic")
    indexed = [
        "aggregate",
        "aggregate?group_by=year,entity",
        by_unit,
        "aggregate?status=actual&group_by=document,comparator",
    ]
    whole = await answers(empty, [listed, available, compared, by_topic, *indexed])
    for module, name in (
        ("availability.queries", "MOST_READ"), ("aggregate.sampling", "MOST_READ"), ("aggregate.sampling", "MOST_COMPUTED")
    ):  # fmt: skip
        monkeypatch.setattr(f"app.api.{module}.{name}", 3)
    refusals = {
        f"{by_unit}&measures=median": "measures", f"{compared}&count__gte=2": "count", f"{by_topic}&format=csv": "format",
        "aggregate?status=actual&measures=min": "group_by",
    }  # fmt: skip
    part = await answers(empty, [available, compared, by_topic, *indexed, *refusals])
    rows = sorted(whole[listed]["data"], key=lambda row: row["id"])[:3]
    units = sorted({row["unit"] for row in rows})
    assert [(one["unit"], one["rows_counted"]) for one in part[available]["value"]] == [(unit, 3) for unit in units]
    assert sum(one["count"] for one in part[available]["value"]) == part[available]["period"]["rows_counted"] == 3
    assert (part[available]["count"], part[available]["count_is_estimate"]) == (3, True)
    assert (whole[available]["count"], whole[available]["count_is_estimate"]) == (len(whole[listed]["data"]), False)
    for path in (compared, by_topic):
        assert whole[path]["metrics_counted"] is None
        assert (part[path]["metrics_counted"], part[path]["page"]["count_is_estimate"]) == (3, True)
        assert {bucket["metric_ids"] for bucket in part[path]["data"]} == {None}
        for bucket in part[path]["data"]:
            same = [row for row in rows if row["unit"] == bucket["unit"]]
            assert bucket.get("min", min(row["value"] for row in same)) == min(row["value"] for row in same)
            assert bucket["count"] <= len(same)
    assert [part[path] for path in indexed] == [whole[path] for path in indexed]
    for path, parameter in refusals.items():
        assert [one["parameter"] for one in part[path]["errors"]] == [parameter], path


async def test_availability_reads_the_metrics_of_a_filter_twice(dataset: Build, empty: Settings) -> None:
    """Once for the values of all filters, once for the ranges; without a pass for each of the thirty filters."""
    app = create_app(loaded(empty, dataset))
    read: list[str] = []
    listened = "before_cursor_execute"

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "FROM metric " in statement and "counted AS MATERIALIZED" in statement:
            read.append(statement)

    event.listen(Engine, listened, note)
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
            answer = (await client.get("availability?status=actual&topic=market")).json()
    finally:
        event.remove(Engine, listened, note)
        app.state.close()
    assert len(answer["filters"]) > 25
    # `status` and `topic` are each counted without their own condition
    assert len(read) == 4
