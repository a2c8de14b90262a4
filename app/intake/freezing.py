"""Freezing: writing beside each figure a hash of what its quote is read as, where the curator left that to the reader."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from app.intake.curated_folder import read_curated
from app.intake.yaml_edits import Item
from app.report import Quantity, QuantityError
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.implied_fields import frozen, is_frozen_otherwise, leaves_out_reading, reading
from app.seeding.facts.quotes import NotFoundError, find_one
from app.seeding.facts.stated_figures import read_quote
from app.seeding.seed_files.fact_schemas import MetricSeed
from app.seeding.seed_files.yaml_files import Location


@dataclass
class Freezing:
    """How many figures were frozen, and those whose quotes are read otherwise than when they were frozen, in words."""

    added: int = 0
    changed: list[str] = field(default_factory=list)


def freeze(root: Path, *, accept: bool = False) -> Freezing:
    """Freeze the figures that are not; with `accept` also those that are read otherwise now. Raises `SeedError`."""
    done = Freezing()
    hashes: dict[str, dict[tuple[str | int, ...], str]] = defaultdict(dict)
    for seed, read, at in _readings(root):
        if is_frozen_otherwise(seed, read):
            done.changed.append(f"{at.file.name}:{at.file.line(at.path)}: {seed.quote!r} is read as {reading(read)} now")
            if not accept:
                continue
        elif seed.frozen is not None:
            continue
        else:
            done.added += 1
        hashes[at.file.name][at.path] = frozen(read)
    for name, found in hashes.items():
        _write(root / name, found)
    return done


def _readings(root: Path) -> Iterator[tuple[MetricSeed, Quantity, Location]]:
    """The figures whose value, comparator or unit is left to the reader of numbers, with what it reads."""
    for curated in read_curated(root):
        for i, seed in enumerate(curated.seed.metrics):
            read = _read(seed, curated) if leaves_out_reading(seed) else None
            if read is not None:
                yield seed, read, curated.location / "metrics" / i


def _read(seed: MetricSeed, curated: CuratedSentence) -> Quantity | None:
    """The reading of the quote; null if it cannot be read, which `factbase check` reports."""
    try:
        span = find_one(seed.quote, curated.sentence, curated.parsed.report.text)
        return read_quote(span, seed.unit, curated)
    except (NotFoundError, QuantityError):
        return None


def _write(path: Path, hashes: dict[tuple[str | int, ...], str]) -> None:
    """Write the hashes into the figures at these paths; nothing else of the file changes."""
    text = path.read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    # from the end, so that the places before stay as they are
    for at in sorted(hashes, reverse=True):
        text = Item(_node(root, at), text, 0).with_values(frozen=hashes[at])
    path.write_text(text, encoding="utf-8")


def _node(node: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        node = node.value[step] if isinstance(step, int) else next(value for key, value in node.value if key.value == step)
    return node
