"""Citations of pages and passages, as reference managers and bibliographies take them.

    item, passage --> CSL-JSON --+--> BibTeX, RIS
                                 +--> text in a CSL style (`app.citetext`)

CSL-JSON follows the CSL data schema 1.0.2 (docs.citationstyles.org); every other format is written from it, in the order
given. The libraries are imported where they are used, so that importing this module costs nothing.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from app.formats.citation_styles import Item, line, text

if TYPE_CHECKING:
    from bibtexparser.model import Entry

# kinds of publisher that carry what others write: where no author is named, such a publisher is the site, not the author
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
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
# scripts of languages that also write in Han characters
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")


class Format(NamedTuple):
    """What an answer in the format calls itself, and how it is written."""

    media_type: str
    write: Callable[[Sequence[Item]], str]


def page_item(source: Mapping[str, Any]) -> Item:
    """A cited page, at the site that carries it.

    Without an author whoever publishes it answers for it (GB/T 7714-2015, 8.1; APA 7, 9.11), unless others write there. The
    language is what its title is in, as far as the script tells.
    """
    publisher = source["publisher_name_zh"] or source["publisher_name"]
    author = line(source["author"] or "") or (None if source["publisher_kind"] in _CARRIERS else publisher)
    return _given(
        id=source["id"],
        type="webpage",
        title=line(source["title"]) or source["url"],
        author=author and [{"literal": author}],
        container_title=source["platform_name"] or publisher,
        publisher=source["platform_name"] and publisher,
        issued=_date(source["published_on"]),
        URL=source["url"],
        language="zh-CN" if _is_chinese(source["title"]) else None,
    )


def _is_chinese(title: str) -> bool:
    return _HAN.search(title) is not None and _KANA_OR_HANGUL.search(title) is None


def passage_item(document: Mapping[str, Any], *, id: str, quote: str, url: str) -> Item:
    """A claim or metric: its report at the passage's own address, the quoted words as a note."""
    language, translated = document["language"], document["title_en"]
    return _given(
        id=id,
        type="report",
        title=document["title"],
        URL=url,
        language="zh-CN" if language == "zh" else language,
        note=quote,
        custom=None if language == "en" else {"translated-title": translated},
    )


def _given(**variables: Any) -> Item:
    return {name.replace("_", "-"): value for name, value in variables.items() if value}


def _date(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def _lines(entry: Item) -> Item:
    """With every text on one line: in RIS, a second line could pass for a tag."""
    flat = {name: line(value) if isinstance(value, str) else value for name, value in entry.items()}
    names = [{"literal": line(name["literal"])} for name in entry.get("author", [])]
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
        "organization": _latex(entry.get("publisher", "")),
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


def _entries(items: Sequence[Item], *, style: str, locale: str) -> str:
    return text([_lines(entry) for entry in items], style, locale)


_GBT7714 = "china-national-standard-gb-t-7714-2015-numeric"
_TEXT = "text/x-bibliography; style={}; charset=utf-8"

FORMATS = {
    "csl": Format("application/vnd.citationstyles.csl+json", _csl),
    "bibtex": Format("application/x-bibtex; charset=utf-8", _bibtex),
    "ris": Format("application/x-research-info-systems; charset=utf-8", _ris),
    "gbt7714": Format(_TEXT.format(_GBT7714), partial(_entries, style=_GBT7714, locale="zh-CN")),
    "apa": Format(_TEXT.format("apa"), partial(_entries, style="apa", locale="en-US")),
}
