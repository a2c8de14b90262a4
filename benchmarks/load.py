"""Load generation: wrk if it is installed, otherwise a slower client in Python, which the results then name."""

import asyncio
import http.client
import itertools
import json
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
_SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Run:
    """One timed run: answers a second, latency in milliseconds, and how many answers were no success."""

    client: str
    rate: float
    p50: float
    p99: float
    requests: int
    distinct: int
    failed: int


def client_name() -> str:
    return "wrk" if shutil.which("wrk") else "asyncio"


def run(
    address: str, paths: Sequence[str], seconds: float, core: int, connections: int = CONNECTIONS, pause: float = 0
) -> Run:
    """Ask for the paths in turn, over again where they run out; each connection rests `pause` milliseconds on average."""
    if client_name() == "wrk":
        return _wrk(address, paths, seconds, core, connections, pause)
    return asyncio.run(_own(address, paths, seconds, connections, pause))


def _wrk(address: str, paths: Sequence[str], seconds: float, core: int, connections: int, pause: float) -> Run:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
        command += ["--timeout", "60s", "-s", str(_SCRIPT), address, "--", file.name, str(pause)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    distinct = min(len(paths), found["requests"])
    return Run("wrk", found["rate"], found["p50"], found["p99"], found["requests"], distinct, found["failed"])


def in_turn(address: str, paths: Sequence[str], count: int) -> Run:
    """So many requests one after the other, however long they take: for what is too slow to be driven for seconds."""
    host, _, port = address.removeprefix("http://").partition(":")
    took, failed = [], 0
    for path in itertools.islice(itertools.cycle(paths), count):
        connection = http.client.HTTPConnection(host, int(port), timeout=120)
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - start) * 1000)
        failed += answer.status != 200
        connection.close()
    ordered = sorted(took)
    rate = 1000 * count / sum(took)
    return Run("in turn", rate, ordered[count // 2], ordered[-1], count, min(len(paths), count), failed)


async def _own(address: str, paths: Sequence[str], seconds: float, connections: int, pause: float) -> Run:
    host, _, port = address.removeprefix("http://").partition(":")
    took: list[float] = []
    failed = 0
    turn = iter(range(10**12))
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(host, int(port))
        while time.perf_counter() < end:
            path = paths[next(turn) % len(paths)]
            start = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await _body(reader, head)
            took.append((time.perf_counter() - start) * 1000)
            failed += b" 200 " not in head.split(b"\r\n", 1)[0]
            if pause:
                await asyncio.sleep(random.uniform(0, 2 * pause) / 1000)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    rate, ordered = len(took) / (time.perf_counter() - began), sorted(took)
    p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return Run("asyncio", rate, p50, p99, len(took), min(len(paths), len(took)), failed)


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()
