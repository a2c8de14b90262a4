"""The view of a report: blocks of sentences, each cut into plain words, figures and markers."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from app.report import Report, Sentence
from app.report.audit.audit import Audit
from app.report.table_heads import is_table_head


@dataclass(frozen=True)
class Mark:
    """A marker: where it stands in the sentence's text, its label, the entry that answers it, the words that it supports."""

    place: int
    label: str
    reference: int | None
    scope: str


@dataclass(frozen=True)
class FigureMark:
    """A figure: where it stands in the sentence's text, the ids it is known by, and what there is to say of it."""

    start: int
    end: int
    ids: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Piece:
    """Some words of a sentence: plain, the words of a figure (`ids` where it begins), or a marker behind them."""

    text: str
    figure: FigureMark | None = None
    ids: tuple[str, ...] = ()
    mark: Mark | None = None


@dataclass
class ReadSentence:
    """A sentence ready to be shown. `evidence` is `cited`, `uncited`, or `head` of names of columns, which need no source."""

    id: str
    text: str
    pieces: list[Piece]
    marks: list[Mark]
    figures: list[FigureMark]
    evidence: str
    section: int | None
    is_conflict: bool = False
    is_forecast: bool = False
    is_hit: bool = True
    english: str | None = None
    claim: Mapping[str, Any] | None = None
    conflicts: list[Mapping[str, Any]] = field(default_factory=list)
    repeated: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def is_uncurated(self) -> bool:
        """Whether its figures are those that the reader found, which nobody has checked."""
        return self.claim is not None and self.claim["kind"] == "not yet curated"

    @property
    def style(self) -> str:
        """The classes that it is drawn and filtered by."""
        flags = (
            ("conflict", self.is_conflict),
            ("forecast", self.is_forecast),
            ("off", not self.is_hit),
            ("figures", bool(self.figures)),
        )
        return " ".join([self.evidence, *(name for name, is_so in flags if is_so)])


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list item, a quotation, a row of a table (`is_head`: of names), or words set apart from the text."""

    kind: str
    section: int | None
    sentences: list[ReadSentence]
    language: str
    is_head: bool = False

    @property
    def tag(self) -> str:
        """The language tag that fonts and voices are chosen by."""
        return "zh-CN" if self.language == "zh" else self.language

    def cells(self) -> list[list[Piece]]:
        """The pieces of a table's row, cell by cell."""
        cells: list[list[Piece]] = [[]]
        for piece in (piece for sentence in self.sentences for piece in sentence.pieces):
            if piece.mark or piece.figure:
                cells[-1].append(piece)
                continue
            first, *rest = piece.text.split("|")
            cells[-1].append(Piece(first))
            cells += [[Piece(one)] for one in rest]
        return cells


@dataclass(frozen=True)
class ReadSection:
    """A heading with its blocks; the first section of a report may have no heading.

    `depth` is 1 for chapters, and for others one more than that of the section they are in, whatever levels the report leaves out.
    """

    index: int | None
    anchor: str
    number: str | None
    title: str
    title_en: str | None
    level: int
    depth: int
    language: str
    blocks: list[Block]

    @property
    def sentences(self) -> list[ReadSentence]:
        return [sentence for block in self.blocks for sentence in block.sentences if sentence.evidence != "head"]


def read_sections(report: Report, sentences: Sequence[ReadSentence]) -> list[ReadSection]:
    """All sections with their blocks, in the order of the report."""
    blocks: dict[int | None, list[Block]] = {None: []} | {index: [] for index in range(len(report.sections))}
    held: list[list[ReadSentence]] = [[] for _ in report.paragraphs]
    for read, sentence in zip(sentences, report.sentences, strict=True):
        held[sentence.paragraph].append(read)
    for paragraph, own in zip(report.paragraphs, held, strict=True):
        if own:
            language = report.language if paragraph.section is None else report.sections[paragraph.section].language
            blocks[paragraph.section].append(
                Block(paragraph.kind, paragraph.section, own, language, is_table_head(report, paragraph))
            )
    before = (
        [ReadSection(None, "section-begin", None, "", None, 1, 1, report.language, blocks[None])] if blocks[None] else []
    )
    return before + [
        ReadSection(
            index, f"section-{one.slug}", one.number, one.title, None, min(one.level, 4), depth, one.language, blocks[index]
        )
        for index, (one, depth) in enumerate(zip(report.sections, depths(one.level for one in report.sections), strict=True))
    ]


def depths(levels: Iterable[int]) -> Iterable[int]:
    """How many headings each heading is under, itself counted: 1, 3, 2 are at 1, 2, 2."""
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield len(above)


def read_sentences(audit: Audit) -> list[ReadSentence]:
    """Every sentence with the markers and figures read in it."""
    report = audit.report
    marks: list[list[Mark]] = [[] for _ in report.sentences]
    for marker in report.markers:
        sentence = report.sentences[marker.sentence]
        scope = shown_words(sentence, marker.scope_start, marker.scope_end)
        marks[marker.sentence].append(Mark(place_of(sentence, marker.start), marker.label, marker.reference, scope))
    figures: list[list[FigureMark]] = [[] for _ in report.sentences]
    for number, figure in enumerate(audit.figures):
        one, sentence = figure.quantity, report.sentences[figure.sentence]
        row = {
            "quote": one.quote, "value": one.value, "value_max": one.value_max, "unit": one.unit, "comparator": one.comparator,
            "references": figure.references,
        }  # fmt: skip
        place = FigureMark(place_of(sentence, one.start), place_of(sentence, one.end), (f"figure-{number + 1}",), (row,))
        figures[figure.sentence].append(place)
    return [
        read_sentence(
            f"sentence-{index + 1}",
            sentence.text,
            marks[index],
            figures[index],
            "cited" if audit.cited(index) else "head" if index in audit.heads else "uncited",
            sentence.section,
        )
        for index, sentence in enumerate(report.sentences)
    ]


def read_sentence(
    id_: str, text: str, marks: list[Mark], figures: Iterable[FigureMark], evidence: str, section: int | None
) -> ReadSentence:
    """A sentence cut at its figures and markers."""
    apart = _apart(figures)
    return ReadSentence(id_, text, list(_pieces(text, marks, apart)), marks, apart, evidence, section)


def place_of(sentence: Sentence, offset: int) -> int:
    """The place in the sentence's text of a place in the report."""
    return bisect_left(sentence.shown, offset)


def shown_words(sentence: Sentence, start: int, end: int) -> str:
    """What a reader sees of the report from `start` to `end`."""
    return sentence.text[place_of(sentence, start) : place_of(sentence, end)]


def _apart(figures: Iterable[FigureMark]) -> list[FigureMark]:
    """Figures in order, those on the same words as one; of those that overlap the first keeps the words."""
    found: list[FigureMark] = []
    for one in sorted(figures, key=lambda figure: (figure.start, -figure.end)):
        if found and one.start < found[-1].end:
            last = found[-1]
            found[-1] = FigureMark(last.start, last.end, (*last.ids, *one.ids), (*last.rows, *one.rows))
        else:
            found.append(one)
    return found


def _pieces(text: str, marks: Sequence[Mark], figures: Sequence[FigureMark]) -> Iterable[Piece]:
    cuts = sorted({0, len(text), *(mark.place for mark in marks), *(cut for one in figures for cut in (one.start, one.end))})
    begins = {cut: [mark for mark in marks if mark.place == cut] for cut in cuts}
    spans = {start: one for one in figures for start in cuts if one.start <= start < one.end}
    yield from (Piece("", mark=mark) for mark in begins[0])
    for start, end in pairwise(cuts):
        figure = spans.get(start)
        if start < end:
            yield Piece(text[start:end], figure, figure.ids if figure and figure.start == start else ())
        yield from (Piece("", mark=mark) for mark in begins[end])
