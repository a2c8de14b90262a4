"""The report to read: from the database, by filters, and as one file of any report."""

import base64
import gzip
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from typer.testing import CliRunner

from app.cli import cli
from app.main import create_app
from app.pages.annotated_report.audit_file import audit_page
from app.pages.annotated_report.blocks import read_sections, read_sentences
from app.pages.annotated_report.curated import with_facts
from app.pages.annotated_report.page import reading_values
from app.report import parse_report
from app.report.audit.audit import Audit
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.report.test_audit import REPORT

pytestmark = pytest.mark.anyio
PATH = "/documents/china-llm-industry-2025"
HOSTILE = """# <script>alert(1)</script> "report"

It grew by 5% to <img src=x onerror=alert(2)> 9 units [1](javascript:alert(3)). \u202eevil\u202c text stays [2].

| a | b</td></table><script>alert(4)</script> |
|---|---|
| 5% [2] | </script><script>alert(5)</script> |

## References

1. Page <b onclick=x>bold</b>. javascript:alert(1)
2. Fine "><script>alert(6)</script>. https://example.org/?"onmouseover=alert(1)
"""


@pytest.fixture(scope="module")
async def browser(
    built: Build, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(loaded(fresh("sqlite", tmp_path_factory.mktemp("reading"), request), built))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://test", headers={"Accept": "text/html"}
    ) as client:
        yield client
    app.state.close()


async def data(browser: httpx.AsyncClient, path: str) -> list[dict[str, object]]:
    answer = await browser.get(f"/api/v1/{path}", headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, object]] = answer.json()["data"]
    return rows


async def test_every_claim_and_figure_of_a_report_has_its_place(browser: httpx.AsyncClient) -> None:
    page = HTMLParser((await browser.get(PATH)).text)
    claims = await data(browser, "claims?limit=1000")
    for claim in claims:
        shown = page.css_first(f"#{claim['id']}")
        assert shown is not None, claim["id"]
        assert claim["evidence"] in (shown.attributes["class"] or "")
        assert page.css_first(f"#note-{claim['id']}") is not None
    metrics = await data(browser, "metrics?limit=1000")
    found = {one.attributes["id"]: one for one in page.css("[id^=met_]")}
    assert set(found) == {one["id"] for one in metrics}
    ids = [one.attributes["id"] for one in page.css("[id]")]
    assert len(ids) == len(set(ids))


async def test_the_words_are_those_of_the_report(browser: httpx.AsyncClient) -> None:
    page = HTMLParser((await browser.get(PATH)).text)
    claims = await data(browser, "claims?limit=1000")
    for claim in claims[::20]:
        shown = page.css_first(f"#{claim['id']}")
        assert shown is not None
        for extra in shown.css("a"):
            extra.decompose()
        assert shown.text() == claim["text"]


async def test_filters_of_claims_leave_their_sentences_lit(browser: httpx.AsyncClient) -> None:
    page = HTMLParser((await browser.get(f"{PATH}?entity=baidu&evidence=uncited")).text)
    lit = {one.attributes["id"] for one in page.css(".s:not(.off)")}
    assert lit == {one["id"] for one in await data(browser, "claims?entity=baidu&evidence=uncited&limit=1000")}
    assert (await browser.get(f"{PATH}?bogus=1")).status_code == 422
    assert (await browser.get("/documents/none")).status_code == 404


async def test_the_reading_view_is_light(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(PATH, headers={"Accept-Encoding": "gzip"})
    assert int(answer.headers["content-length"]) < 300_000
    home = await browser.get("/", headers={"Accept-Encoding": "gzip"})
    assert int(home.headers["content-length"]) < 50_000


def test_sentences_are_cut_without_losing_a_letter() -> None:
    for text in (REPORT, HOSTILE):
        audit = Audit(parse_report(text))
        for read, sentence in zip(read_sentences(audit), audit.report.sentences, strict=True):
            assert "".join(piece.text for piece in read.pieces) == sentence.text
            for figure in read.figures:
                assert sentence.text[figure.start : figure.end] == "".join(
                    one.text for one in read.pieces if one.figure is figure
                )


def test_one_file_holds_all_and_runs_nothing_of_the_report() -> None:
    html = audit_page(Audit(parse_report(HOSTILE)), '"><script>.md', "en", [])
    page = HTMLParser(html)
    assert page.css("link, img, iframe, object, [src], [onclick], [onerror], [onmouseover]") == []
    (script,) = page.css("script")
    (style,) = page.css("style")
    policy = (page.css_first("meta[http-equiv]") or page).attributes["content"] or ""
    for one in (script, style):
        digest = base64.b64encode(hashlib.sha256(one.text().encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert page.css("[href^='javascript' i]") == []
    assert all((one.attributes["href"] or "").startswith(("#", "http")) for one in page.css("a"))
    targets = {one.attributes["id"] for one in page.css("[id]")}
    assert {(one.attributes["href"] or "")[1:] for one in page.css("a[href^='#']")} <= targets


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 0), (["--min-cited", "50"], 0), (["--min-cited", "90"], 1), (["--max-unanswered", "0"], 1), (["--max-unanswered", "1"], 0),
        (["--min-cited-figures", "60"], 1), (["--max-page-share", "50"], 1), (["--max-varied", "0"], 1), (["--max-wrong", "0"], 0),
        (["--min-cited", "101"], 2),
    ],
)  # fmt: skip
def test_exit_status_by_thresholds(tmp_path: Path, options: list[str], status: int) -> None:
    file = tmp_path / "report.md"
    file.write_text(REPORT, encoding="utf-8")
    result = CliRunner().invoke(cli, ["audit", str(file), "--json", *options])
    assert result.exit_code == status, result.output
    if status < 2:
        found = orjson.loads(result.stdout)
        assert bool(found["failures"]) == bool(status)


def test_a_file_that_is_no_report_ends_with_two(tmp_path: Path) -> None:
    file = tmp_path / "empty.md"
    file.write_text("", encoding="utf-8")
    result = CliRunner().invoke(cli, ["audit", str(file)])
    assert result.exit_code == 2
    assert CliRunner().invoke(cli, ["audit", str(tmp_path / "none.md")]).exit_code == 2


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    file, page = tmp_path / "report.md", tmp_path / "page.html"
    file.write_text(REPORT, encoding="utf-8")
    result = CliRunner().invoke(cli, ["audit", str(file), "-o", str(page), "--lang", "zh"])
    assert result.exit_code == 0, result.output
    assert re.search(r'<html lang="zh-CN">', page.read_text(encoding="utf-8"))
    assert "sentences" in result.stdout


TABLES = """# Tea

| Year | Yield |
|:---|---:|
| 2023 | 5 t [1] |
| 2024 | 6 t |

<table><tr><th>Land</th><th>Share</th></tr><tr><td>Assam</td><td>40% [1]</td></tr></table>

| 2025 | 7 t |

## References

1. Tea Board. https://tea.example/board
"""


def test_the_names_of_columns_head_a_table() -> None:
    page = HTMLParser(audit_page(Audit(parse_report(TABLES)), "tea.md", "en", []))
    heads = [one.text(strip=True) for one in page.css(".body table th[scope=col]")]
    assert heads == ["Year", "Yield", "Land", "Share"]
    assert [one.text(strip=True) for one in page.css(".body table td")][:2] == ["2023", "5 t[1], reference 1: tea.example"]
    # they state nothing that could rest on something
    assert page.css(".body table th .e") == []
    assert len(page.css(".body table td .e")) > 0


def test_a_report_that_is_served_uncurated_counts_as_its_audit_does() -> None:
    report = parse_report(TABLES)
    audit = Audit(report)
    claims = [
        {"id": f"clm_{at}", "start": one.start, "kind": "not yet curated", "evidence": "cited" if audit.cited(at) else "uncited", "conflict_ids": []}
        for at, one in enumerate(report.sentences)
    ]  # fmt: skip
    facts: dict[str, Any] = {"claims": claims, "metrics": [], "conflicts": [], "repeated": []}
    for curated, heads in ((False, 2), (True, 0)):
        found = with_facts(report, read_sentences(audit), facts, None)
        told = reading_values(report, read_sections(report, found), found, {})["tallies"]
        assert (told["heads"], told["all"], told["cited"]) == (heads, len(report.sentences) - heads, audit.cited_sentences)
        assert told["uncurated"] == (0 if curated else audit.sentence_count)
        # what a curator says of a row is kept
        for one in claims:
            one["kind"] = "fact"


def test_an_audit_says_which_sentences_fall_with_a_page() -> None:
    audit = Audit(parse_report(REPORT))
    page = HTMLParser(audit_page(audit, "tea.md", "en", []))
    fallen = [[one.attributes["href"] for one in cell.css("details a")] for cell in page.css("table.sources tbody th")]
    assert fallen == [[f"#sentence-{index + 1}" for index in one.sentences_alone] for one in audit.pages]
    assert any(fallen)
    assert {one for listed in fallen for one in listed} <= {f"#{one.id}" for one in page.css(".s")}


def test_no_level_of_headings_is_left_out() -> None:
    text = "# T\n\n## One\n\nIt fell.\n\n##### Deep\n\nIt rose.\n\n### Between\n\nIt stayed.\n\n## Two\n\nIt ended.\n"
    page = HTMLParser(audit_page(Audit(parse_report(text)), "t.md", "en", []))
    assert [one.tag for one in page.css(".body [id^=section-]")] == ["h3", "h4", "h4", "h3"]


async def test_a_note_stands_by_its_words(browser: httpx.AsyncClient) -> None:
    """What it repeats of its sentence then costs next to nothing."""
    text = (await browser.get(PATH)).text
    assert len(gzip.compress(text.encode())) < 220_000
    claims = await data(browser, "claims?limit=1000")
    assert all(0 < text.index(f'id="note-{one["id"]}"') - text.index(f'id="{one["id"]}"') < 60_000 for one in claims)


@pytest.mark.parametrize("name", ["limit", "sort", "fields", "count", "document", "bogus"])
async def test_what_is_no_filter_of_a_report_is_refused(browser: httpx.AsyncClient, name: str) -> None:
    answer = await browser.get(f"{PATH}?{name}=1")
    page = HTMLParser(answer.text)
    told, allowed = page.css_first("main .notice"), page.css_first("main details")
    assert answer.status_code == 422
    assert told is not None
    assert f"there is no parameter '{name}' here" in told.text()
    assert allowed is not None
    assert {"entity", "evidence", "q"} <= set(allowed.text().split())
    assert name not in allowed.text().split()


async def test_a_report_names_the_addresses_of_its_data(browser: httpx.AsyncClient) -> None:
    page = HTMLParser((await browser.get(f"{PATH}?topic=market&lang=zh")).text)
    links = [one.attributes["href"] or "" for one in page.css("main > details.take a")]
    assert len(links) == 6
    for one in links:
        # in a browser too, which gets a page where nothing else is said
        answer = await browser.get(one)
        assert ("lang=zh" in one, answer.status_code) == (True, 200), one
        assert answer.headers["content-type"].startswith("text/csv" if "csv" in one else "application/json")
        if one.startswith("/api/v1/claims") and "csv" not in one:
            # what its filters leave lit is what its data has
            lit = [it.attributes["id"] for it in page.css(".s[id^=clm_]") if "off" not in (it.attributes["class"] or "")]
            assert lit == [row["id"] for row in answer.json()["data"]] != []


async def test_every_filter_of_a_report_is_told_and_kept(browser: httpx.AsyncClient) -> None:
    page = HTMLParser((await browser.get(f"{PATH}?evidence=uncited&entity=baidu")).text)
    shown = [" ".join(one.text().split()).removesuffix(" ×remove this filter") for one in page.css(".asked a")]
    assert shown == ["Evidence Uncited", "Entity Baidu", "Remove all"]
    kept = {one.attributes["name"]: one.attributes["value"] for one in page.css("form.narrow input")}
    assert kept == {"evidence": "uncited"}
    lit = page.css(".s.uncited:not(.off)")
    assert lit
    assert page.css(f"main p a[href='#{lit[0].id}']")
    # the contents say how many of them are in each section
    assert sum(int(one.text()) for one in page.css(".contents .n")) == len(lit)


async def test_filters_that_leave_no_sentence_say_which_to_drop(browser: httpx.AsyncClient) -> None:
    page = HTMLParser((await browser.get(f"{PATH}?entity=baidu&topic=policy&kind=target")).text)
    assert [" ".join(one.text().split()) for one in page.css("main .notice li")] == [
        "Without Entity Baidu 2",
        "Without any filter",
    ]
