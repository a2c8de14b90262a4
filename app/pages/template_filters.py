"""Words and numbers of data, as templates show them."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from app.vocabulary.names import Language
from app.vocabulary.scripts import ANY_HAN_CHARACTER

_KANA = re.compile(r"[\u3040-\u30ff]")


def readable(number: int | float | None) -> str:
    """`12,345`; a whole number without a point."""
    if number is None:
        return ""
    if type(number) is int:
        return f"{number:,}"
    return f"{int(number):,}" if isinstance(number, int) or number.is_integer() else f"{number:,}"


def coded(words: str) -> Markup:
    """A text with what stands in backticks as code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(words.split("`"))
    )


def script(words: str) -> str:
    """The language tag that words are to be shown and spoken in, by their letters."""
    return scripts([words])[0]


def scripts(texts: Sequence[str]) -> list[str]:
    """The language tag of each text."""
    # there is hardly ever any: one search through all of them
    has_kana = _KANA.search("".join(texts)) is not None
    return [
        "en"
        if text.isascii()
        else "ja"
        if has_kana and _KANA.search(text)
        else "zh-CN"
        if ANY_HAN_CHARACTER.search(text)
        else "en"
        for text in texts
    ]


def around(text: str, quote: str, near: int = 0) -> tuple[str, str, str]:
    """A text before, in and behind a quote; all of it before where the quote is not in it letter by letter.

    Of several places with these words it is the one nearest to the character `near`.
    """
    places = [start for start in range(len(text)) if text.startswith(quote, start)]
    if not quote or not places:
        return text, "", ""
    start = min(places, key=lambda place: abs(place - near))
    return text[:start], quote, text[start + len(quote) :]


def runs(blocks: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Neighbours of one kind together: the rows of a table, the items of a list. Paragraphs stay alone, their notes below them."""
    found: list[tuple[str, list[Any]]] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        members = list(group)
        found += [(kind, members)] if kind in {"table_row", "list_item"} else [(kind, [one]) for one in members]
    return found


def named(row: Any, field: str, lang: Language) -> str:
    """A field in the language of the page, or in the other one where it is missing."""
    found = row.get(f"{field}_{lang}") or row.get(field) or row.get(f"{field}_{'en' if lang == 'zh' else 'zh'}")
    return str(found) if found else ""


def section_of(row: Any, lang: Language) -> str:
    """The number of the section that a claim stands in, or its title where it has none."""
    section = row["section"] or ""
    return section if section[:1].isdigit() else named(row, "section_title", lang)
