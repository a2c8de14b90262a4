"""/search and /suggest: matches, order and highlights, computed from the rows rather than from an index."""

import html
import re
from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import delete

from app.api.registry import LISTINGS
from app.config import Settings
from app.lists.facets.count_precomputation import precompute_facet_counts
from app.main import create_app
from app.store.dialects import search_index
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import SearchEntry
from app.store.tokens import fold, name_key
from tests.conftest import loaded

pytestmark = pytest.mark.anyio
Fields = dict[str, str]


async def search(client: httpx.AsyncClient, q: str, **params: Any) -> dict[str, Any]:
    answer = await client.get("/api/v1/search", params={"q": q, **params})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def holding(built: Build, list_: str, *patterns: str) -> set[str]:
    """Keys of the rows of a list that each pattern is found in, by a scan of all text."""
    if patterns not in _HOLDING:
        _HOLDING[patterns] = defaultdict(set)
        tests = [re.compile(pattern, re.IGNORECASE).search for pattern in patterns]
        for row in built.rows[SearchEntry]:
            if all(any(map(test, row["fields"].values())) for test in tests):
                _HOLDING[patterns][row["list"]].add(row["key"])
    return _HOLDING[patterns][list_]


# by patterns and list, scanned once for all lists and databases
_HOLDING: dict[tuple[str, ...], defaultdict[str, set[str]]] = {}


def latin(word: str) -> str:
    return rf"(?<![0-9A-Za-zß-öø-ɏ]){word}(?![0-9A-Za-zß-öø-ɏ])"


# the query, what finds the same by a scan, and the list and id that a reader expects first
QUERIES = [
    ("百度", ["百度"], ("entities", "baidu")),
    ("昇腾", ["昇腾"], ("entities", "ascend")),
    ("MoE", [f"{latin('moe')}|混合专家|{latin(r'mixture[ -]of[ -]experts')}"], ("entities", "pangu-pro-moe")),
    ("user count", [latin("users?"), latin("count(?:s|ed|ing)?")], ("indicators", "user-count")),
    ('"大参数、小激活"', ["大参数、小激活"], None),
    ("GPT-4", [latin(r"gpt\W+4")], ("entities", "gpt-4")),
    ("亿", ["亿"], None),
    ("准确率", ["准确率"], ("indicators", "accuracy")),
    ("百度 文心", ["百度", "文心"], None),
    ("百度 AND 文心", ["百度", "文心"], None),
    ("百度 OR 文心", ["百度|文心"], None),
    ("百度|文心", ["百度|文心"], None),
    ("(百度 OR 文心) 昇腾", ["百度|文心", "昇腾"], None),
    ("鿭", ["鿭"], None),
    ("中国大模型市场", ["中国大模型市场"], ("entities", "china-llm-market")),
    ('"中国 大模型" 市场', [r"中国\W+大模型", "市场"], None),
    ("不在任何句子里的词", ["不在任何句子里的词"], None),
]
# other ways to write a word that find the same
ALIKE = [
    ("ＧＰＴ－４", "GPT-4"),
    ("騰訊", "腾讯"),
    ("moe", "MoE"),
    ("百\u200b度", "百度"),
    ("commercialisation", "commercialization"),
    ("users", "user"),
    ("datacenter", '"data centre" OR 数据中心'),
    ("MARKET　SIZE", "market size"),
    ("“大参数、小激活”", '"大参数、小激活"'),
]


@pytest.mark.parametrize(("q", "patterns", "first"), QUERIES)
async def test_words_find_what_holds_them(
    client: httpx.AsyncClient, built: Build, q: str, patterns: list[str], first: tuple[str, str] | None
) -> None:
    lists = ["entities", "indicators", "claims", "metrics", "sources", "conflicts", "references", "relations", "sections"]
    body = await search(client, q, list=",".join(lists), limit=100)
    expected = {list_: holding(built, list_, *patterns) for list_ in lists}
    if body["left_out"]:
        assert not any(expected.values())
    else:
        assert {one["list"]: one["count"] for one in body["lists"]} == {name: len(ids) for name, ids in expected.items()}
        for hit in body["data"]:
            assert hit["id"] in expected[hit["list"]]
    if first is not None:
        assert (body["data"][0]["list"], body["data"][0]["id"]) == first
    for list_ in ("claims", "metrics", "entities", "sources"):
        key = "slug" if list_ == "entities" else "id"
        page = (await client.get(f"/api/v1/{list_}", params={"q": q, "limit": 1000, "fields": key})).json()
        assert {row[key] for row in page["data"]} == expected[list_]
        assert page["page"]["count"] == len(expected[list_])


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
@pytest.mark.slow
async def test_counts_of_words_are_kept(empty: Settings, built: Build) -> None:
    """Those of one word, whatever is shown of the rows; what else is asked is counted."""
    engine = open_engine(loaded(empty, built))
    lists = ["claims", "metrics", "sources"]
    # each of these words is in more rows than that: else its count would be gone with them
    precompute_facet_counts(engine, [LISTINGS[name] for name in lists], few=3)
    asked = [(list_, word) for list_ in lists for word in ("百度", "市场", "gpt", "deepseek")]
    app = create_app(empty)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        before = await counts(client, asked, limit=1)
        with engine.begin() as connection:  # rows of the index are gone: what is counted still is kept
            connection.execute(delete(search_index))
        kept = await counts(client, asked, limit=2)
        others = await counts(client, [("claims", "百度 市场"), ("claims", "市场规模"), ("claims", "市")], limit=2)
        filtered = await counts(client, [("claims", "市场")], limit=2, kind="forecast")
    app.state.close()
    engine.dispose()
    pattern = {"gpt": latin("gpt"), "deepseek": latin("deepseek")}
    expected = [len(holding(built, list_, pattern.get(word, word))) for list_, word in asked]
    assert before == kept == expected
    assert others == [0, 0, 0]
    assert filtered == [0]


async def counts(client: httpx.AsyncClient, asked: list[tuple[str, str]], **params: Any) -> list[int]:
    answers = [await client.get(list_, params={"q": word, **params}) for list_, word in asked]
    return [answer.json()["page"]["count"] for answer in answers]


@pytest.mark.parametrize(("written", "plain"), ALIKE)
async def test_writings_of_one_word_find_the_same(client: httpx.AsyncClient, written: str, plain: str) -> None:
    one, other = [(await search(client, q))["data"] for q in (written, plain)]
    assert [(hit["list"], hit["id"]) for hit in one] == [(hit["list"], hit["id"]) for hit in other] != []


@pytest.mark.parametrize("q", ["百度", "GPT-4", "user count", "亿"])
async def test_hits_are_ranked_and_show_why(client: httpx.AsyncClient, built: Build, q: str) -> None:
    fields = {(row["list"], row["key"]): row["fields"] for row in built.rows[SearchEntry]}
    hits = (await search(client, q, limit=100))["data"]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert fields[hit["list"], hit["id"]][hit["field"]] == hit["text"]
        marked = [fold(hit["text"][start:end]) for start, end in hit["spans"]]
        assert all(any(word in mark for word in fold(q).split()) for mark in marked), hit
        assert html.unescape(re.sub("</?mark>", "", hit["snippet"])).strip("…") in hit["text"]
        assert (await client.get(hit["url"])).status_code == 200


async def test_the_same_ranking_on_both_databases(client: httpx.AsyncClient, request: pytest.FixtureRequest) -> None:
    """Both give this order, so each gives the other's."""
    found = [(hit["list"], hit["id"]) for hit in (await search(client, "昇腾", limit=6))["data"]]
    assert found[:3] == [("entities", "ascend"), ("entities", "ascend-910b"), ("entities", "ascend-384-supernode")]
    listed = (await client.get("/api/v1/metrics", params={"q": "昇腾", "fields": "id", "limit": 1000})).json()["data"]
    assert len(listed) == len({row["id"] for row in listed}) >= 3


async def test_titles_are_in_the_language_asked_for(client: httpx.AsyncClient) -> None:
    english, chinese = await search(client, "市场规模", limit=1), await search(client, "市场规模", limit=1, lang="zh")
    assert (english["data"][0]["title"], chinese["data"][0]["title"]) == ("Market size", "市场规模")


@pytest.mark.parametrize(
    ("q", "kept", "without"), [("算力 -芯片", "算力", "芯片"), ("百度 NOT (文心 OR 搜索)", "百度", "文心|搜索")]
)
async def test_what_is_left_out_is_in_no_row(
    client: httpx.AsyncClient, built: Build, q: str, kept: str, without: str
) -> None:
    """Nor is what means the same."""
    page = (await client.get("/api/v1/claims", params={"q": q, "limit": 1000, "fields": "id"})).json()
    both = (await client.get("/api/v1/claims", params={"q": kept, "limit": 1000, "fields": "id"})).json()
    excluded = (
        await client.get("/api/v1/claims", params={"q": f"{kept} ({without})", "limit": 1000, "fields": "id"})
    ).json()
    found, all_, out = [{row["id"] for row in one["data"]} for one in (page, both, excluded)]
    assert found == all_ - out
    assert found
    assert out
    assert not found & holding(built, "claims", without)


async def test_what_was_left_out_to_find_some_is_said(client: httpx.AsyncClient) -> None:
    body = await search(client, '百度 火星 "不在任何句子里" 市场 -文心')
    assert body["left_out"] == ["火星", '"不在任何句子里"']
    assert {(hit["list"], hit["id"]) for hit in body["data"]} >= {
        (hit["list"], hit["id"]) for hit in (await search(client, "百度 市场 -文心", list="claims"))["data"]
    }
    assert all({"火星", '"不在任何句子里"'} <= set(hit["missing"]) for hit in body["data"])
    assert "q=%E7%99%BE%E5%BA%A6+%E5%B8%82%E5%9C%BA+-%E6%96%87%E5%BF%83" in body["lists"][0]["url"]
    assert (await search(client, "火星 木星"))["left_out"] == (await search(client, "百度"))["left_out"] == []
    assert (await search(client, "火星 木星"))["data"] == []


ASKED = [
    # question, how it is read, the indicators of the figures found, and what /suggest names in it
    ("百度的市场份额是多少", "百度 市场份额", {"market-share"}, {"baidu", "market-share"}),
    ("中国大模型市场规模有多大", "中国大模型 市场规模", {"market-size"}, {"china-llm-market", "market-size"}),
    ("2024年中国大模型市场规模是多少？", "2024年 中国大模型 市场规模", {"market-size"}, {"market-size"}),
    ("2026年市场规模", "2026年 市场规模", {"market-size"}, {"market-size"}),
    ("What is Baidu's market share?", "Baidu (market share)", {"market-share"}, {"baidu", "market-share"}),
    ("How large is the market size in 2026?", "(market size) 2026", {"market-size"}, {"market-size"}),
]


@pytest.mark.parametrize(("q", "read", "indicators", "named"), ASKED)
async def test_a_question_finds_what_it_is_about(
    client: httpx.AsyncClient, q: str, read: str, indicators: set[str], named: set[str]
) -> None:
    page = (await client.get("/api/v1/metrics", params={"q": q})).json()
    assert {row["indicator"] for row in page["data"]} >= indicators
    assert page["meta"]["q"] == {"read_as": read, "left_out": [], "url": None}
    found = await search(client, q, list="metrics")
    assert (found["read_as"], found["left_out"]) == (read, [])
    assert {hit["list"] for hit in found["data"]} == {"metrics"}
    suggested = (await client.get("/api/v1/suggest", params={"q": q})).json()["data"]
    assert {row["id"] for row in suggested} >= named


async def test_what_is_left_of_a_query_is_about_the_same(client: httpx.AsyncClient) -> None:
    """One word that names nothing is about something else, and Chinese names in a row are one phrase only where they stand so."""
    unknown, joined = [
        (await client.get("/api/v1/metrics", params={"q": q})).json() for q in ("Tesla users", "AI数据中心能耗")
    ]
    assert unknown["meta"]["q"] == {"read_as": "Tesla users", "left_out": ["Tesla"], "url": None}
    assert joined["meta"]["q"]["left_out"] == []
    assert joined["page"]["count"] == 1
    apart = (await client.get(joined["meta"]["q"]["url"])).json()
    assert {"77.7 太瓦时", "两倍"} == {row["quote"] for row in apart["data"]}


@pytest.mark.parametrize(
    ("q", "quotes"),
    [
        ("important models released by US institutions", ["90%", "40 个", "15 个"]),
        ("小米澎湃出货量", ["超 1 亿台"]),
    ],
)
async def test_a_figure_is_found_by_all_words_of_its_sentence(client: httpx.AsyncClient, q: str, quotes: list[str]) -> None:
    """A figure is searched by its subject, indicator and the like; if none has all words, a sentence may."""
    page = (await client.get("/api/v1/metrics", params={"q": q})).json()
    assert (page["data"], page["meta"]["q"]["left_out"]) == ([], [])
    said = (await client.get(page["meta"]["q"]["url"])).json()["data"]
    assert [metric["quote"] for row in said for metric in row["metrics"]] == quotes
    filtered = (await client.get("/api/v1/metrics", params={"q": q, "status": "actual"})).json()
    assert "/metrics?" in (filtered["meta"]["q"]["url"] or "/metrics?")


async def test_figures_are_found_by_their_period(client: httpx.AsyncClient) -> None:
    for q, period in (("市场规模 2026", "2026"), ("2025年上半年", "2025-H1"), ("first half of 2025", "2025-H1")):
        page = (await client.get("/api/v1/metrics", params={"q": q, "limit": 1000})).json()
        assert period in {row["period"] for row in page["data"]}
        assert page["meta"]["q"] is None


async def test_a_list_that_finds_nothing_says_what_to_leave_out(client: httpx.AsyncClient) -> None:
    """Under its other filters, and with a path that finds the rest."""
    body = (await client.get("/api/v1/metrics", params={"q": "百度 火星 市场份额", "status": "actual"})).json()
    note = body["meta"]["q"]
    assert (body["data"], note["read_as"], note["left_out"]) == ([], "百度 火星 市场份额", ["火星"])
    assert (await client.get(note["url"])).json()["page"]["count"] > 0
    assert "status=actual" in note["url"]
    body = (await client.get("/api/v1/claims", params={"q": "火星"})).json()
    assert body["meta"]["q"] == {"read_as": "火星", "left_out": [], "url": None}
    assert (await client.get("/api/v1/claims", params={"q": "百度"})).json()["meta"]["q"] is None


@pytest.mark.parametrize(
    ("q", "nearest"),
    [
        ("hallucinaton", {"hallucinaton": "hallucination"}),
        ("Baidoo", {"Baidoo": "baidu"}),
        ("百度 hallucinaton", {"hallucinaton": "hallucination"}),
        ("hallucination", {}),
        ("hallucination 百度", {}),
        ("zzzzzz", {}),
        ("火星", {}),
    ],
)
async def test_the_nearest_of_a_word_that_no_row_has(client: httpx.AsyncClient, q: str, nearest: dict[str, str]) -> None:
    assert (await search(client, q))["nearest"] == nearest


async def test_qualifiers_are_searched_in_either_language(client: httpx.AsyncClient) -> None:
    found = await search(client, "hallucination", list="metrics")
    assert len(found["data"]) == 2
    assert all("幻觉" in str(hit) or "hallucination" in str(hit).lower() for hit in found["data"])


SUGGESTED = [
    ("百", "entities", "baidu"),
    ("bai", "entities", "baidu"),
    ("文心", "entities", "ernie"),
    ("market si", "indicators", "market-size"),
    ("市场规", "indicators", "market-size"),
    ("size", "indicators", "market-size"),
    ("阿里", "entities", "alibaba"),
    ("ＤｅｅｐＳｅｅｋ", "entities", "deepseek"),
    ("今日头条", "publishers", "toutiao"),
    ("算力", "topics", "compute"),
    ("commercialisation", "topics", "commercialization"),
    ("%", "units", "percent"),
    ("RMB", "units", "CNY"),
    ("US", "entities", "united-states"),
    ("PRC", "entities", "china"),
    ("美国", "entities", "united-states"),
    ("datacentre", "indicators", "data-center-count"),
]


# what begins no name is found by its words and their synonyms
BY_WORDS = ("datacentre",)


@pytest.mark.parametrize(("typed", "list_", "id_"), SUGGESTED)
async def test_names_are_completed(client: httpx.AsyncClient, typed: str, list_: str, id_: str) -> None:
    body = (await client.get("/api/v1/suggest", params={"q": typed, "list": list_})).json()
    found = [row["id"] for row in body["data"]]
    assert id_ in found[:3]
    assert len(found) == len(set(found))
    for row in body["data"]:
        words = re.split(r"(?<=[ \-–:：·（(])", name_key(row["matched"]))
        begins = any("".join(words[i:]).startswith(name_key(typed)) for i in range(len(words)))
        assert begins or typed in BY_WORDS
        assert (await client.get(row["url"])).status_code == 200


@pytest.mark.parametrize("typed", ["", " ", "　", "\x00", "a" * 101])
async def test_what_cannot_be_completed_is_refused(client: httpx.AsyncClient, typed: str) -> None:
    answer = await client.get("/api/v1/suggest", params={"q": typed})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "q")


@pytest.mark.parametrize("typed", ["_", "'", "\\", "zzzz", "\U0010ffff"])
async def test_what_begins_no_name_completes_to_nothing(client: httpx.AsyncClient, typed: str) -> None:
    assert (await client.get("/api/v1/suggest", params={"q": typed})).json()["data"] == []


@pytest.mark.parametrize(
    "q", ["", "，。！", "---", '"unclosed', "a " * 21, "\x00", "^*()", "a*", "a OR", "-a", "title:x", "NEAR(a b)"]
)
@pytest.mark.parametrize("path", ["search", "metrics", "claims"])
async def test_what_cannot_be_searched_for_is_refused(client: httpx.AsyncClient, path: str, q: str) -> None:
    answer = await client.get(f"/api/v1/{path}", params={"q": q})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "q")


@pytest.mark.parametrize("q", ["a OR b", "'; drop table claim; --", "!a & b", "\\", "a:b", "(a) OR (b -c)"])
async def test_no_word_is_a_command_of_the_index(client: httpx.AsyncClient, q: str) -> None:
    answer = await client.get("/api/v1/search", params={"q": q})
    assert answer.status_code in {200, 422}


VALUES = [
    ("metrics?entity=百度", "baidu"), ("metrics?entity__ne=Baidu", "baidu"), ("metrics?indicator=市场规模", "market-size"),
    ("claims?publisher=今日头条", "toutiao"), ("publishers?publisher=今日头条", "toutiao"), ("claims?topic=算力", "compute"),
    ("topics?topic=算力", "compute"), ("metrics?status=预测", "forecast"), ("metrics?status=projected", "forecast"),
    ("metrics?unit=RMB", "CNY"), ("metrics?unit=元", "CNY"), ("metrics?unit=%25", "percent"), ("units?unit=美元", "USD"),
    ("claims?kind=观点", "opinion"), ("claims?evidence=无引用", "uncited"), ("metrics?comparator=超过", "gt"),
    ("entities?type=公司", "company"), ("entities?entity_type=Firm", "company"), ("sources?publisher_kind=self media", "self-media"),
    ("sources?platform=今日头条", "toutiao"), ("relations?subject=文心", "ernie"), ("relations?predicate=由…研发", "developed_by"),
    ("metrics?section=产业规模与增长态势", "1.1"), ("sections?parent=产业规模与增长态势", "1.1"), ("aggregate?entity=百度", "baidu"),
    ("series?indicator=市场规模", "market-size"), ("availability?entity=百度", "baidu"),
    ("metrics?document=2025年中国大模型", "china-llm-industry-2025"), ("numbers?reason=日期", "date"),
    ("documents?language=中文", "zh"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "nearest"), VALUES)
async def test_a_name_in_place_of_a_slug_is_understood(client: httpx.AsyncClient, path: str, nearest: str) -> None:
    answer = await client.get(f"/api/v1/{path}")
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["nearest"]) == (422, nearest)
    suggested = (await client.get(fault["suggest"])).json()["data"]
    value = path.partition("=")[2]
    assert suggested or value in {"self media", "2025年中国大模型"}
    parameter = path.partition("?")[2].partition("=")[0].partition("__")[0]
    same = {"type": "entity_type", "platform": "publisher", "subject": "entity", "parent": "section"}.get(
        parameter, parameter
    )
    if suggested:
        assert nearest in [row["id"] for row in suggested if row["parameter"] == same]


async def test_a_name_in_place_of_an_id_is_understood(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/entities/百度")
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["nearest"]) == (404, "baidu")


async def test_a_search_within_a_document_finds_only_its_rows(api: httpx.AsyncClient) -> None:
    """The words of the second document are in no index: within it nothing is found, and within the first all of it."""
    everywhere, first, second = [
        (await api.get("search", params={"q": "百度", "list": "claims,metrics", "limit": 100, **within})).json()
        for within in ({}, {"document": "china-llm-industry-2025"}, {"document": "another-report"})
    ]
    assert everywhere["data"] == first["data"] != []
    assert (second["data"], [one["count"] for one in second["lists"]]) == ([], [0, 0])


async def test_every_suggestion_can_be_given(client: httpx.AsyncClient) -> None:
    for typed in ("预", "a", "市", "C", "有", "公"):
        for row in (await client.get("/api/v1/suggest", params={"q": typed, "limit": 50})).json()["data"]:
            assert (await client.get(row["url"])).status_code == 200, row
            # the value is one of the filter that it is said to be of
            takes_it = {"document": "claims", "section": "claims", "source": "claims"}.get(row["parameter"], "metrics")
            if row["list"] is not None or row["parameter"] in {"section", "status", "publisher_kind"}:
                found = await client.get(f"/api/v1/{takes_it}", params={row["parameter"]: row["id"], "limit": 1})
                assert found.status_code == 200, (row, found.text)
            else:
                assert urlencode({row["parameter"]: row["id"]}) in row["url"]


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("q", "read", "left_out"),
    [
        ("DeepSeek 参数", "DeepSeek 参数", []),  # which sentences have
        ("DeepSeek 火星", "DeepSeek 火星", ["火星"]),
        ("豆包的日活用户有多少？", "豆包 日活 用户", ["日活"]),
        ("推理成本下降了多少？", "推理 成本 下降", ["下降"]),
        ("How many users does Doubao have?", "users Doubao", []),
    ],
)
async def test_what_a_question_is_about_is_kept(client: httpx.AsyncClient, q: str, read: str, left_out: list[str]) -> None:
    note = (await client.get("/api/v1/metrics", params={"q": q})).json()["meta"]["q"]
    assert (note["read_as"], note["left_out"]) == (read, left_out)
    assert (await client.get(note["url"])).json()["data"]
