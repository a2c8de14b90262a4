"""Numbers that are written in two pieces: `3 hundred and 20`, `2 Millionen 300 Tausend`, `5 point 6`."""

import re
from dataclasses import replace
from decimal import Decimal

from app.report.figures.numerals import FRACTION, MAX_DIGITS, magnitude_of, scale
from app.report.figures.quantity import Quantity
from app.report.figures.units import unit_of

# the word that stands for the sign before decimals
_POINTS = {
    "en": "point", "de": "Komma", "fr": "virgule", "es": "coma", "pt": "vírgula", "it": "virgola", "nl": "komma", "ru": "и",
}  # fmt: skip
_DECIMALS = re.compile(r"\d{1,6}")
_AND = {
    "en": r"\s(?:and\s)?", "de": r"\s(?:und\s)?", "fr": r"\s(?:et\s)?", "es": r"\s(?:y\s)?", "pt": r"\s(?:e\s)?", "it": r"\s(?:e\s)?",
    "nl": r"\s(?:en\s)?", "ru": r"\s",
}  # fmt: skip
# beyond it nobody goes on with a second number
_LARGEST = Decimal(10**15)
_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)


def join_pieces(text: str, language: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Both figures as one, where the second goes on with the number of the first; null where they are two."""
    if language not in _AND or not 0 < second.start - first.end <= 9 or not _is_plain(first) or second.comparator != "eq":
        return None
    number = _bare(second, language)
    if number is None or second.value_max is not None or second.deviation is not None:
        return None
    whole = _whole(text, language, first, second, number)
    if whole is None:
        return None
    # the second figure has been scaled to its unit, the first has none
    value = scale(whole, second.value / number if number else Decimal(1))
    return replace(
        second,
        value=value,
        comparator=first.comparator,
        quote=text[first.start : second.end],
        start=first.start,
        parts=(*first.parts, *second.parts),
    )


def join_over(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """`2 over 5`, where the text says nothing else."""
    alone = text.strip(" .") == text[first.start : second.end] and text[first.end : second.start] == " over "
    bare = all(one.unit is None and not one.unit_text and one.value_max is None and one.value > 0 for one in (first, second))
    if not alone or not bare:
        return None
    parts = (*first.parts, *second.parts)
    return replace(
        first,
        value=FRACTION.divide(first.value, second.value),
        unit="times",
        quote=text[first.start : second.end],
        end=second.end,
        parts=parts,
    )


def _is_plain(quantity: Quantity) -> bool:
    """A number that has no unit, or `5 point` before it is known that six tenths follow."""
    magnitude = dict(quantity.parts).get("magnitude", "")
    is_point = quantity.unit == "score" and quantity.unit_text == "point"
    return (
        (is_point or (quantity.unit is None and quantity.unit_text == magnitude))
        and quantity.value_max is None
        and quantity.deviation is None
        and 0 < quantity.value < _LARGEST
    )


def _bare(quantity: Quantity, language: str) -> Decimal | None:
    """The number before it was scaled to its unit; null where it is no plain one."""
    parts = dict(quantity.parts)
    if set(parts) <= {"word", "unit"} and "word" in parts:
        unit = unit_of(quantity.unit_text) if quantity.unit else None
        return (
            quantity.value / unit.factor
            if unit and unit.code == quantity.unit
            else None
            if quantity.unit
            else quantity.value
        )
    digits = parts.get("number", "").replace(",", "")
    if not set(parts) <= {"number", "magnitude", "unit"} or not digits or len(digits) > MAX_DIGITS:
        return None
    return scale(Decimal(digits), magnitude_of(parts.get("magnitude", ""), language))


def _whole(text: str, language: str, first: Quantity, second: Quantity, number: Decimal) -> Decimal | None:
    between = text[first.end : second.start]
    own = dict(first.parts).get("magnitude")
    said = "" if first.unit == "score" else rf"\s{_POINTS[language]}"
    if own is None and first.value % 1 == 0 and re.fullmatch(rf"{said}\s", between) and (said or language == "en"):
        digits = _DECIMALS.match(text, second.start)
        is_whole = digits is not None and Decimal(digits[0]) == number
        return first.value + Decimal(digits[0]).scaleb(-len(digits[0])) if digits and is_whole else None
    if own is None or not re.fullmatch(_AND[language], between):
        return None
    magnitude = magnitude_of(own, language)
    goes_on = "magnitude" in dict(second.parts) or ("word" in dict(second.parts) and number >= _HUNDRED and between == " ")
    fits = 0 < number < magnitude and (magnitude <= _THOUSAND or goes_on)
    return first.value + number if fits and number % 1 == 0 else None
