"""HTTP around the answers: tags, conditions, compression, CORS, HEAD, OPTIONS, and never an old answer for a new version."""

import gzip
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from app.config import Settings
from app.http.compression import Compressor
from app.main import create_app
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.tables import Dataset, Document, columns, table
from app.store.transactions import write
from tests.conftest import loaded

pytestmark = pytest.mark.anyio
METRICS = "/api/v1/metrics?indicator=market-size"
PLAIN = {"Accept-Encoding": "identity"}


async def test_an_answer_says_what_caches_and_programs_need(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{METRICS}&limit=2", headers=PLAIN)
    headers = dict(answer.headers)
    assert headers["etag"].startswith('"')
    assert headers["dataset-version"] == answer.json()["dataset"]["version"]
    assert headers["cache-control"] == "public, max-age=60"
    assert headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
    assert headers["content-language"] == "en"
    assert headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Link", "Dataset-Version"} <= set(headers["access-control-expose-headers"].split(", "))
    assert headers["last-modified"].endswith("GMT")
    links = answer.links
    following = (await client.get(links["next"]["url"])).json()
    assert following["data"][0]["id"] not in {row["id"] for row in answer.json()["data"]}
    assert links["describedby"]["url"] == "/api/v1/fields?list=metrics"


@pytest.mark.parametrize("path", [METRICS, "/api/v1/entities/baidu", "/api/v1/search?q=百度", f"{METRICS}&format=csv"])
async def test_who_has_the_answer_is_told_so(client: httpx.AsyncClient, path: str) -> None:
    first = await client.get(path)
    tag = first.headers["etag"]
    for header in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-None-Match": "*"}):
        again = await client.get(path, headers=header)
        assert (again.status_code, again.content) == (304, b""), header
        assert again.headers["etag"] == tag
        assert again.headers["vary"] == first.headers["vary"]
    since = first.headers["last-modified"]
    assert (await client.get(path, headers={"If-Modified-Since": since})).status_code == 304
    for header in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": since},
        {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert (await client.get(path, headers=header)).content == first.content, header


async def test_what_is_not_there_matches_no_tag(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/claims/clm_none", headers={"If-None-Match": "*"})).status_code == 404
    assert (await client.get("/api/v1/metrics?limit=0", headers={"If-None-Match": "*"})).status_code == 422


async def test_other_bytes_have_another_tag(client: httpx.AsyncClient) -> None:
    requests: list[tuple[str, dict[str, str]]] = [
        (METRICS, PLAIN),
        (METRICS, {"Accept-Encoding": "gzip"}),
        (METRICS, PLAIN | {"Accept": "text/csv"}),
        (METRICS, PLAIN | {"Accept-Language": "zh"}),
        (f"{METRICS}&limit=1", PLAIN),
    ]
    answers = [await client.get(path, headers=headers) for path, headers in requests]
    assert len({answer.headers["etag"] for answer in answers}) == len(requests)
    again = [await client.get(path, headers=headers) for path, headers in requests]
    assert [(one.headers["etag"], one.content) for one in again] == [(one.headers["etag"], one.content) for one in answers]


@pytest.mark.parametrize(("encoding", "packed"), [
    ("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("identity", False), ("br", False), ("", False),
])  # fmt: skip
@pytest.mark.parametrize("path", [METRICS, f"{METRICS}&format=csv"])
async def test_compressed_only_where_it_is_taken(client: httpx.AsyncClient, path: str, encoding: str, packed: bool) -> None:
    plain = await client.get(path, headers=PLAIN)
    async with client.stream("GET", path, headers={"Accept-Encoding": encoding}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert (gzip.decompress(raw) if packed else raw) == plain.content


async def test_what_is_not_there_is_told_by_the_address_that_was_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/nothing", headers={"X-Forwarded-Prefix": "/factbase"})
    assert answer.json()["detail"] == "there is nothing at /factbase/api/v1/nothing; /factbase/ lists all resources"


@pytest.mark.parametrize("size", [1000, 1 << 16, 99_999])
def test_what_is_compressed_is_the_same_bytes_however_its_parts_come(size: int) -> None:
    body = b"".join(b"%d," % number for number in range(60_000))
    packed = []
    for step in (len(body), size):
        one = Compressor()
        parts = [body[start : start + step] for start in range(0, len(body), step)]
        headers = {b"content-type": b"text/csv"}
        written = [one.begin(headers, {"body": b"", "more_body": True})]
        written += [one.next({"body": part, "more_body": part is not parts[-1]}) for part in parts]
        packed.append(b"".join(written))
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == body


@pytest.mark.parametrize(
    "path",
    [METRICS, f"{METRICS}&format=csv", "/api/v1/claims?format=parquet", "/api/v1/nothing", "/healthz", "/openapi.json"],
)
async def test_head_is_get_without_the_body(client: httpx.AsyncClient, path: str) -> None:
    get, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert dict(head.headers) == dict(get.headers)
    # the client drops what a body an answer to HEAD has
    transport = client._transport
    assert isinstance(transport, httpx.ASGITransport)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    name, _, query = path.partition("?")
    scope = {"type": "http", "method": "HEAD", "path": name, "query_string": query.encode(), "headers": []}
    await transport.app({**scope, "scheme": "http", "root_path": "", "server": ("test", 80)}, receive, send)
    assert [one for one in sent if one.get("body")] == []


async def test_options_and_preflight(client: httpx.AsyncClient) -> None:
    plain = await client.options("/api/v1/metrics")
    assert (plain.status_code, plain.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    preflight = await client.options("/api/v1/metrics", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    allowed = set(preflight.headers["access-control-allow-headers"].split(", "))
    assert allowed > {"If-None-Match", "Content-Type", "Authorization", "X-Requested-With", "Cache-Control", "Traceparent"}
    assert (await client.options("/api/v1/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "policy"),
    [
        ("GET", "/metrics", "frame-ancestors 'none'"),
        ("POST", "/metrics", "frame-ancestors 'none'"),
        ("GET", "/metrics?nothing=1", "frame-ancestors 'none'"),
        ("GET", "/docs/swagger", "frame-ancestors 'none'"),
        ("GET", "/embed/metrics?indicator=user-count", "frame-ancestors *"),
        ("GET", "/embed/nothing", "frame-ancestors *"),
        ("GET", "/api/v1/series?indicator=market-size&unit=CNY&entity=china-llm-market&format=svg", "default-src 'none'"),
        ("GET", "/favicon.svg", "default-src 'none'"),
        ("GET", f"{METRICS}&format=csv", ""),
    ],
)
async def test_what_a_browser_shows_carries_its_policy(
    client: httpx.AsyncClient, method: str, path: str, policy: str
) -> None:
    answer = await client.request(method, path, headers={"Accept": "text/html,*/*;q=0.5"})
    assert policy in answer.headers.get("content-security-policy", "")
    assert answer.headers["x-content-type-options"] == "nosniff"
    is_page = answer.headers["content-type"].startswith("text/html")
    assert is_page == ("frame" in policy)
    assert ("referrer-policy" in answer.headers) == is_page


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/api/v1/metrics")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["type"] == "/problems/method-not-allowed"


async def test_a_megabyte_of_query_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/metrics?q=" + "a" * 60_000)
    assert (answer.status_code, answer.json()["type"]) == (414, "/problems/uri-too-long")


@pytest.mark.slow
async def test_no_answer_is_older_than_its_version(empty: Settings, built: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change made by another process is seen at the next look, and an answer made meanwhile is never filed as older."""
    engine = open_engine(loaded(empty, built))
    now = 0.0
    monkeypatch.setattr("app.http.current_version.time.monotonic", lambda: now)
    app = create_app(empty)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:

        async def ask(limit: int) -> tuple[str, str]:
            body: dict[str, Any] = (await client.get("/api/v1/documents", params={"limit": limit})).json()
            return body["dataset"]["version"], body["data"][0]["title_en"]

        async def has_it(tag: str) -> int:
            return (await client.get("/api/v1/documents", params={"limit": 1}, headers={"If-None-Match": tag})).status_code

        old = await ask(1)
        tag = (await client.get("/api/v1/documents", params={"limit": 1})).headers["etag"]
        assert await has_it(tag) == 304
        assert await ask(1) == old
        with write(engine) as connection:
            connection.execute(update(table(Document)).values(title_en="another"))
            connection.execute(update(table(Dataset)).values(version="later"))
        assert columns(Dataset) is not None
        assert await ask(1) == old  # within the half second, whole and as it was
        assert await ask(2) == ("later", "another")  # an answer made now is of now
        assert await ask(1) == ("later", "another")  # and from then on everything is
        now += 1
        assert await ask(1) == ("later", "another")
        assert await has_it(tag) == 200  # the tag is of the older version
    app.state.close()
    engine.dispose()
