"""Every filter and operator of every list, against rows picked from the seeds in plain Python."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, literal, select

from app.lists.filters.common_filters import sole_support
from app.vocabulary import QualifierKey
from tests.support.asking import (
    FILTERS,
    KEYS,
    LISTINGS,
    POSTGRESQL,
    REAL,
    SQLITE,
    TWO,
    can_be_given,
    differences,
    get,
    pairs,
    walk,
)
from tests.support.facts import TEXTS, Asked, Facts, List, name_of

pytestmark = pytest.mark.anyio

# `q` searches the text index, which has tests of its own; `related` says what `entity` means, below
ELSEWHERE = ("q", "related")
ONE_VALUE = {"q", "related", "cited", "in_conflict", "sole_support", "curated"}
COMPARED = {
    "value", "period", "published_on", "number", "level", "metric_count", "claim_count", "sole_support_count",
    "document_count",
    "independent_publisher_count",
}  # fmt: skip
# those of the facets on related rows, besides the columns that may be null
MISSING = {
    "section", "source", "entity", "period", "parent", "reason", "claim_id", "text_en", "author", "platform", "source_group",
    "published_on", "url", "topic", "kind", "evidence", "reference", "publisher", "publisher_kind", "entity_type", "indicator",
    "unit", "status", "comparator", "period_year", "period_basis", "document", "title_en", "value", "quote",
    *(f"qualifier.{key}" for key in QualifierKey),
}  # fmt: skip
# filters that every row answers alike: a sentence with a marker is a cited one, and the second document names what the first does
# (of reports that differ: tests/api/test_many_reports.py)
ALIKE = {
    "citations": ["evidence"],
    "documents": ["entity", "entity_type", "publisher", "publisher_kind", "source"],
}
# pieces of text that are patterns or escapes in SQL, or fold in another alphabet; they are in the second document
PIECES = ("%", "_", "\\", "100%_X", "x\\Y", "É", "é", "/", "'", '"')


def cases(list_: List, field: str) -> Iterator[Asked]:
    """What to ask of a list by one parameter: its commonest value, and where several can be given the rarest as well."""
    name, _, operator = field.partition("__")
    found = [value for value, _ in list_.values(name).most_common() if can_be_given(value)]
    if operator == "isnull" or isinstance(found[0], bool):
        yield from ({field: [True]}, {field: [False]})
    elif operator == "contains":
        yield {field: [found[0][:4].swapcase()]}
        yield {field: [found[-1][len(found[-1]) // 2 :]]}
    elif operator in {"gt", "gte", "lt", "lte"}:
        yield {field: [sorted(found)[len(found) // 2]]}
    else:
        yield {field: [found[0]]}
        if not operator:
            yield {field: [found[-1], found[len(found) // 2]]}


@REAL
@pytest.mark.parametrize("name", LISTINGS)
def test_every_filter_is_known_here(facts: Facts, name: str) -> None:
    assert {field.partition("__")[0] for field in FILTERS[name]} - set(ELSEWHERE) == set(facts.lists[name].names)


def test_operators_are_where_they_make_sense() -> None:
    """The operators that each name has, on some list or other, are part of the contract."""
    found: dict[str, set[str]] = {}
    for field in {field for fields in FILTERS.values() for field in fields if "__" in field}:
        name, _, operator = field.partition("__")
        found.setdefault(operator, set()).add(name)
    assert found == {
        "ne": {name for list_ in FILTERS.values() for name in list_ if "__" not in name} - ONE_VALUE,
        **dict.fromkeys(("gt", "gte", "lt", "lte"), COMPARED),
        "contains": TEXTS,
        "exact": {"period"},
        "isnull": MISSING,
    }


def one_of_each_way(list_: List, fields: Iterable[str]) -> Iterator[str]:
    """By each way of a list and operator one parameter: the others of the way differ in the column alone."""
    for way in list_.ways:
        operators = {operator_of(field): field for field in fields if name_of(field) in way.names}
        yield from operators.values()


def operator_of(field: str) -> str:
    return field.partition("__")[2]


@pytest.mark.slow
@TWO
@SQLITE
@pytest.mark.parametrize("name", LISTINGS)
async def test_every_filter_and_operator(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    wrong: dict[str, Any] = {}
    for field in FILTERS[name]:
        if field not in ELSEWHERE:
            for asked in cases(facts.lists[name], field):
                wrong |= await differences(api, facts, name, asked)
    assert wrong == {}


@pytest.mark.slow
@TWO
@POSTGRESQL
@pytest.mark.parametrize("name", LISTINGS)
async def test_every_parameter_and_way_of_each_list(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    """What a parameter says is written once for all lists: each is asked where it is met first and last, and each way by every
    operator."""
    asked_first = {field: one for one in reversed(LISTINGS) for field in FILTERS[one]}
    asked_last = {field: one for one in LISTINGS for field in FILTERS[one]}
    here = {field for field in FILTERS[name] if name in (asked_first[field], asked_last[field])}
    here |= set(one_of_each_way(facts.lists[name], FILTERS[name]))
    wrong: dict[str, Any] = {}
    for field in here - set(ELSEWHERE):
        for asked in cases(facts.lists[name], field):
            wrong |= await differences(api, facts, name, asked)
    assert wrong == {}


@pytest.mark.slow
@TWO
@pytest.mark.parametrize("name", LISTINGS)
async def test_more_rows_than_are_counted(
    api: httpx.AsyncClient, facts: Facts, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read in their order rather than looked up and sorted, and are the same."""
    monkeypatch.setattr("app.lists.row_counts.MAX_COUNT", 0)
    wrong: dict[str, Any] = {}
    for field in one_of_each_way(facts.lists[name], [one for one in FILTERS[name] if one not in ELSEWHERE]):
        if operator_of(field) in {"", "ne", "gte"}:
            asked = next(cases(facts.lists[name], field))
            rows, page = await walk(api, name, pairs(asked, fields=KEYS[name], count="exact"))
            found = [row[KEYS[name]] for row in rows]
            if sorted(found) != sorted(facts.ask(name, asked)) or page["count"] != len(found):
                wrong[str(asked)] = found
    assert wrong == {}


@TWO
@pytest.mark.parametrize("name", LISTINGS)
def test_the_cases_can_tell(facts: Facts, name: str) -> None:
    """Each filter is asked something that some rows answer and others do not."""
    list_ = facts.lists[name]
    telling = {
        field.partition("__")[0]
        for field in FILTERS[name]
        if field not in ELSEWHERE and any(0 < len(facts.ask(name, asked)) < len(list_.rows) for asked in cases(list_, field))
    }
    assert set(list_.names) - telling == set(ALIKE.get(name, []))


COMMAS: list[tuple[str, list[tuple[str, str]], list[str]]] = [
    ("entities", [("name_en", "East Data, West Computing")], ["east-data-west-computing"]),
    ("entities", [("name_en", "east data, west computing")], ["east-data-west-computing"]),
    ("entities", [("name_en", "baidu"), ("name_en", "HUAWEI")], ["baidu", "huawei"]),
    ("entities", [("name_en", "baidu,huawei")], []),
    ("entities", [("entity", '"baidu","huawei"')], ["baidu", "huawei"]),
    ("entities", [("entity", 'baidu, "huawei"')], ["baidu", "huawei"]),
]


@REAL
@pytest.mark.parametrize(("name", "params", "expected"), COMMAS)
async def test_text_is_whole_and_words_are_split_at_commas(
    api: httpx.AsyncClient, name: str, params: list[tuple[str, str]], expected: list[str]
) -> None:
    rows, _ = await walk(api, name, params)
    assert [row["slug"] for row in rows] == expected
    (field, _), *_ = params
    others, _ = await walk(api, name, [(f"{field}__ne", value) for _, value in params])
    every, _ = await walk(api, name, [])
    assert len(others) == len(every) - len(rows)


MEANINGS: list[tuple[str, Asked]] = [
    ("metrics", {"section": ["3"]}),
    ("metrics", {"section": ["3", "executive-summary"]}),
    ("metrics", {"section": ["3.1"]}),
    ("metrics", {"section__ne": ["3"]}),
    ("claims", {"section": ["1", "6"]}),
    ("numbers", {"section": ["1.1"]}),
    ("sections", {"section": ["3"]}),
    ("sources", {"section": ["3"]}),
    ("metrics", {"period": ["2025"]}),
    ("metrics", {"period": ["2025-Q3"]}),
    ("metrics", {"period": ["2024", "2030"]}),
    ("metrics", {"period": ["2023-01/2024-06"]}),
    ("metrics", {"period__ne": ["2025"]}),
    ("metrics", {"period__gte": ["2026"]}),
    ("metrics", {"period__gt": ["2025"]}),
    ("metrics", {"period__lte": ["2024"]}),
    ("metrics", {"period__lt": ["2024"]}),
    ("metrics", {"period__gte": ["2025"], "period__lte": ["2025-H1"]}),
    ("metrics", {"period__isnull": [True]}),
    ("claims", {"period": ["2025-Q3"]}),
    ("indicators", {"period__isnull": [True]}),
    ("metrics", {"sole_support": [True]}),
    ("metrics", {"sole_support": [False]}),
    ("claims", {"sole_support": [True]}),
    ("claims", {"reference": [134], "sole_support": [True]}),
    ("claims", {"reference": [134]}),
    ("claims", {"value__gte": [50e9], "value__lte": [100e9]}),
    ("claims", {"indicator": ["market-size"], "status": ["forecast"]}),
    ("claims", {"reference": [134], "publisher": ["toutiao"]}),
    ("metrics", {"entity__ne": ["baidu"], "in_conflict": [True]}),
    ("claims", {"indicator": ["market-size"], "status__ne": ["forecast"]}),
    ("metrics", {"topic": ["market"], "publisher_kind": ["self-media", "news"], "in_conflict": [False]}),
]


@REAL
@pytest.mark.parametrize(("name", "asked"), MEANINGS, ids=lambda value: str(value))
async def test_meaning(api: httpx.AsyncClient, facts: Facts, name: str, asked: Asked) -> None:
    assert facts.ask(name, asked)
    assert await differences(api, facts, name, asked) == {}


@TWO
@pytest.mark.parametrize("slug", ["baidu", "qwen"])
async def test_related_entities(api: httpx.AsyncClient, facts: Facts, slug: str) -> None:
    wrong: dict[str, Any] = {}
    for name in LISTINGS:
        if "related" in FILTERS[name]:
            wrong |= await differences(api, facts, name, {"entity": [slug], "related": [True]})
            wrong |= await differences(api, facts, name, {"entity__ne": [slug, "openai"], "related": [True]})
    assert wrong == {}


@REAL
async def test_figures_of_a_company_are_those_of_its_models(api: httpx.AsyncClient) -> None:
    """By hand: no figure is of Baidu itself; those of ERNIE and its versions, of PaddlePaddle with its community and of its cloud are found."""
    asked = [("entity", "baidu"), ("related", "true"), ("fields", "entity"), ("limit", "1000")]
    found = Counter(row["entity"] for row in (await get(api, "metrics", asked))["data"])
    assert found == {
        "ernie": 7, "paddlepaddle": 6, "paddlepaddle-3-0": 4, "ernie-bot-4-0": 3, "ernie-5-0": 3, "baidu-ai-cloud": 3,
        "ernie-5-0-preview-1022": 2, "ernie-4-5": 2, "baidu-qianfan": 2, "paddlepaddle-community": 1,
    }  # fmt: skip


@TWO
@pytest.mark.parametrize(
    ("name", "field"), [("claims", "text"), ("claims", "text_en"), ("sources", "url"), ("metrics", "quote")]
)
async def test_text_is_literal(api: httpx.AsyncClient, facts: Facts, name: str, field: str) -> None:
    wrong: dict[str, Any] = {}
    for piece in PIECES:
        wrong |= await differences(api, facts, name, {f"{field}__contains": [piece]})
    assert wrong == {}


@REAL
async def test_repeated_and_divided_by_commas_are_the_same(api: httpx.AsyncClient) -> None:
    shown = [("fields", "id"), ("limit", "1000")]
    repeated = await get(api, "claims", [("topic", "market"), ("topic", "policy"), ("kind__ne", "fact"), *shown])
    divided = await get(api, "claims", [("topic", "market, policy"), ("kind__ne", "fact"), *shown])
    mixed = await get(api, "claims", [("topic", "policy,market"), ("topic", "market"), ("kind__ne", "fact"), *shown])
    assert repeated["data"]
    assert repeated == divided == mixed
    assert await get(api, "metrics?sort=-value&sort=start") == await get(api, "metrics?sort=-value,start")


@REAL
@pytest.mark.parametrize("value", ["20", "2025-13", "2025-Q5", "2026/2025", "soon"])
async def test_what_is_no_period_is_refused(api: httpx.AsyncClient, value: str) -> None:
    answer = await api.get("metrics", params={"period": value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "period"


@pytest.mark.parametrize("query", ["", "unit=percent", "q=市场", "topic=market"])
async def test_counting_stops_and_says_so(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    for module in ("row_counts", "match_statements"):
        monkeypatch.setattr(f"app.lists.{module}.MAX_COUNT", 5)
        monkeypatch.setattr("app.lists.select_statements._compiled", {})
    stopped, exact, none = [
        (await get(api, f"claims?limit=1&{query}&count={count}" if count else f"claims?limit=1&{query}"))["page"]
        for count in ("", "exact", "none")
    ]
    assert (stopped["count"], stopped["count_is_estimate"]) == (5, True)
    assert exact["count"] > 5
    assert exact["count_is_estimate"] is False
    assert (none["count"], none["count_is_estimate"]) == (None, False)


@pytest.mark.parametrize(("sources", "is_sole"), [("[]", False), ('["src_a"]', True), ('["src_a", "src_b"]', False)])
def test_sole_support_is_of_exactly_one_source(sources: str, is_sole: bool) -> None:
    """No sentence of the report has markers of two pages."""
    found = sole_support(literal(sources)).column
    with create_engine("sqlite://").connect() as connection:
        assert connection.scalar(select(found)) == is_sole
