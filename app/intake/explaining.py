"""A figure in full: what its line says, what was left out, and where that comes from."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.intake.curated_folder import read_curated
from app.intake.yaml_text import flow
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.implied_fields import FROM_QUOTE, FROM_SENTENCE, reading
from app.seeding.facts.stated_figures import StatedFigure, stated_figures
from app.store.exact_numbers import digits

_ORIGINS = dict.fromkeys(FROM_QUOTE, "  # from the quote") | dict.fromkeys(FROM_SENTENCE, "  # from the sentence")
_PLACE = re.compile(r"(?P<file>.+\.yaml):(?P<line>[1-9]\d*)")


def explain(root: Path, what: str) -> list[str]:
    """The figures of this id, or of the sentence at this `file:line` of the folder, as lines of text.

    Raises `LookupError` if there is none, `SeedError` if the folder has problems.
    """
    place = _PLACE.fullmatch(what)
    found = []
    for curated in read_curated(root):
        if place is None or _is_at(curated, place["file"], int(place["line"])):
            figures = [one for one in stated_figures(curated) if place is not None or one.id == what]
            found += [(curated, one) for one in figures]
    if not found:
        raise LookupError(
            f"no figure of {root} is {what}: give an id (met_…) or a place (facts/<document>/<section>.yaml:12)"
        )
    return [line for curated, figure in found for line in _lines(curated, figure)]


def _is_at(curated: CuratedSentence, file: str, line: int) -> bool:
    """Whether the line is one of those that say something of the sentence."""
    at = curated.location
    lines = [number for path, number in at.file.lines.items() if path[: len(at.path)] == at.path]
    return at.file.name == file.removeprefix("./") and min(lines) <= line <= max(lines)


def _lines(curated: CuratedSentence, figure: StatedFigure) -> Iterator[str]:
    at = figure.location
    yield f"{figure.id}  {at.file.name}:{at.file.line(at.path)}"
    yield f"  sentence: {flow(curated.sentence.text)}"
    written = curated.seed.metrics[int(at.path[-1])].model_fields_set
    for name, value in figure.metric.model_dump(exclude={"id", "frozen", "exempt"}).items():
        if name in written:
            yield f"  {name}: {_shown(value)}"
        elif name in _ORIGINS and value is not None:
            yield f"  {name}: {_shown(value)}{_ORIGINS[name]}"
    if figure.read is None:
        yield f"  exempt: {flow(figure.metric.exempt)}"
    else:
        yield f"  read as: {reading(figure.read)}"


def _shown(value: Any) -> str:
    return digits(value) if isinstance(value, Decimal) else flow(value)
