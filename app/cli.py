"""`factbase`: the command line."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import orjson
import typer
import uvicorn
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.db import open_engine, read
from app.migrate import current_revision, newest_revision, upgrade
from app.seeding.problems import SeedError
from app.seeding.version import Progress, dataset_version, seed_version

if TYPE_CHECKING:
    from rich.console import Console

cli = typer.Typer(help="A citation-backed fact database.", no_args_is_help=True, add_completion=False)
Host = Annotated[str | None, typer.Option(help="Address to listen on; FACTBASE_HOST, 127.0.0.1.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on; FACTBASE_PORT, 8000.")]
Workers = Annotated[int | None, typer.Option(min=1, max=1000, help="Processes that answer; FACTBASE_WORKERS, 1.")]


@cli.command()
def serve(host: Host = None, port: Port = None, workers: Workers = None) -> None:
    """Migrate and seed an empty database, then serve it."""
    settings = _settings()
    with _database(settings) as engine:
        _prepare(engine, settings)
    # all that is loaded from here to the first answer stays: `application` enables it again
    gc.disable()
    uvicorn.run(
        "app.main:application", factory=True, workers=workers or settings.workers, host=host or settings.host,
        port=port or settings.port, log_level="info", access_log=False,
    )  # fmt: skip


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()
    with _database(settings) as engine:
        upgrade(engine, settings)
    typer.echo(f"at schema {newest_revision(settings)}")


@cli.command()
def seed() -> None:
    """Check the seeds and load them, all or nothing; the database is migrated first."""
    settings = _settings()
    with _database(settings) as engine:
        upgrade(engine, settings)
        _seed(engine, settings)


@cli.command()
def check() -> None:
    """Check the seeds against the documents, without a database: every problem with file and line."""
    from app.seeding.build import build

    with _progress() as progress, _refusing():
        built = build(_settings().seeds, progress)
    typer.echo(f"{sum(built.counts.values())} rows, version {built.version}")


@cli.command()
def verify() -> None:
    """Re-read everything that is stored, gate by gate; exit 1 and list what fails."""
    from app.documents.coverage import summaries
    from app.verification import verify_dataset

    with _database(_settings()) as engine, engine.connect() as connection, _progress() as progress:
        if dataset_version(connection) is None:
            _fail("the database holds no dataset: run `factbase seed`")
        gates = verify_dataset(connection, progress)
        covered = list(summaries(connection))
    failed = [gate for gate in gates if not gate.passed]
    for gate in failed:
        typer.echo(f"{gate.name} {gate.subject}: {gate.detail}")
    for line in covered:
        typer.echo(line)
    typer.echo(f"{len(gates)} checks, {len(failed)} failed")
    if failed:
        raise typer.Exit(1)


@cli.command()
def export(file: Annotated[Path, typer.Argument(help="The ZIP file to write.")]) -> None:
    """Write the whole database as a Frictionless Data Package, the same bytes as /api/v1/export.zip."""
    from app.export.package import write_package

    part = file.with_name(f".{file.name}.part")
    try:
        with _database(_settings()) as engine, read(engine) as (connection, held), part.open("wb") as archive:
            if held is None:
                _fail("the database holds no dataset: run `factbase seed`")
            write_package(connection, archive)
        part.replace(file)
    except OSError as error:
        _fail(f"{file} cannot be written: {error.strerror}")
    finally:
        part.unlink(missing_ok=True)
    typer.echo(f"{file}: {file.stat().st_size} bytes")


@cli.command()
def docs() -> None:
    """Ask the example requests of the documentation again, of the seeds, and write the answers into this package."""
    from app.examples import produce
    from app.openapi import EXAMPLES
    from app.seeding.build import build

    settings = _settings()
    with _progress() as progress, _refusing():
        EXAMPLES.write_bytes(produce(build(settings.seeds, progress), settings))
    typer.echo(f"written to {EXAMPLES}")


@cli.command()
def parse(
    file: Annotated[Path, typer.Argument(help="A Markdown report, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="The whole reading as JSON, not a summary.")] = False,
) -> None:
    """Print what the parser sees in any report, and what it cannot read."""
    from app.report import ReportError, as_data, decode, parse_report, read_report, summarize

    try:
        report = parse_report(decode(sys.stdin.buffer.read(), "standard input") if str(file) == "-" else read_report(file))
    except (OSError, ReportError) as error:
        _fail(str(error))
    if as_json:
        sys.stdout.buffer.write(
            orjson.dumps(as_data(report), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE, default=str)
        )
    else:
        typer.echo(summarize(report))


def _prepare(engine: Engine, settings: Settings) -> None:
    """An empty database is migrated and seeded; one that holds a dataset is served as it is."""
    with engine.connect() as connection:
        current = current_revision(connection)
        version = dataset_version(connection) if current else None
    if current != newest_revision(settings):
        upgrade(engine, settings)
    if version is None:
        _seed(engine, settings)
    elif version != seed_version(settings.seeds):
        _console().print("the seeds have changed since this database was seeded: run `factbase seed` to load them")


def _seed(engine: Engine, settings: Settings) -> None:
    from app.seeding.build import build
    from app.seeding.bulk import settle
    from app.seeding.load import load

    with _progress() as progress, _refusing():
        built = build(settings.seeds, progress)
        loaded = load(engine, built, progress)
        if loaded:
            settle(engine)
    # a server that goes on from here keeps what there is for good
    gc.collect()
    rows = sum(built.counts.values())
    _console().print(
        f"version {built.version}: {rows} rows loaded" if loaded else f"version {built.version} is loaded already"
    )


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        _fail("; ".join(f"FACTBASE_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()))


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    """An engine that is closed afterwards; a database that cannot be used is a message, not a traceback."""
    engine = open_engine(settings)
    try:
        yield engine
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip()
        _fail(f"the database {engine.url.render_as_string(hide_password=True)} cannot be used: {reason}")
    finally:
        engine.dispose()


@cache
def _console() -> "Console":
    # not loaded by a server that has nothing to say
    from rich.console import Console

    return Console(stderr=True)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A spinner that says what is being done, on a terminal only."""
    with _console().status("starting") as status:
        update: Callable[[str], None] = status.update
        yield update


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except SeedError as error:
        for problem in error.problems:
            typer.echo(str(problem))
        _fail(f"refused: {len(error.problems)} problems, nothing was loaded")


def _fail(message: str) -> NoReturn:
    _console().print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)
