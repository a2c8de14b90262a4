"""The seeds folder, parsed: each item with the file and line it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from app.config import MAX_FILE_BYTES
from app.report import Report, ReportError, decode
from app.seeding.entity_links import EntityLinks, Entry, link_entities, under_kept_slugs
from app.seeding.seed_files import comparison_schemas, fact_schemas, schemas
from app.seeding.seed_files.files import FileRefusedError, hash_file, paths_like, read_bytes, storable
from app.seeding.seed_files.problems import Problem
from app.seeding.seed_files.resource_limits import read_within_limits
from app.seeding.seed_files.versions import hash_files
from app.seeding.seed_files.yaml_files import Location, read_item, read_items
from app.vocabulary import EntityType
from app.vocabulary.nearest import nearest

Item = TypeVar("Item", bound=BaseModel)
Located = list[tuple[Item, Location]]


@dataclass
class Seeds:
    """Everything in the folder. Later steps add to `problems` when they check one part against another."""

    root: Path
    max_file_bytes: int
    files: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    # whether nothing could be read of a file whose entries other files name
    lacks_names: bool = False
    topics: Located[schemas.TopicSeed] = field(default_factory=list)
    publisher_kinds: Located[schemas.PublisherKindSeed] = field(default_factory=list)
    qualifier_words: Located[schemas.QualifierWordSeed] = field(default_factory=list)
    renderings: Located[schemas.RenderingsSeed] = field(default_factory=list)
    unit_kinds: Located[schemas.UnitKindSeed] = field(default_factory=list)
    entity_types: Located[schemas.EntityTypeSeed] = field(default_factory=list)
    predicates: Located[schemas.PredicateSeed] = field(default_factory=list)
    units: Located[schemas.UnitSeed] = field(default_factory=list)
    indicators: Located[schemas.IndicatorSeed] = field(default_factory=list)
    synonyms: Located[schemas.SynonymSeed] = field(default_factory=list)
    publishers: Located[schemas.PublisherSeed] = field(default_factory=list)
    sources: Located[schemas.SourceSeed] = field(default_factory=list)
    source_groups: Located[schemas.SourceGroupSeed] = field(default_factory=list)
    # each entity once, under the slug that stays
    links: EntityLinks = field(default_factory=EntityLinks)
    documents: Located[schemas.DocumentSeed] = field(default_factory=list)
    chapters: Located[fact_schemas.ChapterSeed] = field(default_factory=list)
    conflicts: Located[comparison_schemas.ConflictSeed] = field(default_factory=list)
    corroborations: Located[comparison_schemas.CorroborationSeed] = field(default_factory=list)
    # by slug and text of the file
    dashboards: list[tuple[schemas.DashboardSeed, str, str, Location]] = field(default_factory=list)

    @property
    def types_of_entities(self) -> list[str]:
        """Those that every folder has, then the folder's own."""
        return list(dict.fromkeys([*EntityType, *(one.slug for one, _ in self.entity_types)]))

    @property
    def entities(self) -> list[Entry]:
        return self.links.entities


def read_folder(root: Path, max_file_bytes: int = MAX_FILE_BYTES) -> Seeds:
    """Read every YAML file and validate its shape. Problems are collected in `problems`; none is raised."""
    problems: list[Problem] = []
    seeds = Seeds(root, max_file_bytes, hash_files(root, problems, max_file_bytes), problems)

    def items(name: str, kind: type[Item]) -> Located[Item]:
        before = len(problems)
        found = read_items(root / name, root, kind, problems, max_file_bytes)
        seeds.lacks_names |= len(problems) > before and not found
        return found

    def items_if_any(name: str, kind: type[Item]) -> Located[Item]:
        return items(name, kind) if (root / name).exists() else []

    seeds.topics = items("vocabulary/topics.yaml", schemas.TopicSeed)
    seeds.publisher_kinds = items("vocabulary/publisher-kinds.yaml", schemas.PublisherKindSeed)
    seeds.units = items("vocabulary/units.yaml", schemas.UnitSeed)
    seeds.indicators = items("vocabulary/indicators.yaml", schemas.IndicatorSeed)
    seeds.unit_kinds = items_if_any("vocabulary/unit-kinds.yaml", schemas.UnitKindSeed)
    seeds.entity_types = items_if_any("vocabulary/entity-types.yaml", schemas.EntityTypeSeed)
    seeds.predicates = items_if_any("vocabulary/predicates.yaml", schemas.PredicateSeed)
    seeds.qualifier_words = items_if_any("vocabulary/qualifiers.yaml", schemas.QualifierWordSeed)
    seeds.synonyms = items_if_any("vocabulary/synonyms.yaml", schemas.SynonymSeed)
    for name in list_files(root, "publishers"):
        seeds.publishers += items(name, schemas.PublisherSeed)
    for name in list_files(root, "sources"):
        seeds.sources += items(name, schemas.SourceSeed)
    seeds.source_groups = items_if_any("source-groups.yaml", schemas.SourceGroupSeed)
    entries: list[Entry] = []
    for kind in seeds.types_of_entities:
        for name in list_files(root, f"entities/{kind}"):
            entries += [(entity, kind, location) for entity, location in items(name, schemas.EntitySeed)]
    decisions = [one for name in list_files(root, "entity-decisions") for one in items(name, schemas.EntityDecisionSeed)]
    seeds.links = link_entities(entries, decisions)
    for path in paths_like(root, "documents/*.yaml"):
        seeds.documents += read_item(path, root, schemas.DocumentSeed, problems, max_file_bytes)
    for path in paths_like(root, "facts/*/*.yaml"):
        for chapter, location in read_item(path, root, fact_schemas.ChapterSeed, problems, max_file_bytes):
            seeds.chapters.append((under_kept_slugs(chapter, seeds.links.kept), location))
    for path in paths_like(root, "renderings/*.yaml"):
        seeds.renderings += read_item(path, root, schemas.RenderingsSeed, problems, max_file_bytes)
    for path in paths_like(root, "conflicts/*.yaml"):
        seeds.conflicts += read_items(path, root, comparison_schemas.ConflictSeed, problems, max_file_bytes)
    for path in paths_like(root, "corroborations/*.yaml"):
        seeds.corroborations += read_items(path, root, comparison_schemas.CorroborationSeed, problems, max_file_bytes)
    for path in paths_like(root, "dashboards/*.yaml"):
        for dashboard, location in read_item(path, root, schemas.DashboardSeed, problems, max_file_bytes):
            text = decode(read_bytes(path, root, max_file_bytes), path.name)
            seeds.dashboards.append((dashboard, path.stem, text, location))
    problems += _unread_files(seeds)
    return seeds


_ANY_YAML = ("**/*.yaml", "**/*.yml")
# the files that are read of each folder; an asterisk is any name
_READ = {
    "documents": ["*.yaml", "originals/*"],
    "vocabulary": [
        f"{name}.yaml"
        for name in (
            "topics",
            "publisher-kinds",
            "unit-kinds",
            "units",
            "qualifiers",
            "indicators",
            "synonyms",
            "entity-types",
            "predicates",
        )
    ],
    "facts": ["*/*.yaml"],
    **{
        name: ["*.yaml"]
        for name in ("publishers", "sources", "entity-decisions", "renderings", "conflicts", "corroborations", "dashboards")
    },
}
# those beside the folders, which may also be one file
_FILES = ("publishers.yaml", "sources.yaml", "entity-decisions.yaml", "source-groups.yaml")
# what a new export of a report no longer says: for curators to read, not for the database
PENDING = "pending"
_PLACES = {
    "vocabulary": "vocabularies are {names}",
    "entities": "types of entities are {names}; your own are in vocabulary/entity-types.yaml",
    "facts": "facts are in facts/<document>/<section>.yaml",
}


def _unread_files(seeds: Seeds) -> Iterator[Problem]:
    """Files that someone put into the folder for a reason, and that would be passed over in silence."""
    root = seeds.root
    of_entities = [name for kind in seeds.types_of_entities for name in (f"{kind}.yaml", f"{kind}/*.yaml")]
    # without its own types, a folder's entities cannot be told from files in a wrong place
    of_types = {} if seeds.lacks_names else {"entities": of_entities}
    for folder, patterns in {**_READ, **of_types}.items():
        read = set(paths_like(root / folder, *patterns))
        names = ", ".join(pattern.removesuffix(".yaml") for pattern in patterns if "*" not in pattern)
        place = _PLACES.get(folder, f"files of it are {folder}/<name>.yaml").format(names=names)
        for path in paths_like(root / folder, *_ANY_YAML):
            if path not in read:
                yield Problem(path.relative_to(root).as_posix(), 1, f"nothing reads this file: {place}")
    yield from _misplaced_files(root)
    named = {document.file for document, _ in seeds.documents}
    broken = {Path(problem.file).stem for problem in seeds.problems if problem.file.startswith("documents/")}
    for path in paths_like(root, "documents/*.md"):
        if path.name not in named and path.stem not in broken and path.stem.lower() != "readme":
            yield Problem(
                f"documents/{path.name}",
                1,
                "no YAML names this report: move it out of the folder and take it in with factbase add",
            )


def _misplaced_files(root: Path) -> Iterator[Problem]:
    """YAML files beside the folders that are read, or in another folder."""
    allowed = sorted([*_FILES, *(f"{folder}/" for folder in (*_READ, "entities", PENDING))])
    for path in paths_like(root, *_ANY_YAML):
        place = path.relative_to(root)
        first = place.parts[0] if len(place.parts) == 1 else f"{place.parts[0]}/"
        if first not in allowed:
            meant = f"; did you mean {found}?" if (found := nearest(first, allowed)) else ""
            yield Problem(place.as_posix(), 1, f"nothing reads this file: a folder has {', '.join(allowed)}{meant}")


def list_files(root: Path, name: str) -> list[str]:
    """`name.yaml` and the files of the folder `name`: what curators keep together, and what came in with each report."""
    found = [root / f"{name}.yaml", *paths_like(root / name, "*.yaml")]
    return [path.relative_to(root).as_posix() for path in found if path.exists()]


def read_report(seeds: Seeds, document: schemas.DocumentSeed, location: Location) -> Report | None:
    """Parse the text of a document; null, with a problem added, where it cannot be read. A parsed report takes some megabytes."""
    root, max_file_bytes = seeds.root, seeds.max_file_bytes
    path = root / "documents" / document.file
    try:
        text = storable(decode(read_bytes(path, root, max_file_bytes), document.file))
        report = read_within_limits(text)
    except (FileRefusedError, ReportError) as error:
        (location / "file").add_problem(f"{document.file}: {error}")
        return None
    if report.sha256 != document.sha256:
        (location / "sha256").add_problem(f"{document.file} has SHA-256 {report.sha256}: documents are never edited")
        return None
    if document.original is not None:
        _check_original(path.parent, root, document.original, location / "original", max_file_bytes)
    return report


def _check_original(
    folder: Path, root: Path, original: schemas.OriginalSeed, location: Location, max_file_bytes: int
) -> None:
    try:
        found = hash_file(folder / original.file, root, max_file_bytes)
    except FileRefusedError as error:
        (location / "file").add_problem(f"{original.file}: {error}")
        return
    if found != original.sha256:
        (location / "sha256").add_problem(f"{original.file} has SHA-256 {found}: originals are never edited")
