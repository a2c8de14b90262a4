"""All rows of the database from the seeds folder, or every problem that stands in the way."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import SQLModel

from app.seeding.conflicts import add_conflicts
from app.seeding.corroborations import add_corroborations
from app.seeding.counts import add_counts, mark_conflicts
from app.seeding.documents import add_documents
from app.seeding.facts import add_facts
from app.seeding.problems import SeedError
from app.seeding.read import read_seeds
from app.seeding.rows import Rows, new_rows
from app.seeding.source_groups import add_source_groups
from app.seeding.version import Progress, version_of
from app.seeding.vocabularies import add_vocabularies
from app.seeding.words import add_words


@dataclass(frozen=True)
class Build:
    """Rows by table, and the version and files they come from."""

    rows: Rows
    version: str
    files: dict[str, str]

    @property
    def counts(self) -> dict[str, int]:
        return {str(table.__tablename__): len(rows) for table, rows in sorted(self.rows.items(), key=_table_name)}


def _table_name(item: tuple[type[SQLModel], object]) -> str:
    return str(item[0].__tablename__)


def build(root: Path, progress: Progress = lambda _: None) -> Build:
    """Read, check and assemble. Raises `SeedError` with every problem of the run."""
    progress("reading documents and curated files")
    seeds = read_seeds(root)
    rows = new_rows()
    progress("checking sources and documents")
    add_vocabularies(seeds, rows)
    documents = add_documents(seeds, rows)
    add_source_groups(seeds, rows)
    progress("checking facts against the text")
    add_facts(seeds, documents, rows)
    add_conflicts(seeds, rows)
    add_corroborations(seeds, rows)
    if seeds.problems:
        raise SeedError(seeds.problems)
    add_counts(rows)
    mark_conflicts(rows)
    add_words(rows)
    return Build(rows, version_of(seeds.files), seeds.files)
