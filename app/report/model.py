"""What a parsed report consists of. All spans are code points into the report's text, end excluded."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.report.figures.quantity import Quantity
from app.report.markdown.front_matter import Metadata
from app.report.problems import Problem

__all__ = [
    "ConventionUse",
    "Marker",
    "Metadata",
    "Number",
    "Paragraph",
    "Problem",
    "Reference",
    "Report",
    "ReportError",
    "Section",
    "Sentence",
]


class ReportError(ValueError):
    """The file cannot be read as a report: an unknown encoding, or no single sentence."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next one. `number` is as printed (`1.1`), null where the heading has none.

    `parent` is the index of the enclosing section; `start`..`end` is the heading's text without its `#`, `body_end` where
    the text under it ends. `slug` names the section within its report; it does not move when another heading is added.
    """

    number: str | None
    title: str
    level: int
    parent: int | None
    start: int
    end: int
    body_end: int
    slug: str
    language: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of running text: a paragraph, list item, quotation or table row, in one section (null before the first)."""

    kind: str
    section: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `text` is what a reader sees: markers and Markdown escapes removed; the span keeps them.

    `shown[i]` is the position in the report of the i-th character of `text`: that very character, except for a character
    reference (`&amp;`), a line break or a tag, which stand there for what is shown, and the outer pipes of a table row.
    """

    text: str
    paragraph: int
    section: int | None
    start: int
    end: int
    shown: Sequence[int]


@dataclass(frozen=True, slots=True)
class Marker:
    """An in-text citation of the entry labelled `label`, supporting `scope_start`..`scope_end` of its sentence.

    `reference` is the number of the entry that answers it, null where none does; `convention` is how it is written.
    """

    label: str
    url: str | None
    sentence: int
    start: int
    end: int
    scope_start: int
    scope_end: int
    reference: int | None = None
    convention: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliography entry: its number, the label that markers use, title and URL without Markdown escapes.

    `number` is the label where all labels are different numbers, else the place in the document. `urls` are all addresses
    of the entry, `accessed` the day of access as written. Where the report has no list, `listed` is false, and `start` and
    `end` are those of the first marker that carries the address.
    """

    number: int
    label: str
    title: str
    url: str | None
    start: int
    end: int
    urls: tuple[str, ...] = ()
    accessed: str | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written in the body. `sentence` is null in a title or heading; `script` is `arabic` or `han`.

    `reason` says why a number that is part of no figure is none: `date`, `name`, `ordinal`, `heading`, `other: time of day`,
    `other: law` …, or `other` where nothing tells; null where it is part of a figure.
    """

    text: str
    script: str
    section: int | None
    sentence: int | None
    start: int
    end: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ConventionUse:
    """A way of citing that the report uses: how many markers are written so, and how many of them an entry answers."""

    kind: str
    count: int
    answered: int


@dataclass(frozen=True, slots=True)
class Report:
    """A parsed report. `notes` are spans of closing remarks (caveats), `preface` those of a tool's talk before the title.

    `problems` says what could not be resolved.
    """

    text: str
    sha256: str
    title: str
    title_span: tuple[int, int] | None
    language: str
    metadata: Metadata
    conventions: tuple[ConventionUse, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    markers: tuple[Marker, ...]
    references: tuple[Reference, ...]
    numbers: tuple[Number, ...]
    quantities: tuple[Quantity, ...]
    notes: tuple[tuple[int, int], ...]
    preface: tuple[tuple[int, int], ...]
    problems: tuple[Problem, ...] = field(default=())

    def language_of(self, sentence: Sentence) -> str:
        """The language in which the figures of a sentence are read: the language of its section."""
        return self.language if sentence.section is None else self.sections[sentence.section].language
