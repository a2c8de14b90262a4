"""Figures in a unit of the folder's own are read as the text writes them; all others as they always are."""

from decimal import Decimal

import pytest

from app.report import QuantityError, parse_quantity, parse_quantity_in


@pytest.mark.parametrize(
    ("unit", "text", "value", "comparator", "read_unit"),
    [
        ("mg/dL", "1.42 mg/dL", "1.42", "eq", "mg/dL"),
        ("mg/dL", "about 1.42 mg/dL", "1.42", "approx", "mg/dL"),
        ("mL/min/1.73 m²", "45 mL/min/1.73 m²", "45", "eq", "mL/min/1.73 m²"),
        # what the reader knows, or leaves open, or what the text does not write, stays as it is read
        ("kilogram", "4.5 g", "0.0045", "eq", "kilogram"),
        ("ppm", "421.1 ppm", "421.1", "eq", None),
        ("EUR", "USD 5 million", "5000000", "eq", "USD"),
        ("1", "11", "11", "eq", None),
        (None, "62%", "62", "eq", "percent"),
    ],
)
def test_a_written_unit_is_kept(unit: str | None, text: str, value: str, comparator: str, read_unit: str | None) -> None:
    read = parse_quantity_in(unit, text, "en", before="")
    assert (read.value, read.comparator, read.unit) == (Decimal(value), comparator, read_unit)


@pytest.mark.parametrize("unit", [None, "m²", "mL/min/1.73 m³"])
def test_two_figures_stay_two(unit: str | None) -> None:
    text = "45 mL/min/1.73 m²"
    with pytest.raises(QuantityError) as plain:
        parse_quantity(text, "en")
    with pytest.raises(QuantityError, match=str(plain.value).replace("/", ".")):
        parse_quantity_in(unit, text, "en", before="")
