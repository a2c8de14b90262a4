"""From the text of a Markdown report to its structure, in one pass from blocks to figures."""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from app.report.bibliography import split_bibliography
from app.report.blocks import Block, split_blocks
from app.report.inline import Mark, Shown, show, without_urls
from app.report.model import Marker, Number, Paragraph, Reference, Report, ReportError, Section, Sentence
from app.report.numbers import arabic_numbers, han_numbers
from app.report.quantities import Quantity, find_quantities
from app.report.sentences import split_sentences

_SECTION = re.compile(
    r"(?:第\s*(?P<chapter>[一二三四五六七八九十\d]+)\s*[章节部][:：、]?|[(（](?P<bracketed>[一二三四五六七八九十\d]{1,3})[)）]"
    r"|(?P<deep>\d{1,2}(?:\.\d{1,2})+)(?:[.、)）]|(?=\s|[^\W\d_]))"
    r"|(?P<flat>\d{1,2}|[一二三四五六七八九十]+)[.、)）．](?!\d))\s*(?=\S)"
)
# markers that stand together share what stands before them
_BETWEEN = re.compile(r"[\s,，、;；]*")
_UNANSWERED = re.compile(r"\[[0-9]{1,3}(?:[-–,，、][0-9]{1,3})*\]")


def read_report(path: Path) -> str:
    """The text of a report file, byte for byte as UTF-8; `ReportError` where it is not UTF-8."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(f"{path.name} is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}") from None


def parse_report(text: str) -> Report:
    """Read a report. Raises `ReportError` where it holds no sentence.

    A report without a bibliography, or with markers that no entry answers, is read as far as it goes; `problems` names
    what is missing.
    """
    bibliography = split_bibliography(text, split_blocks(text))
    labels = {reference.label for reference in bibliography.references}
    title, headings = _title(bibliography.body)
    body = _Body(text, labels, _sections(text, headings, bibliography.start))
    for block in bibliography.body:
        body.read(block)
    if not body.sentences:
        raise ReportError("the report holds no sentence")
    return Report(
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=show(text, title.start, title.end, labels).text.strip() if title else "",
        title_span=(title.start, title.end) if title else None,
        sections=tuple(body.sections),
        paragraphs=tuple(body.paragraphs),
        sentences=tuple(body.sentences),
        markers=tuple(body.markers),
        references=bibliography.references,
        numbers=tuple(body.numbers),
        quantities=tuple(body.quantities),
        notes=tuple((block.start, block.end) for block in bibliography.rest),
        problems=tuple(_problems(bibliography.references, body, labels, title)),
    )


def _title(blocks: Sequence[Block]) -> tuple[Block | None, list[Block]]:
    """The first heading is the title when its level is 1; the others begin sections."""
    headings = [block for block in blocks if block.kind == "heading"]
    if headings and headings[0].level == 1:
        return headings[0], headings[1:]
    return None, headings


def _sections(text: str, headings: Sequence[Block], bibliography: int) -> list[Section]:
    sections: list[Section] = []
    enclosing: list[int] = []
    for index, block in enumerate(headings):
        limits = [
            at for at in (bibliography, *(after.start for after in headings[index + 1 : index + 2])) if at > block.start
        ]
        while enclosing and sections[enclosing[-1]].level >= block.level:
            enclosing.pop()
        shown = show(text, block.start, block.end, ()).text.strip()
        match = _SECTION.match(shown)
        sections.append(
            Section(
                number=next(filter(None, match.groups())) if match else None,
                title=shown[match.end() :] if match else shown,
                level=block.level,
                parent=enclosing[-1] if enclosing else None,
                start=block.start,
                end=block.end,
                body_end=_end_before(text, min(limits, default=len(text))),
            )
        )
        enclosing.append(index)
    return sections


def _end_before(text: str, at: int) -> int:
    """Where the text ends that stands on the lines before the one that holds `at`."""
    end = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 if at < len(text) else at
    while end and text[end - 1].isspace():
        end -= 1
    return end


class _Body:
    """What has been read of the body, block by block."""

    def __init__(self, text: str, labels: Collection[str], sections: list[Section]) -> None:
        self.text = text
        self.labels = labels
        self.sections = sections
        self.section_starts = [section.start for section in sections]
        self.paragraphs: list[Paragraph] = []
        self.sentences: list[Sentence] = []
        self.markers: list[Marker] = []
        self.numbers: list[Number] = []
        self.quantities: list[Quantity] = []
        self.lost: list[Mark] = []

    def read(self, block: Block) -> None:
        shown = show(self.text, block.start, block.end, self.labels, table=block.kind == "table_row")
        section = bisect_right(self.section_starts, block.start) - 1
        in_section = section if section >= 0 else None
        spans = split_sentences(shown.text) if block.kind != "heading" else []
        if spans:
            self.paragraphs.append(Paragraph(block.kind, in_section, block.start, block.end))
        else:
            self.lost += shown.marks
        visible = without_urls(shown.text)
        quantities = [quantity.shifted(first) for first, last in spans for quantity in find_quantities(visible[first:last])]
        self._quantities(shown, quantities)
        tokens = [(span, "arabic") for span in arabic_numbers(visible)]
        tokens += [(span, "han") for span in han_numbers(quantities)]
        self._numbers(shown, spans, sorted(tokens), in_section)
        new = self._sentences(shown, spans, in_section) if spans else []
        self.markers += _markers(self.text, shown.marks, new, len(self.sentences)) if new else []
        self.sentences += new

    def _sentences(self, shown: Shown, spans: Sequence[tuple[int, int]], section: int | None) -> list[Sentence]:
        """A sentence ends behind its last character and the markers that stand before the next sentence."""
        sentences = []
        following = [*(shown.positions[first] for first, _ in spans[1:]), len(self.text)]
        mark_ends = [0, *(mark.end for mark in shown.marks)]
        for (first, last), limit in zip(spans, following, strict=True):
            end = max(shown.ends[last - 1], mark_ends[bisect_right(mark_ends, limit) - 1])
            positions = shown.positions[first:last]
            sentences.append(
                Sentence(shown.text[first:last], len(self.paragraphs) - 1, section, positions[0], end, positions)
            )
        return sentences

    def _quantities(self, shown: Shown, quantities: Sequence[Quantity]) -> None:
        """From their places in the visible text to those in the report."""
        for quantity in quantities:
            start, end = shown.positions[quantity.start], shown.ends[quantity.end - 1]
            self.quantities.append(replace(quantity, start=start, end=end, quote=self.text[start:end]))

    def _numbers(
        self,
        shown: Shown,
        spans: Sequence[tuple[int, int]],
        tokens: Sequence[tuple[tuple[int, int], str]],
        section: int | None,
    ) -> None:
        firsts = [first for first, _ in spans]
        for (first, last), script in tokens:
            sentence = len(self.sentences) + bisect_right(firsts, first) - 1 if firsts else None
            start, end = shown.positions[first], shown.ends[last - 1]
            self.numbers.append(Number(self.text[start:end], script, section, sentence, start, end))


def _markers(text: str, marks: Sequence[Mark], sentences: Sequence[Sentence], offset: int) -> list[Marker]:
    """Each marker supports its sentence back to the marker before it, or to the sentence's start."""
    markers: list[Marker] = []
    starts = [sentence.start for sentence in sentences]
    for mark in marks:
        # before the first visible character it can only belong to the sentence that follows
        index = max(bisect_right(starts, mark.start) - 1, 0)
        scope_start = sentences[index].start
        scope_end = max(mark.start, scope_start)
        before = markers[-1] if markers and markers[-1].sentence == index + offset else None
        if before and _BETWEEN.fullmatch(text, min(before.end, mark.start), mark.start):
            scope_start, scope_end = before.scope_start, before.scope_end
        elif before:
            scope_start = max(before.end, scope_start)
        markers.append(Marker(mark.label, mark.url, index + offset, mark.start, mark.end, scope_start, scope_end))
    return markers


def _problems(references: Sequence[Reference], body: _Body, labels: Collection[str], title: Block | None) -> list[str]:
    problems = []
    if title is None:
        problems.append("no title: the report does not begin with a level-1 heading")
    if not references:
        problems.append("no bibliography: markers cannot be resolved to references")
        return problems
    twice = [label for label, count in Counter(reference.label for reference in references).items() if count > 1]
    problems += [f"entry {label} stands more than once in the bibliography" for label in twice]
    problems += [
        f"marker ({marker.label}) at {marker.start} has no entry in the bibliography"
        for marker in body.markers
        if marker.label not in labels
    ]
    problems += [f"marker ({mark.label}) at {mark.start} stands in no sentence" for mark in body.lost]
    problems += [
        f"{match[0]} at {sentence.shown[match.start()]} has no entry in the bibliography, and is read as text"
        for sentence in body.sentences
        for match in _UNANSWERED.finditer(sentence.text)
    ]
    return problems
