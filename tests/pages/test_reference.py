"""The API reference: facts first, parameters in the order of use, questions that run, and nothing from elsewhere."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from app.formats.charts.renderer import ChartRenderer
from app.intake.starter_folder import init_folder
from app.main import create_app
from app.pages.reference_examples import QUESTIONS
from app.seeding.build import build
from app.store.publishing import Build
from app.vocabulary.scripts import ANY_HAN_CHARACTER
from tests.conftest import fresh, loaded
from tests.support.openapi import described
from tests.support.small_folder import REPORT, small_folder

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def client(
    built: Build, renderer: ChartRenderer, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[httpx.AsyncClient]:
    app = described(create_app(loaded(fresh("sqlite", tmp_path_factory.mktemp("reference"), request), built)))
    app.state.chart_renderer = renderer
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://facts.example") as client:
        yield client
    app.state.close()


async def test_facts_come_first_and_parameters_in_the_order_of_use(client: httpx.AsyncClient) -> None:
    page = HTMLParser((await client.get("/docs")).text)
    ids = [one.attributes["id"] for one in page.css("[id]")]
    assert len(ids) == len(set(ids))
    groups = [one.text() for one in page.css(".group h2")]
    assert (groups[:2], groups[-1]) == (["metrics", "claims"], "service")
    operations = {
        one["operationId"] for path in (await client.get("/openapi.json")).json()["paths"].values() for one in path.values()
    }
    assert {one.attributes["id"] for one in page.css(".operation")} == operations
    metrics = page.css_first("#list_metrics")
    assert metrics is not None
    fields = [one.text() for one in metrics.css("dt > code")]
    assert fields[:3] == ["q", "indicator", "entity"]
    assert fields[-5:] == ["format", "lang", "bom", "header", "flat"]
    # operators are folded under their field
    assert not [one for one in fields if "__" in one]
    shown = {one.text() for one in metrics.css("code")}
    asked = (await client.get("/openapi.json")).json()["paths"]["/api/v1/metrics"]["get"]["parameters"]
    assert {one["name"] for one in asked} <= shown


@pytest.mark.parametrize(
    "path",
    ["/docs", "/docs?lang=zh", "/docs/swagger", "/redoc", "/redoc?lang=zh", "/docs/swagger?lang=zh", "/redoc/redoc.js"],
)
async def test_it_names_this_server_and_asks_no_other(client: httpx.AsyncClient, path: str) -> None:
    text = (await client.get(path)).text
    assert "127.0.0.1:8000" not in text
    assert "cdn.redoc.ly" not in text
    page = HTMLParser(text)
    loaded_ = [one.attributes.get("src") or one.attributes.get("href") or "" for one in page.css("script, img, link")]
    if not path.endswith(".js"):
        assert any("favicon" in one for one in loaded_)
    assert all(one.startswith(("/", "https://facts.example/")) for one in loaded_ if not path.endswith(".js"))
    if path in {"/docs", "/docs?lang=zh"}:
        assert "curl 'https://facts.example/api/v1/metrics" in text


async def test_files_of_other_reference_pages_come_whole(client: httpx.AsyncClient) -> None:
    """They are read from disk in parts, so their length is known before they are compressed, and is none of the answer then."""
    for path in ("/docs/swagger", "/redoc"):
        page = HTMLParser((await client.get(path)).text)
        for one in page.css("script[src*=static], link[rel=stylesheet]"):
            answer = await client.get(
                one.attributes.get("src") or one.attributes.get("href") or "", headers={"Accept-Encoding": "gzip"}
            )
            assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
            assert "content-length" not in answer.headers


@pytest.mark.parametrize("path", [path for listed in QUESTIONS.values() for _, path in listed if "svg" not in path])
async def test_every_question_has_an_answer(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    assert "csv" in path or answer.json()["data"]


async def test_examples_are_of_the_data_that_is_served(
    tmp_path: Path, renderer: ChartRenderer, request: pytest.FixtureRequest
) -> None:
    """Of a folder of another hand, and of one without any report; a heading's number may be no ASCII, and is in the id of its section."""
    report = REPORT.replace("## 1 Market", "## 一、Overview\n\nCoffee is drunk.\n\n## 1 Market")
    init_folder(tmp_path / "none")
    for root, paths, least in (
        (small_folder(tmp_path / "small", report), ("/docs", "/llms.txt?lang=zh"), 70), (tmp_path / "none", ("/llms.txt",), 25),
    ):  # fmt: skip
        app = create_app(loaded(fresh("sqlite", root, request), build(root)))
        app.state.chart_renderer = renderer
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://a") as client:
            texts = [(await client.get(path)).text for path in paths]
            shown = [one.attributes["href"] or "" for one in HTMLParser(texts[0]).css(".asks a")]
            shown += re.findall(r"http://a([^)\s]*)", texts[-1])
            assert len(shown) > least
            assert [one for one in shown if "baidu" in one or "china-llm" in one or "134" in one] == []
            for address in shown:
                answer = await client.get(address)
                assert answer.status_code == 200, (address, answer.text)
        app.state.close()


async def test_answers_are_in_the_language_of_the_page(client: httpx.AsyncClient) -> None:
    """Rows have both languages; what is in one only, such as the reasons of coverage, is kept in each."""
    english, chinese = [(await client.get(f"/docs?lang={lang}")).text for lang in ("en", "zh")]
    for page, said, other in ((english, "Market size", "市场规模"), (chinese, "市场规模", "Market size")):
        text = unescape(page)
        assert f'"indicator_name": "{said}"' in text
        assert f'"indicator_name": "{other}"' not in text
    assert '"description": "有引文依据的事实数据库。"' in unescape(chinese)


async def test_the_reference_in_chinese(client: httpx.AsyncClient) -> None:
    """Groups by their Chinese names, and all three pages show the Chinese document."""
    answer = await client.get("/openapi.json?lang=zh")
    names = [tag["x-displayName"] for tag in answer.json()["tags"]]
    assert all(ANY_HAN_CHARACTER.search(name) for name in names)
    page = HTMLParser((await client.get("/docs?lang=zh", headers={"Accept": "text/html"})).text)
    assert [one.text() for one in page.css(".group h2")] == [one.text() for one in page.css("nav.facets a")] == names
    links = [one.attributes["href"] for one in page.css("main a")]
    for path, script in (("/docs/swagger?lang=zh", "/docs/swagger-ui.js?lang=zh"), ("/redoc?lang=zh", "")):
        assert path in links
        text = (await client.get(path)).text + (await client.get(script or path)).text
        assert "/openapi.json?lang=zh" in text
        assert '<html lang="zh-CN">' in text
