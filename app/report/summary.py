"""What a reading found, for people on a terminal and for programs."""

import dataclasses
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.report.figures.quantity import Quantity
from app.report.model import Report, Sentence

MOST_PROBLEMS = 20


def summarize(report: Report) -> str:
    """A summary in a few lines: title, language, citation style, how much was found, what is doubtful."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    unanswered = sum(marker.reference is None for marker in report.markers)
    cited = len({marker.reference for marker in report.markers} - {None})
    made = sum(not reference.listed for reference in report.references)
    yield f"title        {report.title or '(none)'}"
    yield f"language     {report.language}"
    yield f"conventions  {', '.join(f'{use.kind} {use.count} ({use.answered} answered)' for use in report.conventions) or '(none)'}"
    yield f"sections     {len(report.sections)}"
    yield f"sentences    {len(report.sentences)}"
    yield f"markers      {len(report.markers)}, {unanswered} unanswered"
    yield f"references   {len(report.references)}, {cited} cited" + (f", {made} made from markers" if made else "")
    yield f"figures      {len(report.quantities)}" + _units(report)
    if report.preface or report.notes:
        yield f"set apart    {len(report.preface)} paragraphs of chat, {len(report.notes)} notes"
    yield f"problems     {len(report.problems)}"
    for problem in sorted(report.problems, key=lambda one: one.severity != "wrong")[:MOST_PROBLEMS]:
        yield f"  {problem.severity:5}  {problem}. {problem.advice}"
    if len(report.problems) > MOST_PROBLEMS:
        yield f"  … and {len(report.problems) - MOST_PROBLEMS} more"


def _units(report: Report) -> str:
    counts = Counter(quantity.unit or "no unit" for quantity in report.quantities)
    return ": " + ", ".join(f"{count} {unit}" for unit, count in counts.most_common()) if counts else ""


# each of these is given with more than its own fields
_TOLD_MORE_OF = frozenset({"quantities", "markers", "problems"})


def as_data(report: Report) -> dict[str, Any]:
    """The whole reading as plain data; each figure and marker names its sentence and section."""
    names = [name for name in _names(Report) or () if name != "text"]
    data: dict[str, Any] = {name: None if name in _TOLD_MORE_OF else _plain(getattr(report, name)) for name in names}
    starts = [sentence.start for sentence in report.sentences]
    data["quantities"] = [
        {**_plain(quantity), **_place(report.sentences, starts, quantity)} for quantity in report.quantities
    ]
    data["markers"] = [{**_plain(marker), "section": report.sentences[marker.sentence].section} for marker in report.markers]
    data["problems"] = [{**_plain(problem), "advice": problem.advice} for problem in report.problems]
    return data


def _place(sentences: tuple[Sentence, ...], starts: list[int], quantity: Quantity) -> dict[str, int | None]:
    index = bisect_right(starts, quantity.start) - 1
    return {"sentence": index, "section": sentences[index].section}


def _plain(value: Any) -> Any:
    """Dataclasses as mappings, without fields that only index the text."""
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is tuple:
        return [_plain(item) for item in value]
    names = _names(kind)
    if names is None:
        return value
    return {name: one if type(one := getattr(value, name)) in _SCALARS else _plain(one) for name in names}


_SCALARS = frozenset({str, int, type(None), bool})


_FIELDS: dict[type, tuple[str, ...] | None] = {}


def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass but the one that only indexes the text; null for another class."""
    if kind not in _FIELDS:
        fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else None
        _FIELDS[kind] = None if fields is None else tuple(field.name for field in fields if field.name != "shown")
    return _FIELDS[kind]
