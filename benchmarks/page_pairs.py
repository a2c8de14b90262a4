"""Each kind of page against the JSON at its own address: `python -m benchmarks.page_pairs DATABASE_URL`, which only reads.

In one process, asked in turn, so that a busy machine slows both alike; no server of HTTP is between. New answers are made
without the response cache, cached ones are found in it. The least of the runs counts, in milliseconds: processor time of this
process (on PostgreSQL without that of the database) and time on the clock. Prints rows for the README.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
from sqlalchemy import func, select

from app.config import Settings
from app.main import create_app
from app.store.tables import Metric
from app.vocabulary.addresses import API

LISTS = ("metrics", "claims", "entities", "indicators", "sources", "publishers", "conflicts", "corroborations", "documents")
# the object of a list that is looked at: one with much that belongs to it
OBJECTS = {
    "metrics": "", "claims": "", "entities": "sort=-metric_count", "indicators": "sort=-metric_count", "sources": "sort=-claim_count",
    "publishers": "sort=-source_count", "conflicts": "", "corroborations": "sort=-metric_count",
}  # fmt: skip
FILTERED = ("/metrics?topic=market", "/metrics?indicator=market-size", "/claims?q=模型")
HTML, JSON = b"text/html", b"application/json"
_RUNS = 15
# seconds after which a slow pair is asked no more
_PATIENCE = 6.0
_CACHE = 256 * 2**20
HEAD = "| page | database | metrics | page, CPU ms | JSON, CPU ms | factor | on the clock, ms | cached, ms |\n|---|---|---|---|---|---|---|---|"


async def main(url: str) -> None:
    new, kept = (create_app(Settings(database_url=url, cache_bytes=size, query_timeout=60)) for size in (0, _CACHE))
    with new.state.engine.connect() as connection:
        metrics = connection.execute(select(func.count()).select_from(Metric)).scalar_one()
    backend = "PostgreSQL" if url.startswith("postgresql") else "SQLite"
    print(HEAD)
    for name, path in [(f"`{path}`", path) for path in _lists()] + [one async for one in _objects(new)]:
        page, rows = await _pair(new, path)
        cached = [least[1] for least in await _pair(kept, path)]
        print(
            f"| {name} | {backend} | {metrics:,} | {page[0]:.2f} | {rows[0]:.2f} | {page[0] / rows[0]:.1f}"
            f" | {page[1]:.2f} / {rows[1]:.2f} | {cached[0]:.3f} / {cached[1]:.3f} |",
            flush=True,
        )
    for app in (new, kept):
        app.state.close()


def _lists() -> Iterator[str]:
    yield from (f"/{name}" for name in LISTS)
    yield from FILTERED


async def _objects(app: Any) -> Any:
    for name, query in OBJECTS.items():
        (row,) = (await _json(app, f"{API}/{name}?limit=1&{query}"))["data"]
        yield f"one of `/{name}`", f"/{name}/{row.get('id') or row['slug']}"


async def _pair(app: Any, path: str) -> list[list[float]]:
    """The least processor time and time on the clock of a page, and of its JSON."""
    least = [[float("inf"), float("inf")] for _ in range(2)]
    end = time.monotonic() + _PATIENCE
    for run in range(_RUNS):
        for best, accept in zip(least, (HTML, JSON), strict=True):
            cpu, clock = time.process_time(), time.perf_counter()
            await _ask(app, path, accept)
            best[0] = min(best[0], 1000 * (time.process_time() - cpu))
            best[1] = min(best[1], 1000 * (time.perf_counter() - clock))
        if run and time.monotonic() > end:
            break
    return least


async def _json(app: Any, path: str) -> Any:
    return orjson.loads(await _ask(app, path, JSON, b"identity"))


async def _ask(app: Any, path: str, accept: bytes, encoding: bytes = b"gzip") -> bytes:
    """The body of an answer. Raises `ValueError` if it is not 200."""
    path, _, query = path.partition("?")
    headers = [(b"host", b"localhost"), (b"accept", accept), (b"accept-encoding", encoding)]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "",
        "path": path, "raw_path": path.encode(), "query_string": quote(query, safe="=&,:%").encode(), "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("localhost", 80), "state": {},
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent)
    if sent[0]["status"] != 200:
        raise ValueError(f"{sent[0]['status']} for {path}: {body[:200]!r}")
    return body


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
