"""From the text of a Markdown report to its structure, from blocks to figures."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from app.report.bibliography import read_bibliography
from app.report.body import MOST_FIGURES, Body
from app.report.boilerplate import set_asides_apart
from app.report.figures.ambiguous_currencies import currency_problems
from app.report.language import detect_language
from app.report.markdown.blocks import Block, split_blocks
from app.report.markdown.front_matter import Metadata, read_front_matter
from app.report.markdown.hidden_markup import hide
from app.report.markdown.inline import show
from app.report.markdown.pandoc import plain_divs
from app.report.markers.candidates import scan
from app.report.markers.convention_detection import Numbering, Survey, survey
from app.report.markers.quotations import quoted_markers
from app.report.model import Report, ReportError
from app.report.problems import Problem
from app.report.reference_matching import References, entry_problems, marker_problems
from app.report.sections import find_title, read_sections, with_bold_headings


def parse_report(text: str) -> Report:
    """Read a report. Raises `ReportError` if it contains no sentence.

    A report without a bibliography, or with markers that no entry answers, is read as far as it goes; `problems` names
    what is missing.
    """
    with _without_collecting():
        return _parse(text)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A reading makes many objects and hardly a cycle: looking for cycles took a fifth of its time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _parse(text: str) -> Report:
    metadata = read_front_matter(text)
    source = plain_divs(hide(text, [metadata.span] if metadata.span else []))
    language = detect_language(source[metadata.span[1] if metadata.span else 0 :])
    bibliography = read_bibliography(source, with_bold_headings(source, split_blocks(source)))
    parts = set_asides_apart(source, bibliography.body, bibliography.behind)
    references = References(source, bibliography)
    found = scan(source, parts.body)
    references.learn(found.candidates)
    numbering = Numbering(
        len(bibliography.entries), bibliography.highest, dated=bibliography.is_dated, by_place=bibliography.by_place
    )
    surveyed = survey(source, parts.body, found, references.answers, numbering)
    references.doubt(surveyed.citations, surveyed.unanswered)
    surveyed = surveyed.counted_by(references.resolves)
    listed = references.build(surveyed.citations)
    title, headings = find_title(parts.body)
    starts = sorted(one.start for one in bibliography.lists if not one.is_of_notes)
    body = Body(text, source, surveyed, references, read_sections(source, headings, starts, language), language)
    for block in parts.body:
        if block.kind != "html":
            body.read(block)
    if not body.sentences:
        raise ReportError("the report holds no sentence")
    name, span = _title(source, title, metadata)
    return Report(
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=name,
        title_span=span,
        language=language,
        metadata=metadata,
        conventions=surveyed.uses,
        sections=tuple(body.sections),
        paragraphs=tuple(body.paragraphs),
        sentences=tuple(body.sentences),
        markers=tuple(body.markers),
        references=listed,
        numbers=tuple(body.numbers),
        quantities=tuple(body.quantities),
        notes=tuple((block.start, block.end) for block in parts.notes),
        preface=tuple((block.start, block.end) for block in parts.preface),
        problems=tuple(_problems(source, parts.body, references, surveyed, body, name)),
    )


def _title(source: str, block: Block | None, metadata: Metadata) -> tuple[str, tuple[int, int] | None]:
    if block is not None:
        return show(source, block.start, block.end).text.strip(), (block.start, block.end)
    return metadata.title or "", metadata.title_span


def _problems(
    source: str, blocks: Sequence[Block], references: References, surveyed: Survey, body: Body, title: str
) -> Iterable[Problem]:
    if not title:
        yield Problem("no-title", "no title: the report does not begin with a level-1 heading")
    yield from _bibliography_problems(references, surveyed)
    yield from entry_problems(references.bibliography)
    doubtful = list(marker_problems(references, surveyed.citations))
    yield from doubtful
    told = {problem.start for problem in doubtful} | references.withheld
    for marker in body.markers:
        if marker.reference is None and marker.start not in told:
            message = f"marker ({marker.label}) at {marker.start} has no entry in the bibliography"
            yield Problem("unanswered-marker", message, marker.start, marker.end)
    for mark, _ in body.lost:
        yield Problem(
            "lost-marker", f"marker ({mark.label}) at {mark.start} is outside every sentence", mark.start, mark.end
        )
    for citation in surveyed.unanswered if references.bibliography.entries else ():
        shown = source[citation.start : citation.end]
        message = f"{shown} at {citation.start} has no entry in the bibliography, so it is kept as text"
        yield Problem("unanswered-marker", message, citation.start, citation.end)
    for start, end in body.crowded:
        message = f"more than {MOST_FIGURES} figures in one sentence; those from {start} on were skipped"
        yield Problem("too-many-figures", message, start, end)
    yield from quoted_markers(source, surveyed.citations)
    yield from surveyed.problems
    yield from currency_problems(body.quantities)
    for block in blocks:
        if block.kind == "html":
            yield Problem("unread-html", f"the HTML at {block.start} was skipped", block.start, block.end)


def _bibliography_problems(references: References, surveyed: Survey) -> Iterable[Problem]:
    entries = references.bibliography.entries
    if not entries:
        made = len(references.made)
        found = (
            f"the addresses of its markers became {made} reference{'s' * (made != 1)}"
            if made
            else "markers cannot be matched to references"
        )
        yield Problem("no-bibliography", f"no bibliography: {found}")
    elif not surveyed.citations:
        yield Problem(
            "no-markers",
            f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}, none cited; the markers may be in an unsupported form",
        )
