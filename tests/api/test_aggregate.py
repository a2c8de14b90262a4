"""/aggregate: buckets, measures, evidence and `metrics_url`, compared with plain Python; paging and formats."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

import httpx
import orjson
import pytest

from app.api.aggregate.dimensions import DIMENSIONS
from tests.support.asking import POSTGRESQL, SQLITE, get, pairs, walk
from tests.support.facts import Asked, Facts
from tests.support.grouping import Key, buckets, evidence, measures, within_document

pytestmark = pytest.mark.anyio

NUMBERS = {"min", "max", "median", "median_max", "sum", "sum_max", "mean", "mean_max"}
ADDITIVE = ["capital-expenditure", "download-count", "public-funding", "standard-count", "shipment-volume"]
CASES: list[tuple[list[str], Asked, list[str]]] = [
    *(([name], {}, ["count"]) for name in DIMENSIONS),
    (["status", "section"], {}, ["count"]),
    (["topic", "publisher_kind"], {}, ["count"]),
    (["source", "reference"], {}, ["count"]),
    (["publisher", "topic", "status"], {"evidence": ["cited"]}, ["count"]),
    (["year", "status", "kind"], {}, ["count"]),
    (["section", "document"], {"section": ["3", "1.1"]}, ["count"]),
    (["section"], {"section": ["3"], "section__ne": ["3.1"]}, ["count"]),
    (["topic"], {"topic": ["market", "policy"]}, ["count"]),
    (["reference"], {"publisher_kind": ["self-media", "news"]}, ["count"]),
    (["publisher"], {"reference": [134, 136, 9]}, ["count"]),
    (["entity", "indicator"], {"entity": ["baidu"], "related": [True]}, ["count"]),
    (["entity_type"], {"period": ["2025"], "in_conflict": [True]}, ["count"]),
    (["status"], {"value__gt": [10.0], "value__lt": [5.0]}, ["count"]),
    ([], {"entity": ["baidu"]}, ["count"]),
    ([], {"value__gt": [10.0], "value__lt": [5.0]}, ["count"]),
    (["unit"], {}, ["min", "max"]),
    (["section", "unit"], {}, ["min", "max"]),
    (["indicator", "unit"], {}, ["min", "max", "median"]),
    (["entity_type"], {"indicator": ["growth-rate"]}, ["count", "median"]),
    (["publisher_kind"], {"indicator": ["market-size"], "unit": ["CNY"]}, ["median", "max"]),
    ([], {"indicator": ["annual-salary"], "unit": ["CNY"]}, ["min", "median", "max"]),
    (["indicator", "unit"], {"indicator": ADDITIVE}, ["sum", "mean"]),
    (["indicator", "evidence", "unit"], {"indicator": ADDITIVE}, ["count", "sum", "min"]),
]


def number(value: Any) -> Any:
    return None if value is None else Fraction(Decimal(value))


def exact(body: bytes) -> Any:
    """JSON with numbers as they are written."""
    import json

    return json.loads(body, parse_float=Decimal, parse_int=Decimal)


async def ask(api: httpx.AsyncClient, by: Sequence[str], asked: Asked, **others: Any) -> list[dict[str, Any]]:
    params = pairs(asked, **({"group_by": ",".join(by)} if by else {}), limit=1000, **others)
    answer = await api.get("aggregate", params=params)
    assert answer.status_code == 200, f"{answer.url}: {answer.text}"
    data: list[dict[str, Any]] = exact(answer.content)["data"]
    assert len(data) == orjson.loads(answer.content)["page"]["count"]
    return data


def place(bucket: Mapping[str, Any], by: Sequence[str]) -> Key:
    return tuple(bucket[name] for name in by)


def each_case(first: int) -> pytest.MarkDecorator:
    """Each case with the repeats or without, in turn: what is done with these does not depend on the grouping, and the other
    database is asked the other way."""
    cases = [(*case, ("first", "all")[(first + at) % 2]) for at, case in enumerate(CASES)]
    return pytest.mark.parametrize(("by", "asked", "wanted", "repeats"), cases)


@pytest.mark.slow
@SQLITE
@each_case(1)
async def test_buckets_are_those_of_the_rows(
    api: httpx.AsyncClient, facts: Facts, by: list[str], asked: Asked, wanted: list[str], repeats: str
) -> None:
    await _same_as_the_rows(api, facts, by, asked, wanted, repeats)


@pytest.mark.slow
@POSTGRESQL
@each_case(0)
async def test_postgresql_has_the_same_buckets(
    api: httpx.AsyncClient, facts: Facts, by: list[str], asked: Asked, wanted: list[str], repeats: str
) -> None:
    await _same_as_the_rows(api, facts, by, asked, wanted, repeats)


async def _same_as_the_rows(
    api: httpx.AsyncClient, facts: Facts, by: list[str], asked: Asked, wanted: list[str], repeats: str
) -> None:
    grouped = within_document(by)
    found = {}
    for bucket in await ask(api, by, asked, measures=",".join(wanted), repeats=repeats):
        shown = {
            name: value for name, value in bucket.items() if name not in {*grouped, "metrics_url"} and "label" not in name
        }
        found[place(bucket, grouped)] = {name: number(value) if name in NUMBERS else value for name, value in shown.items()}
    expected = {
        place_: {**measures(rows, wanted, repeats), **evidence(rows, repeats)}
        for place_, rows in buckets(facts, grouped, asked).items()
    }
    for place_, rows in expected.items():
        if "mean" in rows:
            for name in ("mean", "mean_max"):
                assert _near(found[place_].pop(name), rows.pop(name)), place_
        for name in set(by) & {"unit", "indicator", "comparator"}:
            rows.pop(name, None)
    assert found == expected


def _near(found: Fraction | None, expected: Fraction | None) -> bool:
    """Whether a mean is the rounded one: 15 digits, where it does not end."""
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= abs(expected) * Fraction(1, 10**14)


@SQLITE
@pytest.mark.parametrize("dataset", ["two documents"], indirect=True)
@pytest.mark.parametrize(
    ("by", "query"),
    [
        ("status,section", "period=2025"),
        ("topic,publisher_kind", "topic=market,policy"),
        ("source,entity", "evidence=cited"),
        ("reference", "publisher_kind__ne=news"),
        ("year,kind", ""),
        ("entity_type,evidence", "entity__ne=baidu"),
        ("entity,comparator", "entity=baidu,huawei&related=true"),
        ("document,indicator,unit", "q=百度"),
        ("period", ""),
        ("year", "period__gte=2023"),
        ("year,period", "period_year__ne=2024"),
        ("entity,topic", "entity__ne=baidu&related=true"),
        *((name, "") for name in DIMENSIONS if name not in {"period", "reference"}),
    ],
)
async def test_the_address_of_a_bucket_finds_its_metrics(api: httpx.AsyncClient, by: str, query: str) -> None:
    buckets_ = (await get(api, f"aggregate?group_by={by}&limit=1000&{query}"))["data"]
    assert buckets_
    # of many buckets two dozen tell as much
    for bucket in buckets_[:: 1 + len(buckets_) // 24]:
        path, _, params = bucket["metrics_url"].removeprefix("/api/v1/").partition("?")
        rows, _ = await walk(api, path, [*parse_qsl(params), ("fields", "id")])
        assert sorted(row["id"] for row in rows) == sorted(bucket["metric_ids"]), bucket["metrics_url"]


@pytest.mark.parametrize(
    "sort",
    ["count", "-count,topic", "topic", "-topic,unit", "-max", "min,-topic", "-unit", "max,count,-unit,topic"],
)
async def test_walks_give_every_bucket_once_and_in_order(api: httpx.AsyncClient, sort: str) -> None:
    params = [("group_by", "unit,topic,publisher"), ("measures", "min,max"), ("sort", sort), ("members", "0")]
    rows, page = await walk(api, "aggregate", params, [1, 1, 7, 50, 2, 1000])
    whole, _ = await walk(api, "aggregate", [("group_by", "unit,topic,publisher"), ("members", "0")])
    keys = [place(row, ("unit", "topic", "publisher")) for row in rows]
    assert sorted(map(str, keys)) == sorted(str(place(row, ("unit", "topic", "publisher"))) for row in whole)
    assert len(set(keys)) == len(keys) == page["count"]
    words = [*sort.split(","), *(name for name in ("unit", "topic", "publisher") if name not in sort)]
    for before, after in pairwise(rows):
        assert _comes_before(before, after, words), (sort, before, after)


async def test_what_is_not_stated_comes_last_unless_sorted(api: httpx.AsyncClient) -> None:
    rows, _ = await walk(api, "aggregate", [("group_by", "entity,year"), ("members", "0")], [7, 1, 50])
    missing = [row["entity"] is None or row["year"] is None for row in rows]
    assert missing == sorted(missing)
    assert {True, False} == set(missing)
    for is_missing in (True, False):
        counts = [row["count"] for row, one in zip(rows, missing, strict=True) if one is is_missing]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.slow
@SQLITE
@pytest.mark.parametrize("name", DIMENSIONS)
async def test_every_grouping_is_walked_to_its_end(api: httpx.AsyncClient, name: str) -> None:
    """By the default sort, by the dimension itself, and by one more sort in turn, the first of them one bucket a page."""
    by = within_document([name])
    for sort in ("", name, (f"-{name}", f"count,-{name}", "-min", "max")[list(DIMENSIONS).index(name) % 4]):
        params = [("group_by", ",".join(by)), ("members", "0"), ("indicator", "market-size"), ("unit", "CNY")]
        params += [("sort", sort)] if sort else []
        whole, _ = await walk(api, "aggregate", params)
        rows, page = await walk(api, "aggregate", params, [1, 1, 1, 2, 3, 50])
        assert rows == whole, sort
        assert page["count"] == len(whole)


def _comes_before(one: Mapping[str, Any], other: Mapping[str, Any], words: Sequence[str]) -> bool:
    for word in words:
        name = word.removeprefix("-")
        if one[name] != other[name]:
            if one[name] is None or other[name] is None:
                return other[name] is None
            return bool(one[name] > other[name]) if word.startswith("-") else bool(one[name] < other[name])
    return False


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("count__gte=5", lambda bucket: bucket["count"] >= 5),
        ("count__lt=2", lambda bucket: bucket["count"] < 2),
        ("max__gt=100", lambda bucket: bucket["max"] > 100),
        ("min__lte=22.6", lambda bucket: bucket["min"] <= 22.6),
        ("median__lt=10.5&count__gt=1", lambda bucket: bucket["median"] < 10.5 and bucket["count"] > 1),
    ],
)
async def test_conditions_on_measures(api: httpx.AsyncClient, condition: str, kept: Any) -> None:
    query = "aggregate?group_by=indicator,unit&limit=1000"
    every = (await get(api, f"{query}&measures=min,max,median"))["data"]
    answer = await get(api, f"{query}&{condition}")
    expected = [(bucket["indicator"], bucket["unit"]) for bucket in every if kept(bucket)]
    assert expected
    assert len(expected) < len(every)
    assert [(bucket["indicator"], bucket["unit"]) for bucket in answer["data"]] == expected
    assert answer["page"]["count"] == len(expected)


async def test_more_metrics_than_asked_for_are_not_named(api: httpx.AsyncClient) -> None:
    for bucket in (await get(api, "aggregate?group_by=status&members=40"))["data"]:
        named = bucket["metric_ids"]
        assert named is None if bucket["count"] > 40 else len(named) == bucket["count"]
        assert (named is None) == (bucket["source_ids"] is None) == (bucket["reference_ids"] is None)


async def test_labels_are_in_the_language_asked_for(api: httpx.AsyncClient) -> None:
    query = "aggregate?group_by=unit,entity&indicator=annual-salary&unit=CNY&lang="
    names = {
        lang: [
            (bucket["unit_label"], bucket["entity"], bucket["entity_label"])
            for bucket in (await get(api, query + lang))["data"]
        ]
        for lang in ("en", "zh")
    }
    assert names == {"en": [("Chinese yuan", None, "Not stated")], "zh": [("人民币", None, "未说明")]}


@pytest.mark.parametrize("dataset", ["real"], indirect=True)
@pytest.mark.parametrize(
    "query", ["group_by=topic,status", "group_by=indicator,unit&measures=min,median&sort=-median", "period=1999"]
)
async def test_tables_have_the_same_buckets(api: httpx.AsyncClient, query: str) -> None:
    buckets_ = (await get(api, f"aggregate?{query}&limit=1000"))["data"]
    lines = (await api.get(f"aggregate?{query}&format=ndjson")).content.splitlines()
    assert [orjson.loads(line) for line in lines] == buckets_
    answer = await api.get(f"aggregate?{query}", headers={"Accept": "text/csv"})
    assert answer.headers["content-disposition"] == 'inline; filename="aggregate.csv"'
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    numbers = NUMBERS & set(table[0] if table else ())
    found = [{name: _number_of(cell) if name in numbers else cell for name, cell in row.items()} for row in table]
    assert found == [
        {name: value if name in numbers else _cell(value) for name, value in bucket.items()} for bucket in buckets_
    ]
    header = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert header[-5:] == ["metric_ids", "source_ids", "reference_ids", "reference_numbers", "metrics_url"]


def _number_of(cell: str) -> float | None:
    return float(cell) if cell else None


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


async def test_a_table_is_whole_or_refused(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.aggregate.buckets.MAX_LIMIT", 10)
    refused = await api.get("aggregate?group_by=indicator&format=csv&lang=zh")
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, "limit")
    page = await api.get("aggregate?group_by=indicator&format=csv&limit=10&lang=zh")
    assert page.status_code == 200
    assert 'rel="next"' in page.headers["link"]
