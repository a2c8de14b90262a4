"""`factbase check`, `factbase conflicts` and `factbase undated`: what is wrong in the seeds, and what a curator should look at."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.terminal import Seeds, built_seeds, count_of, echo, fail, progress, require_seeds, settings_for
from app.seeding.seed_files.problems import SeedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.store.publishing import Row, Rows

commands = typer.Typer()
Slug = Annotated[str, typer.Argument(help="Slug of the document.")]


@commands.command()
def check(
    document: Annotated[
        str | None, typer.Option(help="Check only this document and what it is compared with; no other report is read.")
    ] = None,
    seeds: Seeds = None,
) -> None:
    """Check the seeds against the documents, without a database. Lists every problem with its file and line."""
    from app.store.tables import Claim, Metric
    from app.vocabulary import NOT_YET_CURATED

    if document is None:
        built = built_seeds(settings_for(seeds))
        echo(f"{sum(built.counts.values())} rows, version {built.version}")
        return
    rows = _document(document, seeds)
    claims = [row for row in rows[Claim] if row["document"] == document]
    curated = sum(row["kind"] != NOT_YET_CURATED for row in claims)
    figures = sum(row["document"] == document for row in rows[Metric])
    echo(f"{document}: {curated} of {count_of(len(claims), 'sentence')} curated, {count_of(figures, 'figure')}")


@commands.command()
def conflicts(document: Slug, seeds: Seeds = None) -> None:
    """List figures of a document that may contradict each other and are not yet in a conflict, for a curator to review."""
    from app.seeding.comparisons.conflict_candidates import candidates

    found = list(candidates(_document(document, seeds), document))
    _print_groups(found, "period")
    echo(count_of(len(found), "candidate"))


@commands.command()
def undated(document: Slug, seeds: Seeds = None) -> None:
    """List figures without a period that have a year in or near their sentence, for a curator to review."""
    from app.seeding.facts.period_context import undated as undated_figures

    found = list(undated_figures(_document(document, seeds), document))
    _print_groups(found, "indicator")
    echo(count_of(sum(len(group) for _, group in found), "figure"))


def _print_groups(found: "Iterable[tuple[str, Iterable[Row]]]", field: str) -> None:
    """What each group has in common, and its figures, in the order of the text, with one more field."""
    for common, group in found:
        echo(common)
        for row in sorted(group, key=lambda row: row["start"]):
            echo(f"  {row['section']}  {row['quote']}  {row['subject']}  {row[field] or '-'}  {row['id']}")


def _document(slug: str, seeds: Seeds) -> "Rows":
    """The rows of one document. Prints every problem and exits if there is one."""
    from app.seeding.one_document import build_document

    settings = settings_for(seeds)
    require_seeds(settings)
    try:
        with progress() as step:
            return build_document(settings.seeds, slug, step, max_file_bytes=settings.max_file_bytes)
    except SeedError as error:
        echo(str(error))
        fail(count_of(len(error.problems), "problem"))
    except LookupError as error:
        fail(str(error.args[0]))
