"""Taking reports into a seeds folder, one file at a time, so that everything that was added loads."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.config import MAX_FILE_BYTES
from app.intake.converters import Converted
from app.intake.folder_contents import read_known, title_of
from app.intake.metadata import read_metadata
from app.intake.publishers import Publishers
from app.intake.reexport import Reexport, reexport
from app.intake.report_files import RefusedError, read_content, read_report
from app.intake.slugs import slug_of, slugified
from app.intake.sources import Sources
from app.intake.yaml_text import flow, items
from app.report import Problem, Report
from app.seeding.seed_files.schemas import DocumentSeed, OriginalSeed


@dataclass(frozen=True)
class Added:
    """One file that was taken in, or was there already (`state`: `added`, `already there`, `new export`)."""

    slug: str
    name: str
    state: str
    report: Report
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: int = 0
    publishers: tuple[str, ...] = ()
    carried: Reexport | None = None


@dataclass
class Intake:
    """A folder that reports are taken into. Raises `SeedError` where the folder itself cannot be read."""

    root: Path
    max_file_bytes: int = MAX_FILE_BYTES

    def __post_init__(self) -> None:
        self.known = read_known(self.root, self.max_file_bytes)
        publishers = Publishers((one.slug, one.hosts) for one in self.known.publishers)
        self.sources = Sources(self.known.urls, publishers)
        # two files of one name that come together are two reports, however alike
        self._added = set[str]()

    def add(self, path: Path, *, slug: str | None = None, replaces: str | None = None) -> Added:
        """Take a report in; `replaces` is the document that it is another export of. Raises `RefusedError`."""
        content = read_content(path, self.max_file_bytes)
        return self.add_content(content, path.name, slug=slug, replaces=replaces)

    def add_content(self, content: bytes, name: str, *, slug: str | None = None, replaces: str | None = None) -> Added:
        if slug is not None and (slugified(slug) != slug):
            raise RefusedError(
                f"the slug {slug!r} cannot be part of an address: {slugified(slug) or slug_of(name, '', '')!r} can"
            )
        converted, report = read_report(content, name)
        original = hashlib.sha256(content).hexdigest()
        there = self.known.hashes.get(report.sha256) or self.known.hashes.get(original)
        if there is not None:
            return Added(there, name, "already there", report)
        named = replaces or slug or slug_of(name, report.title, report.sha256)
        if replaces is not None and replaces not in self.known.documents:
            raise RefusedError(f"there is no document {replaces!r} to replace")
        title = title_of(report.text)
        like = self.known.titles.get(title) if title else None
        notes = converted.notes
        carried = None
        if named in self.known.documents:
            carried = reexport(self.root, self.known.documents[named], report, self.max_file_bytes)
            if replaces is None and (named in self._added or not carried.is_same_report):
                raise RefusedError(
                    f"the slug {named!r} is taken by another report: give it one of its own with --slug, or say "
                    f"--replaces {named} if it is the same report"
                )
        elif like is not None:
            notes += (
                f"it has the title of {like!r}: if it is another export of it, remove {named!r} and add it with --replaces {like}",
            )
        return self._write(named, name, content, converted, report, notes, carried)

    def _write(
        self, slug: str, name: str, content: bytes, converted: Converted, report: Report, notes: tuple[str, ...],
        carried: Reexport | None,
    ) -> Added:  # fmt: skip
        before = len(self.sources.publishers.added)
        sources = self.sources.of(report)
        publishers = self.sources.publishers.added[before:]
        text = report.text.encode("utf-8")
        original = None
        if content != text:
            file = f"originals/{slug}{Path(name).suffix.lower()}"
            original = OriginalSeed(
                file=file, sha256=hashlib.sha256(content).hexdigest(), converter=converted.converter or "decoded as text"
            )
            self._put(f"documents/{file}", content)
        self._append(f"sources/{slug}.yaml", f"# The pages that {slug} was the first to cite.\n", sources)
        self._append(
            f"publishers/{slug}.yaml", f"# The publishers that {slug} was the first to cite, by host.\n", publishers
        )
        self._put(f"documents/{slug}.md", text)
        if carried is None:
            document = _document(slug, report, original)
            self._put(f"documents/{slug}.yaml", _document_yaml(document, report).encode())
        else:
            document = carried.write(report, original)
        self.known.add(document, report.text)
        self._added.add(slug)
        state = "added" if carried is None else "new export"
        found = tuple(str(one["slug"]) for one in publishers)
        return Added(slug, name, state, report, notes, report.problems, len(sources), found, carried)

    def _append(self, name: str, heading: str, rows: Iterable[Mapping[str, Any]]) -> None:
        if rows := list(rows):
            path = self.root / name
            there = path.read_text(encoding="utf-8") if path.exists() else heading
            self._put(name, (there + items(rows)).encode())

    def _put(self, name: str, content: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.tmp")
        part.write_bytes(content)
        part.replace(path)


def _document(slug: str, report: Report, original: OriginalSeed | None) -> DocumentSeed:
    stated = read_metadata(report)
    found = {"issuer": stated.issuer, "author": stated.author, "published_on": stated.published_on, "url": stated.url}
    return DocumentSeed.model_validate(
        {
            "slug": slug,
            "file": f"{slug}.md",
            "sha256": report.sha256,
            "language": report.language,
            "original": original.model_dump() if original else None,
            **{name: value for name, value in found.items() if name in DocumentSeed.model_fields},
        }
    )


def _document_yaml(document: DocumentSeed, report: Report) -> str:
    """The YAML beside a document: what is left out can be written by hand, and nothing of it has to be."""
    told = f"# {' '.join(report.title.split()) or document.slug}\n"
    how = ", ".join(f"{use.kind} {use.count} ({use.answered} answered)" for use in report.conventions) or "no markers"
    given = {
        name: value
        for name, value in document.model_dump(mode="json", exclude_none=True).items()
        if value not in ([], False)
    }
    return told + f"# cites by {how}\n" + "".join(f"{name}: {flow(value)}\n" for name, value in given.items())
