"""Runs the benchmarks: `make bench`, or `python -m benchmarks.run --help` for the options.

Installs nothing on the machine: wrk comes from its packages (`apt install wrk`); peers are installed below `--cache`.
"""

import argparse
import contextlib
import json
import os
import platform
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine

from benchmarks import data, load, tables
from benchmarks.generate import SIZES
from benchmarks.questions import Questions
from benchmarks.workloads import LOAD_CORE, WHOLE_MACHINE, WORKLOADS, Bench, Result

PEERS = ("datasette", "soul", "roapi")
# what the last run took is worth keeping, and what was generated for it: neither belongs in the repository
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "factbase-bench"
CORES = os.sched_getaffinity(0)
console = Console()


def main() -> None:
    given = _arguments()
    if load.client_name() != "wrk":
        console.print(
            "wrk is not installed (`apt install wrk`): requests come from a client in Python, which is the limit itself"
        )
    told: dict[str, Any] = {"about": _about(given), "results": []}
    built = data.real()
    with contextlib.ExitStack() as stack:
        server = None
        if "postgresql" in given.databases:
            server = given.postgres or stack.enter_context(data.postgres_server(0))
        for backend in given.databases:
            for size in given.sizes:
                os.sched_setaffinity(0, CORES)
                held = (
                    data.sqlite(size, given.cache, built)
                    if backend == "sqlite"
                    else data.postgresql(size, str(server), built)
                )
                for result in _measured(held, given):
                    told["results"].append(asdict(result))
                    given.out.parent.mkdir(parents=True, exist_ok=True)
                    given.out.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    _show(told)
    console.print(f"written to {given.out}; `python -m benchmarks.tables {given.out} benchmarks/README.md` fills the README")


def _measured(held: data.Data, given: argparse.Namespace) -> Iterator[Any]:
    engine = create_engine(held.url)
    with engine.connect() as connection:
        bench = Bench(held, given.cache, given.peers, given.repeats, given.seconds, Questions(connection))
        for name in given.workloads:
            console.print(f"{held.backend}, {held.metrics:,} metrics: {name}")
            os.sched_setaffinity(0, CORES if name in WHOLE_MACHINE else {LOAD_CORE})
            try:
                yield from WORKLOADS[name](bench)
            except Exception as error:  # what was measured before is kept, and the next workload may well run
                console.print_exception()
                yield Result(name, held.backend, held.metrics, "factbase", {}, note=f"failed: {str(error)[:300]}")
    engine.dispose()


def _about(given: argparse.Namespace) -> dict[str, str]:
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "processor": f"{model}, {os.cpu_count()} cores",
        "system": platform.platform(terse=True),
        "Python": platform.python_version(),
        "commit": commit,
        "client": load.client_name(),
        "repeats": f"{given.repeats} of {given.seconds:g} s",
        "load average before": f"{os.getloadavg()[0]:.2f}",
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


def _show(told: dict[str, Any]) -> None:
    table = Table(*tables.HEADINGS)
    for row in tables.rows(told["results"]):
        table.add_row(*row)
    # a narrow terminal would break every cell
    Console(width=max(console.width, 200)).print(table)


def _arguments() -> argparse.Namespace:
    def several(allowed: tuple[str, ...]) -> Any:
        def words(given: str) -> list[str]:
            found = [word for word in given.split(",") if word]
            for word in found:
                if word not in allowed:
                    raise argparse.ArgumentTypeError(f"{word!r} is none of {', '.join(allowed)}")
            return found

        return words

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    everything = tuple(WORKLOADS)
    add("--sizes", type=lambda given: [int(one) for one in given.split(",")], default=list(SIZES), help="metrics, by commas")
    add("--databases", type=several(("sqlite", "postgresql")), default=["sqlite"], help="sqlite,postgresql")
    add("--workloads", type=several(everything), default=list(everything), help=f"of {','.join(everything)}")
    add("--peers", type=several(PEERS), default=list(PEERS), help=f"of {','.join(PEERS)}; empty for none")
    add("--repeats", type=int, default=5, help="runs of which the median counts")
    add("--seconds", type=float, default=5, help="length of a run")
    add("--cache", type=Path, default=CACHE, help="folder for databases, peers and logs")
    add("--postgres", help="URL of a PostgreSQL server to use instead of starting one")
    add("--out", type=Path, help="file for the results; results.json in the cache unless told")
    given = parser.parse_args()
    given.cache = given.cache.resolve()
    given.out = given.out or given.cache / "results.json"
    return given


if __name__ == "__main__":
    main()
