"""A figure as it was read from a text."""

from dataclasses import dataclass
from decimal import Decimal


class QuantityError(ValueError):
    """The text does not hold exactly one readable figure."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure. `value_max` is set for ranges only, `deviation` for ±; `unit` is null where the text itself names none.

    `unit_text` is the unit as written, magnitude included (`亿元`); `parts` is the trace of how it was read.
    """

    value: Decimal
    value_max: Decimal | None
    comparator: str
    unit: str | None
    unit_text: str
    quote: str
    start: int
    end: int
    parts: tuple[tuple[str, str], ...]
    deviation: Decimal | None = None

    def placed(self, start: int, end: int, quote: str) -> "Quantity":
        value = (self.value, self.value_max, self.comparator, self.unit, self.unit_text)
        return Quantity(*value, quote, start, end, self.parts, self.deviation)  # four times as fast as `replace`
