"""What the reader of reports makes of each number by itself: the figure that it is part of, or what else it is."""

from bisect import bisect_left, bisect_right

from app.report import Number, Quantity, Report
from app.store.exact_numbers import json_number
from app.store.publishing import Row
from app.vocabulary import Evidence

FIGURE = "figure"
# characters of a sentence that are shown on either side of a figure
_AROUND = 60


class Readings:
    """The figures of a report by place."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._starts = [quantity.start for quantity in report.quantities]
        self._sentences = [sentence.start for sentence in report.sentences]

    def span(self, number: Number) -> tuple[int, int]:
        """Where the figure stands that the number is part of, or the number itself."""
        quantity = self._quantity(number)
        return (quantity.start, quantity.end) if quantity else (number.start, number.end)

    def of(self, number: Number, *, heading: bool) -> Row:
        """What a number's row says of it; of a number in a heading, only that it stands there."""
        quantity = None if heading else self._quantity(number)
        start, end = self.span(number)
        before, after = ("", "") if heading else self._around(start, end)
        return {
            "read_as": FIGURE if quantity else number.reason or "other",
            "quote": quantity.quote if quantity else None,
            "before": before,
            "after": after,
            "value": float(quantity.value) if quantity else None,
            "value_text": json_number(quantity.value) if quantity else None,
            "value_max": None if quantity is None or quantity.value_max is None else float(quantity.value_max),
            "value_max_text": None if quantity is None or quantity.value_max is None else json_number(quantity.value_max),
            "deviation_text": None if quantity is None or quantity.deviation is None else json_number(quantity.deviation),
            "comparator": quantity.comparator if quantity else None,
            "unit": quantity.unit if quantity else None,
            "unit_text": quantity.unit_text if quantity else None,
            "evidence": None if heading else Evidence.UNCITED.value,
            "reference_numbers": [],
            "source_ids": [],
        }

    def _quantity(self, number: Number) -> Quantity | None:
        place = bisect_right(self._starts, number.start) - 1
        found = self._report.quantities[place] if place >= 0 else None
        return found if found is not None and number.end <= found.end else None

    def _around(self, start: int, end: int) -> tuple[str, str]:
        """The words of the sentence before and after, as readers see them."""
        place = bisect_right(self._sentences, start) - 1
        sentence = self._report.sentences[place]
        first, last = bisect_left(sentence.shown, start), bisect_left(sentence.shown, end)
        return sentence.text[max(0, first - _AROUND) : first], sentence.text[last : last + _AROUND]
