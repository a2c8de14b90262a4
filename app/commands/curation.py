"""`factbase verify` and `factbase status`: whether what is stored holds, what is curated, what is left."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Annotated

import typer

from app.commands.terminal import aligned, count_of, database, echo, fail, progress, settings_for
from app.store.dataset_version import dataset_version
from app.store.engines import open_engine
from app.store.transactions import read

commands = typer.Typer()
Strict = Annotated[bool, typer.Option("--strict", help="Count what is not yet curated as failed.")]

# up to so many documents, each is listed
_FEW_DOCUMENTS = 50


@commands.command()
def verify(strict: Strict = False) -> None:
    """Run every check on the whole database.

    Lists every failed check and exits with 1 if there is one. Sentences that are not yet curated are counted, and fail only if
    their document is declared complete. With more than fifty documents, the counts are totals over all of them.
    """
    from app.api.precomputation import verify_precomputed
    from app.store.coverage import missing, summaries
    from app.store.verification import verify_dataset

    checks = failed = 0
    with database(settings_for(), open_engine) as engine, progress() as step, read(engine) as (connection, held):
        if held is None:
            fail("the database holds no dataset: run `factbase publish`")
        left: dict[str, list[str]] = {}
        for gate in chain(verify_dataset(connection, step), verify_precomputed(connection, step)):
            checks += 1
            if gate.open:
                left.setdefault(gate.subject, []).append(gate.detail)
            if not gate.passed and (strict or not gate.open):
                failed += 1
                echo(f"{gate.name} {gate.subject}: {gate.detail}")
        lacking = missing(connection)
        for line in summaries(connection) if len(lacking) <= _FEW_DOCUMENTS else ():
            echo(line)
    for line in () if strict else _not_curated(left, lacking):
        echo(line)
    echo(
        f"{count_of(checks, 'check')}, {failed} failed"
        + (f", {count_of(len(left), 'document')} not yet curated in full" if left else "")
    )
    if failed:
        raise typer.Exit(1)


def _not_curated(left: dict[str, list[str]], lacking: dict[str, dict[str, int]]) -> Iterator[str]:
    if len(lacking) <= _FEW_DOCUMENTS:
        yield from (f"not yet curated {slug}: {detail}" for slug, details in left.items() for detail in details)
    elif left:
        sums = sum((Counter(lacking[slug]) for slug in left), Counter[str]())
        yield "not yet curated: " + ", ".join(f"{count} {what}" for what, count in sums.items())
        yield "factbase status lists them by document"


@commands.command()
def status(
    document: Annotated[str | None, typer.Option(help="Show only this document, by section.")] = None,
) -> None:
    """Show by document how much is published, how much of it is curated and how much is left; by section with --document."""
    from app.store.curation_status import document_status, section_status

    with database(settings_for(), open_engine) as engine, engine.connect() as connection:
        if dataset_version(connection) is None:
            fail("the database holds no dataset: run `factbase publish`")
        rows = list(document_status(connection) if document is None else section_status(connection, document))
    if document is not None and not rows:
        fail(f"there is no document {document!r}")
    for line in aligned(list(rows[0]) if rows else [], [list(row.values()) for row in rows], words=1):
        echo(line)
