"""`factbase`: the command line."""


import typer
from rich.console import Console

from app.config import Settings
from app.seeding.build import build
from app.seeding.problems import SeedError

cli = typer.Typer(help="A citation-backed fact database.", no_args_is_help=True, add_completion=False)
console = Console(stderr=True)


@cli.callback()
def main() -> None:
    """A citation-backed fact database."""


@cli.command()
def check() -> None:
    """Check the seeds against the documents, without a database: every problem with file and line."""
    try:
        built = build(Settings().seeds, console.print)
    except SeedError as error:
        for problem in error.problems:
            typer.echo(str(problem))
        raise typer.Exit(1) from None
    typer.echo(f"{sum(built.counts.values())} rows, version {built.version}")
