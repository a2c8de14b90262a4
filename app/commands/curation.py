"""`factbase verify` and `factbase status`: whether what is stored holds, what is curated, what is left."""

from typing import Annotated

import typer

from app.commands.terminal import aligned, database, fail, progress, settings_for
from app.store.dataset import dataset_version
from app.store.engines import open_engine

commands = typer.Typer()
Strict = Annotated[bool, typer.Option("--strict", help="Take what is not yet curated for broken.")]


@commands.command()
def verify(strict: Strict = False) -> None:
    """Check everything that is stored, gate by gate.

    Lists what is broken and exits with 1 if anything is. What nobody has curated yet is counted, and is no fault unless its
    document says that it is complete.
    """
    from app.api.kept import verify_kept
    from app.store.coverage import summaries
    from app.store.verification import verify_dataset

    with database(settings_for(), open_engine) as engine, engine.connect() as connection, progress() as step:
        if dataset_version(connection) is None:
            fail("the database holds no dataset: run `factbase publish`")
        gates = [*verify_dataset(connection, step), *verify_kept(connection, step)]
        covered = list(summaries(connection))
    failed = [gate for gate in gates if not gate.passed and (strict or not gate.open)]
    left = [gate for gate in gates if gate.open]
    for line in (*(f"{gate.name} {gate.subject}: {gate.detail}" for gate in failed), *covered):
        typer.echo(line)
    for gate in () if strict else left:
        typer.echo(f"not yet curated {gate.subject}: {gate.detail}")
    documents = len({gate.subject for gate in left})
    typer.echo(
        f"{len(gates)} checks, {len(failed)} failed" + (f", {documents} documents not yet curated in full" if left else "")
    )
    if failed:
        raise typer.Exit(1)


@commands.command()
def status(
    document: Annotated[str | None, typer.Option(help="Only this document, section by section.")] = None,
) -> None:
    """What is published, what of it is curated, what is left: by document, and by section where --document names one."""
    from app.store.status import document_status, section_status

    with database(settings_for(), open_engine) as engine, engine.connect() as connection:
        if dataset_version(connection) is None:
            fail("the database holds no dataset: run `factbase publish`")
        rows = list(document_status(connection) if document is None else section_status(connection, document))
    if document is not None and not rows:
        fail(f"there is no document {document!r}")
    for line in aligned(list(rows[0]) if rows else [], [list(row.values()) for row in rows], words=1):
        typer.echo(line)
