"""English renderings that keep, or drop, the figures and hedges of their sentence."""

from decimal import Decimal
from typing import Any

import pytest

from app.report import parse_quantity, parse_report
from app.seeding.facts.english_renderings import check_names_implied, check_rendering, check_stands_alone
from app.seeding.seed_files.problems import Problem
from app.seeding.seed_files.yaml_files import Location, SeedFile


def faults(sentence: str, quotes: list[str], english: str) -> list[str]:
    problems: list[Problem] = []
    numbers = parse_report(f"# 题\n\n{sentence}\n").numbers
    metrics: list[dict[str, Any]] = []
    for quote in quotes:
        read = parse_quantity(quote)
        top: Decimal | None = read.value_max
        metrics.append(
            {
                "quote": quote,
                "unit": read.unit,
                "value": float(read.value),
                "value_text": format(read.value, "f"),
                "value_max_text": None if top is None else format(top, "f"),
                "deviation": read.deviation,
                "deviation_text": None if read.deviation is None else format(read.deviation, "f"),
                "comparator": read.comparator,
            }
        )
    check_rendering(english, numbers, metrics, Location(SeedFile("facts.yaml", problems)))
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("sentence", "quotes", "english", "expected"),
    [
        ("规模达 294.16 亿元。", ["294.16 亿元"], "It reached CNY 29.416 billion.", []),
        ("规模达 294.16 亿元。", ["294.16 亿元"], "It reached CNY 29.46 billion.", ["lacks", "lacks"]),
        ("2025 年 7 月发布。", [], "Released in July 2025.", []),
        ("2025 年 7 月发布。", [], "Released in June 2025.", ["lacks"]),
        ("突破 700 亿元。", ["突破 700 亿元"], "It is to exceed CNY 70 billion.", []),
        ("突破 700 亿元。", ["突破 700 亿元"], "It is to be CNY 70 billion.", ["hedge"]),
        ("约 591.45 亿元。", ["约 591.45 亿元"], "It was CNY 59.145 billion.", ["hedge"]),
        ("2-4 个月。", ["2-4 个月"], "Two to 4 months.", []),
        ("2-4 个月。", ["2-4 个月"], "Two months.", ["lacks", "lacks"]),
        ("九成企业。", ["九成"], "Ninety per cent of firms.", ["lacks"]),
        ("九成企业。", ["九成"], "90% of firms.", []),
        ("不到 1/3。", ["不到 1/3"], "Less than a third.", ["lacks"]),
        ("不到 1/3。", ["不到 1/3"], "Less than 1/3.", []),
        ("误差 ±0.8 微米。", ["±0.8 微米"], "An error of ±0.8 µm.", []),
        ("误差 ±0.8 微米。", ["±0.8 微米"], "An error of 0.8 µm.", ["hedge"]),
        ("利润翻倍。", ["翻倍"], "Profit doubles.", []),
        ("全球首位。", ["全球首位"], "The first worldwide.", []),
    ],
)
def test_figures_and_hedges(sentence: str, quotes: list[str], english: str, expected: list[str]) -> None:
    found = faults(sentence, quotes, english)
    assert [next(word for word in ("lacks", "hedge") if word in fault) for fault in found] == expected


@pytest.mark.parametrize(
    ("quote", "value", "english", "fault"),
    [
        ("260 倍", "26000", "It rose by 26,000%.", True),
        ("260 倍", "26000", "It rose by 260 times (26,000%).", False),
        ("3 倍", "300", "It rose threefold.", False),
        ("翻倍", "100", "It doubled.", False),
        ("40%", "40", "It rose by 40%.", False),
    ],
)
def test_growth_by_times_keeps_its_number(quote: str, value: str, english: str, fault: bool) -> None:
    problems: list[Problem] = []
    figure = {"quote": quote, "unit": "percent", "value": float(value), "value_text": value, "comparator": "eq"}
    check_rendering(
        english, [], [{**figure, "value_max_text": None, "deviation": None, "deviation_text": None}],
        Location(SeedFile("facts.yaml", problems)),
    )  # fmt: skip
    assert ["percent only" in problem.message for problem in problems] == [True] * fault


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ("Among them, industry is active.", True),
        ("Of these, two are Chinese.", True),
        ("It reached CNY 29 billion.", True),
        ("Their prices fell.", True),
        ("It is expected that prices fall.", False),
        ("Of these models, two are Chinese.", False),
        ("Italy has two models.", False),
        ("This strategy of Chinese companies works.", False),
    ],
)
def test_a_rendering_that_is_read_alone(english: str, fault: bool) -> None:
    problems: list[Problem] = []
    check_stands_alone(english, Location(SeedFile("facts.yaml", problems)))
    assert bool(problems) == fault


@pytest.mark.parametrize(
    ("english", "names", "fault"),
    [
        ("Prices are rising.", ["China AI sector"], True),
        ("Chinese prices are rising.", ["China AI sector"], False),
        ("The gap to the US narrows.", ["United States"], False),
        ("The gap to us narrows.", ["European Union"], True),
        ("The gap to the Union narrows.", ["EU", "European Union"], False),
    ],
)
def test_an_implied_subject_is_named_in_the_rendering(english: str, names: list[str], fault: bool) -> None:
    problems: list[Problem] = []
    check_names_implied(english, {"entity": names}, Location(SeedFile("facts.yaml", problems)))
    assert bool(problems) == fault
