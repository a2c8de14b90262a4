"""Number tokens of the body: every Arabic numeral, and every Chinese numeral that states an amount (九成, 首位, 翻倍)."""

import re
from collections.abc import Iterable

from app.report.quantities import Quantity

_ARABIC = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def arabic_numbers(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the Arabic numerals of `masked[start:end]`, thousands separators and decimals included."""
    return [match.span() for match in _ARABIC.finditer(masked, start, end)]


def han_numbers(quantities: Iterable[Quantity]) -> list[tuple[int, int]]:
    """Spans of the numerals of those figures that are written without Arabic digits."""
    spans = []
    for quantity in quantities:
        word = next((text for kind, text in quantity.parts if kind in {"word", "rank"}), None)
        if word and not re.search(r"\d", quantity.quote):
            at = quantity.start + quantity.quote.index(word)
            spans.append((at, at + len(word)))
    return spans
