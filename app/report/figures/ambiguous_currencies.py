"""Ambiguous currency signs, reported once for each sign."""

from collections.abc import Iterable, Sequence

from app.report.figures.quantity import Quantity
from app.report.problems import Problem

_DOLLARS = {"AUD", "CAD", "HKD", "SGD", "NZD", "TWD", "MXN"}


def currency_problems(quantities: Sequence[Quantity]) -> Iterable[Problem]:
    """`¥` of a text that is neither Chinese nor Japanese; a bare `$` where the report writes other dollars, too."""
    yen = [quantity for quantity in quantities if quantity.unit is None and quantity.unit_text == "¥"]
    if yen:
        yield _told("¥", yen, "may mean yuan or yen, so the figures have no unit")
    others = sorted({quantity.unit for quantity in quantities if quantity.unit in _DOLLARS})
    bare = [quantity for quantity in quantities if quantity.unit == "USD" and ("currency", "$") in quantity.parts]
    if others and bare:
        yield _told("$", bare, f"was read as US dollars, but the report also has {', '.join(others)}")


def _told(sign: str, found: Sequence[Quantity], message: str) -> Problem:
    first = found[0]
    times = f" ({len(found)} figures)" if len(found) > 1 else ""
    return Problem("ambiguous-currency", f"the sign {sign} at {first.start}{times} {message}", first.start, first.end)
