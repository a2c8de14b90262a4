"""Databases and clients for tests that ask much of one dataset, and what its lists hold by other means than SQL."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.store.publishing import Build
from tests.api.facts import Facts
from tests.api.two_documents import two_documents
from tests.api.ways import facts as facts_of
from tests.conftest import BACKENDS, fresh, loaded


@pytest.fixture(scope="session", params=["real", "two documents"])
def dataset(request: pytest.FixtureRequest, built: Build) -> Build:
    """The real rows, and these with a second document that has holes."""
    return built if request.param == "real" else two_documents(built)


@pytest.fixture(scope="session")
def facts(dataset: Build) -> Facts:
    return facts_of(dataset.rows)


@pytest.fixture(scope="session", params=BACKENDS)
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dataset: Build) -> Settings:
    """A database with the dataset, for reading only."""
    return loaded(fresh(request.param, tmp_path_factory.mktemp("held"), request), dataset)


@pytest.fixture(scope="module")
async def api(held: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client for all tests of a module."""
    app = create_app(held)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test/api/v1/") as client:
        yield client
    app.state.engine.dispose()
