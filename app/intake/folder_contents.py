"""What a seeds folder holds already, read without parsing its reports."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from app.config import MAX_FILE_BYTES
from app.seeding.seed_files import schemas
from app.seeding.seed_files.files import FileRefusedError, paths_like, read_bytes, refused_paths
from app.seeding.seed_files.folder import list_files
from app.seeding.seed_files.problems import Problem, SeedError
from app.seeding.seed_files.yaml_files import read_item, read_items

_TITLE = re.compile(r"^# +(?P<title>\S.*?)\s*#*\s*$", re.M)


@dataclass
class Known:
    """Documents by slug, the slug of each text and original by hash, and of each title."""

    documents: dict[str, schemas.DocumentSeed] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    publishers: list[schemas.PublisherSeed] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def add(self, document: schemas.DocumentSeed, text: str) -> None:
        self.documents[document.slug] = document
        self.hashes[document.sha256] = document.slug
        if document.original is not None:
            self.hashes[document.original.sha256] = document.slug
        if title := title_of(text):
            self.titles.setdefault(title, document.slug)


def title_of(text: str) -> str | None:
    """The first level-1 heading as written."""
    match = _TITLE.search(text[:20_000])
    return match["title"] if match else None


def read_known(root: Path, max_file_bytes: int = MAX_FILE_BYTES) -> Known:
    """Raises `SeedError` where a file of the folder cannot be read: nothing is added to what is broken."""
    problems = [Problem(name, 1, why) for name, why in refused_paths(root)]
    known = Known()
    for path in paths_like(root, "documents/*.yaml"):
        for document, location in read_item(path, root, schemas.DocumentSeed, problems, max_file_bytes):
            try:
                text = read_bytes(path.parent / document.file, root, max_file_bytes).decode("utf-8", "replace")
            except FileRefusedError as error:
                (location / "file").add_problem(str(error))
                continue
            known.add(document, text)
    for name in list_files(root, "publishers"):
        known.publishers += [
            one for one, _ in read_items(root / name, root, schemas.PublisherSeed, problems, max_file_bytes)
        ]
    for name in list_files(root, "sources"):
        known.urls += [one.url for one, _ in read_items(root / name, root, schemas.SourceSeed, problems, max_file_bytes)]
    if problems:
        raise SeedError(problems)
    return known
