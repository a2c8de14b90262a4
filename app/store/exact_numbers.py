"""Exact aggregates over numbers stored as text: SQL functions for sum, minimum and maximum on both databases.

PostgreSQL casts to `numeric`. SQLite has only floats, in which 0.1 + 0.2 is not 0.3, and gets aggregates written in Python.
"""

import math
import sqlite3
from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Any, cast

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

# more digits than a sum of any floats has
EXACT = Context(prec=1000)
# a quotient may have endless digits; 15 is what a float keeps
_ROUNDED = Context(prec=15)


class exact_sum(FunctionElement[str]):  # noqa: N801 - reads as the SQL function it stands for
    """The sum of the numbers in a text column, as text; null if there are none."""

    inherit_cache = True
    type = Text()


class exact_min(exact_sum):  # noqa: N801 - likewise
    """The least number in a text column, as text."""

    inherit_cache = True


class exact_max(exact_sum):  # noqa: N801 - likewise
    """The greatest number in a text column, as text."""

    inherit_cache = True


_NAMES: dict[type[exact_sum], str] = {exact_sum: "sum", exact_min: "min", exact_max: "max"}


@compiles(exact_sum, "sqlite")
def _sqlite(element: exact_sum, compiler: Any, **options: Any) -> str:
    return f"exact_{_NAMES[type(element)]}({_column(element, compiler, options)})"


@compiles(exact_sum, "postgresql")
def _postgresql(element: exact_sum, compiler: Any, **options: Any) -> str:
    return f"CAST({_NAMES[type(element)]}(CAST({_column(element, compiler, options)} AS numeric)) AS text)"


def plain_digits(value: Decimal) -> str:
    """A number without trailing zeros, so that equal numbers have equal texts."""
    return json_number(EXACT.normalize(value))


def divide(total: str, by: int) -> str:
    """A quotient: exact for halves, otherwise rounded."""
    exact = EXACT.divide(Decimal(total), by)
    return plain_digits(exact if by in (1, 2) else _ROUNDED.plus(exact))


def median(texts: Iterable[str]) -> str:
    """The median of at least one number: the middle one, or half the sum of the two in the middle."""
    values = sorted(map(Decimal, texts))
    low, high = values[(len(values) - 1) // 2], values[len(values) // 2]
    return divide(str(EXACT.add(low, high)), 2)


def _column(element: exact_sum, compiler: Any, options: dict[str, Any]) -> str:
    text: str = compiler.process(element.clauses, **options)
    return text


def install(connection: sqlite3.Connection) -> None:
    """Register the aggregates on an SQLite connection."""
    for name, aggregate in (("sum", _Sum), ("min", _Least), ("max", _Greatest)):
        connection.create_aggregate(f"exact_{name}", 1, cast(Any, aggregate))


class _Aggregate:
    def __init__(self) -> None:
        self._result: Decimal | None = None

    def finalize(self) -> str | None:
        return None if self._result is None else format(self._result, "f")


class _Sum(_Aggregate):
    def step(self, text: str | None) -> None:
        if text is not None:
            self._result = Decimal(text) if self._result is None else EXACT.add(self._result, Decimal(text))


class _Least(_Aggregate):
    """Exact numbers are compared only where their floats, which take a fifth of the time, are equal."""

    _nearest = math.inf

    def step(self, text: str | None) -> None:
        if text is None or (nearest := float(text)) > self._nearest:
            return
        value = Decimal(text)
        if self._result is None or value < self._result:
            self._result, self._nearest = value, nearest


class _Greatest(_Aggregate):
    _nearest = -math.inf

    def step(self, text: str | None) -> None:
        if text is None or (nearest := float(text)) < self._nearest:
            return
        value = Decimal(text)
        if self._result is None or value > self._result:
            self._result, self._nearest = value, nearest


def digits(value: Decimal) -> str:
    """A number without exponent: no digit added and none dropped."""
    return format(value, "f")


def json_number(value: Decimal) -> str:
    """A number as it is stored and as JSON writes it: the same digits, without exponent but for integers beyond 64 bits (`1.8e20`).

    Readers that take JSON integers as such, as Go's and pandas' do, refuse those; every reader takes a number with an exponent.
    """
    if value == value.to_integral_value() and not -(2**63) <= value < 2**63:
        return format(EXACT.normalize(value), "e").replace("+", "")
    return digits(value)


def json_number_if_any(value: Decimal | None) -> str | None:
    return None if value is None else json_number(value)
