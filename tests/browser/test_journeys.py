"""What a reader does, in a real browser: find, doubt, compare, take along, read a report by its evidence."""

import re
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opened

pytestmark = pytest.mark.slow
REPORT = "/documents/china-llm-industry-2025"


def test_a_figures_sentence_is_two_clicks_from_the_first_page(opened: Opened) -> None:
    with opened("/") as page:
        page.get_by_role("link", name="Figures", exact=True).first.click()
        page.get_by_role("link", name="In its sentence").first.click()
        expect(page).to_have_url(re.compile(r"/documents/.+#met_"))
        expect(page.locator(".note.open .said")).to_be_visible()
        # the third click is the cited page
        assert page.locator(".note.open .sources a[href^='http']").first.get_attribute("rel") == "noopener nofollow ugc"


def test_search_completes_in_either_language_and_by_key(opened: Opened) -> None:
    # a topic has no page of its own: it leads to its figures
    for typed, shown, address in (
        ("百度", "Baidu", "/entities/baidu"),
        ("bai", "Baidu", "/entities/baidu"),
        ("market", "topic", "/metrics?topic=market"),
    ):
        with opened("/metrics") as page:
            page.keyboard.press("/")
            expect(page.locator("#q")).to_be_focused()
            page.keyboard.type(typed)
            expect(page.get_by_role("option").first).to_contain_text(shown)
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def test_a_figure_is_doubted_on_its_page(opened: Opened) -> None:
    with opened("/metrics?in_conflict=true&evidence=cited") as page:
        page.locator("td a.figure").first.click()
        expect(page.locator("blockquote mark")).to_be_visible()
        expect(page.locator(".steps").first).to_contain_text("Publisher")
        expect(page.locator("#conflicts")).to_be_visible()
        # what is further down is fetched without being scrolled to, so that it is found and printed
        expect(page.locator(".citation").first).to_contain_text("http")
        expect(page.locator(".later tbody tr").first).to_be_visible()


def test_figures_are_compared_and_taken_along(opened: Opened) -> None:
    with opened("/metrics?indicator=market-size&unit=CNY&entity=china-llm-market") as page:
        picture = page.get_by_role("img")
        expect(picture).to_have_attribute("aria-label", re.compile("Market size: 10 figures"))
        assert page.locator(".chart .drawn:not(.narrow) svg").evaluate("one => one.getBoundingClientRect().width") > 300
        page.get_by_role("button", name="Make it live").click()
        # the process that draws may have to start
        expect(page.locator(".live svg.marks")).to_be_visible(timeout=60_000)
        page.locator(".take summary").click()
        expect(page.locator(".take dd").first.get_by_role("button", name="Copy")).to_be_visible()
        address = page.locator(".take dd code").nth(1).inner_text()
        answer = page.request.get(address)
        assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(("lang", "viewport"), [("zh", PHONE), ("en", DESKTOP)])
def test_a_report_is_read_by_keys(opened: Opened, lang: str, viewport: dict[str, int]) -> None:
    with opened(f"{REPORT}?lang=zh" if lang == "zh" else REPORT, viewport=viewport) as page:
        marker = page.locator(".s.cited a.m").first
        marker.focus()
        page.keyboard.press("Enter")
        note = page.locator(".note.open")
        expect(note).to_be_in_viewport()
        expect(note.locator(".close")).to_be_focused()
        page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        expect(marker).to_be_focused()
        page.keyboard.press("j")
        expect(page.locator(".s.open")).to_have_count(1)
        place = str(page.locator(".s.open").get_attribute("id"))
        for key in "nkjp":
            page.keyboard.press(key)
            expect(page.locator(f".s.open:not(#{place})"), key).to_have_count(1)
            place = str(page.locator(".s.open").get_attribute("id"))
            if key in "np":
                expect(page.locator(".s.open:is(.cited, .conflict, .forecast)"), key).to_have_count(1)
        page.get_by_label(re.compile("conflict|矛盾")).first.check()
        assert page.locator(".s.conflict").count() > 5


def test_letter_keys_can_be_switched_off(opened: Opened) -> None:
    with opened("/") as page:
        page.get_by_role("link", name="Switch letter keys off").click()
        page.get_by_role("link", name="Reports").first.click()
        page.locator("main h2 a").first.click()
        expect(page).to_have_url(re.compile("keys=off"))
        page.keyboard.press("j")
        expect(page.locator(".s.open")).to_have_count(0)


def test_nothing_runs_over_the_edge_of_a_small_screen(opened: Opened) -> None:
    with opened("/", viewport=PHONE) as page:
        for path in (
            "/",
            "/metrics",
            "/claims",
            "/sources",
            "/conflicts",
            "/entities/baidu",
            REPORT,
            "/metrics?indicator=market-size&unit=CNY",
            "/series?indicator=market-size&unit=CNY&shape=wide",
            "/aggregate?group_by=indicator,unit&measures=count,min,max",
        ):
            page.goto(urljoin(page.url, path))
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            # a name with `\u202e` in it turns no count around that follows it; what a part has replaced meanwhile has no style
            words = page.locator("main :is(a, span, strong)")
            assert words.evaluate_all(
                "all => [...new Set(all.map(one => getComputedStyle(one).unicodeBidi || 'isolate'))]"
            ) == ["isolate"]


# what is longer in one of the languages is the labels of charts
@pytest.mark.parametrize(("lang", "pages"), [("en", 3), ("zh", 1)])
def test_charts_and_evidence_are_whole_on_a_phone(opened: Opened, lang: str, pages: int) -> None:
    """No chart has to be scrolled, and the evidence of a row is in the window with its figure."""
    with opened("/", viewport=PHONE) as page:
        for path in (
            "/metrics?indicator=market-size&unit=CNY",
            "/dashboard",
            "/embed/metrics?indicator=market-size&unit=CNY",
        )[:pages]:
            page.goto(urljoin(page.url, f"{path}{'&' if '?' in path else '?'}lang={lang}"))
            expect(page.locator(".drawn.narrow svg").first).to_be_visible()
            assert page.locator(".drawn:not(.narrow) svg:visible").count() == 0
            boxes = [one.bounding_box() for one in page.locator(".drawn.narrow svg").all()]
            assert boxes
            assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
        page.goto(urljoin(page.url, f"/metrics?lang={lang}"))
        signs = [one.bounding_box() for one in page.locator("main table .sign").all()]
        assert all(box and box["x"] + box["width"] <= PHONE["width"] for box in signs)
        # Chromium still reads them as a table
        expect(page.get_by_role("rowheader").first).to_be_attached()
        expect(page.get_by_role("columnheader").first).to_be_attached()


def test_paper_is_white_and_has_the_addresses(opened: Opened) -> None:
    with opened(REPORT, color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        expect(page.locator(".contents")).to_be_hidden()
        shown = page.locator(".refs a[href^='http']").first.evaluate("one => getComputedStyle(one, '::after').content")
        assert "http" in shown


def test_a_frame_tells_its_height(opened: Opened) -> None:
    with opened("/embed/metrics?indicator=market-size&unit=CNY&entity=china-llm-market") as page:
        told: Any = page.evaluate(
            """new Promise((done, fail) => {
                setTimeout(() => fail("nothing was told"), 10000);
                addEventListener("message", event => done(event.data));
                document.body.append(document.createElement("hr"));
            })"""
        )
        assert told["type"] == "factbase:height"
        assert told["height"] > 200
        # the frame that oEmbed offers has room for all, and little more, on a phone as on a desktop
        asked = urlencode({"url": page.url.replace("/embed/", "/")})
        for width in (320, 640):
            offered = page.request.get(urljoin(page.url, f"/oembed?{asked}&maxwidth={width}")).json()
            page.set_viewport_size({"width": offered["width"], "height": offered["height"]})
            needed = page.evaluate("document.body.getBoundingClientRect().height")
            assert needed <= offered["height"] <= needed + 25, width
        page.set_viewport_size(DESKTOP)


def test_rows_that_come_before_their_facets_stay_in_their_place(opened: Opened) -> None:
    with opened("/metrics") as page:
        # counted as soon as they are seen, and each other one when it is opened
        expect(page.locator("#facet-evidence li").first).to_be_visible()
        expect(page.locator("#facets > summary")).to_have_count(1)
        unit = page.locator("#facet-unit")
        expect(unit.locator("li")).to_have_count(0)
        unit.locator("summary").click()
        expect(unit.locator("summary")).to_have_count(1)
        expect(unit.locator("li").first).to_be_visible()
        rows = page.locator(".with-facets > div")
        place = rows.bounding_box()
        page.locator(".facets").evaluate("facets => facets.remove()")
        assert rows.bounding_box() == place


# its words are those of another figure too, so that its place in the text has no width of its own
LOW = "met_y5ma46426s5z"


def _settles_outside(page: Page, figure: Locator, note: Locator) -> None:
    """The figure is above the note or left of it as soon as all that moves has come to rest."""
    for _ in range(20):
        box, other = figure.bounding_box(), note.bounding_box()
        assert box is not None
        assert other is not None
        if box["y"] + box["height"] <= other["y"] or box["x"] + box["width"] <= other["x"]:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"the figure at {box} is covered by the note at {other}")


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_an_address_of_a_figure_leads_to_its_place(opened: Opened, viewport: dict[str, int]) -> None:
    """It is in the window and the note that opens covers it nowhere, however long the sections before it are."""
    with opened(f"{REPORT}#{LOW}", viewport=viewport) as page:
        ids = page.evaluate("[...document.querySelectorAll('.f[id]')].map(figure => figure.id)")
        # from the one that the page is opened at, far down and half the way up again
        for place in (LOW, ids[-1], ids[len(ids) // 2]):
            if place != LOW:
                page.evaluate("place => { location.hash = place; }", place)
            figure = page.locator(f"#{place}")
            expect(page.locator(f".s.open #{place}")).to_be_in_viewport(ratio=1)
            _settles_outside(page, figure, page.locator(".note.open"))
            assert page.url.endswith(f"#{place}")
