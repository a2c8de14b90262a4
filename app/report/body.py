"""The body of a report, read block by block: paragraphs, sentences, markers, numbers, figures."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from app.report.figures.exclusion_reasons import HEADING, Reasons
from app.report.figures.figure_reader import find_first_quantities
from app.report.figures.number_tokens import arabic_numbers, han_numbers, tier_numbers
from app.report.figures.quantity import Quantity
from app.report.markdown.blocks import Block
from app.report.markdown.displayed_text import Shown
from app.report.markdown.inline import show
from app.report.markers.citation_scopes import markers_of
from app.report.markers.convention_detection import Survey
from app.report.markers.conventions.author_date import IN_TEXT
from app.report.markers.markers import Citation, Mark
from app.report.model import Marker, Number, Paragraph, Section, Sentence
from app.report.reference_matching import References
from app.report.sentences import split_sentences
from app.report.word_lists import words

_DIGITS = re.compile(r"\d")
_LEADING = re.compile(r"[\W_]*(?P<word>[^\W\d_]+(?: [^\W\d_]+)?)\s*[:：][\W_]*")
_LONGEST_LEADING = 40
# what has more figures than this is a list of numbers, not a sentence that states facts
MOST_FIGURES = 1000


def _names_sources(shown: str) -> bool:
    """Whether nothing but a word for sources is left of a block without its markers: `Sources: [1], [2]`."""
    left = _LEADING.fullmatch(shown) if len(shown) < _LONGEST_LEADING else None
    return left is not None and left["word"].lower() in words("citing", "source") | words("citing", "leading")


class Body:
    """What has been read of the body."""

    def __init__(
        self, text: str, source: str, survey: Survey, references: References, sections: Sequence[Section], language: str
    ) -> None:
        self.text = text
        self.source = source
        self.survey = survey
        self.references = references
        self.sections = sections
        self.language = language
        self.section_starts = [section.start for section in sections]
        self.end = references.bibliography.start
        self.paragraphs: list[Paragraph] = []
        self.sentences: list[Sentence] = []
        self.markers: list[Marker] = []
        self.numbers: list[Number] = []
        self.quantities: list[Quantity] = []
        self.lost: list[tuple[Mark, Citation]] = []
        self.crowded: list[tuple[int, int]] = []

    def read(self, block: Block) -> None:
        citations = self.survey.within(block.start, block.end)
        shown = show(self.source, block.start, block.end, citations, table=block.kind == "table_row")
        section = self._section(block)
        spans = self._spans(shown, block)
        if spans:
            self.paragraphs.append(Paragraph(block.kind, section, block.start, block.end))
        elif citations:
            self._below(block, citations, section)
        self._read_figures(shown, spans, section)
        new = self._sentences(shown, spans, section) if spans else []
        if new and citations:
            self.markers += markers_of(
                self.source, citations, shown.spoken, new, len(self.sentences), self.references.number, self._label
            )
        self.sentences += new

    def _below(self, block: Block, citations: Sequence[Citation], section: int | None) -> None:
        """Markers alone below a paragraph, list or table support its last sentence; at the beginning of a section they are lost."""
        if block.kind == "heading" or not self.sentences or self.sentences[-1].section != section:
            self.lost += [(mark, citation) for citation in citations for mark in citation.marks]
            return
        last = self.sentences[-1]
        self.markers += markers_of(
            self.source, citations, frozenset(), [last], len(self.sentences) - 1, self.references.number, self._label
        )

    def _section(self, block: Block) -> int | None:
        """The section of a block; null for a block after the last list that has no heading of its own."""
        index = bisect_right(self.section_starts, block.start) - 1
        if index < 0 or block.start >= self.end > self.section_starts[index]:
            return None
        return index

    def _spans(self, shown: Shown, block: Block) -> list[tuple[int, int]]:
        if block.kind == "heading":
            return []
        formula = len(shown.unread) == 1 and shown.unread[0] == (0, len(shown.text)) and not shown.markers
        return [] if formula or (shown.citations and _names_sources(shown.text)) else split_sentences(shown.text)

    def _label(self, mark: Mark, kind: str) -> str:
        """The label that a marker prints; one that prints none goes by its reference's."""
        if mark.label and kind not in {"author-date", IN_TEXT}:
            return mark.label
        number = self.references.number(mark, kind)
        return str(number) if number is not None else mark.label

    def _language(self, section: int | None) -> str:
        return self.language if section is None else self.sections[section].language

    def _read_figures(self, shown: Shown, spans: Sequence[tuple[int, int]], section: int | None) -> None:
        if not spans and not _DIGITS.search(shown.text):
            return
        figures, language = shown.figures(), self._language(section)
        tokens = [(span, "arabic") for span in arabic_numbers(shown.numerals())]
        taken: list[tuple[int, int]] = []
        lists: list[tuple[int, int]] = []
        for first, last in spans:
            found, more = find_first_quantities(figures[first:last], language, MOST_FIGURES)
            if more is not None:
                lists.append((first + more, last))
            numerals = [*han_numbers(found), *tier_numbers(figures[first:last])]
            tokens += [((first + start, first + end), "han") for start, end in numerals]
            for quantity in found:
                start, end = shown.positions[first + quantity.start], shown.ends[first + quantity.end - 1]
                taken.append((first + quantity.start, first + quantity.end))
                self.quantities.append(quantity.placed(start, end, self.text[start:end]))
        self.crowded += [(shown.positions[first], shown.ends[last - 1]) for first, last in lists]
        if tokens:
            tokens.sort()
            numbers = (first for (first, _), _ in tokens)
            reasons = Reasons(shown.text, numbers, taken, shown.unread, lists) if spans else None
            self._numbers(shown, spans, tokens, section, reasons)

    def _sentences(self, shown: Shown, spans: Sequence[tuple[int, int]], section: int | None) -> list[Sentence]:
        """A sentence ends after its last character and any markers before the next sentence."""
        sentences = []
        following = [*(shown.positions[first] for first, _ in spans[1:]), len(self.text)]
        ends = [0, *(citation.end for citation in shown.citations)]
        for (first, last), limit in zip(spans, following, strict=True):
            end = max(shown.ends[last - 1], ends[bisect_right(ends, limit) - 1])
            positions = shown.positions[first:last]
            sentences.append(
                Sentence(shown.text[first:last], len(self.paragraphs) - 1, section, positions[0], end, positions)
            )
        return sentences

    def _numbers(
        self,
        shown: Shown,
        spans: Sequence[tuple[int, int]],
        tokens: Sequence[tuple[tuple[int, int], str]],
        section: int | None,
        reasons: Reasons | None,
    ) -> None:
        firsts = [first for first, _ in spans]
        for (first, last), script in tokens:
            sentence = len(self.sentences) + bisect_right(firsts, first) - 1 if firsts else None
            start, end = shown.positions[first], shown.ends[last - 1]
            reason = reasons.of(first) if reasons else HEADING
            self.numbers.append(Number(self.text[start:end], script, section, sentence, start, end, reason))
