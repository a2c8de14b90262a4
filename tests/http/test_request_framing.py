"""Requests are told apart whatever stands in and behind their bodies, and wherever their bytes are split."""

import asyncio
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from app.http.bounded_protocol import BoundedHttpProtocol
from tests.support.connection import Written, request

CHINESE = "/api/v1/claims?q=百度"


CHUNKS = b"6\r\n" + "百度".encode() + b"\r\n0\r\n\r\n"
PIPELINED = b"".join(
    [
        request(f"GET {CHINESE}"),
        request("GET /a", b"hello"),
        request(f"GET {CHINESE}", "百\n度".encode()),
        b"\r\n\r\n",
        request(f"GET {CHINESE}", CHUNKS, "Transfer-Encoding: chunked"),
        request(f"GET {CHINESE}", b"", "Connection: Upgrade", "Upgrade: h2c"),
        request("GET /b", b"POST /c HTTP/1.1\r\nHost: x\r\n\r\n"),
        request(f"GET {CHINESE}", b"", "X: 百度", "Connection: close"),
    ]
)
ANSWERED = ["/api/v1/claims", "/a", "/api/v1/claims", "/api/v1/claims", "/api/v1/claims", "/b", "/api/v1/claims"]


async def path_of(scope: Scope, receive: Receive, send: Send) -> None:
    body = f"[{scope['path']}]".encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


def answers(config: uvicorn.Config, *connections: tuple[bytes, ...]) -> list[bytes]:
    """What is sent back on each connection when bytes arrive in these parts."""

    async def together() -> list[bytes]:
        return await asyncio.gather(*(_answers(config, parts) for parts in connections))

    return asyncio.run(together())


async def _answers(config: uvicorn.Config, parts: tuple[bytes, ...]) -> bytes:
    transport = Written()
    protocol: Any = BoundedHttpProtocol(config, ServerState(), {}, asyncio.get_running_loop())
    protocol.connection_made(transport)
    for part in parts:
        protocol.data_received(part)
        await asyncio.sleep(0)
    for _ in range(20 * len(ANSWERED)):
        await asyncio.sleep(0)
    protocol.connection_lost(None)
    return transport.sent


@pytest.fixture(scope="module")
def config() -> uvicorn.Config:
    config = uvicorn.Config(path_of, http=BoundedHttpProtocol, lifespan="off", log_config=None, access_log=False)
    config.load()
    return config


def test_each_request_is_answered_wherever_its_bytes_are_split(config: uvicorn.Config) -> None:
    cuts = range(1, len(PIPELINED))
    whole, *split = answers(config, (PIPELINED,), *((PIPELINED[:cut], PIPELINED[cut:]) for cut in cuts))
    assert [part.partition(b"]")[0].decode() for part in whole.split(b"[")[1:]] == ANSWERED
    assert [PIPELINED[cut - 20 : cut] for cut, sent in zip(cuts, split, strict=True) if sent != whole] == []


def test_a_body_that_comes_with_an_upgrade_is_no_request(config: uvicorn.Config) -> None:
    hidden = request("GET /hidden")
    upgrade = request("GET /a", hidden, "Connection: Upgrade", "Upgrade: h2c")
    (sent,) = answers(config, (upgrade, request("GET /b")))
    assert sent.count(b"HTTP/1.1 200") == 1
    assert b"[/a]" in sent
    assert b"connection: close" in sent
