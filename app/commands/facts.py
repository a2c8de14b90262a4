"""`factbase freeze` and `factbase explain`: what the lines of curators leave to the reader of reports."""

from typing import Annotated

import typer

from app.commands.terminal import Seeds, count_of, fail, settings_for

commands = typer.Typer()


@commands.command()
def freeze(
    accept: Annotated[
        bool, typer.Option("--accept", help="Take the new readings of quotes that are read otherwise.")
    ] = False,
    seeds: Seeds = None,
) -> None:
    """Write beside each figure a hash of what its quote is read as, so that it never changes in silence.

    Figures that are read otherwise than when they were frozen are listed, and stay as they are without --accept: exit 1.
    """
    from app.intake.freezing import freeze as freeze_folder
    from app.seeding.seed_files.problems import SeedError

    try:
        done = freeze_folder(settings_for(seeds).seeds, accept=accept)
    except SeedError as error:
        fail(str(error))
    for line in done.changed:
        typer.echo(line)
    typer.echo(f"{count_of(done.added, 'figure')} frozen, {len(done.changed)} {'accepted' if accept else 'read otherwise'}")
    if done.changed and not accept:
        raise typer.Exit(1)


@commands.command()
def explain(
    what: Annotated[str, typer.Argument(help="An id (met_…), or a place (facts/<document>/<section>.yaml:12).")],
    seeds: Seeds = None,
) -> None:
    """Print figures in full: what their lines say, what was left out and where that comes from."""
    from app.intake.explaining import explain as explained
    from app.seeding.seed_files.problems import SeedError

    try:
        lines = explained(settings_for(seeds).seeds, what)
    except (SeedError, LookupError) as error:
        fail(str(error.args[0]) if isinstance(error, LookupError) else str(error))
    typer.echo("\n".join(lines))
