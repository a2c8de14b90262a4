"""`make screenshots`: a picture of each kind of page of a running service, phone and desktop, light and dark, in both languages.

`report.webp` and `dashboard.webp` are those of the README and the guide, kept in `app/pages/static`.
"""

import base64
import json
import sys
from itertools import product
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, DESKTOP, PHONE

PAGES = {
    "home": "/", "figures": "/metrics", "chart": "/metrics?indicator=market-size&unit=CNY&entity=china-llm-market", "claims": "/claims",
    "entities": "/entities", "entity": "/entities/baidu", "indicators": "/indicators", "indicator": "/indicators/market-size",
    "sources": "/sources", "publishers": "/publishers", "conflicts": "/conflicts", "corroborations": "/corroborations",
    "documents": "/documents", "report": "/documents/china-llm-industry-2025", "facets": "/metrics?status=forecast&part=facets",
    "points": "/metrics?unit=rank&part=chart", "series": "/series?indicator=market-size&unit=CNY&entity=china-llm-market",
    "periods": "/series?indicator=market-size&unit=CNY&shape=wide", "groups": "/aggregate?group_by=publisher_kind",
    "search": "/search?q=百度", "nothing": "/search?q=xyzzyx", "problem": "/metrics?entity=baidoo", "missing": "/no-such-page",
    "kind": "/problems/not-found", "dashboard": "/dashboard", "dashboards": "/dashboards", "reference": "/docs", "guide": "/guide",
    "tools": "/integrations", "frame": "/embed/series?indicator=market-size&unit=CNY&entity=china-llm-market",
}  # fmt: skip


_SHOWN = {"report": "/documents/china-llm-industry-2025#met_p33xbfxg5uvd", "dashboard": "/dashboard"}


def picture(page: Page, address: str) -> bytes:
    """A page as a small file."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1000)
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 55})
    return base64.b64decode(taken["data"])


def objects(base: str) -> dict[str, str]:
    """A page of each kind of object that no other page here is of: the first of its list."""
    found = {}
    for one in ("metric", "claim", "source", "publisher", "conflict", "corroboration"):
        with urlopen(f"{base}/api/v1/{one}s?limit=1") as answer:
            (row,) = json.load(answer)["data"]
        found[one] = f"/{one}s/{row.get('slug') or row['id']}"
    return found


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
            for name, path in (PAGES | objects(base)).items():
                address = base + path + (("&" if "?" in path else "?") + "lang=zh" if lang == "zh" else "")
                # with what is fetched when it is seen
                page.goto(address, wait_until="networkidle")
                page.evaluate("document.fonts.ready")
                page.screenshot(path=folder / f"{name}-{screen}-{scheme}-{lang}.png")
            context.close()
        page = browser.new_page(viewport={"width": 1400, "height": 800}, color_scheme="light")
        for name, path in _SHOWN.items():
            (folder / f"{name}.webp").write_bytes(picture(page, base + path))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
