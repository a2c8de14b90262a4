"""`factbase freeze` and `factbase explain`: what the lines of curators leave to the reader of reports."""

from typing import Annotated

import typer

from app.commands.terminal import Seeds, count_of, echo, fail, settings_for

commands = typer.Typer()


@commands.command()
def freeze(
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept the new values of quotes that are now read differently.")
    ] = False,
    seeds: Seeds = None,
) -> None:
    """Store with each figure a hash of the value read from its quote, so that it never changes unnoticed.

    Lists figures that are now read differently. Without --accept, leaves them unchanged and exits with 1.
    """
    from app.intake.freezing import freeze as freeze_folder
    from app.seeding.seed_files.problems import SeedError

    try:
        done = freeze_folder(settings_for(seeds).seeds, accept=accept)
    except SeedError as error:
        fail(str(error))
    for line in done.changed:
        echo(line)
    echo(f"{count_of(done.added, 'figure')} frozen, {len(done.changed)} {'accepted' if accept else 'read differently'}")
    if done.changed and not accept:
        raise typer.Exit(1)


@commands.command()
def explain(
    what: Annotated[str, typer.Argument(help="An id (met_…), or a file and line (facts/<document>/<section>.yaml:12).")],
    seeds: Seeds = None,
) -> None:
    """Print figures in full: the fields their lines give, the fields left out, and where those values come from."""
    from app.intake.explaining import explain as explained
    from app.seeding.seed_files.problems import SeedError

    try:
        lines = explained(settings_for(seeds).seeds, what)
    except (SeedError, LookupError) as error:
        fail(str(error.args[0]) if isinstance(error, LookupError) else str(error))
    echo("\n".join(lines))
