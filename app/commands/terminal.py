"""What commands share: settings, the database, progress, and one clear line where a command cannot go on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from app.config import Settings
from app.seeding.seed_files.problems import SeedError
from app.store.publishing import Build
from app.vocabulary.scripts import printable

# the code by which PostgreSQL says that a table is missing
_UNDEFINED_TABLE = "42P01"
Progress = Callable[[str], None]
Seeds = Annotated[Path | None, typer.Option(help="The seeds folder. Default: FACTBASE_SEEDS.", file_okay=False)]
ReportFile = Annotated[Path, typer.Argument(help="A report in Markdown, HTML, DOCX or PDF, or - for standard input.")]


def settings_for(seeds: Path | None = None) -> Settings:
    """The settings, with the seeds folder that the command line names."""
    try:
        return Settings() if seeds is None else Settings(seeds=seeds)
    except ValidationError as error:
        faults = ((str(fault["loc"][0]).upper(), fault["msg"].removeprefix("Value error, ")) for fault in error.errors())
        fail("; ".join(f"FACTBASE_{name}: {said}" for name, said in faults))


@contextmanager
def database(
    settings: Settings, open_engine: Callable[[Settings], Engine], setting: str = "FACTBASE_DATABASE_URL"
) -> Iterator[Engine]:
    """An engine, disposed at the end. A database that cannot be used ends the command with one line, which names the setting."""
    try:
        engine = open_engine(settings)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        fail(f"{setting}: {' '.join(str(error).split())}")
    # the driver's own errors come from where it is used without SQLAlchemy
    errors: tuple[type[Exception], ...] = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
    try:
        yield engine
    except errors as error:
        fail(f"the database {engine.url.render_as_string(hide_password=True)} cannot be used: {reason(error)}")
    finally:
        engine.dispose()


def count_of(count: int, what: str) -> str:
    """`1 problem`, `2 problems`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def reason(error: Exception) -> str:
    """What a database says of itself, on one line, and what to do where it lacks a table."""
    original = getattr(error, "orig", None) or error
    said = " ".join(str(original).split())
    lacks_table = "no such table" in said or getattr(original, "sqlstate", None) == _UNDEFINED_TABLE
    return f"{said}; `factbase migrate` makes all tables" if lacks_table else said


@cache
def console() -> Any:
    # rich takes a while to load: a server that prints nothing does without
    from rich.console import Console

    return Console(stderr=True)


@contextmanager
def progress() -> Iterator[Progress]:
    """A spinner with the current step, on a terminal only."""
    with console().status("starting") as status:
        yield status.update


def echo(message: object, *, err: bool = False) -> None:
    """Print what may hold words of reports, which can neither turn lines around nor tell the terminal anything."""
    typer.echo(printable(str(message)), err=err)


def fail(message: str, status: int = 1) -> NoReturn:
    console().print(printable(message), style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(status)


def require_seeds(settings: Settings) -> None:
    """End the command where there is no seeds folder."""
    if not settings.seeds.is_dir():
        fail(
            f"there is no seeds folder {settings.seeds}: create one with factbase init {settings.seeds}, or name one with --seeds"
        )


def built_seeds(settings: Settings) -> Build:
    """The checked rows of the seeds. Prints every problem and exits if there is one."""
    from app.api.dashboards.addresses import faults_of
    from app.seeding.build import build

    require_seeds(settings)
    try:
        with progress() as step:
            return build(settings.seeds, step, max_file_bytes=settings.max_file_bytes, check_address=faults_of)
    except SeedError as error:
        echo(str(error))
        fail(f"{count_of(len(error.problems), 'problem')}: nothing was loaded")
    except OSError as error:
        fail(f"a temporary file cannot be written (TMPDIR): {error.strerror}; nothing was loaded")


def aligned(names: Sequence[str], rows: Iterable[Sequence[Any]], *, words: int) -> Iterator[str]:
    """The rows under the names of their columns, of which the first are `words` and the others numbers, set to the right."""
    cells = [names, *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(
            cell.ljust(width) if place < words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
