"""The service under a path behind a real nginx, and by uvicorn's `--root-path`: every address that it hands out can be asked for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.live import free_port, served
from tests.support.nginx import NGINX, TEMPORARY, nginx
from tests.support.openapi import described

PREFIX = "/factbase"
PATHS = (
    "/", "/api/v1/metrics?limit=2&include=sources", "/api/v1/claims/clm_kbq74es65vqi", "/api/v1/search?q=baidu",
    "/api/v1/suggest?q=bai", "/api/v1/series?indicator=market-size&entity=china-llm-market&unit=CNY",
    "/api/v1/aggregate?group_by=status", "/api/v1/fields", "/api/v1/documents/china-llm-industry-2025/coverage", "/api/v1/metrics?nothing=1",
    "/series?indicator=market-size&unit=CNY", "/aggregate?group_by=year",
    "/problems/not-found", "/guide", "/llms.txt", "/docs", "/docs/swagger", "/redoc", "/openapi.json", "/integrations",
)  # fmt: skip
# addresses of the service as answers write them: in JSON, in `Link` headers, in pages
_LOCAL = re.compile(
    r"""(?<=["'<(])(/(?:factbase/)?(?:api/v1|problems|docs|redoc|guide|llms|openapi|static|integrations)[^"'<>)\s]*)"""
)
# addresses that texts name, in either language; those below `/-/` are of another program
_NAMED = re.compile(r"(?:`|<code>)(?:GET )?(/(?!-/)[a-z][^`<\s]*)")
TEXTS = (
    "/guide",
    "/guide.md",
    "/docs",
    "/llms.txt",
    "/openapi.json",
    "/api/v1/fields",
    "/problems/unavailable",
    "/problems/not-found",
)
_CONFIGURATION = """
events {{}}
http {{ access_log off; {temporary}
  server {{ listen 127.0.0.1:{at};
    location {prefix}/ {{ proxy_pass http://127.0.0.1:{port}/; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Prefix {prefix}; }} }} }}
"""


@pytest.fixture(scope="module")
def database(built: Build, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Settings:
    return loaded(fresh("sqlite", tmp_path_factory.mktemp("path"), request), built)


@contextmanager
def front(port: int, folder: Path) -> Iterator[str]:
    at = free_port()
    base = f"http://127.0.0.1:{at}"
    configuration = _CONFIGURATION.format(temporary=TEMPORARY, at=at, prefix=PREFIX, port=port)
    with nginx(configuration, folder, f"{base}{PREFIX}/healthz"):
        yield base


def addresses(answer: httpx.Response) -> set[str]:
    """What an answer names of the service, but the paths of an OpenAPI document, which are relative to its server."""
    text = answer.text.replace("</redoc>", "") + answer.headers.get("link", "")
    if answer.request.url.path.endswith("/openapi.json"):
        document: dict[str, Any] = answer.json()
        assert document["servers"] == [{"url": PREFIX}]
        document.pop("paths")
        text = str(document)
    return set(_LOCAL.findall(text))


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt install nginx-light)")
def test_every_address_carries_the_path_behind_nginx(database: Settings, tmp_path: Path) -> None:
    with served(database, tmp_path) as server, front(server.port, tmp_path) as base, httpx.Client(timeout=30) as client:
        asked: set[str] = set()
        for path in PATHS:
            answer = client.get(f"{base}{PREFIX}{path}")
            assert answer.status_code == (422 if "nothing" in path else 200), path
            found = addresses(answer)
            # these have whole addresses, for programs elsewhere
            assert found or (path in {"/llms.txt", "/guide", "/integrations"} and f"{base}{PREFIX}/" in answer.text), path
            for address in sorted(found - asked)[:12]:
                asked.add(address)
                assert address.startswith(f"{PREFIX}/"), (path, address)
                if "<" not in address and "{" not in address:
                    # some need parameters, but there is something at each, save what the example of a 410 was made for
                    expected = {404} if address.endswith("/clm_aaaaaaaaaaaa") else {200, 422}
                    assert client.get(urljoin(base, address)).status_code in expected, (path, address)
        page = client.get(f"{base}{PREFIX}/api/v1/metrics?limit=2")
        assert page.links["next"]["url"].startswith(f"{PREFIX}/api/v1/metrics?")
        assert client.get(urljoin(base, page.links["next"]["url"])).status_code == 200
        assert f"{base}{PREFIX}/api/v1/" in client.get(f"{base}{PREFIX}/llms.txt").text


@pytest.mark.anyio
async def test_every_address_carries_the_root_path_of_uvicorn(database: Settings) -> None:
    app = described(create_app(database))
    # as uvicorn has it since 0.26: the path with the root path before it
    transport = httpx.ASGITransport(app=app, root_path=PREFIX)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://test{PREFIX}") as client:
        for path in PATHS:
            answer = await client.get(path)
            assert answer.status_code == (422 if "nothing" in path else 200), path
            assert all(address.startswith(f"{PREFIX}/") for address in addresses(answer)), (path, addresses(answer))
        for path in TEXTS:
            for lang in ("en", "zh"):
                named = set(_NAMED.findall((await client.get(f"{path}?lang={lang}")).text))
                assert named, path
                assert {address for address in named if not address.startswith(f"{PREFIX}/")} == set(), path
    app.state.close()
