"""The five journeys of a reader by keys alone, and without script: find a figure, doubt it, compare, take it along, read by evidence."""

import re
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opened

pytestmark = pytest.mark.slow
SOUGHT = {"en": "market size", "zh": "市场规模"}
REPORT = "/documents/china-llm-industry-2025"


def address(page: Page, path: str, lang: str) -> str:
    return urljoin(page.url, f"{path}{'&' if '?' in path else '?'}lang={lang}")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus, which must be seen."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    focused = page.locator(":focus")
    assert focused.evaluate("(one, selector) => one.matches(selector)", selector), f"{selector} is not reached by Tab"
    assert focused.evaluate("one => parseFloat(getComputedStyle(one).outlineWidth)") >= 2


@pytest.mark.parametrize(("lang", "look"), [("en", {"viewport": DESKTOP})])
def test_by_keys_alone(opened: Opened, lang: str, look: dict[str, Any]) -> None:
    with opened("/", **look) as page:
        page.goto(address(page, "/", lang))
        tab_to(page, ".top a[href^='/metrics']")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/metrics"))
        tab_to(page, "main td a[href*='#met_']")
        page.keyboard.press("Enter")
        expect(page.locator(".note.open .said")).to_be_visible()

        page.goto(address(page, "/conflicts", lang))
        tab_to(page, "main a[href^='/conflicts/']")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/conflicts/"))
        tab_to(page, "main a[href^='/metrics/']")
        page.keyboard.press("Enter")
        expect(page.locator("blockquote mark")).to_be_visible()

        page.keyboard.press("/")
        page.keyboard.type(SOUGHT[lang])
        expect(page.get_by_role("option").first).to_contain_text(SOUGHT[lang], ignore_case=True)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/indicators/market-size"))
        expect(page.locator(".chart :is(svg, img):visible")).to_have_count(1)

        page.goto(address(page, "/series?indicator=market-size&unit=CNY&entity=china-llm-market", lang))
        tab_to(page, ".take > summary")
        page.keyboard.press("Enter")
        tab_to(page, "button.copy")
        page.keyboard.press("Enter")
        expect(page.locator(":focus")).to_have_text(re.compile("Copied|已复制"))

        page.goto(address(page, REPORT, lang))
        tab_to(page, "#show-all")
        page.keyboard.press("ArrowRight")
        assert page.locator("#show-uncited").is_checked()
        tab_to(page, ".s a.m, .s a.e")
        page.keyboard.press("Enter")
        expect(page.locator(".note.open .said")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".note.open")).to_have_count(0)
        expect(page.locator(".s a:focus")).to_have_count(1)


@pytest.mark.parametrize(("lang", "look"), [("zh", {"viewport": PHONE, "color_scheme": "dark"})])
def test_without_script(opened: Opened, lang: str, look: dict[str, Any]) -> None:
    with opened("/", java_script_enabled=False, **look) as page:
        page.goto(address(page, "/", lang))
        page.locator(".top a[href^='/metrics']").click()
        page.locator("main td a[href*='#met_']").first.click()
        expect(page).to_have_url(re.compile("/documents/.+#met_"))
        page.locator(".s.cited a.m").first.click()
        expect(page.locator(".note:target .sources a[href^='http']").first).to_be_visible()
        page.locator(".note:target a.close").click()
        expect(page.locator(".note:target")).to_have_count(0)

        page.goto(address(page, "/conflicts", lang))
        page.locator("main a[href^='/conflicts/']").first.click()
        page.locator("main a[href^='/metrics/']").first.click()
        expect(page.locator("blockquote mark")).to_be_visible()

        page.fill("#q", SOUGHT[lang])
        page.locator(".find button").click()
        page.locator("main a[href^='/indicators/market-size']").first.click()
        expect(page.locator(".chart :is(svg, img):visible")).to_have_count(1)

        page.locator(".take > summary").click()
        expect(page.locator(".take code").first).to_contain_text("/api/v1/indicators/market-size?format=json")

        page.goto(address(page, REPORT, lang))
        page.locator("#show-uncited").check()
        colours = [
            page.locator(f".s.{kind}").first.evaluate("one => getComputedStyle(one).color") for kind in ("cited", "uncited")
        ]
        assert colours[0] != colours[1]
