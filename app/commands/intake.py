"""`factbase init` and `factbase add`: a folder, and the reports that come into it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.terminal import Seeds, aligned, count_of, echo, fail, progress, settings_for

if TYPE_CHECKING:
    from app.intake import Added
    from app.report import Problem

commands = typer.Typer()
_MOST_OF_A_KIND = 3
_SUFFIXES = (".md", ".markdown", ".mdown", ".txt", ".html", ".htm", ".docx", ".pdf")


@commands.command()
def init(folder: Annotated[Path, typer.Argument(help="The folder to create.", file_okay=False)]) -> None:
    """Create a seeds folder with starter vocabularies and a README for curators. Existing files are not changed."""
    from app.intake import init_folder

    try:
        written = init_folder(folder)
    except OSError as error:
        fail(f"{folder} cannot be written: {error.strerror}")
    for name in written:
        echo(folder / name)
    echo(f"next: factbase add --seeds {folder} REPORT.md, then factbase publish --seeds {folder}")


@commands.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Reports, or folders of reports.")],
    seeds: Seeds = None,
    slug: Annotated[str | None, typer.Option(help="The slug of the report; with one file only.")] = None,
    replaces: Annotated[str | None, typer.Option(help="The slug of the document that this file is a new export of.")] = None,
) -> None:
    """Add reports to the seeds folder: document, YAML, sources, publishers. Lists what cannot be read and adds the rest."""
    from app.intake import Intake, RefusedError
    from app.intake.starter_folder import is_seeds_folder
    from app.seeding.seed_files.problems import SeedError

    settings = settings_for(seeds)
    if not is_seeds_folder(settings.seeds):
        fail(
            f"{settings.seeds} is not a seeds folder: create one with factbase init {settings.seeds}, or name one with --seeds"
        )
    paths = list(_reports(files))
    if slug and replaces:
        fail("--slug names a new document and --replaces one that is there: give one of the two")
    if len(paths) > 1 and (slug or replaces):
        fail("--slug and --replaces take one file only")
    if not paths:
        fail(f"no reports found; reports are files that end in {', '.join(_SUFFIXES)}")
    # only a summary of each is kept: a thousand whole reports would take too much memory
    told: list[str] = []
    rows: list[Sequence[Any]] = []
    states: Counter[str] = Counter()
    refused: list[tuple[Path, str]] = []
    try:
        with progress() as step:
            step("reading the seeds folder")
            intake = Intake(settings.seeds, settings.max_file_bytes)
            for number, path in enumerate(paths, 1):
                step(f"{number} of {len(paths)}: {path.name}")
                try:
                    added = intake.add(path, slug=slug, replaces=replaces)
                except RefusedError as error:
                    refused.append((path, str(error)))
                    continue
                told += _told(added, settings.seeds)
                rows.append(_row(added))
                states[added.state] += 1
    except SeedError as error:
        echo(str(error))
        fail(f"the seeds folder has {count_of(len(error.problems), 'problem')}: nothing was added")
    except OSError as error:
        fail(f"{settings.seeds} cannot be written: {error.strerror}")
    for line in told:
        echo(line)
    for path, why in refused:
        echo(f"{path}: {why}", err=True)
    echo("\n".join(aligned(_COLUMNS, rows, words=3)))
    echo(", ".join([*(f"{count} {state}" for state, count in states.items()), f"{len(refused)} refused"]))
    if refused:
        raise typer.Exit(1)


def _reports(files: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in folders. What a link out of a folder leads to was not named: it is left out, and told."""
    for path in files:
        if not path.is_dir():
            yield path
            continue
        within = path.resolve()
        for one in sorted(path.rglob("*")):
            if one.name.startswith("."):
                continue
            if not one.resolve().is_relative_to(within):
                echo(f"{one}: left out, as it leads out of the folder", err=True)
            elif one.suffix.lower() in _SUFFIXES:
                yield one


def _told(one: "Added", seeds: Path) -> Iterator[str]:
    """Everything about a report that its curator should know."""
    if one.state == "already there":
        yield f"{one.name}: is already in the folder as {one.slug}; nothing was changed"
        return
    for note in one.notes:
        yield f"{one.slug}: note: {note}"
    yield from _problems(one, seeds / "documents" / f"{one.slug}.md")
    if one.publishers:
        yield f"{one.slug}: {count_of(len(one.publishers), 'publisher')} not yet curated, in publishers/{one.slug}.yaml"
    if (carried := one.carried) is not None:
        yield (
            f"{one.slug}: a new export: of the curated sentences, {carried.identical} as before, {len(carried.reworded)} "
            f"reworded, {len(carried.asked)} that may say something else, {len(carried.gone)} gone"
        )
        yield from (f"{one.slug}: reworded, carried over: {was!r} is now {now!r}" for was, now in carried.reworded)
        yield from (
            f"{one.slug}: may say something else, moved to pending/{one.slug}.yaml: {was!r} is now {now!r}; is it the same fact?"
            for was, now in carried.asked
        )
        yield from (f"{one.slug}: gone, moved to pending/{one.slug}.yaml: {was!r}" for was in carried.gone)
        yield from (f"{one.slug}: {what}" for what in carried.other)


def _problems(one: "Added", path: Path) -> Iterator[str]:
    """The first of each kind, what is wrong before what is noted."""
    kinds: dict[str, list[Problem]] = {}
    for problem in sorted(one.problems, key=lambda problem: problem.severity != "wrong"):
        kinds.setdefault(problem.kind, []).append(problem)
    for problems in kinds.values():
        for problem in problems[:_MOST_OF_A_KIND]:
            line = "" if problem.start is None else f" in line {one.report.text.count(chr(10), 0, problem.start) + 1}"
            yield f"{one.slug}: {problem.severity}{line}: {problem}. {problem.advice}"
        if len(problems) > _MOST_OF_A_KIND:
            yield f"{one.slug}: … and {len(problems) - _MOST_OF_A_KIND} more like it: factbase parse --json {path} lists them"


_COLUMNS = ("report", "language", "convention", "markers", "answered", "entries", "sentences", "figures", "problems")


def _row(one: "Added") -> Sequence[Any]:
    report = one.report
    counts = (
        len(report.markers), sum(marker.reference is not None for marker in report.markers), len(report.references),
        len(report.sentences), len(report.quantities), len(report.problems),
    )  # fmt: skip
    return one.slug, report.language, "+".join(use.kind for use in report.conventions) or "none", *counts
