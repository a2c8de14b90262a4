"""What a parsed report consists of. All spans are code points into the report's text, end excluded."""

from dataclasses import dataclass

from app.report.quantities import Quantity


class ReportError(ValueError):
    """The file cannot be read as a report: not UTF-8, or without a single sentence."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next one. `number` is as printed (`1.1`), null where the heading has none.

    `parent` is the index of the enclosing section; `start`..`end` is the heading's text without its `#`, `body_end` where
    the text under it ends.
    """

    number: str | None
    title: str
    level: int
    parent: int | None
    start: int
    end: int
    body_end: int


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
    reference (`&amp;`), a line break or `<br>`, which stand there for what is shown, and the outer pipes of a table row.
    """

    text: str
    paragraph: int
    section: int | None
    start: int
    end: int
    shown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """An in-text citation of the entry labelled `label`, supporting `scope_start`..`scope_end` of its sentence."""

    label: str
    url: str | None
    sentence: int
    start: int
    end: int
    scope_start: int
    scope_end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliography entry: its number, the label that markers use, title and URL without Markdown escapes."""

    number: int
    label: str
    title: str
    url: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in the body. `sentence` is null in a title or heading; `script` is `arabic` or `han`."""

    text: str
    script: str
    section: int | None
    sentence: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """A parsed report. `notes` are spans of closing remarks (caveats); `problems` says what could not be resolved."""

    text: str
    sha256: str
    title: str
    title_span: tuple[int, int] | None
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    markers: tuple[Marker, ...]
    references: tuple[Reference, ...]
    numbers: tuple[Number, ...]
    quantities: tuple[Quantity, ...]
    notes: tuple[tuple[int, int], ...]
    problems: tuple[str, ...]
