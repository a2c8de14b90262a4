"""Columns of a table: the texts of all its rows are escaped, named by their script and linked at once.

A list shows some five texts in each of its rows. Escaped one by one they cost a page more than the rows cost the database.
What these functions return is HTML; what they take is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from app.pages.template_filters import named, readable, scripts
from app.pages.texts import Texts
from app.vocabulary.names import Language

if TYPE_CHECKING:
    from app.pages.page_view import Address

Row = Mapping[str, Any]
# stands between texts while they are escaped together
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Rows:
    """Rows of an answer with what they name: references, their publishers, the names of kinds and types."""

    rows: Sequence[Row]
    at: "Address"
    references: Mapping[str, Row] = field(default_factory=dict)
    publishers: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def lang(self) -> Language:
        return self.at.lang

    @property
    def t(self) -> Texts:
        return Texts(self.at.lang)

    def of(self, name: str) -> list[str]:
        """A field of all rows, which are texts."""
        return [row[name] for row in self.rows]


def escaped(texts: Sequence[str]) -> list[str]:
    """Each text as HTML."""
    parts = str.split(escape(_SEPARATOR.join(texts)), _SEPARATOR) if texts else []
    # a text that has the separator in it
    return parts if len(parts) == len(texts) else [str(escape(text)) for text in texts]


def verbatim_words(texts: Sequence[str]) -> list[str]:
    """Words of reports or pages, each in the language of its script."""
    shown = zip(scripts(texts), escaped(texts), strict=True)
    return [f'<bdi lang="{lang}">{words}</bdi>' for lang, words in shown]


def names(rows: Iterable[Row], field: str, lang: Language) -> list[str]:
    """A field in the language of the page, or in the other one where it is missing."""
    own = f"{field}_{lang}"
    return escaped([row.get(own) or named(row, field, lang) for row in rows])


def values(rows: Iterable[Row], field: str, names_of: Mapping[str, str]) -> list[str]:
    """A field by what its values are called, or by the values themselves."""
    return escaped([names_of.get(row[field], row[field]) for row in rows])


def linked(at: "Address", path: str, keys: Sequence[str], contents: Iterable[str]) -> list[str]:
    """`contents`, which are HTML, each as a link to the page whose path ends in its key."""
    before, behind = map(str, map(escape, at.ends(path)))
    return [f'<a href="{before}{key}{behind}">{content}</a>' for key, content in zip(escaped(keys), contents, strict=True)]


def filtered(at: "Address", path: str, parameter: str, keys: Sequence[str], contents: Iterable[str]) -> list[str]:
    """`contents`, which are HTML, each as a link to the list at `path` with its key as the only filter."""
    before, behind = map(str, map(escape, at.filter_ends(path, parameter)))
    return [
        f'<a href="{before}{key}{behind}">{content}</a>'
        for key, content in zip(escaped(at.encoded(keys)), contents, strict=True)
    ]


def counted(at: "Address", path: str, parameter: str, keys: Sequence[str], counts: Sequence[int]) -> list[str]:
    """Counts, each as a link to what is counted where there is any."""
    links = filtered(at, path, parameter, keys, map(readable, counts))
    return [link if count else "0" for link, count in zip(links, counts, strict=True)]
