"""`factbase entities`: the entities that the reports name, and which of them may be the same."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.terminal import Seeds, aligned, count_of, echo, fail, require_seeds, settings_for

if TYPE_CHECKING:
    from app.seeding.seed_files.folder import Seeds as Folder

commands = typer.Typer()
_COLUMNS = ("entity", "type", "name", "also", "sentences")


@commands.command()
def entities(
    candidates: Annotated[
        bool, typer.Option("--candidates", help="List only undecided pairs that may be the same entity.")
    ] = False,
    seeds: Seeds = None,
) -> None:
    r"""List the entities of the seeds folder and the documents that name them, or the pairs that may be the same entity.

    Entries from different reports with exactly the same name and type count as one entity. Decide all other pairs with a line in
    entity-decisions.yaml: `- {same: \[the-slug-that-stays, other]}`, `- {different: \[one, other]}`, or `- {unsure: \[one, other]}`.
    """
    from app.seeding.seed_files.folder import read_folder
    from app.seeding.seed_files.problems import SeedError

    settings = settings_for(seeds)
    require_seeds(settings)
    folder = read_folder(settings.seeds, settings.max_file_bytes)
    if folder.problems:
        echo(str(SeedError(folder.problems)))
        fail(f"{count_of(len(set(folder.problems)), 'problem')}; correct them first")
    _list_candidates(folder) if candidates else _list_entities(folder)


def _named_in(folder: "Folder") -> dict[str, str]:
    """By entity, the documents that name it with the number of sentences."""
    from app.seeding.entity_candidates import where_named

    named = where_named(
        (slug, chapter.document)
        for chapter, _ in folder.chapters
        for claim in chapter.claims
        for slug in {**claim.about.subject, **claim.about.mentioned}
    )
    return {slug: ", ".join(f"{document} {count}" for document, count in sorted(of.items())) for slug, of in named.items()}


def _list_entities(folder: "Folder") -> None:
    named = _named_in(folder)
    others: dict[str, list[str]] = {}
    for slug, kept in folder.links.kept.items():
        others.setdefault(kept, []).append(slug)
    rows = [
        (one.slug, str(kind), one.names["name_en"], " ".join(others.get(one.slug, [])), named.get(one.slug, ""))
        for one, kind, _ in folder.entities
    ]
    for line in aligned(_COLUMNS, rows, words=len(_COLUMNS)):
        echo(line)


def _list_candidates(folder: "Folder") -> None:
    from app.seeding.entity_candidates import entity_candidates

    named = _named_in(folder)
    entries = {entry[0].slug: entry for entry in folder.entities}
    found = entity_candidates(folder.links)
    for one in found:
        echo("; ".join(one.reasons))
        for slug in one.slugs:
            entity, kind, at = entries[slug]
            names = ", ".join(dict.fromkeys([*entity.names.values(), *(alias.text for alias in entity.aliases)]))
            where = named.get(slug, "no sentence")
            echo(f"  {slug}  {kind}  {names}  ({where})  {at.file.name}:{at.file.line(at.path)}")
        echo(f"  - {{same: [{', '.join(one.slugs)}]}}")
    told = (
        "; decide each with a line in entity-decisions.yaml: same (the first slug stays), different or unsure"
        if found
        else ""
    )
    echo(f"{count_of(len(found), 'candidate')}{told}")
