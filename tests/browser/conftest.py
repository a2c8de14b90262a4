"""A real Chromium and a real server. Without a Chromium these tests are skipped, which pytest says in one line."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from app.config import Settings
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.live import served

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"))), None
)
# a machine that does much else is slow, and no page is at fault
PATIENCE = 60_000  # milliseconds
expect.set_options(timeout=PATIENCE)
PHONE, DESKTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}


@pytest.fixture(scope="package")
def site(built: Build, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server on SQLite, for reading only."""
    if CHROMIUM is None:
        pytest.skip("no Chromium (apt install chromium)")
    folder = tmp_path_factory.mktemp("site")
    settings: Settings = loaded(fresh("sqlite", folder, request), built)
    with served(settings, folder) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="package")
def chromium(site: str) -> Iterator[Browser]:
    """Ends with these tests: while it runs, Playwright's event loop does, and no other test can have one in its thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def windows(chromium: Browser) -> Iterator[dict[str, Page]]:
    """Windows by their options, for the next test that opens one alike: a new one takes as long as three pages."""
    kept: dict[str, Page] = {}
    yield kept
    for page in kept.values():
        page.context.close()


Opened = Callable[..., Any]


@pytest.fixture
def opened(chromium: Browser, site: str, windows: dict[str, Page]) -> Opened:
    """Opens a path in a window with these options, and fails where the page wrote an error, or loaded from elsewhere.

    That a page is itself an answer of 4xx is no error of the page, although Chromium writes it among them.
    """

    @contextmanager
    def open_(path: str, **options: Any) -> Iterator[Page]:
        options = {"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "UTC"} | options
        # one that a test has failed in is not used again
        page = windows.pop(str(options), None) or _window(chromium, options)
        errors: list[str] = []
        listeners: dict[Any, Callable[[Any], None]] = {
            "console": lambda one: errors.append(one.text) if one.type == "error" and not _refuses(page, one) else None,
            "pageerror": lambda error: errors.append(str(error)),
            "request": lambda one: (
                None if one.url.startswith((site, "data:", "file:")) else errors.append(f"loads {one.url}")
            ),
        }
        for event, listener in listeners.items():
            page.on(event, listener)
        page.goto(site + path)
        try:
            yield page
            assert errors == []
        except BaseException:
            page.context.close()
            raise
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        page.emulate_media(media="null")
        page.goto("about:blank")
        assert page.context.cookies() == [], "they would be the next test's as well"
        windows[str(options)] = page

    return open_


def _window(chromium: Browser, options: dict[str, Any]) -> Page:
    context = chromium.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def _refuses(page: Page, message: ConsoleMessage) -> bool:
    """Whether the message says that the page's own address was answered with 404 or 422."""
    own = message.location["url"] == page.url
    return own and re.search(r"responded with a status of 4(?:04|22)\b", message.text) is not None
