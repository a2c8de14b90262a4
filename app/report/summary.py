"""What a reading found, for people on a terminal and for programs."""

import dataclasses
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.report.figures.figure_reader import Quantity
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


def as_data(report: Report) -> dict[str, Any]:
    """The whole reading as plain data; each figure and marker names its sentence and section."""
    data: dict[str, Any] = {name: value for name, value in _plain(report).items() if name != "text"}
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
    if dataclasses.is_dataclass(value):
        fields = (field.name for field in dataclasses.fields(value) if field.name != "shown")
        return {name: _plain(getattr(value, name)) for name in fields}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
