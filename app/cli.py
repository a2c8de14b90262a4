"""The command line: `factbase …`, or `python -m app.cli …`."""

import gc
import logging
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
import uvicorn
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp

from app.commands import audit, checking, curation, entities, facts, intake
from app.commands.terminal import ReportFile, Seeds, built_seeds, database, echo, fail, progress, reason, settings_for
from app.config import Settings, unknown_variables
from app.http.server_processes import ServerProcesses
from app.seeding.seed_files.problems import SeedError
from app.seeding.seed_files.versions import seed_version
from app.store.dataset_version import dataset_version, is_optimized, mark_optimized
from app.store.engines import open_engine, open_reader
from app.store.migrations import current_revision, newest_revision, upgrade
from app.store.publishing import Build
from app.store.service_url import note_service_url
from app.store.transactions import read
from app.store.write_ahead_log import empty_log

cli = typer.Typer(help="A citation-backed fact database.", no_args_is_help=True, add_completion=False)
cli.add_typer(audit.commands)
cli.add_typer(intake.commands)
cli.add_typer(curation.commands)
cli.add_typer(facts.commands)
cli.add_typer(entities.commands)
cli.add_typer(checking.commands)
Host = Annotated[str | None, typer.Option(help="Address to listen on. Default: FACTBASE_HOST, or 127.0.0.1.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on. Default: FACTBASE_PORT, or 8000.")]
Workers = Annotated[int | None, typer.Option(min=1, max=1000, help="Server processes. Default: FACTBASE_WORKERS, or 1.")]


def _print_version(requested: bool) -> None:
    if requested:
        echo(f"factbase {version('factbase')}")
        raise typer.Exit


@cli.callback()
def main(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """A citation-backed fact database."""


@cli.command()
def serve(host: Host = None, port: Port = None, workers: Workers = None, seeds: Seeds = None) -> None:
    """Migrate the database, seed it if it is empty, and serve it."""
    settings = settings_for(seeds)
    for name in unknown_variables():
        _print(f"{name} is set but is not a setting of factbase: the README lists them all")
    host, port = host or settings.host, port or settings.port
    _check_address(host, port)
    with _database(settings) as engine:
        _prepare(engine, settings)
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        _note(engine, settings.public_url or address)
    with database(settings, open_reader, "FACTBASE_READ_DATABASE_URL"):
        # one that is only down now is answered 503 until it is back
        pass
    _print(f"factbase {version('factbase')} at {address}: API at {address}/docs, recipes at {address}/guide")
    # objects loaded before the first request live as long as the process; `application` enables collection again
    gc.disable()
    workers = workers or settings.workers
    # on a busy machine a process takes longer to begin than the five seconds after which it would be ended and begun anew
    options: dict[str, Any] = {
        "factory": True, "workers": workers, "host": host, "port": port, "log_level": "info", "access_log": False,
        "http": "app.http.protocol:HttpProtocol", "proxy_headers": False, "timeout_graceful_shutdown": 30,
        "timeout_worker_healthcheck": 60,
    }  # fmt: skip
    if workers == 1:
        _handle_signals()
        uvicorn.run("app.cli:served_application", **options)
    else:
        config = uvicorn.Config("app.cli:served_application", **options)
        ServerProcesses(config, [config.bind_socket()]).run()


def _handle_signals() -> None:
    """Have `HUP` and `QUIT` end this process as `TERM` does, as no parent would replace it, and `USR1` and `USR2` change nothing.

    What is ignored already (`HUP` under `nohup`) stays so.
    """
    handlers: tuple[tuple[str, Any], ...] = (
        ("SIGHUP", _terminate), ("SIGQUIT", _terminate), ("SIGUSR1", signal.SIG_IGN), ("SIGUSR2", signal.SIG_IGN),
    )  # fmt: skip
    for name, handler in handlers:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, handler)


def _terminate(*_: object) -> None:
    signal.raise_signal(signal.SIGTERM)


@cli.command()
def migrate() -> None:
    """Migrate the database to the newest schema."""
    settings = settings_for()
    with _database(settings) as engine:
        upgrade(engine, settings)
    echo(f"at schema {newest_revision(settings)}")


@cli.command()
def publish(seeds: Seeds = None) -> None:
    """Check the seeds folder, migrate the database and load the folder into it, all or nothing."""
    settings = settings_for(seeds)
    built = built_seeds(settings)
    with _database(settings) as engine:
        upgrade(engine, settings)
        is_complete = _load(engine, built)
        if settings.public_url:
            _note(engine, settings.public_url)
    if not is_complete:
        raise typer.Exit(1)


cli.command("seed", help="The same as `publish`.")(publish)


@cli.command()
def export(file: Annotated[Path, typer.Argument(help="The ZIP file to write.")]) -> None:
    """Write the whole database as a Frictionless Data Package, byte for byte the same as /api/v1/export.zip."""
    from app.api.export.package import write_package

    part = file.with_name(f".{file.name}.part")
    try:
        with _database(settings_for()) as engine, read(engine) as (connection, held), part.open("wb") as archive:
            if held is None:
                fail("the database holds no dataset: run `factbase publish`")
            write_package(connection, archive)
        part.replace(file)
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}")
    finally:
        part.unlink(missing_ok=True)
    echo(f"{file}: {file.stat().st_size} bytes")


@cli.command()
def docs(seeds: Seeds = None) -> None:
    """Run the example requests of the documentation against the seeds and write the responses into this package."""
    from app.http.openapi import EXAMPLES
    from app.http.openapi_examples import produce
    from app.main import create_app

    # one example shows an unavailable database, which need not be logged
    logging.getLogger("app.http.problems").setLevel(logging.ERROR)
    settings = settings_for(seeds)
    EXAMPLES.write_bytes(produce(built_seeds(settings), settings, create_app))
    echo(f"written to {EXAMPLES}")


@cli.command()
def parse(
    file: ReportFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print the full result as JSON instead of a summary.")] = False,
) -> None:
    """Print what could be read from a report, and what could not."""
    from app.intake import RefusedError, report_in
    from app.report import as_data, summarize

    try:
        report = report_in(file, settings_for().max_file_bytes)
    except RefusedError as error:
        fail(f"{file}: {error}")
    if as_json:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        sys.stdout.buffer.write(orjson.dumps(as_data(report), option=options, default=str))
    else:
        echo(summarize(report))


def served_application() -> ASGIApp:
    """The application of a process of `serve`."""
    # a worker is a process of its own, and what it loads now lives as long as it does; `application` enables collection again
    gc.disable()
    from app.main import application

    return application()


def _prepare(engine: Engine, settings: Settings) -> None:
    """Migrate the database, load the seeds if it is empty, and finish a load that was interrupted after its commit."""
    with engine.connect() as connection:
        current = current_revision(connection)
    if current != newest_revision(settings):
        upgrade(engine, settings)
    with engine.connect() as connection:
        loaded = dataset_version(connection)
    if loaded is None:
        _load(engine, built_seeds(settings))
        return
    _optimize(engine)
    if not settings.seeds.is_dir():
        _print(f"there is no seeds folder {settings.seeds}: serving the database as it is")
        return
    try:
        changed = loaded != seed_version(settings.seeds, settings.max_file_bytes)
    except SeedError as error:
        _print(f"the seeds cannot be read: {error.problems[0]}")
    else:
        if changed:
            _print("the seeds have changed since this database was seeded: run `factbase publish` to load them")


def _note(engine: Engine, url: str) -> None:
    """Store the address of the service for the views, where the database can be written."""
    try:
        note_service_url(engine, url.rstrip("/").replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:"))
    except SQLAlchemyError as error:
        _print(f"cannot update the service address in the views: {reason(error)}")


def _load(engine: Engine, built: Build) -> bool:
    """Returns whether statistics and counts could be made as well."""
    from app.store.publishing import publish as publish_rows

    with progress() as step:
        loaded = publish_rows(engine, built, step)
    rows = sum(built.counts.values())
    # what a server that starts now keeps should not include the garbage of loading
    gc.collect()
    _print(f"version {built.version}: {rows} rows loaded" if loaded else f"version {built.version} is already loaded")
    return _optimize(engine)


def _optimize(engine: Engine) -> bool:
    """Make the planner's statistics and the precomputed counts of the dataset, unless they were made since it was loaded.

    Returns whether they are there. Answers are the same without them, only slower.
    """
    try:
        _make_statistics(engine)
    except SQLAlchemyError as error:
        _print(f"planner statistics and counts cannot be made now: {reason(error)}; the next start makes them")
        return False
    return True


def _make_statistics(engine: Engine) -> None:
    with engine.connect() as connection:
        if is_optimized(connection):
            return
    # half of what a process loads, with collection still enabled: only where there is something to make
    from app.api.precomputation import precompute
    from app.store.planner_statistics import update_statistics

    with progress() as step:
        step("updating statistics")
        update_statistics(engine)
        precompute(engine)
        mark_optimized(engine)


def _check_address(host: str, port: int) -> None:
    """Fail before anything is loaded if the server could not listen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # as the server does, which may follow another whose connections are not quite closed
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        fail(f"cannot listen on {host} port {port}: {error.strerror}; set FACTBASE_HOST or FACTBASE_PORT")


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    with database(settings, open_engine) as engine:
        yield engine
        empty_log(engine)


def _print(message: str) -> None:
    echo(message, err=True)


if __name__ == "__main__":
    cli()
