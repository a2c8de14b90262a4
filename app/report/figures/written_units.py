"""Figures in the unit that their text writes, where a vocabulary has that very unit and the reader makes another of it."""

from dataclasses import replace

from app.report.figures.figure_reader import parse_quantity
from app.report.figures.quantity import Quantity, QuantityError


def parse_quantity_in(unit: str | None, text: str, language: str | None, *, before: str) -> Quantity:
    """Read `text` as `parse_quantity` does, but `1.42 mg/dL` as 1.42 where `unit` is `mg/dL`. Raises `QuantityError`."""
    try:
        read = parse_quantity(text, language, before=before)
    except QuantityError:
        # a unit may hold a number of its own, as `mL/min/1.73 m²` does
        if (written := _as_written(unit, text, language, before)) is None:
            raise
        return written
    if read.unit in (None, unit):
        return read
    return _as_written(unit, text, language, before) or read


def _as_written(unit: str | None, text: str, language: str | None, before: str) -> Quantity | None:
    """The figure if `text` ends with these characters and no unit is found before them."""
    number = text.rstrip().removesuffix(unit) if unit else text
    if not unit or unit[0].isdigit() or len(number) == len(text.rstrip()) or number[-1:].isalpha():
        return None
    try:
        read = parse_quantity(number, language, before=before)
    except QuantityError:
        return None
    return replace(read, unit=unit, unit_text=unit) if read.unit is None else None
