"""axe-core on every kind of page, light and dark, and the contrast of the colours that axe cannot judge."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import app.pages
from app.report import parse_report
from app.report.audit.audit import Audit
from tests.browser.conftest import PHONE, Opened
from tests.report.test_audit import REPORT as SMALL
from tests.support.asking import KEYS

REPORT = "/documents/china-llm-industry-2025"
LISTS = ("metrics", "claims", "entities", "indicators", "sources", "publishers", "conflicts", "corroborations", "documents")
STYLE = (Path(app.pages.__file__).parent / "static" / "factbase.css").read_text(encoding="utf-8")


# of what a page has over and over, the first tell as much as hundreds: sections of a report and their notes, rows of a list,
# operations of the reference and their fields
REPEATED = (
    "section.part:nth-of-type(n+2), .note:nth-of-type(n+4), main tr:nth-of-type(n+4), main li:nth-of-type(n+4), "
    ".tile:nth-of-type(n+4), .operation:nth-of-type(n+2), .operation dt:nth-of-type(n+4), .operation dd:nth-of-type(n+4)"
)
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# what another colour scheme, size and language can break in a page that is right in one
LOOKS = [
    "color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable", "meta-viewport", "css-orientation-lock",
    "html-has-lang", "html-lang-valid", "valid-lang", "document-title", "link-name", "button-name", "image-alt", "svg-img-alt",
    "label", "aria-hidden-focus", "landmark-unique", "empty-heading",
]  # fmt: skip


def judged(page: Any, rules: list[str] = EVERY_RULE, has_known_colours: bool = False) -> list[str]:
    """What axe finds wrong, by rule and place. Colours are two thirds of its time, and the same on pages that look alike."""
    # facets and charts are fetched when they are seen, and judged as well
    later = page.locator("#facets[data-part], figure.chart[data-part]")
    later.evaluate_all("places => places.forEach(place => place.scrollIntoView())")
    expect(later).to_have_count(0)
    page.evaluate("repeated => document.querySelectorAll(repeated).forEach(one => one.remove())", REPEATED)
    options = {
        "runOnly": rules,
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": not has_known_colours}},
    }
    found = Axe().run(page, options=options).response
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"][:3]
    ]


PATHS = (
    "/", "/search?q=百度", *(f"/{name}" for name in LISTS), "/entities/baidu", "/indicators/market-size",
    "/metrics?bogus=1", REPORT, "/metrics?indicator=market-size&unit=CNY&entity=china-llm-market",
    "/embed/metrics?indicator=market-size&unit=CNY&entity=china-llm-market", "/nothing", "/dashboard", "/docs", "/guide",
    "/series?indicator=market-size&unit=CNY&shape=wide", "/series?indicator=market-size",
    "/aggregate?indicator=market-size&unit=CNY&group_by=entity&measures=max",
)  # fmt: skip

# one of each kind of page that looks different: other lists look like that of metrics, groups like a series
OF_A_LOOK = [
    "/",
    "/search?q=百度",
    "/metrics",
    "/entities/baidu",
    "/metrics?bogus=1",
    REPORT,
    "/dashboard",
    "/docs",
    "/series?indicator=market-size&unit=CNY&shape=wide",
]
# those with words in a colour of their own besides
COLOURED = {*OF_A_LOOK, "/conflicts", "/guide", "/metrics?indicator=market-size&unit=CNY&entity=china-llm-market"}  # fmt: skip


# one after the other in one window: to open a window takes as long as to judge a page
@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "options", "rules"),
    [("en", {}, EVERY_RULE), ("zh", {"color_scheme": "dark", "viewport": PHONE}, LOOKS)],
    ids=["light", "dark phone"],
)
def test_axe_finds_nothing(opened: Opened, lang: str, options: dict[str, Any], rules: list[str]) -> None:
    wrong = {}
    with opened("/", **options) as page:
        for path in PATHS if rules == EVERY_RULE else OF_A_LOOK:
            page.goto(urljoin(page.url, path + (("&" if "?" in path else "?") + "lang=zh" if lang == "zh" else "")))
            if found := judged(page, rules, path not in COLOURED):
                wrong[path] = found
    assert wrong == {}


@pytest.mark.slow
def test_axe_finds_nothing_on_objects(opened: Opened) -> None:
    wrong = {}
    with opened("/") as page:
        for name in ("metrics", "claims", "sources", "publishers", "conflicts", "corroborations"):
            (row,) = page.request.get(urljoin(page.url, f"/api/v1/{name}?limit=1")).json()["data"]
            page.goto(urljoin(page.url, f"/{name}/{row[KEYS[name]]}"))
            if found := judged(page, has_known_colours=name in ("publishers", "corroborations")):
                wrong[name] = found
    assert wrong == {}


@pytest.mark.slow
def test_axe_finds_nothing_in_a_file(opened: Opened, tmp_path: Path) -> None:
    from app.pages.annotated_report.audit_file import audit_page

    file = tmp_path / "audit.html"
    file.write_text(audit_page(Audit(parse_report(SMALL)), "tea.md", "en", ["too little"]), encoding="utf-8")
    with opened("/") as page:
        page.goto(file.as_uri())
        assert judged(page) == []


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_contrast(scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\n\s*\}", STYLE, re.DOTALL)
    colours = tokens(blocks[0]) | (tokens(blocks[1]) if scheme else {})
    for ground in ("bg", "soft"):
        for name in ("fg", "muted", "accent", "cited", "uncited", "conflict", "forecast"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for name in ("strong", "c1", "c2", "c3", "c4", "c5", "c6"):
            assert contrast(colours[name], colours[ground]) >= 3, (name, ground)
    assert contrast(colours["fg"], colours["mark"]) >= 4.5
