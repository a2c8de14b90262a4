"""Sums and extremes of decimals in SQL against Python's, digit by digit, on both databases."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Text, cast, select, union_all

from app.store.exact_numbers import exact_max, exact_min, exact_sum, json_number, plain_digits

# fixed, so that a failure is the same on every machine
RANDOM = settings(max_examples=60, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6),
    st.integers(-(10**30), 10**30).map(Decimal),
    st.integers(1, 10**12).map(lambda digits: Decimal(digits).scaleb(-15)),
)


@given(numbers=st.lists(NUMBERS, min_size=1, max_size=8))
@RANDOM
def test_digits_are_those_of_decimals(connection: Connection, numbers: list[Decimal]) -> None:
    texts = [format(number, "f") for number in numbers]
    found = computed(connection, [*texts, None])
    expected = [sum(map(Fraction, numbers)), min(numbers), max(numbers)]
    assert [Fraction(text) for text in found] == expected
    assert [Fraction(plain_digits(Decimal(text))) for text in found] == expected
    assert not any("E" in plain_digits(Decimal(text)) or plain_digits(Decimal(text)).endswith(".") for text in found)


def computed(connection: Connection, texts: Sequence[str | None]) -> Sequence[Any]:
    held = union_all(*(select(cast(text, Text).label("text")) for text in texts)).subquery()
    return connection.execute(select(*(of(held.c.text) for of in (exact_sum, exact_min, exact_max)))).one()


def test_nothing_adds_up_to_nothing(connection: Connection) -> None:
    assert tuple(computed(connection, [None])) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("22.60", "22.6"), ("0.000", "0"), ("-1.50", "-1.5"), ("1E+3", "1000"), ("100", "100"), ("-0", "-0")],
)
def test_plain_digits(text: str, digits: str) -> None:
    with localcontext(prec=3):
        assert plain_digits(Decimal(text)) == digits


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("180000000000000000000", "1.8e20"), ("9223372036854775807", "9223372036854775807"), ("12.50", "12.50"), ("0", "0"),
        ("9223372036854775808", "9.223372036854775808e18"), ("-9223372036854775808", "-9223372036854775808"),
        ("-9223372036854775809", "-9.223372036854775809e18"), ("18000000000000000000.5", "18000000000000000000.5"),
        ("0.0000001", "0.0000001"),
    ],
)  # fmt: skip
def test_integers_beyond_64_bits_have_an_exponent(text: str, written: str) -> None:
    """Every JSON reader takes them so, and no digit is lost."""
    assert json_number(Decimal(text)) == written
    assert Decimal(written) == Decimal(text)
