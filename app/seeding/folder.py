"""The seeds folder as checked objects, each with the place it came from."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from app.report import Report, ReportError, parse_report, read_report
from app.seeding import schemas
from app.seeding.problems import Problem
from app.seeding.versions import hash_files
from app.seeding.yaml_files import Place, read_item, read_items
from app.vocabulary import EntityType

Item = TypeVar("Item", bound=BaseModel)
Placed = list[tuple[Item, Place]]


@dataclass
class Seeds:
    """Everything in seeds/. `problems` grows while later steps check one part against another."""

    files: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    topics: Placed[schemas.TopicSeed] = field(default_factory=list)
    publisher_kinds: Placed[schemas.PublisherKindSeed] = field(default_factory=list)
    units: Placed[schemas.UnitSeed] = field(default_factory=list)
    indicators: Placed[schemas.IndicatorSeed] = field(default_factory=list)
    publishers: Placed[schemas.PublisherSeed] = field(default_factory=list)
    sources: Placed[schemas.SourceSeed] = field(default_factory=list)
    source_groups: Placed[schemas.SourceGroupSeed] = field(default_factory=list)
    entities: list[tuple[schemas.EntitySeed, EntityType, Place]] = field(default_factory=list)
    documents: list[tuple[schemas.DocumentSeed, Report, Place]] = field(default_factory=list)
    chapters: Placed[schemas.ChapterSeed] = field(default_factory=list)
    conflicts: Placed[schemas.ConflictSeed] = field(default_factory=list)
    corroborations: Placed[schemas.CorroborationSeed] = field(default_factory=list)


def read_folder(root: Path) -> Seeds:
    """Read and shape-check every file of the folder; faults are noted in `problems`, none is raised."""
    seeds = Seeds(files=hash_files(root))

    def items(name: str, kind: type[Item]) -> Placed[Item]:
        return read_items(root / name, root, kind, seeds.problems)

    seeds.topics = items("vocabulary/topics.yaml", schemas.TopicSeed)
    seeds.publisher_kinds = items("vocabulary/publisher-kinds.yaml", schemas.PublisherKindSeed)
    seeds.units = items("vocabulary/units.yaml", schemas.UnitSeed)
    seeds.indicators = items("vocabulary/indicators.yaml", schemas.IndicatorSeed)
    seeds.publishers = items("publishers.yaml", schemas.PublisherSeed)
    seeds.sources = items("sources.yaml", schemas.SourceSeed)
    seeds.source_groups = items("source-groups.yaml", schemas.SourceGroupSeed)
    for kind in EntityType:
        if (path := root / "entities" / f"{kind}.yaml").exists():
            read = read_items(path, root, schemas.EntitySeed, seeds.problems)
            seeds.entities += [(entity, kind, place) for entity, place in read]
    for path in sorted((root / "documents").glob("*.yaml")):
        for document, place in read_item(path, root, schemas.DocumentSeed, seeds.problems):
            if report := _report(path.parent / document.file, document, place):
                seeds.documents.append((document, report, place))
    for path in sorted((root / "facts").glob("*/*.yaml")):
        seeds.chapters += read_item(path, root, schemas.ChapterSeed, seeds.problems)
    for path in sorted((root / "conflicts").glob("*.yaml")):
        seeds.conflicts += read_items(path, root, schemas.ConflictSeed, seeds.problems)
    for path in sorted((root / "corroborations").glob("*.yaml")):
        seeds.corroborations += read_items(path, root, schemas.CorroborationSeed, seeds.problems)
    return seeds


def _report(path: Path, document: schemas.DocumentSeed, place: Place) -> Report | None:
    try:
        report = parse_report(read_report(path))
    except (OSError, ReportError) as error:
        (place / "file").refuse(str(error))
        return None
    if report.sha256 != document.sha256:
        (place / "sha256").refuse(f"{document.file} has SHA-256 {report.sha256}: documents are never edited")
        return None
    return report
