"""Number tokens of the body: every Arabic numeral, and every Chinese numeral that states an amount (九成, 首位, 翻倍)."""

import re
from collections.abc import Iterable

from app.report.figures.digit_normalization import narrowed
from app.report.figures.quantity import Quantity

_ARABIC = re.compile(r"\d(?:\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d*(?:\.\d+)?)")


def arabic_numbers(text: str) -> list[tuple[int, int]]:
    """Spans of the Arabic numerals of `text`, thousands separators and decimals included."""
    return [match.span() for match in _ARABIC.finditer(text)]


# 第一梯队: a number that ranks nothing, and so is in no figure
_TIER = re.compile("第[一二三四五六七八九十]+(?=梯队|阵营)")


def tier_numbers(text: str) -> list[tuple[int, int]]:
    """Spans of the ordinals of tiers."""
    return [match.span() for match in _TIER.finditer(text)] if "第" in text else []


def han_numbers(quantities: Iterable[Quantity]) -> list[tuple[int, int]]:
    """Spans of the numerals of those figures that are written without Arabic digits."""
    spans = []
    for quantity in quantities:
        word = next((text for kind, text in quantity.parts if kind in {"word", "rank"}), None)
        if word and not re.search(r"\d", quantity.quote):
            # the word is normalised: 億 is 亿 in it, and the point of 一・五 is 点
            at = quantity.start + max(0, narrowed(quantity.quote).replace("・", "点").find(word))
            spans.append((at, min(at + len(word), quantity.end)))
    return spans
