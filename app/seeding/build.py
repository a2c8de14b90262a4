"""Building all rows of the database from a seeds folder."""

from collections import defaultdict
from pathlib import Path

from app.config import MAX_FILE_BYTES
from app.seeding.comparisons.conflicts import add_conflicts
from app.seeding.comparisons.consistency import check_aliases, check_twins, check_versions
from app.seeding.comparisons.corroborations import add_corroborations
from app.seeding.comparisons.repeats import add_repeats
from app.seeding.comparisons.totals import add_totals
from app.seeding.dashboards import CheckAddress, add_dashboards
from app.seeding.derived_columns import add_counts, flag_conflicts
from app.seeding.documents import add_documents
from app.seeding.facts.facts import add_facts
from app.seeding.search_entries import add_search_entries
from app.seeding.seed_files.folder import read_folder
from app.seeding.seed_files.problems import SeedError
from app.seeding.seed_files.versions import version_of
from app.seeding.sources.source_groups import add_source_groups
from app.seeding.sources.sources import add_sources
from app.seeding.suggestions import add_suggestions
from app.seeding.vocabularies import add_vocabularies
from app.store.publishing import Build, Progress, Rows


def build(
    root: Path, progress: Progress = lambda _: None, *, max_file_bytes: int = MAX_FILE_BYTES,
    check_address: CheckAddress | None = None,
) -> Build:  # fmt: skip
    """Read and check the folder and build its rows. Raises `SeedError` with every problem found.

    `check_address` knows which addresses of dashboards the API answers; without it they are not checked.
    """
    progress("reading documents and curated files")
    seeds = read_folder(root, max_file_bytes)
    rows: Rows = defaultdict(list)
    progress("checking sources and documents")
    add_vocabularies(seeds, rows)
    add_sources(seeds, rows)
    documents = add_documents(seeds, rows)
    add_source_groups(seeds, rows)
    progress("checking facts against the text")
    places = add_facts(seeds, documents, rows)
    add_corroborations(seeds, rows)
    add_repeats(rows)
    add_totals(rows)
    check_versions(seeds, rows)
    check_aliases(seeds)
    check_twins(rows, places)
    add_conflicts(seeds, rows)
    add_dashboards(seeds, rows, check_address)
    if seeds.problems:
        raise SeedError(seeds.problems)
    add_counts(rows)
    flag_conflicts(rows)
    add_search_entries(rows)
    add_suggestions(rows)
    return Build(rows, version_of(seeds.files), seeds.files)
