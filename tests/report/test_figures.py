"""Figures in the languages of reports: a table of sentences, and what must be read in them."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.report import Quantity, find_quantities, parse_report

DATA = Path(__file__).parent / "data"
# sentences of reports, and the kinds of figures that a recogniser meets: number, range, share, money, measure, age
TABLE, KINDS = DATA / "figures.tsv", DATA / "figure_kinds.tsv"
Figure = tuple[Decimal, Decimal | None, str | None]


def rows(table: Path = TABLE) -> Iterator[tuple[str, str, list[Figure]]]:
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["language"], row["text"], [figure(one) for one in row["values"].split("; ") if one]


def figure(written: str) -> Figure:
    value, _, unit = written.partition(" ")
    low, _, high = value.partition("..")
    return Decimal(low), Decimal(high) if high else None, unit or None


def says(quantity: Quantity, expected: Figure) -> bool:
    low, high, unit = expected
    near = abs(quantity.value - low) <= abs(low) * Decimal("1e-9")
    return near and quantity.value_max == high and unit in {None, quantity.unit}


def misread(table: Path, told: bool = True) -> dict[str, tuple[list[Figure], list[Quantity]]]:
    """The sentences in which something else is read than the table says: what it says, and what is read."""
    wrong = {}
    for language, text, expected in rows(table):
        found = find_quantities(text, language if told else None)
        is_read = len(found) == len(expected) and all(map(says, found, expected))
        if not is_read or any(text[quantity.start : quantity.end] != quantity.quote for quantity in found):
            wrong[text] = expected, found
    return wrong


@pytest.mark.parametrize("told", [True, False], ids=["told", "found"])
def test_figures(told: bool) -> None:
    assert misread(TABLE, told) == {}


def test_kinds_of_figures() -> None:
    assert misread(KINDS) == {}


@pytest.mark.slow
def test_a_report_reads_every_sentence() -> None:
    """Numerals as written (三億, 兩倍, 一・五) are other characters than those they are read from."""
    for table in (TABLE, KINDS):
        for _, text, _ in rows(table):
            report = parse_report(f"# T\n\n{text}\n")
            assert all(report.text[one.start : one.end] == one.quote for one in report.quantities)
            assert all(report.text[one.start : one.end] == one.text for one in report.numbers)


@pytest.mark.parametrize(
    ("text", "numeral"), [("売上は三億円だ。", "三億"), ("它是原來的兩倍。", "兩"), ("一・五倍に増えた。", "一・五")]
)
def test_a_numeral_is_told_as_written(text: str, numeral: str) -> None:
    assert [one.text for one in parse_report(f"# 数\n\n{text}\n").numbers] == [numeral]


def test_the_table_is_large_enough() -> None:
    counts = [sum(row[0] == language for row in rows()) for language in ("en", "zh", "ja", "de")]
    assert min(counts) >= 60
    assert not re.search(r"\t\t", TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", ["hundred and ", "twenty ", "one in ", "five point ", "ein", "hundert"])
def test_endless_words_end(words: str) -> None:
    find_quantities(words * 500, "en")
    find_quantities(words * 500, "de")


@pytest.mark.parametrize(
    "text", ["1s 1e30", "billionbillionbillion million", "billionbillionbillion,0", "(" + "1" * 5000 + ") a"]
)
def test_numbers_beyond_all_bounds_are_read_or_left_out(text: str) -> None:
    """Remainders of numbers of so many digits are not exact, and the figures of a report are read without an error."""
    for language in ("en", "de", "zh"):
        assert all(text[one.start : one.end] == one.quote for one in find_quantities(text, language))


@pytest.mark.parametrize(
    ("language", "text", "comparator"),
    [
        ("en", "Several hundred people came.", "gt"),
        ("en", "A few thousand dollars were missing.", "gt"),
        ("de", "Mindestens 40 Prozent blieben.", "ge"),
        ("de", "Rund 4.000.000 Euro gingen verloren.", "approx"),
        ("de", "Weniger als ein Prozent antwortete.", "lt"),
        ("de", "gegenüber 5 Prozent im Vorjahr", "eq"),
        ("fr", "près de 12 % des ménages", "approx"),
        ("es", "más de 300 millones de euros", "gt"),
        ("ja", "二千人前後が来た。", "approx"),
        ("ja", "20人未満だった。", "lt"),
        ("en", "It must not weigh more than 30 kg.", "le"),
        ("en", "They are smaller than 5 hectares.", "lt"),
        ("en", "It topped $10,000 a tonne.", "gt"),
        ("de", "Mehr als die Hälfte stimmte zu.", "gt"),
        ("ja", "総延長は2万キロメートルを上回った。", "gt"),
        ("zh", "全国约有 1.4 亿名患者。", "approx"),
        ("zh", "出口额跌破 100 亿美元。", "lt"),
        ("zh", "一百来人参加了。", "approx"),
        ("en", "a fast 90 km race", "eq"),
    ],
)
def test_hedges_of_each_language(language: str, text: str, comparator: str) -> None:
    assert [quantity.comparator for quantity in find_quantities(text, language)] == [comparator]
