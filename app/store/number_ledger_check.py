"""Whether the ledger holds every number of a sentence, with a decision, and as the reader of reports reads it today."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.report import Quantity, Report
from app.store.exact_numbers import json_number

Row = Mapping[str, Any]


def check_numbers(report: Report, claim: Row, stored: Sequence[Row], booked: Mapping[str, set[str]]) -> tuple[int, bool]:
    """How many numbers the sentence has, and whether the `stored` rows are right; `booked` are the metrics of each."""
    tokens = {number.start for number in report.numbers if claim["start"] <= number.start < claim["end"]}
    figures = [one for one in report.quantities if claim["start"] <= one.start < claim["end"]]
    placed = all(report.text[row["start"] : row["end"]] == row["text"] for row in stored)
    decided = all((row["reason"] is None) == bool(booked.get(row["id"])) == row["curated"] for row in stored)
    read = all(_as_read(row, figures) for row in stored)
    return len(tokens), tokens <= {row["start"] for row in stored} and placed and decided and read


def _as_read(row: Row, figures: Sequence[Quantity]) -> bool:
    figure = next((one for one in figures if one.start <= row["start"] and row["end"] <= one.end), None)
    if figure is None:
        return row["quote"] is None and row["value_text"] is None
    highest = None if figure.value_max is None else json_number(figure.value_max)
    found = (figure.quote, json_number(figure.value), highest, figure.comparator, figure.unit)
    return found == tuple(row[name] for name in ("quote", "value_text", "value_max_text", "comparator", "unit"))
