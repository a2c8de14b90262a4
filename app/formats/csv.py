"""Write rows as CSV: UTF-8 with a byte order mark, one header row, CR LF line ends (RFC 4180).

Null is an empty cell. A list of words or numbers is joined by `; `; objects and deeper nesting are JSON. Text that a spreadsheet
would evaluate as a formula is prefixed with an apostrophe (OWASP, CSV injection). Text that already has the apostrophe gets
another one, so that removing one from every `is_formula` text restores the original. Numbers are never changed, nor is text
that is one signed figure, such as `-0.57%`: with nothing but letters behind it, it can call nothing. The rows are
written by the standard library; the formula guard is ours, as no dependency has one.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import orjson

from app.lists.column_types import python_type
from app.lists.field_selection import Selection, refuse_twice
from app.lists.listing import Listing
from app.vocabulary.column_names import column_label, column_name
from app.vocabulary.names import Language, labels_of_field

# between the items of a list
SEPARATOR = "; "
# without a byte order mark, Excel decodes the file in the local code page and garbles Chinese
BOM = b"\xef\xbb\xbf"
# blank and invisible characters, which some spreadsheets strip before they check for a formula
_BLANK = r"[\x00-\x20\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]"
_FORMULA = re.compile(rf"'*(?:[\t\r\n]|{_BLANK}*[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_FIGURE = re.compile(r"[+-]\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?(?: ?[^\W\d_]+)*(?: ?[%‰])?")
# columns that people read first
_READ_FIRST = (
    "name",
    "title",
    "display",
    "subject",
    "subject_en",
    "indicator_name",
    "entity_name",
    "subject_name",
    "predicate",
    "object_name",
    "period",
    "status",
    "quote",
    "text",
    "text_en",
    "title_en",
    "reference_numbers",
    "url",
)
_SCALARS = (str, int, float, bool)


@dataclass(frozen=True)
class Column:
    """A column of a table: a field of the row, or (`name.inner`) a field of an object or objects embedded in it.

    `kind` is the Python type of a value, `many` is true if several objects are embedded, `exact` that a value is the text of
    a number. `alias` is a title that was asked for, `words` what people read for values of a closed list.
    """

    name: str
    inner: str | None
    kind: Any
    many: bool
    exact: bool
    alias: str = ""
    words: Mapping[str, str] | None = None

    @property
    def title(self) -> str:
        """A name that SQL takes without quotes, as the views have it: `sources_url`, `start_offset`."""
        return self.alias or "_".join(column_name(one) for one in (self.name, self.inner) if one)

    @property
    def field(self) -> str:
        """Its field as `fields` takes it: `sources.url`."""
        return f"{self.name}.{self.inner}" if self.inner else self.name

    @property
    def is_joined(self) -> bool:
        """Whether its values are flat lists, which can be joined."""
        return self.kind in _SCALARS if self.many else self.kind in (list[str], list[int])

    @property
    def is_number(self) -> bool:
        return self.exact or self.kind in (int, float)

    def value(self, row: Mapping[str, Any]) -> Any:
        """The value in a row; a list if several objects are embedded."""
        value = row[self.name]
        if self.inner is None or value is None:
            return value
        return [one[self.inner] for one in value] if self.many else value[self.inner]


def table_columns(listing: Listing, show: Selection, lang: Language | None = None) -> list[Column]:
    """The table columns of what is shown of a list, with their labels in a language, or else their names.

    Raises `InvalidParameter` if two would have one name.
    """
    outputs = sorted(show.outputs, key=lambda one: _reading_order(one.name)) if show.is_whole else show.outputs
    columns: list[Column] = []
    for one in outputs:
        if (include := listing.includes.get(one.name)) is None:
            kind = python_type(listing.selectable[one.name])
            columns.append(Column(one.name, None, kind, False, one.name in listing.exact, one.alias))
            continue
        for inner in one.fields:
            kind, is_exact = python_type(include.columns[inner]), inner in include.exact
            alias = one.alias and (one.alias if one.picked else f"{one.alias}_{column_name(inner)}")
            column = Column(one.name, inner, kind, include.many, is_exact, alias)
            # the key by which a row is embedded is a field of the list's own row already
            if not (
                column.title == include.by and any((own.name, own.title) == (include.by, include.by) for own in columns)
            ):
                columns.append(column)
    if lang:
        columns = _labelled(columns, lang)
    refuse_twice([column.title for column in columns])
    return columns


def _labelled(columns: Iterable[Column], lang: Language) -> list[Column]:
    """The columns as people read them: their own names, and those of the values of closed lists."""
    return [
        replace(
            one, alias=one.alias or column_label(one.field, lang), words=labels_of_field(one.inner or one.name, lang) or None
        )
        for one in columns
    ]


def _reading_order(name: str) -> int:
    """The place of a column where none were chosen: what people read, then the rest as it comes."""
    return _READ_FIRST.index(name) if name in _READ_FIRST else len(_READ_FIRST)


def csv_rows(parts: Iterable[Iterable[Mapping[str, Any]]], columns: Sequence[Column]) -> Iterator[bytes]:
    """Yield the header, then the lines of each part of the rows."""
    yield BOM + _encode_lines([[column.title for column in columns]])
    cells = [_cell_writer(column) for column in columns]
    for part in parts:
        yield _encode_lines([cell(row) for cell in cells] for row in part)


def whole_csv(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[Column],
    *,
    bom: bool | None = True,
    header: str | None = None,
    lang: Language = "en",
) -> bytes:
    """A CSV file in one piece; without its byte order mark if `bom` is false, with labels in `lang` if `header` is `labels`."""
    if header == "labels":
        columns = _labelled(columns, lang)
    written = csv_rows([rows], columns)
    return b"".join(without_bom(written) if bom is False else written)


def without_bom(parts: Iterable[bytes]) -> Iterator[bytes]:
    """A CSV file without its byte order mark, for programs that would take it for part of the first name."""
    for number, part in enumerate(parts):
        yield part if number else part.removeprefix(BOM)


def _encode_lines(lines: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode()


def _cell_writer(column: Column) -> Callable[[Mapping[str, Any]], str]:
    """A function that makes the cell of a column from a row. What depends on the column alone is computed once."""
    value_of = column.value if column.inner else itemgetter(column.name)
    is_number = column.is_number

    def cell(row: Mapping[str, Any]) -> str:
        value = value_of(row)
        if value is None:
            return ""
        text = plain_text(value, column)
        return text if is_number and _NUMBER.fullmatch(text) else escape_formula(text)

    return cell


def plain_text(value: Any, column: Column) -> str:
    """A value as text: flat lists joined, deeper ones as JSON."""
    if words := column.words:
        value = [words.get(one, one) for one in value] if isinstance(value, list) else words.get(value, value)
    return SEPARATOR.join(map(_text, value)) if isinstance(value, list) and column.is_joined else _text(value)


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return orjson.dumps(value).decode()
    return str(value)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might evaluate the text, with or without its leading apostrophes."""
    return _FORMULA.match(text) is not None and not _FIGURE.fullmatch(text)


def escape_formula(text: str) -> str:
    """The text, prefixed with an apostrophe if it `is_formula`."""
    return "'" + text if is_formula(text) else text
