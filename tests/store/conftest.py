from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.store.engines import open_engine
from tests.conftest import BACKENDS, fresh


@pytest.fixture(scope="module", params=BACKENDS)
def connection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection to a database without tables."""
    folder: Path = tmp_path_factory.mktemp("empty")
    engine = open_engine(fresh(request.param, folder, request))
    with engine.connect() as connection:
        yield connection
    engine.dispose()
