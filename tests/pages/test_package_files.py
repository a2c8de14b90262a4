"""What is installed under a running process changes none of its pages."""

import io
from typing import Any

import httpx
import pytest

from app.pages import assets, rendering

pytestmark = pytest.mark.anyio
PATHS = (
    "/home",
    "/metrics?limit=1",
    "/guide?lang=zh",
    "/guide.md",
    "/integrations",
    "/integrations/framework.zip",
    "/favicon.svg",
)


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_pages_read_no_file_of_the_package(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    rendering.environment.cache_clear()
    assets._packed.cache_clear()
    open_ = io.open

    def open_other(file: Any, *rest: Any, **options: Any) -> Any:
        assert "/app/pages/" not in str(file), file
        return open_(file, *rest, **options)

    for name in ("builtins.open", "io.open"):
        monkeypatch.setattr(name, open_other)
    for path in (*PATHS, assets.asset("factbase.css")):
        assert (await client.get(path, headers={"Accept": "text/html"})).status_code == 200, path
