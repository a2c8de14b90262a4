"""Bounds on connections, on a live server: what is too long, too slow or no HTTP at all is refused, and nothing else suffers."""

import json
import os
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.protocol import HttpProtocol
from app.http.request_framing import encoded
from app.http.request_limits import MAX_ADDRESS, MAX_HEADERS
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.live import free_port, listens, served, until

pytestmark = pytest.mark.slow
IDLE = 2
HOST = b"Host: x\r\n"
EXPORT = "/api/v1/claims?format=csv"


# what is read from a connection before a database is asked
ANY_DATABASE = pytest.mark.parametrize("port", ["sqlite"], indirect=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Build) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("server")
    settings = loaded(fresh(request.param, folder, request), built)
    with served(settings.model_copy(update={"idle_timeout": IDLE}), folder) as server:
        yield server.port
    assert "Traceback" not in (folder / "serve.log").read_text(), "no client's doing is a bug of ours"


def ask(port: int, request: bytes, patience: float = IDLE * 10) -> bytes:
    """What comes back on a connection of its own until the server closes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


@ANY_DATABASE
@pytest.mark.parametrize(("request_", "status", "kind"), [
    (b"GET /" + b"a" * MAX_ADDRESS + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, "uri-too-long"),
    (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, "uri-too-long"),
    (b"GET /?q=" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, "uri-too-long"),
    (b"GET / HTTP/1.1\r\n" + HOST + b"Accept: " + b"a" * MAX_HEADERS + b"\r\n\r\n", 431, "headers-too-large"),
    (b"GET / HTTP/1.1\r\n" + HOST + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n", 431, "headers-too-large"),
    (b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 5_000 + b"\r\n", 431, "headers-too-large"),
    (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "bad-request"),
    (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"Connection: close\r\n\r\n", 400, "bad-request"),
    (b"GET / HTTP/1.1\r\nHost: x/y\r\nConnection: close\r\n\r\n", 400, "bad-request"),
    (b"this is no HTTP\r\n\r\n", 400, "bad-request"),
    (b"\r\n" * 20_000, 431, "headers-too-large"),
    (b"GET / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: identity\r\n\r\n", 400, "bad-request"),
    (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", 505, "version-not-supported"),
    (b"GET / HTTP/3.0\r\n" + HOST + b"\r\n", 505, "version-not-supported"),
    (b"GET /\r\n\r\n", 505, "version-not-supported"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "version-not-supported"),
    (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", 405, "method-not-allowed"),
    (b"CONNECT x:80 HTTP/1.1\r\n" + HOST + b"\r\n", 405, "method-not-allowed"),
])  # fmt: skip
def test_what_cannot_be_read_is_a_problem(port: int, request_: bytes, status: int, kind: str) -> None:
    head, _, body = ask(port, request_).partition(b"\r\n\r\n")
    assert int(head.split()[1]) == status
    assert b"application/problem+json" in head
    assert json.loads(body)["type"] == f"/problems/{kind}"


@ANY_DATABASE
@pytest.mark.parametrize("request_", [
    b"GET /?lang=zh&q=" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /?lang=zh HTTP/1.1\r\n" + HOST + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"Accept-Language: zh-CN\r\nX-A: " + b"a" * 1_000_000 + b"\r\n\r\n",
    b"GET /?lang=zh HTTP/1.1\r\nHost: x/y\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x/y\r\nAccept-Language: zh\r\nConnection: close\r\n\r\n",
])  # fmt: skip
def test_it_is_told_in_the_language_that_can_be_read(port: int, request_: bytes) -> None:
    body = json.loads(ask(port, request_).partition(b"\r\n\r\n")[2])
    assert all(re.search("[\u3400-\u9fff]{2}", body[name]) for name in ("title", "detail")), body


def test_raw_chinese_in_an_address_is_understood(port: int) -> None:
    """As curl sends it."""
    address = "/api/v1/claims?limit=1&q=百度".encode()
    head = b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    bodies = [
        ask(port, b"GET " + one + head).partition(b"\r\n\r\n")[2] for one in (address, quote(address, safe="/?&=").encode())
    ]
    assert bodies[0] == bodies[1]
    assert b"problems" not in bodies[0]


@ANY_DATABASE
def test_a_connection_that_sends_no_request_is_closed(port: int) -> None:
    def closed(begun: bytes) -> float:
        began = time.monotonic()
        assert ask(port, begun) == b""
        return time.monotonic() - began

    with ThreadPoolExecutor() as pool:
        for seconds in pool.map(closed, (b"", b"GET", b"GET / HTTP/1.1\r\n" + HOST)):
            assert seconds > IDLE * 0.9


def is_closed_while_it_dribbles(connection: socket.socket, drop: bytes) -> bool:
    end = time.monotonic() + IDLE * 10
    while time.monotonic() < end:
        try:
            connection.sendall(drop)
        except OSError:  # broken or reset, as the moment has it
            return True
        time.sleep(0.1)
    return False


@ANY_DATABASE
def test_headers_that_dribble_in_do_not_keep_a_connection(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        assert is_closed_while_it_dribbles(connection, b"X-A: b\r\n")


def test_a_client_that_does_not_read_is_cut_off_and_others_are_answered(port: int) -> None:
    clients = []
    for _ in range(15):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.connect(("127.0.0.1", port))
        client.sendall(f"GET {EXPORT} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        clients.append(client)
    for path in (f"/api/v1/metrics?value__gt={time.time()}", "/readyz", "/healthz", EXPORT):
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=IDLE * 10) as answer:
            assert answer.status == 200
    time.sleep(IDLE * 2)
    for client in clients:
        client.settimeout(IDLE * 10)
        received = 0
        try:
            while part := client.recv(1 << 16):
                received += len(part)
        except ConnectionResetError:
            pass
        client.close()
        assert received < 500_000, "the whole export was sent after all"


def test_who_asks_for_several_answers_at_once_and_leaves_is_answered_no_more(port: int) -> None:
    for _ in range(10):
        with socket.create_connection(("127.0.0.1", port), timeout=IDLE * 10) as client:
            client.sendall(f"GET {EXPORT} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 5)
            assert client.recv(100).startswith(b"HTTP/1.1 200")


@ANY_DATABASE
def test_a_cached_answer_is_sent_like_the_first(port: int) -> None:
    def answer(method: str, version: str = "1.1", times: int = 1) -> bytes:
        one = f"{method} /api/v1/units?limit=3 HTTP/{version}\r\nHost: x\r\n"
        sent = (f"{one}\r\n" * (times - 1) + f"{one}Connection: close\r\n\r\n").encode()
        return re.sub(rb"date: [^\r]*\r\n", b"", ask(port, sent))

    first = answer("GET")
    head, _, body = first.partition(b"\r\n\r\n")
    assert len(body) > 100
    assert set(answer("GET").partition(b"\r\n\r\n")[0].split(b"\r\n")) == set(head.split(b"\r\n"))
    assert answer("GET") == answer("GET", "1.0")
    assert answer("GET").endswith(b"\r\n\r\n" + body)
    assert answer("HEAD") == answer("GET").removesuffix(body)
    # several at once over one connection, of which the last closes it
    assert answer("GET", times=3).replace(b"connection: close\r\n", b"") == 3 * answer("GET").replace(
        b"connection: close\r\n", b""
    )


def test_sixty_exports_at_once_all_succeed(port: int) -> None:
    def export(_: int) -> int:
        with urlopen(f"http://127.0.0.1:{port}{EXPORT}", timeout=60) as answer:
            return len(answer.read())

    with ThreadPoolExecutor(60) as pool:
        sizes = list(pool.map(export, range(60)))
    assert len(set(sizes)) == 1
    assert sizes[0] > 100_000


@pytest.mark.parametrize("path", [EXPORT, "/api/v1/metrics?limit=2", "/api/v1/export.zip"])
def test_a_client_of_http_1_0_gets_a_length_and_no_chunks(port: int, path: str) -> None:
    head, _, body = ask(port, f"GET {path} HTTP/1.0\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode()).partition(
        b"\r\n\r\n"
    )
    headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    assert b"transfer-encoding" not in headers
    assert int(headers[b"content-length"]) == len(body)


def test_what_is_streamed_without_compression_has_the_tag_of_these_bytes(port: int) -> None:
    def answer(version: str, encoding: str) -> tuple[bytes, bytes]:
        lines = f"Host: x\r\nAccept-Encoding: {encoding}\r\nConnection: close"
        head, _, body = ask(port, f"GET {EXPORT} HTTP/{version}\r\n{lines}\r\n\r\n".encode()).partition(b"\r\n\r\n")
        return dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])[b"etag"], body

    old, plain, compressed = answer("1.0", "gzip"), answer("1.1", "identity"), answer("1.1", "gzip")
    assert old == answer("1.0", "identity")
    assert old[0] == plain[0] != compressed[0]


@ANY_DATABASE
def test_an_upgrade_is_not_asked_for_in_vain(port: int, tmp_path: Path) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n"
    assert ask(port, request).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(("line", "begun", "sent"), [
    ("GET /search?q=百度 HTTP/1.1", b"", b"GET /search?q=%E7%99%BE%E5%BA%A6 HTTP/1.1"),
    ("?q=百度 HTTP/1.1", b"GET /search", b"?q=%E7%99%BE%E5%BA%A6 HTTP/1.1"),
    ("X: 百度", b"", "X: 百度".encode()),
    ("百度", b"X: ", "百度".encode()),
])  # fmt: skip
def test_raw_chinese_in_an_address_is_encoded(line: str, begun: bytes, sent: bytes) -> None:
    assert encoded(line.encode(), begun) == sent


LIST = "/api/v1/units?limit=2"


def in_parts(port: int, *parts: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(0.05)
        answer = b""
        while more := connection.recv(65536):
            answer += more
        return answer


def statuses(answers: bytes) -> list[int]:
    return [int(one) for one in re.findall(rb"HTTP/1\.1 (\d+)", answers)]


@ANY_DATABASE
def test_raw_chinese_is_understood_wherever_it_arrives(port: int) -> None:
    line, head = "GET /api/v1/claims?limit=1&q=百度 HTTP/1.1\r\n".encode(), HOST + b"Connection: close\r\n\r\n"
    split = line.index("度".encode()) + 1
    assert statuses(in_parts(port, line[:split], line[split:], "X: 百".encode(), head)) == [400], "no header goes on so"
    assert statuses(in_parts(port, line[:split], line[split:] + HOST, "X: 百\r\nConnection: close\r\n\r\n".encode())) == [
        200
    ]
    assert statuses(ask(port, b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n" + line + head)) == [200, 200]


@ANY_DATABASE
def test_what_cannot_be_read_is_refused_after_what_was_sent_before_it(port: int) -> None:
    answers = ask(port, f"GET {LIST} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 2 + b"this is no HTTP\r\n\r\n")
    assert statuses(answers) == [200, 200, 400]
    # a body that cannot be read belongs to a request that is answered
    chunked = b"Transfer-Encoding: chunked\r\n\r\nno length\r\n"
    assert statuses(ask(port, f"GET {LIST} HTTP/1.1\r\nHost: x\r\n".encode() + chunked)) == [200]


@ANY_DATABASE
def test_what_stands_after_a_body_is_no_header(port: int) -> None:
    head = f"GET {LIST} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".encode()
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
    body = ask(port, head + b"\r\n").partition(b"\r\n\r\n")[2]
    assert body.startswith(b"{")
    assert ask(port, chunked + b"Accept: text/csv\r\nHost: y\r\n\r\n").partition(b"\r\n\r\n")[2] == body


@ANY_DATABASE
def test_a_host_in_the_address_counts(port: int) -> None:
    def answer(target: str) -> bytes:
        return ask(port, f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert b"http://a.example/api/v1/" in answer("http://a.example/api/v1/metrics?limit=1&format=jsonld")
    assert statuses(answer("http://a.example")) == statuses(answer("http://a.example?lang=zh")) == [200]
    assert statuses(answer("http://a@b/")) == [400]
    options = ask(port, b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert statuses(options) == [204]
    assert b"allow: GET, HEAD, OPTIONS" in options


@ANY_DATABASE
def test_who_waits_for_a_go_ahead_is_told_that_the_connection_ends(port: int) -> None:
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n"
    answer = ask(port, head)
    assert statuses(answer) == [405]
    assert b"connection: close" in answer


@ANY_DATABASE
@pytest.mark.parametrize("head", [b"Transfer-Encoding: chunked\r\n\r\n", b"Content-Length: 99999\r\n\r\n"])
def test_a_body_that_dribbles_in_does_not_keep_a_connection(port: int, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + head)
        assert is_closed_while_it_dribbles(connection, b"1\r\na\r\n")


@contextmanager
def in_process(app: ASGIApp) -> Iterator[int]:
    """The port of a server that waits no longer for answers when it ends."""
    port = free_port()
    config = uvicorn.Config(app, port=port, http=HttpProtocol, lifespan="off", log_config=None, timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        until(lambda: listens(port), Path(os.devnull))
        yield port
    finally:
        server.should_exit = True
        thread.join()


def test_who_reads_slowly_gets_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the system takes in at once, in more time than one may be idle."""
    monkeypatch.setattr("app.http.bounded_protocol._idle_timeout", lambda: 0.5)
    body = b"a" * 10_000_000

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})

    received = 0
    with in_process(answer) as port, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
        while received < len(body) and (part := client.recv(1 << 17)):
            received += len(part)
            time.sleep(0.01)
    assert received > len(body)


def test_what_a_shutdown_breaks_off_is_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await receive()

    with in_process(never) as port:
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
        time.sleep(0.1)
    with client, suppress(ConnectionResetError):
        assert client.recv(100) == b""
    assert [one for one in caplog.records if one.exc_info] == []
    assert "timeout graceful shutdown exceeded" in caplog.text
