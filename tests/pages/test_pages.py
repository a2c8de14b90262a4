"""Pages as HTML: each kind in both languages, problems, who gets a page and who gets data, and hostile texts."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi import Request
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from typer.testing import CliRunner

import app.pages
from app.cli import cli
from app.errors import Problem
from app.formats.charts.renderer import ChartRenderer
from app.main import create_app
from app.pages.api_client import ApiClient
from app.pages.charts import TOKENS
from app.pages.evidence import signs
from app.pages.list_pages import LIST_PAGES
from app.pages.object_pages import GATHER
from app.pages.rendering import environment
from app.pages.safe_links import external
from app.pages.site_frame import NAVIGATION
from app.pages.template_filters import around
from app.pages.texts import Texts, label
from app.pages.texts_zh import CHINESE
from app.seeding.build import build
from app.store import tables as m
from app.store.publishing import Build
from app.vocabulary import QualifierKey
from app.vocabulary.scripts import ANY_HAN_CHARACTER
from tests.conftest import fresh, loaded
from tests.support.openapi import described

pytestmark = pytest.mark.anyio
PATH_OF_REPORT = "/documents/china-llm-industry-2025"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
LISTS = (
    "/", "/search", "/search?q=百度", "/dashboards", "/integrations", *(f"/{name}" for name in LIST_PAGES), "/metrics?fields=subject,quote",
    "/metrics?indicator=market-size&status=forecast,target&sort=-value",
    "/series?indicator=market-size&unit=CNY", "/series?indicator=market-size&unit=CNY&shape=wide", "/series?indicator=market-size&unit=CNY&q=no-such",
    "/aggregate", "/aggregate?group_by=entity,year&measures=max,count&indicator=market-size&unit=CNY", "/metrics?entity=baidu&q=nothing-at-all",
)  # fmt: skip
# which object of a list is looked at: one with much that belongs to it
CHOSEN = {
    "metrics": "in_conflict=true&evidence=cited",
    "claims": "in_conflict=true&evidence=cited",
    "entities": "sort=-metric_count",
    "sources": "sort=-claim_count",
}
PACKAGE = Path(app.pages.__file__).parent


def texts_of_templates() -> set[str]:
    """Our own texts that templates and lists of pages name."""
    found = set()
    for path in (*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")):
        for pair in re.findall(r"""\bt\((?:"([^"]+)"|'([^']+)')""", path.read_text(encoding="utf-8")):
            # a key that is completed by a value is tested by the pages that say it
            found |= {"".join(pair)} - {"site "}
    found |= set(NAVIGATION.values())
    for shown in LIST_PAGES.values():
        found |= {shown.title, shown.lead, *(words for _, words in shown.sorts)}
    return found


@pytest.fixture(scope="module")
async def client(
    built: Build, renderer: ChartRenderer, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[httpx.AsyncClient]:
    """A program, on SQLite: pages ask the API, whose answers are tested on both databases."""
    app = described(create_app(loaded(fresh("sqlite", tmp_path_factory.mktemp("pages"), request), built)))
    app.state.chart_renderer = renderer
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        yield client
    app.state.close()


@pytest.fixture(scope="module")
async def browser(client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=client._transport, base_url="http://test", headers=BROWSER) as browser:
        yield browser


@pytest.fixture(scope="module")
async def paths(client: httpx.AsyncClient) -> list[str]:
    """A page of each kind."""
    found = list(LISTS)
    for name in GATHER:
        (row,) = (await client.get(f"/api/v1/{name}?limit=1&{CHOSEN.get(name, '')}")).json()["data"]
        found.append(f"/{name}/{row.get('id') if name not in {'entities', 'indicators', 'publishers'} else row['slug']}")
    return found


async def get(browser: httpx.AsyncClient, path: str) -> HTMLParser:
    answer = await browser.get(path)
    assert answer.status_code == 200, f"{path}: {answer.text}"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return HTMLParser(answer.text)


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_every_kind_of_page_is_whole(browser: httpx.AsyncClient, paths: list[str], lang: str) -> None:
    for path in paths:
        page = await get(browser, path + ("&" if "?" in path else "?") + f"lang={lang}" if lang == "zh" else path)
        html = page.css_first("html")
        assert html is not None
        assert html.attributes["lang"] == ("zh-CN" if lang == "zh" else "en")
        assert len(page.css("h1")) == 1, path
        assert page.css("[style], script:not([src]), [onclick], style") == [], path
        ids = [one.attributes["id"] for one in page.css("[id]")]
        assert len(set(ids)) == len(ids), path
        # every link to our own pages keeps the language
        for link in page.css("main a[href^='/'], nav a[href^='/']"):
            address = link.attributes["href"] or ""
            plain = address.startswith(("/guide", "/problems", "/api/v1/claims/"))
            assert plain or ("lang=zh" in address) == (lang == "zh"), (path, address)


async def test_what_a_page_fetches_later_is_there(browser: httpx.AsyncClient, paths: list[str]) -> None:
    """Each part has a link for readers without scripts, and scripts find what they take at the same address."""
    seen = set()
    for path in (
        *paths,
        "/metrics?indicator=market-size&unit=CNY&entity=china-llm-market",
        "/metrics/met_p33xbfxg5uvd?lang=zh",
    ):
        page = await get(browser, path)
        for part in page.css("[data-part]"):
            address, taken = part.attributes["data-part"] or "", part.attributes.get("data-take")
            links = [one.attributes["href"] for one in part.css("a")]
            assert address in links or part.css("details") or part.parent.tag == "a", (path, address)
            if address in seen:
                continue
            seen.add(address)
            answer = await browser.get(address)
            assert answer.status_code == 200, (path, address)
            if taken is None:
                assert answer.headers["content-type"].startswith("text/x-bibliography")
            else:
                found = HTMLParser(answer.text)
                # what cannot be drawn is said at the chart's own address, and scripts take nothing
                assert found.css(taken) or "Not drawn:" in found.text(), (path, address)
    kinds = (
        "part=facets",
        "part=chart",
        "format=apa",
        "/corroborations/",
        "/claims?entity=",
        "/sources?publisher=",
        "/metrics?source=",
    )
    assert not [kind for kind in kinds if not any(kind in one for one in seen)]


# what the first screen of some pages shows besides their own answer: figures of an entity, sides
MORE = {"entities": 1, "conflicts": 2}


async def test_a_page_asks_for_its_first_screen_alone(
    browser: httpx.AsyncClient, paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers about as fast as its JSON: with one request to the API, once the names of vocabularies and the units of the indicator are known."""
    asked: list[str] = []
    ask = ApiClient._ask

    async def counted(self: ApiClient, path: str, query: str) -> Any:
        asked.append(f"{path}?{query}")
        return await ask(self, path, query)

    monkeypatch.setattr(ApiClient, "_ask", counted)
    for path in [*(f"/{name}" for name in LIST_PAGES), "/claims?topic=compute", *paths[-len(GATHER) :]]:
        await get(browser, path)
        asked.clear()
        # the same page by another address, as answers are kept
        await get(browser, f"{path}{'&' if '?' in path else '?'}keys=off")
        name, _, key = path.partition("?")[0].removeprefix("/").partition("/")
        assert 1 <= len(asked) <= 1 + (MORE.get(name, 0) if key else 0), asked


@pytest.mark.parametrize(
    ("path", "query"),
    [
        *((f"/api/v1/{name}", "limit=2&lang=zh") for name in LIST_PAGES), ("/api/v1/entities/baidu", "lang=zh"),
        ("/api/v1/sections/china-llm-industry-2025:1.1", "lang=en"), ("/api/v1/metrics", "bogus=1&limit=x&lang=zh"),
        ("/api/v1/metrics", "entity=baidoo&lang=en"), ("/api/v1/claims", "q=(&lang=zh"), ("/api/v1/entities/baidoo", "lang=zh"),
        ("/api/v1/metrics/met_nothing", "lang=en"),
    ],
)  # fmt: skip
async def test_a_page_is_told_what_a_program_is(client: httpx.AsyncClient, path: str, query: str) -> None:
    """It asks the routes of lists themselves, without what stands before them."""
    app = cast("httpx.ASGITransport", client._transport).app
    scope = {
        "type": "http",
        "scheme": "http",
        "server": ("test", 80),
        "headers": [(b"host", b"test")],
        "app": app,
        "path": "/",
    }
    told = await client.get(f"{path}?{query}")
    asked = ApiClient(Request(scope), "zh")
    if told.status_code == 200:
        answer = await asked._of_list(path, query)
        assert answer is not None
        assert (answer[0], answer[2]) == (200, told.content)
        assert answer[1][b"dataset-version"].decode() == told.headers["Dataset-Version"]
        assert await asked._of_list(path, f"{query}&format=csv") is None
    else:
        with pytest.raises(Problem) as raised:
            await asked._of_list(path, query)
        body = told.json()
        assert (raised.value.status, raised.value.detail) == (body["status"], body["detail"])
        assert [vars(one) for one in raised.value.faults] == body["errors"]


async def test_a_list_of_conflicts_has_the_arithmetic_and_on_request_the_sides(
    browser: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    rows = (await client.get("/api/v1/conflicts?limit=9&lang=zh")).json()["data"]
    computed = [one for row in rows for one in row["computed"]]
    plain = await get(browser, "/conflicts?limit=9&lang=zh")
    told = [f"{one['label_zh']}：{one['calculation_zh']} = {one['display_zh']}" for one in computed]
    assert told == [one.text() for one in plain.css("li.card .follows")]
    assert plain.css("a.figure") == []
    (more,) = plain.css("p.count > a[href*='include=metrics']")
    shown = await get(browser, more.attributes["href"] or "")
    sides = [(one.attributes["href"] or "").split("?")[0].rpartition("/")[2] for one in shown.css("a.figure")]
    assert sides == [one for row in rows for one in row["metric_ids"]]
    assert shown.css("p.count > a[href*='include=metrics']") == []


async def test_a_chosen_value_is_told_to_those_who_cannot_see_it(browser: httpx.AsyncClient) -> None:
    page = await get(browser, "/metrics?status=forecast&part=facets")
    (chosen,) = page.css("main [aria-current]")
    assert (chosen.attributes["aria-current"], chosen.css_first("bdi").text()) == ("true", "Forecast")


async def test_names_are_kept_with_the_version_they_are_of(
    tmp_path: Path, request: pytest.FixtureRequest, built: Build
) -> None:
    app = create_app(loaded(fresh("sqlite", tmp_path, request), built))
    kept: dict[Any, Any] = app.state.names_of_vocabularies
    kept["old", "en", "units", "market-size"] = [{"value": "old", "label": "old", "count": 1}]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test", headers=BROWSER) as client:
        page = await get(client, "/indicators/market-size")
        version = (await client.get("/api/v1/topics?format=json")).json()["dataset"]["version"]
    assert "old" not in [one.text() for one in page.css("dl.facts a")]
    assert {key[0] for key in kept} == {version}
    assert (version, "en", "units", "market-size") in kept
    app.state.close()


async def test_a_part_is_a_parameter_of_lists_alone(browser: httpx.AsyncClient) -> None:
    for path in ("/metrics/met_p33xbfxg5uvd?part=facets", "/claims?part=chart", "/metrics?part=rows", "/series?part=chart"):
        assert (await browser.get(path)).status_code == 422, path
    for filters, told in (
        ("id=met_p33xbfxg5uvd", "there is nothing to draw"),
        ("entity=china-llm-market", "choose one with unit"),
    ):
        page = await get(browser, f"/metrics?{filters}&part=chart")
        assert told in page.css_first("main").text(), page.css_first("main").text()
        assert not page.css("figure")
    assert (await browser.get("/metrics?entity=none&part=chart")).status_code == 422


@pytest.mark.parametrize("name", LIST_PAGES)
async def test_a_page_shows_the_rows_of_the_api(browser: httpx.AsyncClient, name: str) -> None:
    rows = (await browser.get(f"/api/v1/{name}", params={"format": "json", "limit": 1})).json()
    shown = await get(browser, f"/{name}?limit=1")
    count = shown.css_first(".count strong")
    assert count is not None
    assert count.text() == f"{rows['page']['count']:,}"
    data = [one.attributes["href"] for one in shown.css(".take dt a")]
    for address in data:
        assert (await browser.get(unescape(address or ""))).headers["content-type"].partition(";")[0] != "text/html", address


async def test_facets_and_filters_are_links(browser: httpx.AsyncClient) -> None:
    page = await get(browser, "/metrics?evidence=cited&limit=2")
    # counted when a reader comes to them: the first of them, and each other when it is opened
    assert not page.css(".facet li")
    facets = await get(browser, page.css_first("#facets").attributes["data-part"] or "")
    current = [one.attributes["href"] for one in facets.css(".facet a[aria-current]")]
    assert current == ["/metrics?limit=2"]
    assert [one.attributes["id"] for one in facets.css(".facet:has(li)")] == [
        f"facet-{name}" for name in ("evidence", "status", "in_conflict", "entity_type")
    ]
    unit = facets.css_first("#facet-unit")
    opened = await get(browser, unit.attributes["data-part"] or "")
    # a heading that scripts keep is not among what they take
    assert all(one.tag != "summary" for one in opened.css(unit.attributes["data-take"] or ""))
    assert [one.attributes["id"] for one in opened.css(".facet:has(li)")] == ["facet-unit"]
    uncited = next(one for one in facets.css(".facet a") if "Uncited" in one.text())
    both = await get(browser, uncited.attributes["href"] or "")
    assert (both.css_first(".count strong") or both).text() == "422"
    removed = [one.attributes["href"] for one in page.css(".asked a")]
    assert removed == ["/metrics?limit=2"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/metrics?entity=baidu&period=2024", ["Without Entity Baidu {period=2024}", "Without any filter"]),
        (
            "/metrics?indicator=market-size&entity=baidu&lang=zh",
            ["去掉 实体 百度 {indicator=market-size}", "去掉全部条件"],
        ),
    ],
)
async def test_an_empty_list_says_how_much_there_is_without_each_filter(
    browser: httpx.AsyncClient, path: str, told: list[str]
) -> None:
    page = await get(browser, path)
    for line, shown in zip(told, page.css("main .notice li"), strict=True):
        asked = re.search(r"{(.+)}", line)
        if asked:
            found = await browser.get(f"/api/v1/metrics?{asked[1]}&limit=1", headers={"Accept": "application/json"})
            line = line.replace(asked[0], str(found.json()["page"]["count"]))
        assert " ".join(shown.text().split()) == line


def test_the_quote_of_a_figure_is_marked_at_its_own_place() -> None:
    assert around("a 5% and b 5%", "5%", 11) == ("a 5% and b ", "5%", "")
    assert around("a 5% and b 5%", "5%", 3) == ("a ", "5%", " and b 5%")
    assert around("a 5%", "6%", 2) == ("a 5%", "", "")


async def test_of_figures_in_the_same_words_each_marks_its_own(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/api/v1/metrics?quote=1 个&fields=id,start", headers={"Accept": "application/json"})
    rows = answer.json()["data"]
    marked = [(await get(browser, f"/metrics/{row['id']}")).css_first("blockquote mark") for row in rows]
    # one framework and one data set, of a sentence in which 31 models come first
    assert [one.next.text()[:2] for one in marked if one and one.next] == ["框架", "数据"]


def _without_values(address: str) -> str:
    return re.sub(r"=[^&]*", "=", address)


@pytest.mark.parametrize(
    "path",
    [
        "/series?indicator=market-size&unit=CNY&entity=china-llm-market",
        "/aggregate?group_by=evidence",
        "/aggregate?indicator=growth-rate&group_by=entity,year",
        "/metrics?entity=baidu&related=true",
        "/dashboard?keys=off",
        "/search?q=百度",
        "/metrics/met_p33xbfxg5uvd?keys=off",
        f"{PATH_OF_REPORT}?entity=baidu&q=百度",
    ],
)
async def test_what_a_page_leads_to_is_there(browser: httpx.AsyncClient, path: str) -> None:
    """Filters to remove, measures, formats and parts: none of them is an address that is refused."""
    page = await get(browser, path)
    links = {one.attributes["href"] or "" for one in page.css("main a[href^='/'], head link[rel=alternate]")}
    # charts take their time, and have tests of their own; other objects are asked for elsewhere
    ways = [one for one in links if "?" in one and not re.search("format=(svg|png|vega)|part=|/embed/", one)]
    assert len(ways) > 3
    # of addresses that differ in values alone, the first and the last tell as much as all
    alike = [list(ones) for _, ones in groupby(sorted(ways, key=_without_values), _without_values)]
    asked = sorted({one for ones in alike for one in (ones[0], ones[-1])})
    answers = {one: await browser.get(one) for one in asked}
    assert [(one, answer.status_code) for one, answer in answers.items() if answer.status_code >= 400] == []
    # the same as data is no page, in a browser either
    data = {one.attributes["href"] for one in page.css("details.take a")}
    assert [one for one in data & answers.keys() if "html" in answers[one].headers.get("content-type", "html")] == []


def test_what_is_missing_is_left_out() -> None:
    assert environment().from_string("{{ missing }}|{{ zero }}").render(missing=None, zero=0) == "|0"


@pytest.mark.parametrize("key", QualifierKey)
def test_qualifiers_have_a_name_in_chinese(key: str) -> None:
    assert ANY_HAN_CHARACTER.search(label("qualifier", key, "zh"))
    assert Texts("zh").name(f"qualifier.{key}__ne") == f"{label('qualifier', key, 'zh')} 不是"


@pytest.mark.parametrize(
    ("path", "status", "told", "leads_to"),
    [
        ("/metrics?bogus=1", 422, "bogus", "/metrics"),
        ("/metrics?statsu=actual", 422, "status", "/metrics?status=actual"),
        ("/metrics?entity=baidoo", 422, "baidu", "/metrics?entity=baidu"),
        ("/metrics?status=actaul&limit=3", 422, "actual", "/metrics?limit=3&status=actual"),
        ("/api/v1/metrics?entity=baidoo", 422, "baidu", "/metrics?entity=baidu"),
        ("/entities/baidoo", 404, "baidu", "/entities/baidu"),
        ("/metrics/met_nothing", 404, "met_nothing", "/metrics"),
        ("/nothing", 404, "/nothing", "/documents"),
        ("/metric?lang=zh", 404, "/metric", "/metrics?lang=zh"),
        ("/api/v1/entitis", 404, "/entitis", "/entities"),
        ("/metrics?entity=no-such-company", 422, "no-such-company", "/search?q=no-such-company"),
        ("/metrics?limit=5000&lang=zh", 422, "limit", "/metrics?lang=zh"),
        ("/metrics?lang=fr", 422, "'fr': Input should be 'en' or 'zh'", "/metrics?lang=zh"),
        ("/?keys=on", 422, "off", "/?keys=off"),
    ],
)
async def test_problems_are_pages_that_lead_on(
    browser: httpx.AsyncClient, path: str, status: int, told: str, leads_to: str
) -> None:
    answer = await browser.get(path, follow_redirects=True)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    page = HTMLParser(answer.text)
    main = page.css_first("main")
    assert main is not None
    assert told in main.text()
    assert leads_to in [one.attributes["href"] for one in main.css("a")]
    assert main.css("a[href*='/problems/']")


async def test_a_format_that_no_browser_takes_is_told_as_a_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/relations", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "text/html; charset=utf-8")


async def test_a_silent_database_is_told_as_a_page(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    app = create_app(fresh("sqlite", tmp_path, request))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test", headers=BROWSER) as client:
        answer = await client.get("/metrics")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert answer.headers["retry-after"]
    app.state.close()


@pytest.mark.parametrize(
    ("accept", "path", "media_type"),
    [
        ("*/*", "/metrics?limit=1", "application/json"),
        ("application/json", "/metrics?limit=1", "application/json"),
        ("text/csv", "/metrics?limit=1", "text/csv"),
        ("text/csv, text/html;q=0.5", "/metrics?limit=1", "text/csv"),
        ("text/html;q=0", "/metrics?limit=1", "application/problem+json"),
        (BROWSER["Accept"], "/metrics?limit=1", "text/html"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "/metrics?limit=1", "application/json"),
        (BROWSER["Accept"], "/metrics?limit=1&format=json", "application/json"),
        (BROWSER["Accept"], "/api/v1/metrics?limit=1&format=csv", "text/csv"),
        (BROWSER["Accept"], "/series?indicator=market-size&unit=CNY&limit=1", "text/html"),
        (BROWSER["Accept"], "/aggregate?group_by=year", "text/html"),
        ("*/*", "/aggregate?group_by=year", "application/json"),
        (BROWSER["Accept"], "/api/v1/availability?indicator=market-size", "application/json"),
        (BROWSER["Accept"], "/", "text/html"),
        ("*/*", "/", "application/json"),
        ("*/*", "/metrics?bogus=1", "application/problem+json"),
        ("*/*", "/nothing", "application/problem+json"),
        ("*/*", "/search?q=baidu", "application/json"),
    ],
)
async def test_who_gets_a_page(client: httpx.AsyncClient, accept: str, path: str, media_type: str) -> None:
    answer = await client.get(path, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "accept" in answer.headers.get("vary", "Accept").lower()


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_row_names_its_subject_once(browser: httpx.AsyncClient, lang: str) -> None:
    page = await get(browser, f"/metrics?limit=200&lang={lang}")
    named = [[part.text().strip() for part in cell.css("a, .sub")] for cell in page.css("tbody th[scope=row]")]
    assert all(len(set(names)) == len(names) for names in named)
    assert {len(names) for names in named} == {1, 2}


async def test_the_api_leads_a_browser_to_the_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/api/v1/metrics?entity=baidu&sort=-value")
    assert (answer.status_code, answer.headers["location"]) == (303, "/metrics?entity=baidu&sort=-value")
    assert answer.headers["x-content-type-options"] == "nosniff"
    answer = await browser.get("/api/v1/entities/baidu")
    assert (answer.status_code, answer.headers["location"]) == (303, "/entities/baidu")


async def test_pages_are_cached_like_data(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/metrics?limit=2")
    assert first.headers["dataset-version"]
    again = await browser.get("/metrics?limit=2", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    program = await browser.get("/metrics?limit=2", headers={"Accept": "application/json"})
    assert program.json()["data"]


async def test_files_are_kept_for_good(browser: httpx.AsyncClient) -> None:
    page = await get(browser, "/")
    for one in page.css("link[rel=stylesheet], script[src], link[rel=icon]"):
        answer = await browser.get(one.attributes.get("href") or one.attributes.get("src") or "")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    old = await browser.get("/assets/0000/factbase.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    assert (await browser.get("/assets/0000/../secret")).status_code == 404


@pytest.mark.slow
async def test_what_makes_charts_live_is_kept_for_good(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/")).text
    (version,) = set(re.findall(r"/assets/(\w+)/", page))
    script = await browser.get(f"/assets/{version}/vega-embed.js", headers={"Accept-Encoding": "gzip"})
    assert (script.status_code, script.headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in script.headers["cache-control"]
    assert "vegaEmbed" in script.text
    # a page without charts asks for none of it
    assert "vega-embed" not in page


def test_live_charts_have_the_colours_of_the_page() -> None:
    script = (PACKAGE / "static/live.js").read_text(encoding="utf-8")
    assert dict(re.findall(r'"(#[0-9a-f]{6})": "(--\w+)"', script)) == TOKENS


def test_every_text_is_translated() -> None:
    assert texts_of_templates() - set(CHINESE) == set()


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c#d", True), ("http://example.org", True), ("HTTPS://EXAMPLE.ORG/", True),
        ("javascript:alert(1)", False), ("JaVaScRiPt:alert(1)", False), ("java\nscript:alert(1)", False), (" https://example.org", False),
        ("data:text/html,<script>", False), ("//example.org", False), ("https:///path", False), ("https://exa mple.org", False),
        ("https://[broken", False), ("vbscript:x", False), ("https://example.org/\u202egnp", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_pages_become_links(url: str | None, safe: bool) -> None:
    assert external(url) == (url if safe else None)


def test_signs_count_publishers_and_not_pages() -> None:
    row = {"evidence": "cited", "source_ids": ["a", "b"], "conflict_ids": []}
    assert [one.shape for one in signs(row, {"a": "x", "b": "x"})] == ["■"]
    assert [one.shape for one in signs(row, {"a": "x", "b": "y"})] == ["■■"]
    assert [one.shape for one in signs(row | {"evidence": "uncited", "source_ids": [], "conflict_ids": ["c"]}, {})] == [
        "□",
        "≠",
    ]


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e'


_NAMES = ("name_en", "name_zh", "description_en", "description_zh")


@pytest.fixture
async def hostile(
    built: Build, renderer: ChartRenderer, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[httpx.AsyncClient]:
    """A service whose texts try to run, and whose cited pages are scripts."""
    rows: Any = defaultdict(list, {model: [dict(row) for row in found] for model, found in built.rows.items()})
    for model, names in {
        m.Claim: ["text_en"], m.Metric: ["subject", "subject_en", "display_en"], m.Entity: ["name_en", "description_en"],
        m.Source: ["title", "title_en"],
        m.Reference: ["title", "title_en"],
        m.Conflict: ["title_en", "explanation_en"], m.Publisher: ["name_en"], m.Indicator: ["name_en"], m.Document: ["title_en"],
        m.Dashboard: ["name_en", "description_en", "file"],
    }.items():  # fmt: skip
        for row in rows[model]:
            row.update({name: HOSTILE + str(row.get("slug") or row.get("id")) for name in names if row.get(name)})
    tiles = (
        "/aggregate?group_by=entity&limit=3",
        "/sources?limit=2",
        "/metrics?entity=ba&idu",
        "/conflicts?limit=1",
        "/claims?entity=none",
    )
    for row in rows[m.Dashboard]:
        row["tiles"] = [dict.fromkeys(_NAMES, HOSTILE) | {"address": one} for one in tiles]
    for row in rows[m.Source]:
        row["url"] = f"javascript:alert('{row['id']}')"
    app = create_app(loaded(fresh("sqlite", tmp_path, request), Build(rows, "hostile", built.files)))
    app.state.chart_renderer = renderer
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test", headers=BROWSER) as client:
        yield client
    app.state.close()


async def test_nothing_in_a_text_runs(hostile: httpx.AsyncClient, paths: list[str]) -> None:
    for path in (*paths, "/dashboard", "/dashboards/overview?lang=zh", "/embed/aggregate?group_by=entity&limit=3"):
        page = HTMLParser((await hostile.get(path)).text)
        assert [one.attributes.get("src", "") for one in page.css("script")] == [page.css("script")[0].attributes["src"]], (
            path
        )
        # what others wrote brings no picture along: those of ours are charts for readers without scripts
        assert all(
            one.parent.tag == "picture" and one.attributes["src"].startswith("/api/v1/") for one in page.css("img")
        ), path
        assert page.css("[onerror]") == [], path
        # each address that is pasted elsewhere has one card, whose picture, where it has one, is a chart of ours
        assert len(page.css("meta[property='og:title']")) == (0 if path.startswith("/embed") else 1), path
        assert all("format=png" in (one.attributes["content"] or "") for one in page.css("meta[property='og:image']")), path
        assert page.css("[href^='javascript' i], [src^='javascript' i], [action^='javascript' i]") == [], path
    answer = await hostile.get("/metrics?" + "q=%3Cscript%3Ealert(1)%3C/script%3E&bogus%22%3E%3Cscript%3E=1")
    assert "<script>alert" not in answer.text
    assert '"><script>=' not in answer.text


async def test_tiles_say_that_nothing_is_curated_yet(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert CliRunner().invoke(cli, ["init", str(tmp_path / "seeds")]).exit_code == 0
    app = create_app(loaded(fresh("sqlite", tmp_path, request), build(tmp_path / "seeds")))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test", headers=BROWSER) as client:
        tiles = [one.text() for one in (await get(client, "/dashboard")).css(".tile")]
    app.state.close()
    assert len(tiles) == 7
    assert ["none has been yet" in one for one in tiles] == [False, True, True, True, True, False, False]


async def test_a_tile_fails_alone(hostile: httpx.AsyncClient) -> None:
    page = await get(hostile, "/dashboard?lang=zh")
    tiles = page.css(".tile")
    assert len(tiles) == 5
    assert [bool(one.css("svg")) for one in tiles] == [True, False, False, False, False]
    assert [bool(one.css(".bad")) for one in tiles] == [False, False, True, False, True]
    # the table beside the chart has its groups, each with its figures in the language of the page
    rows = tiles[0].css("tbody tr")
    assert len(rows) == 3
    assert all("lang=zh" in (one.attributes["href"] or "") for one in tiles[0].css("tbody a, .rows a"))
    assert page.css_first("pre") is not None
    assert [one.attributes["href"] for one in page.css("details.take a")] == [
        "/api/v1/dashboards/overview?format=json&lang=zh"
    ]


async def test_a_program_gets_the_list_at_the_dashboard(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/dashboard")).json()
    assert listed == (await client.get("/api/v1/dashboards")).json()
    (one,) = listed["data"]
    found = (await client.get(one["url"])).json()
    assert found["tile_count"] == len(found["tiles"]) >= 12
    for tile in found["tiles"]:
        assert (await client.get(tile["url"])).json()["data"], tile["address"]
    missing = (await client.get("/api/v1/dashboards/overvew")).json()
    assert (missing["status"], missing["errors"][0]["nearest"]) == (404, "overview")


# an object, and where the API has what belongs to it
BELONGS = {
    "/metrics/met_p33xbfxg5uvd": "/metrics?indicator=market-size&entity=china-llm-market&unit=CNY&id__ne=met_p33xbfxg5uvd",
    "/claims/clm_kbq74es65vqi": "/metrics?claim_id=clm_kbq74es65vqi",
    "/entities/china-llm-market": "/metrics?entity=china-llm-market",
    "/indicators/market-size": "/metrics?indicator=market-size",
    "/sources/src_ieraxqd4uqey": "/metrics?source=src_ieraxqd4uqey",
    "/publishers/toutiao": "/sources?publisher=toutiao",
}


async def test_an_object_is_shown_with_all_that_belongs_to_it(browser: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    assert set(GATHER) == set(LIST_PAGES) - {"documents"}
    wanted = {}
    for path, address in BELONGS.items():
        rows = (await client.get(f"/api/v1{address}&limit=100")).json()["data"]
        wanted[path] = {f"{address.partition('?')[0]}/{row['id']}" for row in rows}
    for name in ("conflicts", "corroborations"):
        row = (await client.get(f"/api/v1/{name}?limit=1")).json()["data"][0]
        wanted[f"/{name}/{row['id']}"] = {f"/metrics/{one}" for one in row["metric_ids"]}
    for path, links in wanted.items():
        page = await get(browser, path)
        parts = [one.attributes for one in page.css("[data-part][data-take]")]
        fetched = [
            link.attributes["href"]
            for part in parts
            for place in (await get(browser, part["data-part"] or "")).css(part["data-take"] or "")
            for link in place.css("a[href]")
        ]
        assert links, path
        assert links <= {one.attributes["href"] for one in page.css("main a[href]")} | set(fetched), path


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "{} of {} sentences and {} of {} figures"), ("zh", "{1} 句中有 {0} 句、{3} 个数据中有 {2} 个")]
)
async def test_the_first_page_says_how_much_is_cited(browser: httpx.AsyncClient, built: Build, lang: str, told: str) -> None:
    counts = []
    for model in (m.Claim, m.Metric):
        counts += [sum(row["evidence"] == "cited" for row in built.rows[model]), len(built.rows[model])]
    assert told.format(*counts) in (await get(browser, f"/?lang={lang}")).css_first("main").text()


async def test_a_series_as_a_page(browser: httpx.AsyncClient) -> None:
    """Chart, every figure with its evidence, what has no period, and the same as data; the picture's address is the page."""
    query = "indicator=market-size&unit=CNY&entity=china-llm-market,ai-chip-market"
    told = (await browser.get(f"/api/v1/series?{query}&format=json")).json()
    page = await get(browser, f"/series?{query}")
    assert len(page.css("tbody tr")) == told["page"]["count"] == len(told["data"])
    shown = [one.attributes["href"] for one in page.css("tbody a.figure")]
    assert shown == [f"/metrics/{row['metric_id']}" for row in told["data"]]
    assert page.css_first(".chart svg") is not None
    assert f"{told['meta']['undated_count']} figures have no period" in page.css_first("main").text()
    (undated,) = [one.attributes["href"] for one in page.css("a") if "period__isnull=true" in (one.attributes["href"] or "")]
    found = await get(browser, undated)
    assert len(found.css("tbody tr")) == told["meta"]["undated_count"] > 0
    taken = [one.attributes["href"] for one in page.css(".take dt a")]
    assert [one.partition("format=")[2] for one in taken] == ["json", "csv", "ndjson", "parquet"]
    for address in (*taken, *(one.attributes["href"] for one in page.css("figcaption > a"))):
        assert (await browser.get(address)).status_code == 200, address
    drawn = (await browser.get(f"/api/v1/series?{query}&format=svg")).text
    assert f"/series?{query}".replace("&", "&amp;") in drawn
    assert "/api/v1/series" not in drawn


async def test_a_series_as_a_table_of_periods(browser: httpx.AsyncClient) -> None:
    query = "indicator=market-size&unit=CNY&shape=wide"
    told = (await browser.get(f"/api/v1/series?{query}&format=json")).json()
    for named in ("", "&names=true"):
        page = await get(browser, f"/series?{query}{named}")
        assert [one.text() for one in page.css("thead th")] == ["Period", *told["series"].values()]
        assert [one.text() for one in page.css("tbody th")] == [row["period"] or "none given" for row in told["data"]]
        figures = {one.attributes["href"] for one in page.css("tbody a.figure")}
        assert figures == {f"/metrics/{cell['metric_id']}" for row in told["data"] for cell in row["cells"].values()}


async def test_groups_as_a_page(browser: httpx.AsyncClient) -> None:
    """Each group with its measure in words, and a link to as many figures as it counts."""
    query = "indicator=market-size&unit=CNY&group_by=entity&measures=max,count"
    told = (await browser.get(f"/api/v1/aggregate?{query}&sort=-max&format=json")).json()
    page = await get(browser, f"/aggregate?{query}")
    rows = page.css("tbody tr")
    assert [one.css_first("th").text() for one in rows] == [bucket["entity_label"] for bucket in told["data"]]
    assert [float(one.css_first("data").attributes["value"] or 0) for one in rows] == [
        bucket["max"] for bucket in told["data"]
    ]
    assert rows[0].css_first("data").text() == "over CNY 1.5 trillion"
    for one, bucket in zip(rows[:3], told["data"], strict=False):
        figures = await get(browser, one.css("a")[-1].attributes["href"] or "")
        assert int(figures.css_first(".count strong").text()) == bucket["count"]
    assert page.css_first(".chart svg") is not None
    several = await get(browser, f"/aggregate?{query},min")
    assert several.css(".chart") == []
    assert "choose one measure" in several.css_first("main").text()
    other = [one.attributes["href"] for one in page.css(".ways a")]
    for address in other:
        assert (await browser.get(address)).status_code in {200, 422}, address


async def test_a_unit_that_is_left_open_is_one_click_away(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/series?indicator=market-size")
    assert answer.status_code == 422
    links = [one.attributes["href"] for one in HTMLParser(answer.text).css("details a")]
    assert links == ["/series?indicator=market-size&unit=CNY", "/series?indicator=market-size&unit=USD"]
    for address in links:
        await get(browser, address)
    # the names of other parameters are no values of a wrong one
    wrong = HTMLParser((await browser.get("/metrics?indicatr=market-size")).text)
    assert all("indicatr" not in (one.attributes["href"] or "") for one in wrong.css("details a"))


@pytest.mark.parametrize(
    ("path", "over_time"),
    [
        ("/indicators/market-size", "/series?indicator=market-size&unit=CNY"),
        ("/metrics?indicator=market-size", "/series?indicator=market-size&unit=CNY"),
        ("/metrics/met_p33xbfxg5uvd", "/series?indicator=market-size&unit=CNY"),
        ("/entities/china-llm-market", "/series?entity=china-llm-market&indicator=market-size&unit=CNY"),
        ("/dashboard", "/series?indicator=market-size&entity=china-llm-market&unit=CNY"),
    ],
)
async def test_series_and_groups_are_linked(browser: httpx.AsyncClient, path: str, over_time: str) -> None:
    links = {one.attributes["href"] for one in (await get(browser, path)).css("main a")}
    assert over_time in links
    assert any(one and one.startswith("/aggregate?") for one in links)
    await get(browser, over_time)


async def test_a_company_without_figures_of_its_own_shows_those_of_its_models(browser: httpx.AsyncClient) -> None:
    told = (await browser.get("/api/v1/metrics?entity=baidu&related=true&limit=1&format=json")).json()["page"]["count"]
    main = (await get(browser, "/entities/baidu")).css_first("main")
    # the number is fetched into the button, the figures below their heading
    (button,) = main.css("a.button:has([data-part])")
    assert "Figures of its models, products and subsidiaries" in button.text()
    number = button.css_first("[data-part]").attributes
    counted = await get(browser, number["data-part"] or "")
    assert [one.text() for one in counted.css(number["data-take"] or "")] == [str(told)]
    (place,) = [one.attributes for one in main.css(".later") if one.css_first("h2").text() == button.text().strip()]
    rows = await get(browser, place["data-part"] or "")
    assert len(rows.css("main .scroll tbody tr")) == told
    assert " 0 figures" not in main.text()
