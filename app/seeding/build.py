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
from app.seeding.documents import parse_documents
from app.seeding.facts.curated_facts import CuratedFacts
from app.seeding.search_entries import add_search_entries
from app.seeding.seed_files.folder import read_folder
from app.seeding.seed_files.problems import SeedError
from app.seeding.seed_files.versions import version_of
from app.seeding.sources.source_groups import add_source_groups
from app.seeding.sources.sources import add_sources
from app.seeding.spooling import Spool
from app.seeding.suggestions import add_suggestions
from app.seeding.vocabularies import add_vocabularies
from app.store.publishing import Build, Progress, Rows
from app.store.spooled_rows import MOST_HELD


def build(
    root: Path, progress: Progress = lambda _: None, *, max_file_bytes: int = MAX_FILE_BYTES,
    check_address: CheckAddress | None = None, most_held: int = MOST_HELD,
) -> Build:  # fmt: skip
    """Read and check the folder and build its rows. Raises `SeedError` with every problem found.

    `check_address` knows which addresses of dashboards the API answers; without it they are not checked. Memory holds about
    `most_held` rows of a large table, a temporary file the others (`OSError` where it cannot be written).
    """
    progress("reading documents and curated files")
    seeds = read_folder(root, max_file_bytes)
    if seeds.lacks_names:
        # otherwise every use of an entry of the file would be reported as well
        raise SeedError(seeds.problems)
    rows: Rows = defaultdict(list)
    progress("checking sources")
    add_vocabularies(seeds, rows)
    add_sources(seeds, rows)
    add_source_groups(seeds, rows)
    spool = Spool(seeds, rows, most_held)
    facts = CuratedFacts(seeds, rows)
    for parsed in parse_documents(seeds, rows, progress):
        facts.add(parsed)
        spool.finish_document()
    facts.finish()
    progress("comparing what documents say")
    add_corroborations(seeds, rows)
    add_repeats(rows)
    add_totals(rows)
    check_versions(seeds, rows)
    check_aliases(seeds)
    check_twins(rows, facts.places)
    add_conflicts(seeds, rows)
    add_dashboards(seeds, rows, check_address)
    if seeds.problems:
        raise SeedError(seeds.problems)
    progress("counting")
    add_counts(rows)
    flag_conflicts(rows)
    add_search_entries(rows)
    add_suggestions(rows)
    spool.finish()
    return Build(rows, version_of(seeds.files), seeds.files)
