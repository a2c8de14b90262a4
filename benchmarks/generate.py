"""Synthetic databases: copies of the real report, enough for the requested number of metrics, loaded in bulk.

    python -m benchmarks.generate 100000 sqlite:////tmp/factbase-100000.db

A database that holds the same dataset already (same rows, size, generator and columns) is migrated
if its schema is older, and otherwise left unchanged.
"""

import argparse
import math
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from sqlalchemy import Engine
from sqlalchemy import insert as insert_one

from app.api.precomputation import precompute
from app.config import HOME, Settings
from app.seeding.build import build
from app.store.bulk_inserts import Batch, bulk_insert
from app.store.bulk_transactions import write_in_bulk
from app.store.dataset_version import dataset_version, mark_optimized
from app.store.engines import open_engine
from app.store.migrations import current_revision, newest_revision, upgrade
from app.store.planner_statistics import update_statistics
from app.store.publishing import Build
from app.store.tables import Dataset
from app.store.text_index import index_words
from benchmarks.clones import Template, fingerprint

SIZES = (1_000, 100_000, 1_000_000)
# documents whose rows are made before they are written
_DOCUMENTS = 10
_ENTRIES = 50_000
console = Console(stderr=True)


@dataclass(frozen=True)
class Import:
    """What an import took, in seconds by the clock; `made` is the part in which rows were made rather than written.

    `…_busy` is processor time of the same step, of this process and of those that cut words; a database server's is not known.
    """

    metrics: int
    rows: int
    made: float
    written: float
    indexed: float
    finished: float
    settled: float
    written_busy: float
    indexed_busy: float
    finished_busy: float
    peak_mb: float

    @property
    def seconds(self) -> float:
        """All that the product does: everything but making the rows."""
        return self.written + self.indexed + self.finished + self.settled

    @property
    def rate(self) -> float:
        return self.metrics / self.seconds


@dataclass(frozen=True)
class Moment:
    """Seconds by the clock, and of processor time with that of other processes that were started and have ended."""

    clock: float
    busy: float

    @classmethod
    def now(cls) -> "Moment":
        return cls(time.perf_counter(), sum(os.times()[:4]))

    def __add__(self, other: "Moment") -> "Moment":
        return Moment(self.clock + other.clock, self.busy + other.busy)

    def __sub__(self, other: "Moment") -> "Moment":
        return Moment(self.clock - other.clock, self.busy - other.busy)


def copies_for(metrics: int, built: Build) -> int:
    """Whole documents that hold at least so many metrics."""
    return math.ceil(metrics / built.counts["metric"])


def generate(engine: Engine, settings: Settings, metrics: int, built: Build, workers: int | None = None) -> Import | None:
    """Fill an empty database with at least `metrics` metrics. None where the very dataset is there already.

    Raises `ValueError` where the database holds another dataset: it may be one that somebody needs.
    """
    with engine.connect() as connection:
        before = current_revision(connection)
    upgrade(engine, settings)
    copies = copies_for(metrics, built)
    version = fingerprint(built, copies)
    with engine.connect() as connection:
        held = dataset_version(connection)
    if held == version:
        if before != newest_revision(settings):
            update_statistics(engine)
            precompute(engine)
            mark_optimized(engine)
        return None
    if held is not None:
        raise ValueError(f"{engine.url.render_as_string()} holds dataset {held}, not {version}: choose or drop one")
    template = Template(built, copies)
    if workers is None:
        # below this, processes take longer to start than they save
        workers = (os.cpu_count() or 1) if template.counts["search_entry"] > _ENTRIES else 0
    with _progress() as progress:
        return _fill(engine, template, version, progress, workers)


def _fill(engine: Engine, template: Template, version: str, progress: Progress, workers: int) -> Import:
    task = progress.add_task("documents", total=template.copies)
    made = Moment(0.0, 0.0)
    count = 0
    began = Moment.now()
    with write_in_bulk(engine) as connection:
        for number in range(0, template.copies, _DOCUMENTS):
            start = Moment.now()
            batches = list(_batches(template, range(number, min(number + _DOCUMENTS, template.copies))))
            made += Moment.now() - start
            count += bulk_insert(connection, batches)
            progress.update(task, completed=min(number + _DOCUMENTS, template.copies))
        rows = Moment.now()
        task = progress.add_task("search entries", total=template.counts["search_entry"])
        index_words(connection, lambda added: progress.advance(task, added), workers=workers)
        progress.add_task("indices, references, commit", total=None)
        connection.execute(insert_one(Dataset).values(id=1, **_dataset(template, version)))
        words = Moment.now()
    done = Moment.now()
    update_statistics(engine)
    precompute(engine)
    mark_optimized(engine)
    settled = Moment.now()
    written, indexed, finished = rows - began - made, words - rows, done - words
    return Import(
        template.metrics * template.copies, count, made.clock, written.clock, indexed.clock, finished.clock,
        (settled - done).clock, written.busy, indexed.busy, finished.busy,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )  # fmt: skip


def _batches(template: Template, numbers: range) -> Iterator[Batch]:
    """Rows of several documents, one batch a table."""
    if numbers[0] == 0:
        yield from template.shared
    for parts in zip(*(template.copy(number) for number in numbers), strict=True):
        yield parts[0][0], [row for _, values in parts for row in values]


def _dataset(template: Template, version: str) -> dict[str, object]:
    built_at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"version": version, "built_at": built_at, "files": {}, "counts": template.counts}


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("metrics", type=int, help="at least so many metrics; whole documents are copied")
    parser.add_argument("database_url", help="an empty SQLite or PostgreSQL database")
    parser.add_argument("--workers", type=int, help="processes that cut texts into words; one a core unless told")
    given = parser.parse_args()
    settings = Settings(database_url=given.database_url)
    engine = open_engine(settings)
    done = generate(engine, settings, given.metrics, build(HOME / "seeds"), given.workers)
    engine.dispose()
    if done is None:
        console.print("this dataset is there already")
        return
    console.print(f"{done.metrics} metrics, {done.rows} rows in {done.seconds:.1f} s: {done.rate:.0f} metrics a second")
    console.print(
        f"  rows {done.written:.1f} s (processor {done.written_busy:.1f} s), words {done.indexed:.1f} s"
        f" ({done.indexed_busy:.1f} s), indices and commit {done.finished:.1f} s ({done.finished_busy:.1f} s),"
        f" statistics {done.settled:.1f} s; making the rows took {done.made:.1f} s besides; peak {done.peak_mb:.0f} MB"
    )


if __name__ == "__main__":
    main()
