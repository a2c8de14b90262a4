"""/search and /suggest: matches, order and highlights, computed from the rows rather than from an index."""

import html
import re
from typing import Any

import httpx
import pytest
from sqlalchemy import delete

from app.api.listings import LONG
from app.config import Settings
from app.lists.kept_counts import keep_facet_counts
from app.main import create_app
from app.store.dialects import search_index
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import SearchEntry
from app.store.tokens import fold
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
    return {
        row["key"]
        for row in built.rows[SearchEntry]
        if row["list"] == list_
        and all(any(re.search(pattern, text, re.IGNORECASE) for text in row["fields"].values()) for pattern in patterns)
    }


def latin(word: str) -> str:
    return rf"(?<![0-9A-Za-zß-öø-ɏ]){word}(?![0-9A-Za-zß-öø-ɏ])"


# the query, what finds the same by a scan, and the list and id that a reader expects first
QUERIES = [
    ("百度", ["百度"], ("entities", "baidu")),
    ("昇腾", ["昇腾"], ("entities", "ascend")),
    ("MoE", [latin("moe")], ("entities", "pangu-pro-moe")),
    ("market size", [latin("market"), latin("size")], ("indicators", "market-size")),
    ('"大参数、小激活"', ["大参数、小激活"], None),
    ("GPT-4", [latin(r"gpt\W+4")], ("entities", "gpt-4")),
    ("亿", ["亿"], None),
    ("渗透率", ["渗透率"], ("indicators", "penetration-rate")),
    ("百度 医疗", ["百度", "医疗"], None),
    ("中国大模型市场", ["中国大模型市场"], ("entities", "china-llm-market")),
    ('"中国 大模型" 市场', [r"中国\W+大模型", "市场"], None),
    ("不在任何句子里的词", ["不在任何句子里的词"], None),
]
# other ways to write a word that find the same
ALIKE = [
    ("ＧＰＴ－４", "GPT-4"),
    ("騰訊", "腾讯"),
    ("moe", "MoE"),
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
    keep_facet_counts(engine, LONG, few=0)
    lists = sorted({row["list"] for row in built.rows[SearchEntry]})
    asked = [(list_, word) for list_ in lists for word in ("百度", "市场", "gpt", "moe")]
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
    pattern = {"gpt": latin("gpt"), "moe": latin("moe")}
    expected = [len(holding(built, list_, pattern.get(word, word))) for list_, word in asked]
    assert before == kept == expected
    assert others == [0, 0, 0]
    assert filtered == [0]


async def counts(client: httpx.AsyncClient, asked: list[tuple[str, str]], **params: Any) -> list[int]:
    answers = [await client.get(list_, params={"q": word, **params}) for list_, word in asked]
    return [answer.json()["page"]["count"] for answer in answers]


@pytest.mark.parametrize(("written", "plain"), ALIKE)
async def test_writings_of_one_word_find_the_same(client: httpx.AsyncClient, written: str, plain: str) -> None:
    assert (await search(client, written))["data"] == (await search(client, plain))["data"] != []


@pytest.mark.parametrize("q", ["百度", "GPT-4", "market size", "亿"])
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


SUGGESTED = [
    ("百", "entities", "baidu"),
    ("bai", "entities", "baidu"),
    ("文心", "entities", "ernie"),
    ("market si", "indicators", "market-size"),
    ("市场规", "indicators", "market-size"),
    ("size", "indicators", "market-size"),
    ("阿里", "entities", "alibaba"),
    ("ＤｅｅｐＳｅｅｋ", "entities", "deepseek"),
]


@pytest.mark.parametrize(("typed", "list_", "id_"), SUGGESTED)
async def test_names_are_completed(client: httpx.AsyncClient, typed: str, list_: str, id_: str) -> None:
    body = (await client.get("/api/v1/suggest", params={"q": typed, "list": list_})).json()
    found = [row["id"] for row in body["data"]]
    assert id_ in found[:3]
    assert len(found) == len(set(found))
    for row in body["data"]:
        words = re.split(r"(?<=[ \-–:：·（(])", fold(row["matched"]))
        assert any("".join(words[i:]).startswith(fold(typed)) for i in range(len(words)))
        assert (await client.get(row["url"])).status_code == 200


@pytest.mark.parametrize("typed", ["", " ", "　", "\x00", "a" * 101])
async def test_what_cannot_be_completed_is_refused(client: httpx.AsyncClient, typed: str) -> None:
    answer = await client.get("/api/v1/suggest", params={"q": typed})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "q")


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "zzzz", "\U0010ffff"])
async def test_what_begins_no_name_completes_to_nothing(client: httpx.AsyncClient, typed: str) -> None:
    assert (await client.get("/api/v1/suggest", params={"q": typed})).json()["data"] == []


@pytest.mark.parametrize("q", ["", "，。！", "---", '"unclosed', "a " * 21, "\x00", "^*()"])
@pytest.mark.parametrize("path", ["search", "metrics", "claims"])
async def test_what_cannot_be_searched_for_is_refused(client: httpx.AsyncClient, path: str, q: str) -> None:
    answer = await client.get(f"/api/v1/{path}", params={"q": q})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "q")


@pytest.mark.parametrize("q", ["NEAR(a b)", "a OR b", "title:x", "a*", "'; drop table claim; --", "a:*", "!a & b", "\\"])
async def test_no_word_is_a_command_of_the_index(client: httpx.AsyncClient, q: str) -> None:
    answer = await client.get("/api/v1/search", params={"q": q})
    assert answer.status_code in {200, 422}
