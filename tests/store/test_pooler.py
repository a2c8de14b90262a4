"""Behind PgBouncer, which lends a connection for a transaction: loaded and read through it, with nothing left on a connection."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url

from app.api.registry import LISTINGS
from app.config import Settings
from app.lists.facets.count_precomputation import precompute_facet_counts
from app.main import create_app
from app.store.engines import open_engine
from app.store.planner_statistics import update_statistics
from app.store.publishing import Build
from tests.conftest import fresh, load
from tests.support.live import free_port, running

PGBOUNCER = shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.anyio,
    pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed (apt install pgbouncer)"),
]


@pytest.fixture
def pooled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty database behind a pooler that has two connections for all."""
    direct = make_url(fresh("postgresql", tmp_path, request).database_url)
    host = direct.query.get("host") or direct.host
    port, log = free_port(), tmp_path / "log"
    configuration = tmp_path / "pgbouncer.ini"
    password = f" password={direct.password}" if direct.password else ""
    configuration.write_text(
        f"[databases]\n{direct.database} = host={host} port={direct.port or 5432} user={direct.username}{password}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        "pool_mode = transaction\ndefault_pool_size = 2\nignore_startup_parameters = options\n"
    )
    assert PGBOUNCER is not None
    # it refuses to be root, and must get at the server's socket
    user = ["-u", Path(str(host)).owner() if str(host).startswith("/") else "nobody"] if os.geteuid() == 0 else []
    with running([PGBOUNCER, *user, configuration], log, lambda: "process up" in log.read_text(), seconds=20):
        yield Settings(
            database_url=f"postgresql://{direct.username}@127.0.0.1:{port}/{direct.database}?prepare_threshold=none"
        )


async def test_all_goes_through_a_pooler(pooled: Settings, built: Build) -> None:
    load(pooled, built)
    engine = open_engine(pooled)
    update_statistics(engine)
    precompute_facet_counts(engine, LISTINGS.values())
    engine.dispose()
    app = create_app(pooled)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:

        async def ask(number: int) -> int:
            path = ("/api/v1/claims?q=百度&limit=", "/api/v1/metrics?facets=status&limit=")[number % 2]
            return (await client.get(f"{path}{number + 1}")).status_code

        # often enough that statements would be prepared, and met by others on the same connection
        assert set(await asyncio.gather(*(ask(number) for number in range(150)))) == {200}
        rows = (await client.get("/api/v1/metrics?format=csv")).text
        assert rows.count("met_") >= (await client.get("/api/v1/metrics?limit=1")).json()["page"]["count"]
    app.state.close()
