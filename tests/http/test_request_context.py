"""One object made from the request decides: no client can change the answer that another one gets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import Settings
from app.http.caching import CachedResponse, ResponseCache, header_lines
from app.http.request_context import ContextReader
from app.main import create_app
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.openapi import described

Lines = list[tuple[bytes, bytes]]
PATHS = ("/api/v1/units?limit=2", "/api/v1/units/CNY", "/api/v1/units?limit=1&cursor=", "/api/v1/documents")
CLEAN: Lines = [(b"host", b"good.example"), (b"accept", b"application/json")]
VALUES = {
    b"accept": [b"text/csv", b"application/json", b"*/*", b"text/csv;q=0.1", b"", b"application/x-ndjson", b"nonsense", b"a" * 2000],
    b"accept-language": [b"zh", b"en", b"fr", b"zh;q=0", b"", b"en;q=0.1, zh"],
    b"accept-encoding": [b"gzip", b"identity", b"gzip;q=0, *", b"*", b""],
    b"host": [b"good.example", b"evil.example", b"good.example:80", b"", b"a b"],
    b"x-forwarded-host": [b"evil.example", b"a, evil.example"],
    b"x-forwarded-proto": [b"https", b"gopher"],
    b"x-forwarded-prefix": [b"/evil", b"//evil.example", b"javascript:"],
    b"if-none-match": [b'"x"', b"*", b"W/\"x\""],
    b"if-modified-since": [b"Mon, 01 Jan 99999999999999 00:00:00 GMT", b"yesterday", b"Mon, 01 Jan 2024 00:00:00 GMT"],
}  # fmt: skip
HEADERS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name]))), max_size=6
)


@pytest.fixture(scope="module")
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Build) -> Settings:
    return loaded(fresh("sqlite", tmp_path_factory.mktemp("context"), request), built)


@pytest.fixture(scope="module")
def pair(held: Settings) -> Iterator[tuple[Any, Any]]:
    """The service, and the same without a cache."""
    apps = described(create_app(held)), described(create_app(held.model_copy(update={"cache_bytes": 0})))
    yield apps
    for app in apps:
        app.state.close()


async def ask(app: Any, path: str, lines: Lines, peer: str = "203.0.113.9", root_path: str = "") -> tuple[int, Any, bytes]:
    """Status, headers and body of the answer to these very header lines."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": root_path + path, "raw_path": (root_path + path).encode(), "query_string": query.encode(),
        "root_path": root_path, "client": (peer, 1), "server": ("127.0.0.1", 8000), "headers": lines,
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        await anyio.sleep_forever()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.lower(): value for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.slow
@settings(max_examples=200)
@given(path=st.sampled_from(PATHS), hostile=st.lists(HEADERS, min_size=1, max_size=3), duplicated=st.booleans())
def test_no_request_changes_the_answer_of_another(
    pair: tuple[Any, Any], path: str, hostile: list[Lines], duplicated: bool
) -> None:
    async def compare() -> None:
        for lines in hostile:
            status, *_ = await ask(pair[0], path, [*(CLEAN[:1] if duplicated else []), *lines])
            assert status in {200, 304, 400, 406, 422, 431}
        assert await ask(pair[0], path, CLEAN) == await ask(pair[1], path, CLEAN)

    anyio.run(compare)


@pytest.mark.parametrize(("lines", "media_type", "language"), [
    ([(b"accept", b"text/csv"), (b"accept", b"application/json")], b"text/csv", b"en"),
    ([(b"accept", b"text/csv;q=0.5"), (b"accept", b"application/json")], b"application/json", b"en"),
    ([(b"accept-language", b"fr"), (b"accept-language", b"zh")], b"application/json", b"zh"),
])  # fmt: skip
def test_several_lines_are_one_list(pair: tuple[Any, Any], lines: Lines, media_type: bytes, language: bytes) -> None:
    for app in pair:
        _, headers, _ = anyio.run(lambda app=app: ask(app, PATHS[0], [CLEAN[0], *lines]))
        assert headers[b"content-type"].startswith(media_type)
        assert headers[b"content-language"] == language


def test_two_lines_of_tags_are_one_list(pair: tuple[Any, Any]) -> None:
    _, headers, _ = anyio.run(lambda: ask(pair[0], PATHS[0], CLEAN))
    lines = [*CLEAN, (b"if-none-match", headers[b"etag"]), (b"if-none-match", b'"other"')]
    assert anyio.run(lambda: ask(pair[0], PATHS[0], lines))[0] == 304


@pytest.mark.parametrize(("changes", "peer", "root_path", "lines", "base"), [
    ({}, "203.0.113.9", "", [], "http://good.example"),
    ({}, "203.0.113.9", "", [(b"x-forwarded-host", b"evil.example"), (b"x-forwarded-prefix", b"/evil")], "http://good.example"),
    ({}, "127.0.0.1", "", [(b"x-forwarded-host", b"facts.example"), (b"x-forwarded-proto", b"https")], "https://facts.example"),
    ({}, "127.0.0.1", "", [(b"x-forwarded-prefix", b"/factbase/")], "http://good.example/factbase"),
    ({}, "127.0.0.1", "", [(b"x-forwarded-prefix", b"//evil.example")], "http://good.example"),
    ({"trusted_proxies": ["203.0.113.0/24"]}, "203.0.113.9", "", [(b"x-forwarded-proto", b"https")], "https://good.example"),
    ({}, "::ffff:127.0.0.1", "", [(b"x-forwarded-proto", b"https"), (b"x-forwarded-prefix", b"/a%20b")], "https://good.example/a%20b"),
    ({"trusted_proxies": ["203.0.113.0/24"]}, "127.0.0.1", "", [(b"x-forwarded-proto", b"https")], "http://good.example"),
    ({}, "203.0.113.9", "/factbase", [], "http://good.example/factbase"),
    ({}, "203.0.113.9", "/事实", [], "http://good.example/%E4%BA%8B%E5%AE%9E"),
    ({"public_url": "https://facts.example/f/"}, "203.0.113.9", "", [], "https://facts.example/f"),
    ({"allowed_hosts": ["facts.example"]}, "203.0.113.9", "", [], ""),
    ({"allowed_hosts": ["good.example"]}, "203.0.113.9", "", [], "http://good.example"),
])  # fmt: skip
def test_links_begin_where_the_service_is_known(
    held: Settings, changes: dict[str, Any], peer: str, root_path: str, lines: Lines, base: str
) -> None:
    app = create_app(held.model_copy(update=changes))
    prefix = "" if base in {"", "http://good.example"} else urlsplit(base).path
    _, headers, _ = anyio.run(lambda: ask(app, "/api/v1/units/CNY", [*CLEAN, *lines], peer, root_path))
    link = headers[b"link"].decode()
    assert f'<{base}/api/v1/units/CNY>; rel="cite-as"' in link
    assert f"<{prefix}/api/v1/fields?list=units>" in link
    _, headers, body = anyio.run(lambda: ask(app, "/api/v1/units?limit=1", [*CLEAN, *lines], peer, root_path))
    assert headers[b"link"].decode().startswith(f"<{prefix}/api/v1/units?limit=1&cursor=")
    _, _, body = anyio.run(lambda: ask(app, "/api/v1/units?x=1", [*CLEAN, *lines], peer, root_path))
    assert f'"type":"{prefix}/problems/invalid-parameter"' in body.decode()
    status, headers, _ = anyio.run(lambda: ask(app, "/api/v1/units/?limit=1", [*CLEAN, *lines], peer, root_path))
    assert (status, headers[b"location"].decode()) == (307, f"{prefix}/api/v1/units?limit=1")
    app.state.close()


def test_a_date_of_fourteen_digits_is_ignored(pair: tuple[Any, Any], tmp_path: Path) -> None:
    lines = [*CLEAN, (b"if-modified-since", b"Mon, 01 Jan 99999999999999 00:00:00 GMT")]
    for path in (*PATHS, "/", "/healthz", "/docs", "/openapi.json", "/guide"):
        assert anyio.run(lambda path=path: ask(pair[0], path, lines))[0] < 500, path


LONG = b", ".join(b"x/%d" % number for number in range(2000))


@pytest.mark.parametrize(("one", "other", "is_same"), [
    ([(b"accept", b"application/json")], [(b"accept", b"application/json, " + LONG)], True),
    ([(b"accept", b"text/csv")], [(b"accept", b"text/csv"), (b"accept", LONG)], True),
    ([], [(b"accept-language", b"fr, " + LONG)], True),
    ([], [(b"accept-encoding", b"br")], True),
    ([(b"accept", b"text/csv")], [(b"accept", LONG + b", application/json")], False),
    ([], [(b"accept-language", b"fr, " + LONG + b", zh")], False),
])  # fmt: skip
def test_what_says_nothing_of_the_answer_is_in_no_key(one: Lines, other: Lines, is_same: bool) -> None:
    """Else each made-up header would take the room of an answer in the cache."""
    reader = ContextReader(Settings())
    scope = {"scheme": "http", "path": "/api/v1/units", "query_string": b"", "client": ("203.0.113.9", 1)}
    keys = [reader.read({**scope, "headers": [CLEAN[0], *lines]}).key for lines in (one, other)]
    assert (keys[0] == keys[1]) is is_same


@pytest.mark.parametrize("host", [b"a" * 254 + b":65535.", b"a" * 16_000, b"a b", b"a\x00"])
def test_what_is_no_host_is_refused(pair: tuple[Any, Any], host: bytes) -> None:
    assert anyio.run(lambda: ask(pair[0], "/healthz", [(b"host", host)]))[0] == 400


def test_the_cache_counts_the_bytes_of_addresses_and_headers() -> None:
    cache = ResponseCache(1 << 20)
    assert cache.get("any", "v") is None
    for number in range(200):
        asked = ("/api/v1/metrics", b"%d" % number + b"&" * 8000)
        lines = [(b"link", b"l" * 8000)]
        cache.put(asked, CachedResponse(asked, "v", lines, b"{}", b"", b"", header_lines(lines)))
    held = [number for number in range(200) if cache.get(("/api/v1/metrics", b"%d" % number + b"&" * 8000), "v")]
    assert 35 < len(held) <= (1 << 20) // 24_000
