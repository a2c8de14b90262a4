"""Figures that belong together: those that are one, and sides of one thing.

Figures that are one: `seven dollars and fifty cents`, `zwölf Euro fünfzig`, `二時間三十分`, `six foot two`."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from app.report.figures.changes import is_change
from app.report.figures.digit_normalization import narrowed
from app.report.figures.mixed_numbers import join_over, join_pieces
from app.report.figures.numerals import magnitude_of
from app.report.figures.quantity import Quantity
from app.report.figures.unit_suffixes import FINEST
from app.report.figures.units import POUND, Unit, match_unit, unit_of

_BETWEEN = re.compile(r"\s?(?:,\s)?(?:(?:and|und|et|y|e|con|mit|en)\s)?")
_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)。，；、])|\s(?:and|und|le|la|l['’]|el|pro|je|das|der|die|por|per|al|o|a|each|apiece|groß|hoch|lang|breit|tief)\b"
    r"|\s(?:de haut|de alto|de largo)\b"
)
_KINDS = frozenset({"money", "time", "length", "mass", "volume"})
_CENTS = re.compile(r"(?:cents?|centimes|セント|센트)", re.I)
_FOOT = Decimal("0.3048")
# beyond it remainders are no longer exact, and nobody writes a number in pieces
_LARGEST = Decimal(10**20)


def join_compounds(text: str, language: str, found: Iterable["Quantity"]) -> list["Quantity"]:
    """The figures, those that follow each other with a smaller unit of the same kind, or with none, in one."""
    joined: list[Quantity] = []
    for quantity in found:
        one = _as_one(text, language, joined[-1], quantity) if joined else None
        if one is not None:
            joined[-1] = one
        else:
            joined.append(quantity)
    for place in range(len(joined) - 2, -1, -1):
        joined[place] = _side(text, joined[place], joined[place + 1])
        joined[place] = _before_change(text, language, joined[place], joined[place + 1])
    return joined


def _as_one(text: str, language: str, first: "Quantity", second: "Quantity") -> "Quantity | None":
    if max(abs(first.value), abs(second.value)) > _LARGEST:
        return None
    return (
        _joined(text, first, second)
        or _range(text, first, second)
        or join_pieces(text, language, first, second)
        or join_over(text, first, second)
    )


# 20 by 30 feet, 5 mal 8 Meter, 3 × 4 米
_BY = re.compile(r"[\s-]?(?:by|x|×|\*|mal|por|乘|乘以)[\s-]?")


def _side(text: str, first: "Quantity", second: "Quantity") -> "Quantity":
    """The first figure with the unit of length that follows the second."""
    if not 0 < second.start - first.end <= 6 and first.unit_text.lower() not in {"x", "×", "mal"}:
        return first
    bare = first.unit is None and not first.unit_text
    if not bare and not (first.unit == "times" and first.unit_text.lower() in {"x", "×", "mal"}):
        return first
    end = first.end if bare else first.end - len(first.unit_text)
    if first.value_max is not None or not _BY.fullmatch(text[end : second.start].strip(" ")):
        return first
    unit = unit_of(narrowed(second.unit_text))
    if unit is None or unit.kind != "length" or unit.code != second.unit:
        return first
    quote = text[first.start : end].rstrip()
    return replace(
        first, value=first.value * unit.factor, unit=unit.code, unit_text="", quote=quote, end=first.start + len(quote)
    )


_TO = re.compile(r"\s(?:to|auf|à|a|al|naar|para)\s|[增提上升降下跌减扩缩]?[加长高升低降少大减]?[了]?(?:至|到)\s?")


# milliards d'euros, millones de euros
_OF = re.compile(r"^(?:d['’]|d[ei]\s)")
_FIFTY, _FIFTIETH = Decimal(50), Decimal("0.02")


def _before_change(text: str, language: str, first: "Quantity", second: "Quantity") -> "Quantity":
    """What rose from 80 to 95 percent was 80 percent before, and 3 million what rose from 3 to 5 million dollars."""
    own, magnitude = (dict(one.parts).get("magnitude", "") for one in (first, second))
    bare = first.unit is None and first.unit_text == own and first.value_max is None
    if not bare or second.value_max is not None:
        return first
    # 零下5到零下10度
    changes = is_change(text, first.start) or first.value < 0
    if not changes or not _TO.fullmatch(text, first.end, second.start):
        return first
    of_unit = _factor_of(second, magnitude, bool(own))
    if of_unit is None:
        return first
    factor = of_unit if own else magnitude_of(magnitude, language) * of_unit
    alike = not first.value or (second.value and _FIFTIETH < abs(first.value * factor / second.value) < _FIFTY)
    return replace(first, value=first.value * factor, unit=second.unit) if alike else first


def _factor_of(second: "Quantity", magnitude: str, own: bool) -> Decimal | None:
    """By how much the unit of the second figure multiplies the first; null where it is not the first one's unit, too."""
    if second.unit is None:
        # from 2.3 to 3.1 million
        return Decimal(1) if magnitude and not own and second.unit_text == magnitude else None
    written = _OF.sub("", narrowed(second.unit_text.removeprefix(magnitude).strip()))
    # of litres per 100 km, the litres
    unit = match_unit(written, 0) if "/" in second.unit else unit_of(written)
    if unit is None or unit.code is None:
        return None
    return unit.factor if second.unit == unit.code or second.unit.startswith(f"{unit.code}/") else None


_FROM_TO = frozenset({"bis", "tot", "到", "至", "から", "~", "～", "〜", "—", "–", "-"})
# 千円から二千円に上がった
_CHANGED = re.compile("[にへ]")


def _range(text: str, first: "Quantity", second: "Quantity") -> "Quantity | None":
    """五百元到六百元: the unit is written after both ends, one of them in words; `从五百元到六百元` is a change."""
    if second.start - first.end > 5 or text[first.end : second.start].strip() not in _FROM_TO:
        return None
    if first.unit is None or first.unit != second.unit or first.value_max is not None or second.value_max is not None:
        return None
    if (
        first.comparator not in {"eq", "approx"}
        or text[second.start : second.start + 1] == "约"
        or first.value >= second.value
    ):
        return None
    spoken = any(kind in {"word", "rest"} for kind, _ in (*first.parts, *second.parts))
    if not spoken or is_change(text, first.start) or _CHANGED.match(text, second.end):
        return None
    quote = text[first.start : second.end]
    return replace(
        first,
        value_max=second.value,
        comparator="range",
        unit_text=second.unit_text,
        quote=quote,
        end=second.end,
        parts=(*first.parts, *second.parts),
    )


def _joined(text: str, first: "Quantity", second: "Quantity") -> "Quantity | None":
    gap = second.start - first.end
    if not 0 <= gap <= 6 or second.comparator != "eq" or first.value_max is not None or first.deviation is not None:
        return None
    if not _BETWEEN.fullmatch(text, first.end, second.start) or first.value < 0 or second.value <= 0:
        return None
    written = narrowed(first.unit_text)
    larger = unit_of(written) or unit_of(written.removesuffix("."))
    if first.unit == "GBP" and larger and larger.factor == POUND:
        larger = replace(larger, code="GBP", kind="money", factor=Decimal(1))
    if larger is None or larger.kind not in _KINDS or larger.code != first.unit or (first.value % 1 and larger.factor == 1):
        return None
    added = _smaller(text, larger, second)
    if added is None:
        return None
    value, code = first.value + added, first.unit
    if larger.factor == POUND and second.unit in {None, "GBP"}:
        value, code = first.value / POUND + added, "GBP"
    return replace(
        first,
        value=value,
        unit=code,
        quote=text[first.start : second.end],
        end=second.end,
        parts=(*first.parts, *second.parts),
    )


def _is_hundredth(quantity: "Quantity") -> bool:
    """50 centavos, 10 cents: of whichever currency."""
    unit = unit_of(narrowed(quantity.unit_text))
    return (
        (quantity.unit is None or bool(_CENTS.fullmatch(quantity.unit_text)))
        and unit is not None
        and unit.kind == "money"
        and unit.factor < 1
    )


def _smaller(text: str, larger: Unit, second: "Quantity") -> Decimal | None:
    """What the second figure adds to the first."""
    if second.unit == "GBP" and larger.factor == POUND:
        return second.value if second.value < 1 else None
    if larger.kind == "money" and _is_hundredth(second):
        return second.value if second.value < larger.factor else None
    if second.unit is not None or _is_hundredth(second):
        smaller = unit_of(narrowed(second.unit_text))
        fits = (second.unit == larger.code or _is_hundredth(second)) and (
            smaller is None or smaller.code != larger.code or smaller.factor < larger.factor < smaller.factor * FINEST
        )
        return second.value if fits and second.value < larger.factor else None
    if second.value % 1 or second.unit_text or not _ENDS.match(text, second.end):
        return None
    if (larger.kind == "money" and larger.factor == 1) or larger.factor == POUND:
        return second.value / 100 if 10 <= second.value < 100 else None
    if larger.kind == "length" and larger.factor == 1:
        return second.value / 100 if 2 <= second.value < 100 else None
    return second.value * _FOOT / 12 if larger.factor == _FOOT and second.value < 12 else None
