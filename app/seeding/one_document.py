"""Building the figures of one document, with what they are compared with, of a folder of many."""

from collections import defaultdict
from pathlib import Path

from app.config import MAX_FILE_BYTES
from app.seeding.comparisons.conflicts import add_conflicts
from app.seeding.comparisons.consistency import check_aliases, check_twins
from app.seeding.comparisons.corroborations import add_corroborations
from app.seeding.comparisons.repeats import add_repeats
from app.seeding.documents import parse_documents
from app.seeding.facts.curated_facts import CuratedFacts
from app.seeding.seed_files.comparison_schemas import ConflictSeed, CorroborationSeed
from app.seeding.seed_files.folder import Seeds, read_folder
from app.seeding.seed_files.problems import SeedError
from app.seeding.sources.source_groups import add_source_groups
from app.seeding.sources.sources import add_sources
from app.seeding.vocabularies import add_vocabularies
from app.store.publishing import Progress, Rows


def build_document(
    root: Path, slug: str, progress: Progress = lambda _: None, *, max_file_bytes: int = MAX_FILE_BYTES
) -> Rows:
    """The rows of a document and of those that its conflicts and corroborations name; no other report is read.

    Raises `SeedError` with the problems of their files and of the vocabularies, and `LookupError` for an unknown slug. What takes
    all documents is left to `build`: whether every version has its series, and dashboards.
    """
    progress("reading the seeds folder")
    seeds = read_folder(root, max_file_bytes)
    if seeds.lacks_names:
        raise SeedError(seeds.problems)
    if slug not in (known := [one.slug for one, _ in seeds.documents]):
        raise LookupError(f"there is no document {slug!r}; the folder has {_listed(known) or 'none'}")
    _narrow(seeds, slug)
    rows: Rows = defaultdict(list)
    add_vocabularies(seeds, rows)
    add_sources(seeds, rows)
    add_source_groups(seeds, rows)
    facts = CuratedFacts(seeds, rows)
    for parsed in parse_documents(seeds, rows, progress):
        facts.add(parsed)
    facts.finish()
    add_corroborations(seeds, rows)
    add_repeats(rows)
    check_aliases(seeds)
    check_twins(rows, facts.places)
    add_conflicts(seeds, rows)
    if seeds.problems:
        raise SeedError(seeds.problems)
    return rows


_MOST_LISTED = 10


def _listed(slugs: list[str]) -> str:
    more = f" and {len(slugs) - _MOST_LISTED} more" if len(slugs) > _MOST_LISTED else ""
    return ", ".join(slugs[:_MOST_LISTED]) + more


def _narrow(seeds: Seeds, slug: str) -> None:
    """Leave in the folder's documents, facts and comparisons only what concerns the document."""
    seeds.conflicts = [(one, at) for one, at in seeds.conflicts if slug in _documents(one)]
    seeds.corroborations = [(one, at) for one, at in seeds.corroborations if slug in _documents(one)]
    kept = {slug}.union(
        *(_documents(one) for one, _ in seeds.conflicts), *(_documents(one) for one, _ in seeds.corroborations)
    )
    seeds.documents = [(one, at) for one, at in seeds.documents if one.slug in kept]
    seeds.chapters = [(one, at) for one, at in seeds.chapters if one.document in kept]
    seeds.renderings = [(one, at) for one, at in seeds.renderings if one.document in kept]
    seeds.sources = [
        (one.model_copy(update={"references": {of: numbers for of, numbers in one.references.items() if of in kept}}), at)
        for one, at in seeds.sources
    ]


def _documents(one: ConflictSeed | CorroborationSeed) -> set[str]:
    """The documents whose figures are members."""
    members = one.members.values() if isinstance(one, ConflictSeed) else one.members
    return {named for member in members if (named := member.document or one.document) is not None}
