"""Real databases: an SQLite file, and a PostgreSQL from a wheel unless FACTBASE_TEST_POSTGRES_URL names one."""

import os
import shutil
import sys
import uuid
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
from tests.support.openapi import described
from tests.support.postgres import copied_server, new_server
from tests.support.run import IS_WORKER, made_once, shared
from tests.support.two_documents import TWO_DOCUMENTS, two_documents
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
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostgreSQL server's URL."""
    if given := os.environ.get("FACTBASE_TEST_POSTGRES_URL"):
        yield given
        return
    if not IS_WORKER:
        # a single process makes the databases that it asks for, and no others
        with new_server() as url:
            yield url
        return
    built: Build = request.getfixturevalue("built")
    fills: dict[str, Callable[[Settings], None]] = {
        NO_ROWS: migrate,
        built.version: lambda settings: _publish(migrated(settings), built),
        TWO_DOCUMENTS: lambda settings: _publish(migrated(settings), two_documents(built)),
    }
    names = {content: f"original_{number}" for number, content in enumerate(fills)}

    def make(url: str) -> None:
        for content, fill in fills.items():
            _make_original(make_url(url), content, names[content], fill)

    with copied_server(make) as url:
        server = _server(make_url(url))
        _ORIGINALS.update({(server, content): name for content, name in names.items()})
        yield url


# seconds: what is tested here is what is answered, and a busy machine may take long
_PATIENCE = {"query_timeout": 60, "version_timeout": 20}


def fresh(backend: str, folder: Path, request: pytest.FixtureRequest) -> Settings:
    """A database that nothing was done to yet."""
    if backend == "sqlite":
        return Settings(database_url=f"sqlite:///{folder / 'factbase.db'}", **_PATIENCE)
    url = make_url(request.getfixturevalue("postgres_url"))
    return _new_database(url, f"test_{uuid.uuid4().hex[:12]}")


def _new_database(url: URL, name: str) -> Settings:
    _administer(url, f"CREATE DATABASE {name}")
    url = url.set(drivername="postgresql+psycopg", database=name)
    return Settings(database_url=url.render_as_string(hide_password=False), **_PATIENCE)


def _administer(url: URL, *statements: str) -> None:
    url = url.set(drivername="postgresql+psycopg", database="postgres")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
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
NO_ROWS = "no rows"


def loaded(settings: Settings, built: Build) -> Settings:
    """The database, which is empty, with these rows; a copy after the first."""
    return _copied(settings, built.version, lambda original: _publish(migrated(original), built))


def migrated(settings: Settings) -> Settings:
    """The database, which is empty, at the newest schema; a copy after the first."""
    return _copied(settings, NO_ROWS, migrate)


def _copied(settings: Settings, content: str, fill: Callable[[Settings], None]) -> Settings:
    url = make_url(settings.database_url)
    if url.drivername == "sqlite":

        def make(file: Path) -> None:
            fill(settings.model_copy(update={"database_url": f"sqlite:///{file}"}))

        shutil.copyfile(made_once(f"{content}.db", make), str(url.database))
        return settings
    if (_server(url), content) not in _ORIGINALS:
        _make_original(url, content, f"{url.database}_original", fill)
    # files are copied as they are: page by page through the log takes three times as long
    create = f"CREATE DATABASE {url.database} TEMPLATE {_ORIGINALS[_server(url), content]} STRATEGY FILE_COPY"
    _administer(url, f"DROP DATABASE {url.database}", create)
    return settings


def _make_original(url: URL, content: str, name: str, fill: Callable[[Settings], None]) -> None:
    fill(_new_database(url, name))
    _ORIGINALS[_server(url), content] = name


def _server(url: URL) -> str:
    return f"{url.host} {url.port} {url.query}"


def migrate(settings: Settings) -> None:
    engine = open_engine(settings)
    upgrade(engine, settings)
    engine.dispose()


def load(settings: Settings, built: Build) -> None:
    """Migrate the database and publish these rows."""
    migrate(settings)
    _publish(settings, built)


def _publish(settings: Settings, built: Build) -> None:
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
    app = described(create_app(seeded))
    app.state.chart_renderer = renderer
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
    app = described(create_app(held))
    app.state.chart_renderer = renderer
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/", headers=PLAIN
    ) as client:
        yield client
    app.state.close()
