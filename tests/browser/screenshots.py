"""`make screenshots`: a picture of each kind of page of a running service, phone and desktop, light and dark, in both languages."""

import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, DESKTOP, PHONE

PAGES = {
    "home": "/", "figures": "/metrics", "chart": "/metrics?indicator=market-size&unit=CNY&entity=china-llm-market", "claims": "/claims",
    "entity": "/entities/baidu", "indicator": "/indicators/market-size", "sources": "/sources", "conflicts": "/conflicts",
    "search": "/search?q=百度", "problem": "/metrics?entity=baidoo", "report": "/documents/china-llm-industry-2025",
}  # fmt: skip


def main(base: str, folder: Path) -> None:
    """Write the pictures of the service at `base` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for (screen, size), scheme, lang in product(
            (("phone", PHONE), ("desktop", DESKTOP)), ("light", "dark"), ("en", "zh")
        ):
            context = browser.new_context(viewport=size, color_scheme=scheme, timezone_id="UTC")
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(base + path + (("&" if "?" in path else "?") + "lang=zh" if lang == "zh" else ""))
                page.evaluate("document.fonts.ready")
                page.screenshot(path=folder / f"{name}-{screen}-{scheme}-{lang}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
