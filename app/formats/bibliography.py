"""Bibliographic formats: CSL-JSON, BibTeX, RIS and text in a citation style.

    page_item, report_item --> CSL-JSON --+--> BibTeX (bibtexparser), RIS (rispy)
                                           +--> text in a CSL style (`citation_styles`)

CSL-JSON follows the CSL data schema 1.0.2 (docs.citationstyles.org). All other formats are written from it. The libraries are
imported on first use to keep startup fast.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from app.formats.citation_styles import Item, render, single_line
from app.vocabulary.names import say
from app.vocabulary.scripts import ANY_HAN_CHARACTER

if TYPE_CHECKING:
    from bibtexparser.model import Entry

# kinds of publisher that host what others write: if no author is named, they are not taken for the author
_CARRIERS = frozenset(
    {
        "content-platform",
        "developer-community",
        "document-mall",
        "encyclopedia",
        "forum",
        "report-library",
        "short-video",
    }
)
# scripts of other languages that also use Han characters
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")


class Format(NamedTuple):
    """A bibliographic format: its media type and the function that writes items in it."""

    media_type: str
    write: Callable[[Sequence[Item]], str]


class Edition(NamedTuple):
    """What was cited, and when: the dataset's version, and the day on which the service was asked."""

    version: str
    accessed: date


def page_item(source: Mapping[str, Any], edition: Edition) -> Item:
    """The CSL item of a cited page, from a row of `bibliographic_items`.

    It has no date of access: the service knows what a document says of the page, and never opened it.

    If no author is named, the publisher takes its place (GB/T 7714-2015, 8.1; APA 7, 9.11), unless it only hosts what others
    write. The language is set to Chinese if the script of the title says so.
    """
    publisher = source["publisher_name_zh"] or source["publisher_name"]
    author = single_line(source["author"] or "") or (None if source["publisher_kind"] in _CARRIERS else publisher)
    return _without_empty(
        id=source["id"],
        type="webpage",
        title=single_line(source["title"]) or source["url"],
        author=author and [{"literal": author}],
        container_title=source["platform_name"] or publisher,
        publisher=source["platform_name"] and publisher,
        issued=_date(source["published_on"]),
        URL=source["url"],
        language="zh-CN" if _is_chinese(source["title"]) else None,
        annote=say(
            f"As listed in factbase, dataset version {edition.version}", f"据 factbase 收录，数据集版本 {edition.version}"
        ),
    )


def _is_chinese(title: str) -> bool:
    return ANY_HAN_CHARACTER.search(title) is not None and _KANA_OR_HANGUL.search(title) is None


def report_item(document: Mapping[str, Any], edition: Edition, *, id: str, url: str, quote: str | None = None) -> Item:
    """The CSL item of a document, or of a claim or metric in it with the quoted words as a note.

    What the document says against itself is its `annote`. An issuer without an author takes the author's place.
    """
    language, issuer = document["language"], single_line(document["issuer"] or "")
    author = single_line(document["author"] or "") or issuer
    custom = {"translated-title": document["title_en"], "translated-annote": document["caveat_en"]}
    return _without_empty(
        id=id,
        type="report",
        title=document["title"],
        author=author and [{"literal": author}],
        publisher=issuer if issuer != author else None,
        issued=_date(document["published_on"]),
        accessed={"date-parts": [[edition.accessed.year, edition.accessed.month, edition.accessed.day]]},
        version=edition.version,
        URL=url,
        language="zh-CN" if language == "zh" else language,
        note=quote,
        annote=document["caveat"],
        custom=None if language == "en" else {name: value for name, value in custom.items() if value},
    )


def _without_empty(**variables: Any) -> Item:
    return {name.replace("_", "-"): value for name, value in variables.items() if value}


def _date(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def _on_single_lines(entry: Item) -> Item:
    """The item with every text on a single line, as a second line in RIS could be read as a tag."""
    flat = {name: single_line(value) if isinstance(value, str) else value for name, value in entry.items()}
    names = [{"literal": single_line(name["literal"])} for name in entry.get("author", [])]
    return flat | ({"author": names} if names else {})


def _csl(items: Sequence[Item]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


# Own escapes, as bibtexparser's (pylatexenc) write a brace as \{: BibTeX still counts it, and a single one breaks the file.
_LATEX_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {"{": r"{\ensuremath{\lbrace}}", "}": r"{\ensuremath{\rbrace}}"}
    | {"\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
)
# Pairs that LaTeX would set as one other character: -- as a dash, `` as a quotation mark.
_LIGATURE = re.compile(r"(?<=([-`'<>,]))(?=\1)|(?<=[?!])(?=`)")
# Characters that no URL may contain unescaped (RFC 3986, 2) and that would end a field; then what TeX would read as a comment
# or a parameter where a style hands the address on. `\url` of hyperref takes both with a backslash.
_URL_ESCAPES = str.maketrans({"{": r"\%7B", "}": r"\%7D", "\\": r"\%5C", " ": r"\%20", "%": r"\%", "#": r"\#"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _escape_latex(text: str) -> str:
    """Escape what LaTeX would read as a command; all else stays UTF-8."""
    return _LIGATURE.sub("{}", text.translate(_LATEX_ESCAPES))


def _bibtex(items: Sequence[Item]) -> str:
    """Uses entry types that both BibTeX and biblatex know."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.writer import BibtexFormat

    library = Library([_bibtex_entry(_on_single_lines(entry)) for entry in items])
    layout = BibtexFormat()
    layout.block_separator = "\n"
    return write_string(library, bibtex_format=layout)


def _bibtex_entry(entry: Item) -> "Entry":
    from bibtexparser.model import Entry, Field

    year, month, day = _date_parts(entry)
    values = {
        # a second pair of braces protects a title's capitals, and keeps a name in one piece
        "title": f"{{{_escape_latex(entry['title'])}}}",
        "author": " and ".join(f"{{{_escape_latex(name['literal'])}}}" for name in entry.get("author", [])),
        "howpublished": _escape_latex(entry.get("container-title", "")),
        "organization": _escape_latex(entry.get("publisher", "")),
        "year": year and f"{year:04}",
        "month": month and _MONTHS[month - 1],
        "day": day and str(day),
        "language": entry.get("language"),
        "version": entry.get("version"),
        "note": _escape_latex(entry.get("note", "")),
        "annote": _escape_latex(entry.get("annote", "")),
        "url": entry["URL"].translate(_URL_ESCAPES),
        # as biblatex has it
        "urldate": "accessed" in entry and "-".join(f"{part:02}" for part in entry["accessed"]["date-parts"][0]),
    }
    # months are BibTeX macros, so they are not enclosed
    fields = [Field(name, v, enclosing="no-enclosing" if name == "month" else None) for name, v in values.items() if v]
    return Entry("misc" if entry["type"] == "webpage" else "techreport", entry["id"], fields)


def _date_parts(entry: Item) -> list[int | None]:
    parts = entry["issued"]["date-parts"][0] if "issued" in entry else []
    return [*parts, None, None, None][:3]


def _ris(items: Sequence[Item]) -> str:
    """Written by rispy, but with the CR LF line ends of the RIS specification and without its numbering of records."""
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc]
        NEWLINE = "\r\n"

        def set_header(self, count: int) -> str:
            return ""

    return str(rispy.dumps([_ris_record(_on_single_lines(entry)) for entry in items], implementation=Writer))


def _ris_record(entry: Item) -> dict[str, Any]:
    year, month, day = _date_parts(entry)
    record = {
        "type_of_reference": "ELEC" if entry["type"] == "webpage" else "RPRT",
        "id": entry["id"],
        "title": entry["title"],
        "authors": [name["literal"] for name in entry.get("author", [])],
        "year": year and f"{year:04}",
        # year/month/day/other: a part may be empty, but its slash must be there
        "date": year and "/".join([f"{year:04}", *(f"{part:02}" if part else "" for part in (month, day)), ""]),
        "secondary_title": entry.get("container-title"),
        "publisher": entry.get("publisher"),
        "urls": [entry["URL"]],
        "access_date": "accessed" in entry and "/".join(f"{part:02}" for part in entry["accessed"]["date-parts"][0]) + "/",
        "edition": "version" in entry and say(f"dataset version {entry['version']}", f"数据集版本 {entry['version']}"),
        "language": entry.get("language"),
        "notes": [entry[name] for name in ("note", "annote") if name in entry],
    }
    return {name: value for name, value in record.items() if value}


def _styled(items: Sequence[Item], *, style: str, locale: str) -> str:
    return render([_on_single_lines(entry) for entry in items], style, locale)


_GBT7714 = "china-national-standard-gb-t-7714-2015-numeric"
_TEXT = "text/x-bibliography; style={}; charset=utf-8"

FORMATS = {
    "csl": Format("application/vnd.citationstyles.csl+json", _csl),
    "bibtex": Format("application/x-bibtex; charset=utf-8", _bibtex),
    "ris": Format("application/x-research-info-systems; charset=utf-8", _ris),
    "gbt7714": Format(_TEXT.format(_GBT7714), partial(_styled, style=_GBT7714, locale="zh-CN")),
    "apa": Format(_TEXT.format("apa"), partial(_styled, style="apa", locale="en-US")),
}
