"""Units that say something else in another language: the sign ¥, 分, 升, cents."""

import re
from dataclasses import replace
from decimal import Decimal

from app.report.figures.quantity import Quantity

# what the old measures of Japan are of those of China that are written alike
_JAPANESE_MEASURES = {
    "升": Decimal("1.80390684"),
    "斤": Decimal("1.2"),
    "尺": Decimal("0.909090909"),
    "寸": Decimal("1.193032689"),
    "里": Decimal("7.854545455"),
}
_MINUTES = re.compile(r"[\d一二三四五六七八九十]\s?分")
_CENT = re.compile(r"(?:cents?|centimes)\b", re.I)
_EURO_CENTS = ("de", "fr", "it", "nl")


def in_language(quantity: "Quantity", language: str | None) -> "Quantity":
    """The sign ¥ is the yuan's in Chinese, the yen's in Japanese, and ambiguous elsewhere; 分 are points, or minutes."""
    if language == "ja" and quantity.unit == "score" and _MINUTES.search(quantity.quote):
        high = quantity.value_max * 60 if quantity.value_max is not None else None
        return replace(quantity, value=quantity.value * 60, value_max=high, unit="second")
    if language == "ja" and quantity.unit == "count" and quantity.unit_text == "位":
        return replace(quantity, unit="rank")
    if (
        language == "ja"
        and (ratio := _JAPANESE_MEASURES.get(quantity.unit_text.strip("十百千万億 ")))
        and quantity.deviation is None
    ):
        high = quantity.value_max * ratio if quantity.value_max is not None else None
        return replace(quantity, value=quantity.value * ratio, value_max=high)
    if language in _EURO_CENTS and (quantity.unit or "").startswith("USD") and _CENT.match(quantity.unit_text.lstrip("- ")):
        return replace(quantity, unit=f"EUR{(quantity.unit or '')[3:]}")
    if language is None or language == "zh" or quantity.unit != "CNY" or not re.search("[¥￥]", quantity.quote):
        return quantity
    if re.search("[元CR]", quantity.quote):
        return quantity
    return replace(quantity, unit="JPY") if language == "ja" else replace(quantity, unit=None, unit_text="¥")
