"""The command line: one clear line where it cannot go on, and loads that were interrupted."""

import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from app import cli
from app.commands.terminal import console
from app.config import Settings
from app.report import language
from app.seeding.build import build
from app.seeding.seed_files.versions import seed_version
from app.store.dataset_version import dataset_version, is_optimized
from app.store.engines import open_engine
from app.store.publishing import Build
from tests.conftest import loaded
from tests.support.small_folder import small_folder

BUILD = cli.built_seeds


def run(*arguments: str) -> tuple[int, str]:
    console.cache_clear()
    result = CliRunner().invoke(cli.cli, arguments)
    return result.exit_code, result.output


@pytest.fixture(autouse=True)
def _build_once(built: Build, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cli, "built_seeds", lambda _: built)
    yield
    console.cache_clear()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What uvicorn was asked to run."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda *_, **options: calls.append(options))
    monkeypatch.setattr("gc.disable", lambda: None)
    return calls


def full_after(pages: int) -> Callable[[Settings], Engine]:
    """Engines for a disk with room for so many pages."""

    def opened(settings: Settings) -> Engine:
        engine = open_engine(settings)
        event.listen(engine, "connect", lambda driver, _: driver.execute(f"PRAGMA max_page_count = {pages}").close())
        return engine

    return opened


def test_version() -> None:
    assert run("--version") == (0, "factbase 0.1.0\n")


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/x", "oracle://host/x", "no-such://host/x"])
def test_a_url_of_no_database_is_one_line(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBASE_DATABASE_URL", url)
    code, output = run("migrate")
    assert code == 1
    assert output.count("\n") == 1
    assert "PostgreSQL" in output


def test_a_port_in_use_is_one_line(monkeypatch: pytest.MonkeyPatch, served: list[dict[str, Any]]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, output = run("serve", "--port", str(taken.getsockname()[1]))
    assert (code, served) == (1, [])
    assert output.count("\n") == 1
    assert "Address already in use; set FACTBASE_HOST or FACTBASE_PORT" in output


def test_a_database_without_tables_says_how_to_make_them(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBASE_DATABASE_URL", empty.database_url)
    for command in ("status", "verify"):
        code, output = run(command)
        assert (code, output.splitlines()[1:]) == (1, [])
        assert output.endswith("; `factbase migrate` makes all tables\n")


def test_a_full_disk_is_one_line_and_leaves_the_database(
    tmp_path: Path, built: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'factbase.db'}"
    monkeypatch.setenv("FACTBASE_DATABASE_URL", url)
    assert run("migrate")[0] == 0
    monkeypatch.setattr(cli, "open_engine", full_after(400))
    code, output = run("seed")
    assert code == 1
    assert output == f"the database {url} cannot be used: database or disk is full\n"
    engine = open_engine(Settings(database_url=url))
    with engine.connect() as connection:
        assert dataset_version(connection) is None
    engine.dispose()


def test_a_disk_that_is_full_after_the_load_does_not_hide_that_it_is_loaded(
    tmp_path: Path, built: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'factbase.db'}"
    monkeypatch.setenv("FACTBASE_DATABASE_URL", url)

    def full(_: Engine) -> None:
        raise OperationalError("ANALYZE", {}, Exception("database or disk is full"))

    monkeypatch.setattr("app.store.planner_statistics.update_statistics", full)
    code, output = run("publish")
    assert (code, output.splitlines()) == (
        1,
        [
            f"version {built.version}: {sum(built.counts.values())} rows loaded",
            "planner statistics and counts cannot be made now: database or disk is full; the next start makes them",
        ],
    )
    monkeypatch.undo()
    engine = open_engine(Settings(database_url=url))
    with engine.connect() as connection:
        assert (dataset_version(connection), is_optimized(connection)) == (built.version, False)
    engine.dispose()


def test_without_temporary_files_a_large_folder_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBASE_DATABASE_URL", f"sqlite:///{tmp_path / 'factbase.db'}")
    monkeypatch.setenv("FACTBASE_SEEDS", str(small_folder(tmp_path / "seeds")))
    assert run("migrate")[0] == 0
    monkeypatch.setattr(cli, "built_seeds", BUILD)
    monkeypatch.setattr("app.seeding.build.build", partial(build, most_held=1))
    # the model of languages is unpacked there, if nobody has read it yet; rows go there later
    for forget in (language._model.cache_clear, language._model):
        monkeypatch.setattr("tempfile.tempdir", None)
        forget()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
        language._identifier.cache_clear()
        code, output = run("publish")
        assert code == 1
        assert output == "a temporary file cannot be written (TMPDIR): No such file or directory; nothing was loaded\n"


def test_statistics_that_a_crash_left_out_are_made_at_the_next_start(
    empty: Settings, built: Build, monkeypatch: pytest.MonkeyPatch, served: list[dict[str, Any]]
) -> None:
    engine = open_engine(loaded(empty, built))
    monkeypatch.setenv("FACTBASE_DATABASE_URL", empty.database_url)
    with engine.connect() as connection:
        assert not is_optimized(connection)
    code, output = run("serve", "--port", "18999")
    assert (code, len(served)) == (0, 1)
    assert "http://127.0.0.1:18999/docs" in output
    with engine.connect() as connection:
        assert is_optimized(connection)
        assert dataset_version(connection) == seed_version(Settings().seeds)
    engine.dispose()
