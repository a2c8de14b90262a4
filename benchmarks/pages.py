"""What the pages of a running service weigh and take: `python -m benchmarks.pages ADDRESS`.

First in a headless Chromium with an empty cache, 1280 by 900: bytes as sent, requests, first contentful paint, layout shift
(W3C Paint Timing and Layout Instability), and the frames while a page is scrolled from top to end. Then each page against the
JSON of the same rows, in turn: cached, and with a parameter that no answer before had.
"""

import itertools
import statistics
import sys
import time

import httpx
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from app.vocabulary.addresses import API
from tests.browser.conftest import CHROMIUM, DESKTOP

PAGES = {
    "home": "/home", "figures": "/metrics", "figures with a chart": "/metrics?indicator=market-size&unit=CNY&entity=china-llm-market",
    "sentences": "/claims", "entities": "/entities", "entity": "/entities/baidu", "indicator": "/indicators/market-size",
    "sources": "/sources", "publishers": "/publishers", "conflicts": "/conflicts", "corroborations": "/corroborations",
    "search": "/search?q=大模型", "report": "/documents/china-llm-industry-2025", "dashboard": "/dashboard", "reference": "/docs",
}  # fmt: skip
# lists whose page and JSON are compared, each with a filter that lets all rows through
COMPARED = {
    "/metrics": "quote__ne",
    "/claims": "text__ne",
    "/entities": "name_en__ne",
    "/sources": "title__ne",
}
_TIMES = 20
# other at every run
_numbers = itertools.count(time.time_ns())
_WATCH = """
window.shift = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value; })
  .observe({type: 'layout-shift', buffered: true});
"""
_SCROLL = """
async () => {
  const frames = [], step = innerHeight / 4;
  let before = performance.now();
  document.documentElement.style.scrollBehavior = 'auto';
  while (scrollY + innerHeight < document.documentElement.scrollHeight - 1 && frames.length < 600) {
    scrollBy(0, step);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - before);
    before = now;
  }
  return frames.sort((a, b) => a - b);
}
"""


def main(base: str) -> None:
    table = Table(
        "page", "bytes", "of the page", "requests", "first paint, ms", "shift", "frames", "p95 frame, ms", "longest, ms"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, path in PAGES.items():
            table.add_row(name, *seen(browser, base + path))
        browser.close()
    compared = Table("list", "page cached, ms", "JSON cached, ms", "page new, ms", "JSON new, ms")
    with httpx.Client(base_url=base, headers={"Accept-Encoding": "gzip"}) as client:
        for path, filter_ in COMPARED.items():
            compared.add_row(path, *against_json(client, path, filter_))
    console = Console(width=140)
    console.print(table, compared)


def seen(browser: Browser, address: str) -> list[str]:
    """A page as a reader with an empty cache gets it."""
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, float] = {}
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    asked: list[str] = []
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["requestId"]))
    page.add_init_script(_WATCH)
    page.goto(address, wait_until="networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    frames = page.evaluate(_SCROLL) or [0.0]
    shift = page.evaluate("window.shift")
    context.close()
    return [
        f"{sum(sizes.values()):,.0f}", f"{sizes[asked[0]]:,.0f}", str(len(sizes)), f"{paint:.0f}", f"{shift:.3f}", str(len(frames)),
        f"{frames[int(len(frames) * 0.95)]:.0f}", f"{frames[-1]:.0f}",
    ]  # fmt: skip


def against_json(client: httpx.Client, path: str, filter_: str) -> list[str]:
    """Medians of a page and its JSON, asked for in turn."""
    page, rows = path + "?limit=50", API + path + "?limit=50"
    times: list[list[float]] = [[], [], [], []]
    for _ in range(_TIMES):
        new = [f"{address}&{filter_}={next(_numbers)}" for address in (page, rows)]
        for taken, address in zip(times, [page, rows, *new], strict=True):
            taken.append(_taken(client, address))
    return [f"{statistics.median(taken):.1f}" for taken in times]


def _taken(client: httpx.Client, address: str) -> float:
    """Milliseconds of an answer."""
    started = time.perf_counter()
    client.get(address).raise_for_status()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
