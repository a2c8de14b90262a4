"""Workloads: each a function of a `Bench` that yields what it measured. `WORKLOADS` names them all.

Where "no cache can help" is meant, either every URL is new, or factbase runs without its answer cache.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.config import Settings
from app.store.engines import open_engine
from benchmarks import load
from benchmarks.csvs import export
from benchmarks.data import Data, real, scratch
from benchmarks.generate import generate
from benchmarks.peers import Peer, constant, direct, factbase, flat_copy, peers
from benchmarks.questions import API, FIELDS, Question, Questions
from benchmarks.servers import Server, get, started

SERVER_CORE, LOAD_CORE = 0, 1
# workloads without a client, for which the whole machine is there
WHOLE_MACHINE = frozenset({"seed", "import"})
COLD_STARTS = 5
PAGE = 10_000
# requests after which it is plain that a workload is too slow for runs of seconds
FEW = 5


@dataclass(frozen=True)
class Result:
    """What was measured of one server under one workload; `runs` has each repeat, `value` the medians over them."""

    workload: str
    backend: str
    metrics: int
    server: str
    value: dict[str, Any]
    runs: list[dict[str, Any]] = field(default_factory=list)
    same: str = ""
    note: str = ""


@dataclass
class Bench:
    """One database, and how it is measured."""

    data: Data
    cache: Path
    peers: list[str]
    repeats: int
    seconds: float
    questions: Questions

    def start(self, peer: Peer) -> Any:
        log = self.cache / "logs" / f"{peer.name.replace(' ', '-').replace(',', '')}.log"
        return started(peer.command, SERVER_CORE, peer.ready, log, peer.environment)

    def result(self, workload: str, server: str, runs: list[dict[str, Any]], same: str = "", note: str = "") -> Result:
        names = [name for name, value in runs[0].items() if isinstance(value, int | float)]
        medians = {name: round(statistics.median(run[name] for run in runs), 4) for name in names}
        return Result(workload, self.data.backend, self.data.metrics, server, medians, runs, same, note)

    def others(self, body: Path) -> list[Peer]:
        """The ceilings, and the peers asked for, where they can read this database."""
        if self.data.path is None:
            return [direct(self.cache, body, self.data.url.replace("+psycopg", "")), constant(self.cache, body)]
        found = [constant(self.cache, body)]
        if self.peers:
            found += peers(self.peers, self.cache, self.data.path, flat_copy(self.data.path, self.data.version))
        return found

    def driven(self, server: Server, paths: Callable[[int], Sequence[str]], pause: float = 0) -> list[dict[str, Any]]:
        """Runs over the paths that each repeat is given, after one that warms up and is not counted."""
        load.run(server.address, paths(-1), 1, LOAD_CORE)
        found = []
        for repeat in range(self.repeats):
            run = load.run(server.address, paths(repeat), self.seconds, LOAD_CORE, pause=pause)
            found.append(asdict(run) | {"rss": server.memory()["all"], "rss_anonymous": server.memory()["anonymous"]})
        return found


def hot(bench: Bench) -> Iterator[Result]:
    """The same four URLs again and again, as a dashboard asks."""
    asked = bench.questions.hot()
    yield from _compared(bench, "hot", asked, lambda peer: lambda _: [peer.path(question) for question in asked])


def distinct(bench: Bench) -> Iterator[Result]:
    """URLs of which none is asked twice."""
    sample = list(itertools.islice(bench.questions.distinct(0), 8))
    # more than any server answers in the time: a server that got through them would begin again, which `distinct` tells
    count = round(6000 * bench.seconds)

    def paths(peer: Peer) -> Callable[[int], Sequence[str]]:
        return lambda repeat: [peer.path(one) for one in itertools.islice(bench.questions.distinct(repeat + 100), count)]

    yield from _compared(bench, "distinct", sample, paths)


def _compared(
    bench: Bench, name: str, sample: Sequence[Question], paths: Callable[[Peer], Callable[[int], Sequence[str]]]
) -> Iterator[Result]:
    """factbase first, whose rows are the expected ones, then every peer that can answer the same question."""
    ours = factbase(bench.data.url)
    with bench.start(ours) as server:
        bodies = [_body(server, ours.path(question)) for question in sample]
        expected = [ours.ids(json.loads(body)) for body in bodies]
        same = _same([bench.questions.ids(question) for question in sample], expected)
        runs = bench.driven(server, paths(ours))
    yield bench.result(name, ours.name, runs, same, note=f"{len(bodies[0])} bytes, {len(expected[0])} rows")
    if name == "distinct":
        yield _at_half_load(bench, ours, paths(ours), statistics.median(run["rate"] for run in runs))
    body = bench.cache / "body.json"
    body.write_bytes(bodies[0])
    for peer in bench.others(body):
        try:
            with bench.start(peer) as server:
                answers = [] if "bytes" in peer.name else [_body(server, peer.path(question)) for question in sample]
                same = _same(expected, [peer.ids(json.loads(answer)) for answer in answers])
                runs = bench.driven(server, paths(peer))
                yield bench.result(name, peer.name, runs, same, f"{len(answers[0] if answers else bodies[0])} bytes")
        except (RuntimeError, ValueError, KeyError, subprocess.SubprocessError) as error:
            yield Result(name, bench.data.backend, bench.data.metrics, peer.name, {}, note=f"failed: {str(error)[:300]}")


def _at_half_load(bench: Bench, peer: Peer, paths: Callable[[int], Sequence[str]], full: float) -> Result:
    """Each connection rests between two requests, so that together they ask for half of what the server can do."""
    pause = 1000 * load.CONNECTIONS / (full / 2) - 1000 / full
    with bench.start(peer) as server:
        runs = bench.driven(server, lambda repeat: paths(repeat + 50), pause)
    return bench.result("distinct, half load", peer.name, runs, note=f"p99 / p50 within a run; {full:.0f} a second is all")


def _same(expected: list[list[str]], found: list[list[str]]) -> str:
    if not found:
        return ""
    if found == expected:
        return "same rows, same order"
    alike = all(sorted(one) == sorted(other) for one, other in zip(expected, found, strict=True))
    return "same rows, ties in another order" if alike else "OTHER ROWS"


def _body(server: Server, path: str) -> bytes:
    status, body, _ = get(server, path)
    if status != 200:
        raise ValueError(f"{status} for {path}: {body[:200]!r}")
    return body


def _uncached(bench: Bench, name: str, paths: Sequence[str], note: str = "") -> Iterator[Result]:
    """factbase alone, without its answer cache, one request at a time and then on all connections."""
    ours = factbase(bench.data.url, cached=False)
    with bench.start(ours) as server:
        status, body, _ = get(server, paths[0])
        if status != 200:
            yield Result(name, bench.data.backend, bench.data.metrics, ours.name, {}, note=f"{status}: {body[:200]!r}")
            return
        told = f"{len(paths)} URLs, first {len(body)} bytes{'; ' if note else ''}{note}"
        tried = load.in_turn(server.address, paths, FEW)
        if tried.p50 * FEW > bench.seconds * 1000:
            slow = [asdict(load.in_turn(server.address, paths, FEW)) for _ in range(bench.repeats)]
            yield bench.result(f"{name}, one at a time", ours.name, slow, note=f"{told}; too slow to be driven")
            return
        alone = [asdict(load.run(server.address, paths, bench.seconds, LOAD_CORE, 1)) for _ in range(bench.repeats)]
        runs = bench.driven(server, lambda _: paths)
    yield bench.result(f"{name}, one at a time", ours.name, alone, note=told)
    yield bench.result(name, ours.name, runs, note=told)


def search(bench: Bench) -> Iterator[Result]:
    """First pages for two-character Chinese words, common and rare."""
    words = bench.questions.words(400)
    for list_ in ("claims", "metrics"):
        paths = [f"{API}/{list_}?q={quote(word)}&limit=20" for word in words]
        yield from _uncached(bench, f"search {list_}", paths)


def facets(bench: Bench) -> Iterator[Result]:
    """Counts by value: under one indicator, and over everything."""
    slugs = [question.indicator for question in bench.questions.hot(10)]
    selective = [f"{API}/metrics?indicator={slug}&facets=status,unit,entity&limit=1" for slug in slugs]
    yield from _uncached(bench, "facets, selective", selective)
    yield from _uncached(bench, "facets, everything", [f"{API}/metrics?facets=indicator,status&limit=1"])


def heavy(bench: Bench) -> Iterator[Result]:
    """Requests that touch much of the data: lists filtered through several tables, long facets, availability, medians."""
    for path in bench.questions.heavy():
        yield from _uncached(bench, path.removeprefix(f"{API}/"), [path])


def aggregate(bench: Bench) -> Iterator[Result]:
    """Counts with extremes, and medians, by unit and period under one indicator."""
    asked = [f"{API}/aggregate?indicator={q.indicator}&group_by=unit,period" for q in bench.questions.hot(10)]
    for measures in ("count,min,max", "median"):
        yield from _uncached(bench, f"aggregate {measures}", [f"{path}&measures={measures}" for path in asked])


def one(bench: Bench) -> Iterator[Result]:
    """A claim with its provenance: selectors, markers, references, sources, figures."""
    yield from _uncached(bench, "one object", bench.questions.claims(2000))


def deep(bench: Bench) -> Iterator[Result]:
    """Page 1 against page 10,000, both by cursor; where there are fewer pages, the middle one.

    In columns of which each row has about as much: the rows of the report with the greatest values name no references.
    """
    page = min(PAGE, bench.data.metrics // 50 // 2)
    list_ = f"{API}/metrics?sort=-value&count=none"
    shown = f"{list_}&fields={','.join(FIELDS)}"
    ours = factbase(bench.data.url, cached=False)
    with bench.start(ours) as server:
        cursors = _walk(server, f"{list_}&fields=id", page * 50)
    first = [f"{shown}&limit={limit}" for limit in range(45, 56)]
    yield from _uncached(bench, "page 1", first)
    yield from _uncached(bench, f"page {PAGE}", [f"{path}&cursor={cursors}" for path in first], f"page {page} in fact")


def _walk(server: Server, path: str, rows: int) -> str:
    """The cursor behind so many rows."""
    cursor, left = "", rows
    while left > 0:
        limit = min(1000, left)
        page = json.loads(_body(server, f"{path}&limit={limit}{cursor and f'&cursor={cursor}'}"))
        cursor, left = page["page"]["next_cursor"], left - limit
    return str(cursor)


def csv(bench: Bench) -> Iterator[Result]:
    """The figures of as many documents as have ten thousand rows as CSV, and all: first byte, rate, memory meanwhile."""
    ours = factbase(bench.data.url, cached=False)
    documents = ",".join(bench.questions.documents(10_000))
    for name, path in (("CSV, 10,000 rows", f"?format=csv&document={documents}"), ("CSV, all rows", "?format=csv")):
        runs = []
        for _ in range(bench.repeats):
            with bench.start(ours) as server:
                get(server, f"{API}/metrics?limit=1")
                runs.append(export(server, f"{API}/metrics{path}"))
        yield bench.result(name, ours.name, runs)


def cold(bench: Bench) -> Iterator[Result]:
    """From the command to the first answer with data, and memory then."""
    ours = factbase(bench.data.url)
    ready = Peer(ours.name, ours.command, f"{API}/metrics?limit=1", ours.path, ours.ids, ours.environment)
    runs = []
    for _ in range(COLD_STARTS):
        with bench.start(ready) as server:
            runs.append({"seconds": server.seconds, **{f"rss_{name}": size for name, size in server.memory().items()}})
    yield bench.result("cold start", ours.name, runs)


def seed(bench: Bench) -> Iterator[Result]:
    """`factbase publish` of the real report into an empty database."""
    runs = []
    for _ in range(bench.repeats):
        with scratch(bench.data, bench.cache) as url:
            began = time.perf_counter()
            command = [str(Path(sys.executable).with_name("factbase")), "seed"]
            subprocess.run(command, env={**os.environ, "FACTBASE_DATABASE_URL": url}, check=True, capture_output=True)
            runs.append({"seconds": time.perf_counter() - began})
    yield bench.result("seeding the report", "factbase", runs)


def import_(bench: Bench) -> Iterator[Result]:
    """As many reports as the database has, into an empty one: everything but making the rows counts."""
    with scratch(bench.data, bench.cache) as url:
        settings = Settings(database_url=url)
        engine = open_engine(settings)
        done = generate(engine, settings, bench.data.size, real())
        engine.dispose()
    assert done is not None
    yield bench.result("importing", "factbase", [asdict(done) | {"rate": done.rate, "seconds": done.seconds}])


WORKLOADS: dict[str, Callable[[Bench], Iterator[Result]]] = {
    "hot": hot, "distinct": distinct, "search": search, "facets": facets, "heavy": heavy, "aggregate": aggregate, "one": one, "deep": deep,
    "csv": csv, "cold": cold, "seed": seed, "import": import_,
}  # fmt: skip
