"""Clients that connect and say nothing keep nobody else out."""

import asyncio
import socket
import subprocess
import sys
from contextlib import ExitStack
from threading import Event

import pytest
from starlette.types import Receive, Scope, Send

from app.config import HOME
from tests.http.test_server import HOST, ask, in_process

MOST = 10


def test_who_has_waited_longest_makes_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.http.bounded_protocol.max_connections", lambda: MOST)
    begun, may_end = Event(), asyncio.Event()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/long":
            begun.set()
            await may_end.wait()
        else:
            may_end.set()
        body = scope["path"].encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})

    with in_process(answer) as port, ExitStack() as stack:

        def connect() -> socket.socket:
            return stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))

        answered = connect()
        answered.sendall(b"GET /long HTTP/1.1\r\n" + HOST + b"\r\n")
        assert begun.wait(20)
        silent = [connect() for _ in range(3 * MOST)]
        assert ask(port, b"GET /short HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n").endswith(b"/short")
        assert 0 < sum(map(is_open, silent)) < MOST
        # nor is one closed that is being answered
        assert answered.recv(1000).endswith(b"/long")


def is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True


def test_the_system_is_asked_for_as_many_descriptors_as_it_gives() -> None:
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 1100));"
        "from app.http.connection_limit import max_connections;"
        "print(max_connections(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["500", "1100"]
