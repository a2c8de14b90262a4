"""From the text of a Markdown report to its structure, in one pass from blocks to figures."""

import hashlib
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from app.report.bibliography import split_bibliography
from app.report.blocks import Block, split_blocks
from app.report.inline import Mark, Shown, show, urls
from app.report.model import Marker, Number, Paragraph, Report, ReportError, Section, Sentence
from app.report.numbers import arabic_numbers, han_numbers
from app.report.quantities import find_quantities
from app.report.sentences import split_sentences

_SECTION = re.compile(
    r"(?:第(?P<chapter>[一二三四五六七八九十\d]+)[章节部]|(?P<deep>\d{1,2}(?:\.\d{1,2})+)[.、)）]?"
    r"|(?P<flat>\d{1,2}|[一二三四五六七八九十]+)[.、)）．])\s*(?=\S)"
)
# markers that stand together share what stands before them
_BETWEEN = re.compile(r"[\s,，、;；]*")


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
    title, body = _title(bibliography.body)
    sections = _sections(text, body, bibliography.start)
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    markers: list[Marker] = []
    masked = _Mask(text)
    for block in body:
        shown = show(text, block.start, block.end, labels, table=block.kind == "table_row")
        masked.keep(shown)
        if block.kind == "heading" or not shown.text.strip():
            continue
        section = _section_of(sections, block.start)
        paragraphs.append(Paragraph(block.kind, section, block.start, block.end))
        new = _sentences(text, shown, len(paragraphs) - 1, section, block)
        markers += _markers(text, shown.marks, new, len(sentences))
        sentences += new
    if title is not None:
        masked.keep(show(text, title.start, title.end, labels))
    if not sentences:
        raise ReportError("the report holds no sentence")
    shown_text = str(masked)
    quantities = [
        quantity.shifted(sentence.start)
        for sentence in sentences
        for quantity in find_quantities(shown_text[sentence.start : sentence.end])
    ]
    numbers = _numbers(text, shown_text, sections, sentences, [*body, *([title] if title else [])])
    han = [_number(text, "han", span, sections, sentences) for span in han_numbers(quantities)]
    return Report(
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=show(text, title.start, title.end, labels).text.strip() if title else "",
        title_span=(title.start, title.end) if title else None,
        sections=tuple(sections),
        paragraphs=tuple(paragraphs),
        sentences=tuple(sentences),
        markers=tuple(markers),
        references=bibliography.references,
        numbers=tuple(sorted([*numbers, *han], key=lambda number: number.start)),
        quantities=tuple(quantities),
        notes=tuple((block.start, block.end) for block in bibliography.rest),
        problems=tuple(_problems(bibliography.references, markers, labels, title)),
    )


class _Mask:
    """The text with everything that no reader sees blanked out by NUL, position by position."""

    def __init__(self, text: str) -> None:
        self.chars = ["\n" if char in "\r\n" else "\0" for char in text]

    def keep(self, shown: Shown) -> None:
        hidden = {at for first, last in urls(shown.text) for at in range(first, last)}
        for index, (char, position) in enumerate(zip(shown.text, shown.positions, strict=True)):
            if index not in hidden:
                self.chars[position] = char

    def __str__(self) -> str:
        return "".join(self.chars)


def _title(blocks: Sequence[Block]) -> tuple[Block | None, list[Block]]:
    """The first level-1 heading when it is the only one or comes first; the rest is body."""
    tops = [block for block in blocks if block.kind == "heading" and block.level == 1]
    headings = [block for block in blocks if block.kind == "heading"]
    if tops and headings[0] is tops[0]:
        return tops[0], [block for block in blocks if block is not tops[0]]
    return None, list(blocks)


def _sections(text: str, blocks: Sequence[Block], body_end: int) -> list[Section]:
    headings = [block for block in blocks if block.kind == "heading"]
    sections: list[Section] = []
    for index, block in enumerate(headings):
        shown = show(text, block.start, block.end, ()).text.strip()
        match = _SECTION.match(shown)
        number = (match["chapter"] or match["deep"] or match["flat"]) if match else None
        parents = [i for i in range(index) if sections[i].level < block.level]
        nearest = next((i for i in reversed(parents) if _encloses(sections, i, index, block.level)), None)
        following = headings[index + 1].start if index + 1 < len(headings) else max(body_end, block.end)
        sections.append(
            Section(
                number=number,
                title=shown[match.end() :] if match else shown,
                level=block.level,
                parent=nearest,
                start=block.start,
                end=block.end,
                body_end=len(text[:following].rstrip()),
            )
        )
    return sections


def _encloses(sections: Sequence[Section], parent: int, index: int, level: int) -> bool:
    return all(sections[i].level > sections[parent].level for i in range(parent + 1, index)) and (
        sections[parent].level < level
    )


def _section_of(sections: Sequence[Section], offset: int) -> int | None:
    return next((i for i in range(len(sections) - 1, -1, -1) if sections[i].start <= offset), None)


def _sentences(text: str, shown: Shown, paragraph: int, section: int | None, block: Block) -> list[Sentence]:
    sentences = []
    for first, last in split_sentences(shown.text):
        start, end = shown.positions[first], _raw_end(text, shown, last, block)
        visible = shown.text[first:last]
        sentences.append(Sentence(visible, paragraph, section, start, end, shown.positions[first:last]))
    return sentences


def _raw_end(text: str, shown: Shown, last: int, block: Block) -> int:
    """Where a sentence ends in the text: behind its last character and the markers that stand right behind that."""
    end = shown.positions[last - 1] + 1
    if text[end - 1] == "\\":
        end += 1
    elif (text[end - 1] == "&" and shown.text[last - 1] != "&") or text.startswith("&amp;", end - 1):
        end = text.find(";", end) + 1
    for mark in shown.marks:
        if mark.start == end or (mark.start > end and mark.start < block.end and not text[end : mark.start].strip()):
            end = mark.end
    return end


def _markers(text: str, marks: Sequence[Mark], sentences: Sequence[Sentence], offset: int) -> list[Marker]:
    """Each marker supports its sentence back to the marker before it, or to the sentence's start."""
    markers: list[Marker] = []
    for mark in marks:
        index = next((i for i, sentence in enumerate(sentences) if sentence.start <= mark.start < sentence.end), None)
        if index is None:
            # before the first visible character: it can only belong to the sentence that follows
            index = next((i for i, sentence in enumerate(sentences) if sentence.start >= mark.end), len(sentences) - 1)
        scope_start = sentences[index].start
        scope_end = max(mark.start, scope_start)
        before = markers[-1] if markers and markers[-1].sentence == index + offset else None
        if before and _BETWEEN.fullmatch(text, min(before.end, mark.start), mark.start):
            scope_start, scope_end = before.scope_start, before.scope_end
        elif before:
            scope_start = before.end
        markers.append(Marker(mark.label, mark.url, index + offset, mark.start, mark.end, scope_start, scope_end))
    return markers


def _numbers(
    text: str, masked: str, sections: Sequence[Section], sentences: Sequence[Sentence], blocks: Sequence[Block]
) -> list[Number]:
    spans = [span for block in blocks for span in arabic_numbers(masked, block.start, block.end)]
    return [_number(text, "arabic", span, sections, sentences) for span in spans]


def _number(
    text: str, script: str, span: tuple[int, int], sections: Sequence[Section], sentences: Sequence[Sentence]
) -> Number:
    start, end = span
    sentence = next((i for i, s in enumerate(sentences) if s.start <= start < s.end), None)
    return Number(text[start:end], script, _section_of(sections, start), sentence, start, end)


def _problems(
    references: Sequence[object], markers: Sequence[Marker], labels: Collection[str], title: Block | None
) -> list[str]:
    problems = []
    if title is None:
        problems.append("no title: the report does not begin with a level-1 heading")
    if not references:
        problems.append("no bibliography: markers cannot be resolved to references")
    problems += [
        f"marker ({marker.label}) at {marker.start} has no entry in the bibliography"
        for marker in markers
        if references and marker.label not in labels
    ]
    return problems
