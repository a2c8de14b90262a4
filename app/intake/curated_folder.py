"""The curated sentences of a folder, for tools that show or change what curators wrote."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from app.seeding.documents import parse_documents
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.sentences import chapters_by_document, curated_sentences
from app.seeding.seed_files.folder import read_folder
from app.seeding.seed_files.problems import SeedError
from app.seeding.sources.sources import add_sources, listed_references
from app.store.publishing import Rows


def read_curated(root: Path) -> Iterator[CuratedSentence]:
    """The curated sentences in the order of the files. Raises `SeedError` at the end if there are problems."""
    seeds = read_folder(root)
    rows: Rows = defaultdict(list)
    add_sources(seeds, rows)
    chapters = chapters_by_document(seeds)
    # reading a report takes a hundredth of a second and more: of a thousand reports few are curated
    read = {*chapters, *(document for document, _ in listed_references(seeds))}
    seeds.documents = [(document, at) for document, at in seeds.documents if document.slug in read]
    for parsed in parse_documents(seeds, rows):
        yield from curated_sentences(chapters, parsed)
    if seeds.problems:
        raise SeedError(seeds.problems)
