"""Numbers as `display` writes them: scaled as the text does, as fractions and ratios where the text has these."""

import re
from decimal import Decimal
from fractions import Fraction

from app.seeding.display.bilingual import Rendered
from app.store.exact_numbers import digits

_WRITTEN_FRACTION = re.compile(r"(?<![\d.])(\d{1,3})\s?/\s?(\d{1,3})(?![\d.])")
_WRITTEN_RATIO = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?[:：]\s?(\d+(?:\.\d+)?)(?![\d.])")
# 数百个: several of a magnitude, which is no exact bound
_SEVERAL = re.compile(r"[数几][十百千万亿]+")
_TENS = ("", "tens of ", "hundreds of ")
_PLURALS = ((12, "trillions of"), (9, "billions of"), (6, "millions of"), (3, "thousands of"), (0, ""))
_WORDS = ((12, " trillion"), (9, " billion"), (6, " million"))
_HAN_WORDS = ((12, "万亿"), (8, "亿"), (4, "万"))
# as many digits as the quantity parser gives a quotient that does not end
_ENDLESS = 15
_LARGEST_DENOMINATOR = 100


def english_scale(highest: Decimal) -> tuple[int, str]:
    """The power of ten to divide by, and the word for it."""
    return next((step for step in _WORDS if abs(highest) >= Decimal(10) ** step[0]), (0, ""))


def han_scale(highest: Decimal, quote: str) -> tuple[int, str]:
    """The same in Chinese: as the quote has it, else by size."""
    written = next((step for step in _HAN_WORDS if step[1] in quote), None)
    if written is None and re.search(r"\d{4}", quote):
        return 0, ""
    if written is None or abs(highest) < Decimal(10) ** written[0]:
        written = next((step for step in _HAN_WORDS if abs(highest) >= Decimal(10) ** step[0]), (0, ""))
    return written


def fraction_of(value: Decimal, quote: str) -> Fraction | None:
    """The fraction that the quote writes, or that an endless quotient stands for; null where there is neither."""
    if (written := _WRITTEN_FRACTION.search(quote)) and int(written[2]):
        return Fraction(int(written[1]), int(written[2]))
    if len(value.as_tuple().digits) < _ENDLESS:
        return None
    near = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    return near if abs(near - Fraction(value)) < Fraction(1, 10**12) else None


def several(value: Decimal, quote: str) -> Rendered | None:
    """`hundreds of` and `数百`, where the quote counts several of a magnitude; null where it does not."""
    found = _SEVERAL.search(quote)
    exponent = value.adjusted()
    if found is None or exponent < 1 or value != Decimal(10) ** exponent:
        return None
    step, name = next(step for step in _PLURALS if exponent >= step[0])
    return Rendered((_TENS[min(exponent - step, 2)] + name).strip(), found[0])


def written_ratio(quote: str) -> str | None:
    """`5:1`, if the quote has one."""
    found = _WRITTEN_RATIO.search(quote)
    return f"{found[1]}:{found[2]}" if found else None


def scaled(value: Decimal, exponent: int) -> Decimal:
    """The value divided by a power of ten; one that does not end, to three digits after the point."""
    number = value.scaleb(-exponent)
    if len(number.as_tuple().digits) >= _ENDLESS and number != number.to_integral_value():
        return number.quantize(Decimal("0.001")).normalize()
    return number.normalize() if exponent else number


def english_number(value: Decimal, exponent: int = 0) -> str:
    return format(scaled(value, exponent), ",f")


def han_number(value: Decimal, exponent: int = 0) -> str:
    return digits(scaled(value, exponent))
