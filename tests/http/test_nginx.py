"""benchmarks/nginx.conf in front of a live server: what nginx keeps, asks again, keeps apart, and gives while factbase is away."""

import asyncio
import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import update

from app.config import HOME, Settings
from app.main import create_app
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import Dataset, table
from app.store.transactions import write
from tests.conftest import fresh, loaded
from tests.support.live import free_port
from tests.support.nginx import NGINX, TEMPORARY, nginx

pytestmark = [pytest.mark.slow, pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt install nginx-light)")]
METRICS = "/api/v1/metrics?indicator=market-size"
PLAIN = {"Accept-Encoding": "identity"}
# seconds in which an answer of one second is old at the latest: nginx counts whole ones, on a busy machine
EXPIRY = 5


class Upstream:
    """factbase as a live server that keeps a list of what it was asked and what it said."""

    def __init__(self, settings: Settings) -> None:
        self.asked: list[tuple[str, str, int]] = []
        self.app = create_app(settings)
        self.port = free_port()
        config = uvicorn.Config(
            self.noting, port=self.port, log_level="warning", ws="none", lifespan="off", interface="asgi3"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    async def noting(self, scope: Any, receive: Any, send: Any) -> None:
        async def noted(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.asked.append((scope["method"], scope["path"], message["status"]))
            await send(message)

        await self.app(scope, receive, noted)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.app.state.close()


@contextmanager
def front(port: int, folder: Path) -> Iterator[httpx.Client]:
    """nginx with the configuration as it is but for its ports, and its temporary files, which are kept in a folder."""
    at = free_port()
    configuration = (HOME / "benchmarks" / "nginx.conf").read_text()
    for old, new in {
        "listen 8080;": f"listen 127.0.0.1:{at};",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{port};",
        "http {": f"http {{ access_log off; {TEMPORARY}",
    }.items():
        assert configuration.count(old) == 1
        configuration = configuration.replace(old, new)
    base = f"http://127.0.0.1:{at}"
    with nginx(configuration, folder, f"{base}/healthz"), httpx.Client(base_url=base, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def database(built: Build, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Settings:
    return loaded(fresh("sqlite", tmp_path_factory.mktemp("nginx"), request), built)


@pytest.fixture(scope="module")
def upstream(database: Settings) -> Iterator[Upstream]:
    upstream = Upstream(database)
    yield upstream
    upstream.stop()


@pytest.fixture
def client(upstream: Upstream, tmp_path: Path) -> Iterator[httpx.Client]:
    """nginx with nothing in its cache."""
    with front(upstream.port, tmp_path) as client:
        upstream.asked.clear()
        yield client


def cached(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.headers["x-cache"]


def once_expired(client: httpx.Client) -> httpx.Response:
    """The first answer that is not from the cache, or that nginx knows to be old: after one to two seconds."""
    end = time.monotonic() + EXPIRY
    while cached(answer := client.get(METRICS)) == (200, "HIT"):
        assert time.monotonic() < end
        time.sleep(0.05)
    return answer


def raw(client: httpx.Client, path: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
    with client.stream("GET", path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


def test_what_was_asked_before_does_not_reach_factbase(client: httpx.Client, upstream: Upstream) -> None:
    first, second = client.get(METRICS), client.get(METRICS)
    assert (cached(first), cached(second)) == ((200, "MISS"), (200, "HIT"))
    assert first.content == second.content
    own = {"date", "x-cache", "connection", "server"}
    headers = [{name: value for name, value in one.headers.items() if name not in own} for one in (first, second)]
    assert headers[0] == headers[1]
    assert headers[0]["cache-control"] == "public, max-age=60"
    tag = first.headers["etag"]
    assert tag.startswith('"')
    known = client.get(METRICS, headers={"If-None-Match": tag})
    assert (cached(known), known.content, known.headers["etag"]) == ((304, "HIT"), b"", tag)
    head = client.head(METRICS)
    assert (cached(head), head.content, head.headers["etag"]) == ((200, "HIT"), b"", tag)
    assert upstream.asked == [("GET", "/api/v1/metrics", 200)]


def test_a_head_fills_the_cache_for_who_wants_the_body(client: httpx.Client, upstream: Upstream) -> None:
    assert cached(client.head(METRICS)) == (200, "MISS")
    answer = client.get(METRICS)
    assert (cached(answer), answer.json()["data"] != []) == ((200, "HIT"), True)
    assert len(upstream.asked) == 1


def test_other_answers_of_an_address_are_kept_apart(client: httpx.Client, upstream: Upstream) -> None:
    asked: list[dict[str, str]] = [
        PLAIN,
        {"Accept-Encoding": "gzip"},
        PLAIN | {"Accept": "text/csv"},
        PLAIN | {"Accept-Language": "zh"},
        PLAIN | {"Host": "facts.example"},
    ]
    direct = httpx.Client(base_url=f"http://127.0.0.1:{upstream.port}")
    with direct:
        made = [raw(direct, METRICS, {"Host": client.base_url.netloc.decode()} | headers) for headers in asked]
    assert len({body for _, body in made}) == len(asked)  # of the host as well, whose addresses are in the rows
    for state in ("MISS", "HIT"):
        for headers, (expected, body) in zip(asked, made, strict=True):
            answer, found = raw(client, METRICS, headers)
            assert (cached(answer), found) == ((200, state), body), headers
            assert answer.headers["etag"] == expected.headers["etag"], headers
            assert answer.headers.get("content-encoding") == expected.headers.get("content-encoding"), headers
    assert gzip.decompress(made[1][1]) == made[0][1]


@pytest.mark.parametrize(("path", "status"), [
    ("/api/v1/metrics?limit=0", 422), ("/api/v1/metrics/met_none", 404), ("/api/v1/metrics?q=" + "a" * 17_000, 414),
    ("/healthz", 200), ("/readyz", 200),
])  # fmt: skip
def test_what_says_how_things_are_now_is_not_kept(client: httpx.Client, upstream: Upstream, path: str, status: int) -> None:
    answers = [client.get(path) for _ in range(2)]
    assert [cached(answer) for answer in answers] == [(status, "MISS")] * 2
    assert [asked[2] for asked in upstream.asked] == [status] * 2
    assert answers[0].content == answers[1].content


def test_many_who_ask_at_once_are_one_request(client: httpx.Client, upstream: Upstream) -> None:
    async def ask() -> set[bytes]:
        async with httpx.AsyncClient(base_url=client.base_url, timeout=30) as many:
            return {answer.content for answer in await asyncio.gather(*(many.get(METRICS) for _ in range(20)))}

    assert len(asyncio.run(ask())) == 1
    assert len(upstream.asked) == 1


def test_a_file_streams_through_and_is_kept_whole(client: httpx.Client, upstream: Upstream) -> None:
    path = "/api/v1/claims?format=csv"
    first, second = client.get(path), client.get(path)
    assert (cached(first), cached(second)) == ((200, "MISS"), (200, "HIT"))
    assert first.content == second.content
    assert "content-length" not in first.headers  # rows went out while others were read
    assert len(upstream.asked) == 1


def test_links_have_the_scheme_that_the_proxy_was_asked_by(upstream: Upstream) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{upstream.port}") as client:
        for scheme in ("https", "http", "https"):
            answer = client.get("/api/v1/entities/baidu", headers={"X-Forwarded-Proto": scheme})
            assert answer.links["cite-as"]["url"] == f"{scheme}://127.0.0.1:{upstream.port}/api/v1/entities/baidu"


def test_an_old_answer_is_asked_for_again_and_given_while_factbase_is_away(database: Settings, tmp_path: Path) -> None:
    upstream = Upstream(database.model_copy(update={"max_age": 1}))
    try:
        with front(upstream.port, tmp_path) as client:
            upstream.asked.clear()
            first = client.get(METRICS)
            same = once_expired(client)
            assert (cached(same), same.content) == ((200, "REVALIDATED"), first.content)
            assert [status for *_, status in upstream.asked] == [200, 304]

            engine = open_engine(database)
            with write(engine) as connection:
                connection.execute(update(table(Dataset)).values(version="later"))
            engine.dispose()
            changed = once_expired(client)
            assert (cached(changed), changed.headers["dataset-version"]) == ((200, "EXPIRED"), "later")
            assert changed.headers["etag"] != first.headers["etag"]
            assert [status for *_, status in upstream.asked] == [200, 304, 200]

            upstream.stop()
            stale = once_expired(client)
            assert (cached(stale), stale.content) == ((200, "STALE"), changed.content)
            assert client.get(f"{METRICS}&limit=1").status_code == 502
    finally:
        upstream.stop()
