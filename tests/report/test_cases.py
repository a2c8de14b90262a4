"""Small inputs that other tools write, each with what a reader expects of it. The files are no part of this repository."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.report import Report, parse_report

CASES = Path(__file__).parents[3] / "shared" / "corpus" / "cases"


def texts(report: Report) -> list[str]:
    return [sentence.text for sentence in report.sentences]


def cited(report: Report) -> list[tuple[str, str | None]]:
    """Each marker with the address of its entry."""
    urls = {reference.number: reference.url for reference in report.references}
    return [(marker.label, urls.get(marker.reference or 0)) for marker in report.markers]


def figures(report: Report) -> list[tuple[Decimal, Decimal | None, str | None]]:
    return [(quantity.value, quantity.value_max, quantity.unit) for quantity in report.quantities]


def one(value: str, unit: str | None = None, high: str | None = None) -> tuple[Decimal, Decimal | None, str | None]:
    return Decimal(value), Decimal(high) if high else None, unit


def gemini(report: Report) -> None:
    assert cited(report) == [
        ("1", "https://a.example/one"),
        ("2", "https://b.example/two"),
        ("3", "https://c.example/three"),
    ]
    assert texts(report) == [
        "The market was worth USD 66.4 billion in 2024.",
        "It grew 12% a year, and 36.84% came from Asia.",
    ]
    assert figures(report) == [one("66.4e9", "USD"), one("12", "percent"), one("36.84", "percent")]


def gemini_chinese(report: Report) -> None:
    assert cited(report) == [("1", "https://a.example/one"), ("2", "https://b.example/two"), ("1", "https://a.example/one")]
    assert [reference.accessed for reference in report.references] == ["五月 1, 2025", "五月 1, 2025"]
    assert figures(report) == [one("7e10", "CNY"), one("62", "percent"), one("40", "percent")]


def own_format(report: Report) -> None:
    assert cited(report) == [("68", "https://a.example/68"), ("4", "https://b.example/4")]
    assert [problem.severity for problem in report.problems] == ["note"]


def inline_links(report: Report) -> None:
    assert [url for _, url in cited(report)] == ["https://a.example/1", "https://b.example/2", "https://c.example/3"]
    assert texts(report) == ["The firm won $600M.", "Texas had 15.4M cases."]


def own_numbers(report: Report) -> None:
    assert cited(report) == [("1", "https://beta.example/"), ("2", "https://alpha.example/")]


def two_lists(report: Report) -> None:
    assert cited(report) == [("1", "https://north.example/"), ("1", "https://south.example/")]


def superscripts(report: Report) -> None:
    assert [marker.label for marker in report.markers] == ["2", "3"]
    assert figures(report) == [one("20", "percent"), one("1e12"), one("30", "percent")]


def decimal_comma(report: Report) -> None:
    assert figures(report) == [one("36.84", "percent"), one("8.4e9", "USD"), one("1234.5e6", "EUR")]


def currencies(report: Report) -> None:
    assert [quantity.unit for quantity in report.quantities] == ["BRL", "AUD", "CAD", "JPY", "EUR"]


def not_figures(report: Report) -> None:
    assert figures(report) == []


def latex_dash(report: Report) -> None:
    ranges = [one("5", "percent", "25"), one("65", None, "330"), one("5", "percent", "10")]
    assert figures(report) == [*ranges, one("30", "percent"), one("45", "percent")]


def front_matter(report: Report) -> None:
    assert (report.title, report.metadata.date) == ("The real title", "2026-06-16")
    assert [section.title for section in report.sections] == ["Market"]


def space_before_full_stop(report: Report) -> None:
    assert texts(report) == ["It grew 5%.", "See [1], [2] and [1].", "According to [1], it fell 6%."]
    last = report.markers[-1]
    assert report.text[last.scope_start : last.scope_end] == ", it fell 6%."


def sub_headings(report: Report) -> None:
    assert cited(report) == [("1", "https://a.example/"), ("2", "https://b.example/")]


def html_table(report: Report) -> None:
    assert texts(report) == ["Acme | $5.2 billion", "It grew 5%."]


def text_behind(report: Report) -> None:
    assert texts(report) == ["It grew 5%.", "Sales were 7% of the total in 2024."]
    assert [reference.title for reference in report.references] == ["A"]


def hidden_markers(report: Report) -> None:
    assert cited(report) == [("1", "https://a.example/")]
    assert len(report.references) == 3
    assert not [problem for problem in report.problems if problem.severity == "wrong"]


def unlinked(report: Report) -> None:
    assert [reference.url for reference in report.references] == [
        "https://doi.org/10.1000/xyz123",
        "https://arxiv.org/abs/2401.13138",
        "https://www.c.example/rises",
    ]


def units(report: Report) -> None:
    found = {quantity.quote: quantity.unit for quantity in report.quantities}
    assert found["120 km²"] == "square_metre"
    assert found["120 km/h"] == "kilometre_per_hour"
    assert found["$3 per million tokens"] == "USD/million tokens"
    assert found["$0.40/sec"] == "USD/sec"
    assert None not in found.values()


def english_words(report: Report) -> None:
    values = [round(float(quantity.value), 3) for quantity in report.quantities]
    assert values == [0.333, 0.667, 50, 25, 12, 10, 2, 3]
    assert report.quantities[6].comparator == "gt"


def headings(report: Report) -> None:
    assert [section.number for section in report.sections] == ["1", "I", "2", "A.1"]


EXPECTED: dict[str, Callable[[Report], None]] = {
    "01": gemini, "02": gemini_chinese, "03": own_format, "04": inline_links, "06": own_numbers, "07": two_lists,
    "08": superscripts, "09": decimal_comma, "10": currencies, "11": not_figures, "13": latex_dash, "14": front_matter,
    "16": space_before_full_stop, "17": sub_headings, "19": html_table, "20": text_behind, "21": hidden_markers,
    "23": unlinked, "24": units, "25": english_words, "26": headings,
}  # fmt: skip


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not at hand")
@pytest.mark.parametrize("number", EXPECTED)
def test_case(number: str) -> None:
    (path,) = CASES.glob(f"{number}-*.md")
    EXPECTED[number](parse_report(path.read_text(encoding="utf-8")))
