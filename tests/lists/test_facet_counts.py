"""Facets: counts of rows by value, held to counts in plain Python and to what the filter of the same name then finds."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select
from sqlmodel import SQLModel

from app.config import Settings
from app.lists.facets.count_precomputation import precompute_facet_counts
from app.lists.filters.common_filters import vocabulary_labels
from app.main import create_app
from app.store import tables as m
from app.store.engines import open_engine
from app.store.publishing import Build
from tests.conftest import BACKENDS, fresh, loaded
from tests.lists.test_cursors import FILTERED
from tests.support.asking import KEYS, LISTINGS, POSTGRESQL, SQLITE, TWO, get, pairs
from tests.support.facts import Asked, Facts
from tests.support.two_documents import SECOND

pytestmark = [pytest.mark.anyio, TWO]

# more to count under than the filters that walks are made under: two by one way, a negation, the facet's own name
ALSO: list[tuple[str, Asked]] = [
    ("claims", {"indicator": ["market-size"], "value__gte": [50e9]}),
    ("claims", {"reference": [134, 136, 9], "publisher_kind__ne": ["news"]}),
    ("claims", {"status": ["forecast"], "section": ["1"]}),
    ("metrics", {"status": ["forecast"], "entity__isnull": [False]}),
    ("metrics", {"period": ["2025"], "in_conflict": [True]}),
    ("metrics", {"entity": ["baidu"], "related": [True]}),
    ("sources", {"kind": ["forecast", "fact"], "section__ne": ["2"]}),
    ("numbers", {"indicator": ["share"], "entity_type": ["company", "model"]}),
    ("indicators", {"entity_type": ["model"], "status": ["actual"]}),
    ("claims", {"value__gt": [1e30]}),
    ("sections", {"level__lte": [2]}),
    ("relations", {"predicate": ["developed_by"]}),
]
# where values have their names: the table, its key, and the columns with the English and the Chinese name
NAMES: dict[str, tuple[type[SQLModel], str, str, str]] = {
    "document": (m.Document, "slug", "title_en", "title"),
    "section": (m.Section, "slug", "title_en", "title"),
    "topic": (m.Topic, "slug", "name_en", "name_zh"),
    "reference": (m.Reference, "number", "title_en", "title"),
    "source": (m.Source, "id", "title_en", "title"),
    "publisher": (m.Publisher, "slug", "name_en", "name_zh"),
    "publisher_kind": (m.PublisherKind, "slug", "name_en", "name_zh"),
    **dict.fromkeys(("entity", "subject", "object"), (m.Entity, "slug", "name_en", "name_zh")),
    "indicator": (m.Indicator, "slug", "name_en", "name_zh"),
    "unit": (m.Unit, "code", "name_en", "name_zh"),
}


def under(name: str) -> list[Asked]:
    return [{}, FILTERED[name], *(asked for of, asked in ALSO if of == name)]


async def facets(api: httpx.AsyncClient, name: str, asked: Asked, lang: str = "en") -> dict[str, list[dict[str, Any]]]:
    facets = ",".join(LISTINGS[name].facets)
    shown = {"fields": KEYS[name], "limit": 1, "lang": lang}
    answer = await get(api, name, pairs(asked, facets=facets, facet_limit=1000, **shown))
    assert list(answer["facets"]) == list(LISTINGS[name].facets)
    found: dict[str, list[dict[str, Any]]] = answer["facets"]
    return found


async def test_a_facet_shows_a_hundred_values_and_says_how_many_there_are(api: httpx.AsyncClient, facts: Facts) -> None:
    asked = [("facets", "entity"), ("limit", "1")]
    few, all_ = [await get(api, "metrics", [*asked, *more]) for more in ([], [("facet_limit", "1000")])]
    there = len(facts.facet("metrics", "entity", {}))
    assert (len(few["facets"]["entity"]), few["facet_info"]["entity"]["value_count"]) == (100, there)
    assert all_["facets"]["entity"][:100] == few["facets"]["entity"]
    assert len(all_["facets"]["entity"]) == there > 100


@pytest.mark.slow
@SQLITE
@pytest.mark.parametrize("name", LISTINGS)
async def test_counts_are_those_of_the_rows(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    await _counts_are_those_of_the_rows(api, facts, name)


@pytest.mark.slow
@POSTGRESQL
@pytest.mark.parametrize("name", LISTINGS)
async def test_postgresql_counts_alike(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    await _counts_are_those_of_the_rows(api, facts, name)


async def _counts_are_those_of_the_rows(api: httpx.AsyncClient, facts: Facts, name: str) -> None:
    wrong: dict[str, Any] = {}
    for asked in under(name):
        for facet, buckets in (await facets(api, name, asked)).items():
            found = [(bucket["value"], bucket["count"]) for bucket in buckets]
            expected = facts.facet(name, facet, asked)
            if Counter(dict(found)) != expected or found != sorted(found, key=_most_frequent_first):
                wrong[f"{facet} under {asked}"] = (found, expected)
    assert wrong == {}


@pytest.fixture(scope="module", params=BACKENDS)
def precomputed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dataset: Build) -> Settings:
    """A database whose counts are precomputed though they are few, without the rows that they would be counted from."""
    settings = loaded(fresh(request.param, tmp_path_factory.mktemp("precomputed"), request), dataset)
    engine = open_engine(settings)
    precompute_facet_counts(engine, LISTINGS.values(), few=20)
    with engine.begin() as connection:
        for model in (m.MetricCitation, m.ClaimTopic, m.Mention):
            connection.execute(delete(m.table(model)))
    engine.dispose()
    return settings


@pytest.fixture(scope="module")
async def precomputed_api(precomputed: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(precomputed)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        yield client
    app.state.close()


def counted_facets(settings: Settings, name: str) -> set[str]:
    """The facets of a list that have precomputed counts."""
    engine = open_engine(settings)
    row = m.columns(m.FacetCount)
    with engine.connect() as connection:
        counted = set(connection.execute(select(row.facet).where(row.list == name, row.facet != "q")).scalars())
    engine.dispose()
    return counted


def by_value(found: dict[str, list[dict[str, Any]]]) -> dict[str, Counter[Any]]:
    return {facet: Counter({bucket["value"]: bucket["count"] for bucket in buckets}) for facet, buckets in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["claims", "metrics"])
async def test_precomputed_counts_are_those_of_the_rows(
    precomputed: Settings, precomputed_api: httpx.AsyncClient, facts: Facts, name: str
) -> None:
    found = await facets(precomputed_api, name, {})
    other = await facets(precomputed_api, name, {"document": [SECOND]})
    topics = await get(precomputed_api, name, pairs({"topic": ["market"]}, facets="topic,evidence", limit=1))
    assert by_value(found) == {facet: facts.facet(name, facet, {}) for facet in found}
    assert counted_facets(precomputed, name) == set(found)
    assert other["topic"] == []
    # a filter's own condition is left out
    assert topics["facets"] == {"topic": found["topic"], "evidence": []}


@pytest.mark.slow
async def test_precomputed_counts_under_an_indicator(precomputed_api: httpx.AsyncClient, facts: Facts) -> None:
    found = await facets(precomputed_api, "metrics", {"indicator": ["market-size"]})
    two = await facets(precomputed_api, "metrics", {"indicator": ["market-size", "share"]})
    excluded = await facets(precomputed_api, "metrics", {"indicator__ne": ["market-size"]})
    assert by_value(found) == {facet: facts.facet("metrics", facet, {"indicator": ["market-size"]}) for facet in found}
    assert two["topic"] == excluded["topic"] == []


def test_short_lists_are_counted_when_they_are_asked_for(empty: Settings, dataset: Build) -> None:
    engine = open_engine(loaded(empty, dataset))
    precompute_facet_counts(engine, LISTINGS.values())
    engine.dispose()
    assert counted_facets(empty, "claims") == counted_facets(empty, "metrics") == set()


@pytest.mark.parametrize("count", [1, 70_000])
async def test_labels_of_any_number_of_values(held: Settings, count: int) -> None:
    engine = open_engine(held)
    values = ["toutiao", *map(str, range(count))]
    with engine.connect() as connection:
        labels = vocabulary_labels(m.Publisher).of(values, "en", connection)
    engine.dispose()
    assert labels == {value: value for value in values} | {"toutiao": "Toutiao"}


def _most_frequent_first(bucket: tuple[Any, int]) -> tuple[int, bool, str]:
    value, count = bucket
    return value is None, -count, str(value)


@pytest.mark.slow
@SQLITE
@pytest.mark.parametrize("name", LISTINGS)
async def test_a_count_is_what_the_value_then_finds(api: httpx.AsyncClient, name: str) -> None:
    """By turns of the commonest value and of rows without one."""
    wrong: dict[str, Any] = {}
    for number, asked in enumerate(under(name)[1:]):
        for turn, (facet, buckets) in enumerate((await facets(api, name, asked)).items(), number):
            others = {field: values for field, values in asked.items() if field.partition("__")[0] != facet}
            if facet == "entity":
                others.pop("related", None)
            without = [one for one in buckets if one["value"] is None]
            for bucket in without if without and turn % 2 else buckets[:1]:
                # a figure's period is counted as it is written, and found by overlap: `period=2025` finds 2025-H1
                written = "period__exact" if facet == "period" else facet
                added = {written: [bucket["value"]]} if bucket["value"] is not None else {f"{facet}__isnull": [True]}
                page = (await get(api, name, pairs({**others, **added}, limit=1, fields=KEYS[name])))["page"]
                if page["count"] != bucket["count"]:
                    wrong[f"{others} with {added}"] = (page["count"], bucket)
    assert wrong == {}


@pytest.mark.slow
@SQLITE
@pytest.mark.parametrize("name", LISTINGS)
async def test_each_bucket_can_be_opened(api: httpx.AsyncClient, name: str) -> None:
    """Those that a list shows without a filter: every one of up to 5 values and of rows without a value, of more values some."""
    wrong: dict[str, Any] = {}
    for facet, buckets in (await facets(api, name, {})).items():
        written = "period__exact" if facet == "period" else facet
        for bucket in [*buckets[:: 1 + len(buckets) // 6], *(one for one in buckets if one["value"] is None)]:
            asked = {written: [bucket["value"]]} if bucket["value"] is not None else {f"{facet}__isnull": [True]}
            page = (await get(api, name, pairs(asked, limit=1, fields=KEYS[name])))["page"]
            if page["count"] != bucket["count"]:
                wrong[str(asked)] = (page["count"], bucket)
    assert wrong == {}


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_labels_are_the_names_of_the_values(api: httpx.AsyncClient, dataset: Build, lang: str) -> None:
    """By the tables that have them; where a value has several names, as a section of two documents may, it is its own.

    So is the number of entries of two bibliographies, whatever these are called.
    """
    for name in LISTINGS:
        for facet, buckets in (await facets(api, name, {}, lang)).items():
            if facet not in NAMES:
                continue
            pages = {row["id"]: row for row in dataset.rows[m.Source]}
            model, key, english, chinese = NAMES[facet]
            names: dict[Any, set[tuple[str, str]]] = {}
            for row in dataset.rows[model]:
                # an entry of a bibliography has the English title of its page; without one it has its own
                page = pages.get(row["source_id"], {english: None}) if model is m.Reference else row
                said = page[english] or row[chinese] if lang == "en" else row[chinese]
                names.setdefault(row[key], set()).add((said, row["id"] if model is m.Reference else ""))
            for bucket in buckets:
                if bucket["value"] is None:
                    assert bucket["label"] == {"en": "Not stated", "zh": "未说明"}[lang]
                else:
                    known = names[bucket["value"]]
                    assert bucket["label"] == (known.pop()[0] if len(known) == 1 else str(bucket["value"])), (name, facet)


async def test_labels_of_closed_lists(api: httpx.AsyncClient) -> None:
    asked = "kind evidence status comparator entity_type"
    path = f"claims?limit=1&facets={asked.replace(' ', ',')},in_conflict,period"
    english, chinese = (await get(api, f"{path}&lang=en"))["facets"], (await get(api, f"{path}&lang=zh"))["facets"]
    for facet in asked.split():
        told = {bucket["value"]: bucket["label"] for bucket in chinese[facet]}
        assert len(set(told.values())) == len(told)
        assert all("\u4e00" <= label[0] <= "\u9fff" for label in told.values())
    assert {bucket["value"]: bucket["label"] for bucket in english["status"]} == {
        "actual": "Actual", "forecast": "Forecast", "target": "Target",
    }  # fmt: skip
    assert {bucket["value"]: bucket["label"] for bucket in chinese["status"]} == {
        "actual": "实际值", "forecast": "预测值", "target": "目标值",
    }  # fmt: skip
    assert {bucket["value"]: bucket["label"] for bucket in english["comparator"]} == {
        "eq": "Equal to", "gt": "Greater than", "ge": "At least", "lt": "Less than", "approx": "About", "range": "Between",
        "le": "At most", "tolerance": "Within a tolerance",
    }  # fmt: skip
    assert {bucket["value"]: bucket["label"] for bucket in english["in_conflict"]} == {True: "Yes", False: "No"}
    assert {bucket["value"]: bucket["label"] for bucket in chinese["in_conflict"]} == {True: "是", False: "否"}
    assert all(bucket["label"] == bucket["value"] for bucket in english["period"])


async def test_facets_are_of_all_rows_not_of_the_page(api: httpx.AsyncClient) -> None:
    asked = "metrics?facets=status,topic&evidence=cited"
    first = await get(api, f"{asked}&limit=1")
    second = await get(api, f"{asked}&limit=3&count=none&cursor={first['page']['next_cursor']}")
    assert first["facets"] == second["facets"]
    assert sum(bucket["count"] for bucket in first["facets"]["status"]) == first["page"]["count"]


async def test_there_are_no_facets_unless_asked_for(api: httpx.AsyncClient) -> None:
    assert (await get(api, "metrics?limit=1"))["facets"] == {}


@pytest.mark.parametrize("whole", [7, 100, 1000])
@pytest.mark.parametrize("asked", ["topic__isnull=false", "topic=market&entity_type=company", "evidence=cited"])
async def test_of_many_rows_the_first_by_id_are_counted(
    api: httpx.AsyncClient, asked: str, whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However these are found; and all where no more match than that."""
    monkeypatch.setattr("app.lists.facets.facet_counts._MIN_COUNTED", 7)
    for name in ("_MAX_SAMPLED", "_MIN_SAMPLED", "_MAX_FAR_SAMPLED"):
        monkeypatch.setattr(f"app.lists.facets.facet_counts.{name}", 7)
    for name in ("_MAX_COUNTED", "_MAX_FAR_COUNTED"):
        monkeypatch.setattr(f"app.lists.facets.facet_counts.{name}", 2 * whole)
    asked = f"metrics?{asked}&lang=zh"
    rows = (await get(api, f"{asked}&fields=id,unit,status&limit=1000"))["data"]
    counted = sorted(rows, key=lambda row: row["id"])[:7] if len(rows) > whole else rows
    found = await get(api, f"{asked}&facets=unit,status&limit={whole}")
    assert by_value(found["facets"]) == {name: Counter(row[name] for row in counted) for name in ("unit", "status")}
    told = {one["rows_counted"] for one in found["facet_info"].values()}
    assert told == ({7} if len(rows) > whole else {None})
