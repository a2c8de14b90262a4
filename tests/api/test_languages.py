"""One rule for every field: verbatim under its bare name, ours in both languages, the bare field in the one asked for."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.api.registry import LISTINGS
from app.config import Settings
from app.http.openapi import examples_of, quoted
from app.http.validation_messages_zh import said_in_chinese
from app.main import create_app

pytestmark = pytest.mark.anyio
_HAN = re.compile("[\u3400-\u9fff]")
# what stands in documents, or is the name of a page, and has its English beside it or is a value
_VERBATIM = frozenset(
    {
        "text",
        "quote",
        "subject",
        "title",
        "source_title",
        "author",
        "section_title",
        "caveat",
        "aliases",
        "qualifiers",
        "unit_text",
        "series",
    }
)


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", LISTINGS)
async def test_the_bare_field_is_in_the_language_asked_for(client: httpx.AsyncClient, name: str) -> None:
    for lang in ("en", "zh"):
        answer = await client.get(f"/api/v1/{name}", params={"lang": lang, "limit": 50})
        for row in answer.json()["data"]:
            for field in [field for field in row if f"{field}_en" in row and f"{field}_zh" in row and field != "qualifiers"]:
                assert row[field] == row[f"{field}_{lang}"]


@pytest.mark.parametrize(
    "path", ["metrics", "metrics?include=claim,sources,conflicts", "series?indicator=market-size&unit=CNY", "conflicts"]
)
async def test_what_is_ours_is_chinese_in_chinese_and_english_in_english(client: httpx.AsyncClient, path: str) -> None:
    english = (await client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}lang=en&limit=200")).json()
    for row in english["data"]:
        for field, value in row.items():
            if field not in _VERBATIM and not field.endswith("_zh"):
                assert not (isinstance(value, str) and _HAN.search(value)), (field, value)
    chinese = (await client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}lang=zh&limit=200")).json()
    for row in chinese["data"]:
        for field in ("explanation", "series_name_zh", "indicator_name"):
            assert field not in row or _HAN.search(row[field]), row[field]


# words in a row that are no Chinese: only in values of parameters, addresses, and what stands in documents so
_ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
_VALUES = frozenset({"url", "address", "href", "file", "expression", "example"})
_CODES = {("get_document_coverage", "reason"): {"not cited", "not yet curated"}}


def _words(part: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Each text of an answer with the name of the field that it is in."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _words(inner, "qualifiers_en" if field == "qualifiers_en" else name)
    elif isinstance(part, list):
        for inner in part:
            yield from _words(inner, field)
    elif isinstance(part, str):
        yield field, part


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_every_answer_is_whole_in_either_language(client: httpx.AsyncClient) -> None:
    """Of each address one answer: nothing of ours is English with `lang=zh`, and names, labels and titles of ours are no Chinese
    with `lang=en`."""
    left = set()
    for name, example in examples_of(create_app(Settings())).get("operations", {}).items():
        request = quoted(example["request"])
        if name == "get_export":
            continue
        for lang in ("zh", "en"):
            answer = await client.get(f"{request}{'&' if '?' in request else '?'}lang={lang}")
            assert answer.status_code == 200, (request, answer.text)
            ours = _is_english if lang == "zh" else _is_chinese
            left |= {(lang, name, *one) for one in _words(answer.json()) if ours(name, *one)}
    assert left == set()


def _is_english(name: str, field: str, words: str) -> bool:
    if field.endswith("_en") or field in _VALUES or words in _CODES.get((name, field), ()):
        return False
    return bool(_ENGLISH.search(words)) and not _HAN.search(words)


def _is_chinese(name: str, field: str, words: str) -> bool:
    # what a check of a claim quotes is the text's
    is_ours = field in {"name", "label", "meaning", "about", "description"} or field.endswith("_name")
    return is_ours and bool(_HAN.search(words))


async def test_qualifiers_filter_and_are_found(client: httpx.AsyncClient) -> None:
    async def get(query: str) -> Any:
        return (await client.get(f"/api/v1/metrics?{query}&facets=qualifier.of")).json()

    found = await get("qualifier.of=hallucination-rate")
    assert {row["qualifiers_en"]["of"] for row in found["data"]} == {"hallucination rate"}
    searched = await get("q=hallucination%20rate")
    assert {row["id"] for row in found["data"]} <= {row["id"] for row in searched["data"]}
    values = (await get("indicator=share&lang=zh"))["facets"]["qualifier.of"]
    assert values[-1]["label"] == "未说明"
    assert values[-1]["value"] is None
    for written in ("hallucination-rat", "幻觉率", "Hallucination rate"):
        refused = (await client.get("/api/v1/metrics", params={"qualifier.of": written})).json()
        assert refused["errors"][0]["nearest"] == "hallucination-rate"
    (fault,) = (await client.get("/api/v1/metrics?qualifier.region=China")).json()["errors"]
    assert (fault["nearest"], fault["allowed"]) == ("china", sorted(set(fault["allowed"])))


@pytest.mark.parametrize(
    "path",
    ["metrics?nothing=1", "metrics?limit=0", "metrics?sort=x", "metrics?entity=nobody", "metrics?cursor=x", "metrics/met_x", "nowhere",
     "series?indicator=market-size", "metrics?q=title:x",
     "metrics?facets=status&format=csv", "metrics?period=20x5", "metrics?value__gte=x", "aggregate?measures=sum"],
)  # fmt: skip
async def test_refusals_are_chinese_in_chinese(client: httpx.AsyncClient, path: str) -> None:
    refused = (await client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}lang=zh")).json()
    for said in (refused["title"], refused["detail"], *(fault["detail"] for fault in refused["errors"])):
        assert _HAN.search(said), said


def test_an_unknown_kind_of_refusal_has_words() -> None:
    assert said_in_chinese("something_new", {}) == "不能使用这个值"


async def test_csv_for_programs_and_for_people(client: httpx.AsyncClient) -> None:
    for path in ("aggregate?group_by=status", "fields?list=topics", "series?indicator=market-size&shape=wide&unit=CNY"):
        csv = f"/api/v1/{path}&format=csv"
        assert (await client.get(csv)).content == b"\xef\xbb\xbf" + (await client.get(f"{csv}&bom=false")).content
        assert (await client.get(f"/api/v1/{path}&bom=false")).status_code == 422, path
    path = "/api/v1/metrics?limit=1&format=csv"
    marked, plain = (await client.get(path)).content, (await client.get(f"{path}&bom=false")).content
    assert marked == b"\xef\xbb\xbf" + plain
    assert plain.decode().splitlines()[0].split(",")[:3] == ["display", "subject", "subject_en"]
    assert (await client.get("/api/v1/metrics?bom=false")).status_code == 422


async def test_the_api_has_an_index(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1")).json() == (await client.get("/")).json()


async def test_uncited_is_one_word(client: httpx.AsyncClient) -> None:
    """A figure without a marker has no kind of source, and is called what its evidence is."""
    row = (await client.get("/api/v1/metrics?evidence=uncited&limit=1&fields=publisher_kind_label,evidence&lang=zh")).json()[
        "data"
    ][0]
    counted = (await client.get("/api/v1/metrics?facets=evidence&limit=1&lang=zh")).json()["facets"]["evidence"]
    assert row["publisher_kind_label"] == {one["value"]: one["label"] for one in counted}[row["evidence"]] == "无引用"
