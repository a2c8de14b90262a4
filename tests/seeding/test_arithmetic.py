"""Arithmetic over named figures: exact, and nothing but arithmetic."""

from decimal import Decimal

import pytest

from app.seeding.comparisons.arithmetic import evaluate, written_out

VALUES = {"a": Decimal(1509), "b": Decimal(40), "tenth": Decimal("0.1"), "none": Decimal(0)}


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("a", "1509"),
        ("a / b * 100", "3772.5"),
        ("a - b", "1469"),
        ("-b + 1", "-39"),
        ("(a + b) * 2", "3098"),
        ("tenth * 3", "0.3"),
        ("a / 7", "215.571"),
        ("a * 1.5", "2263.5"),
    ],
)
def test_results(expression: str, result: str) -> None:
    assert str(evaluate(expression, VALUES)) == result


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("c + 1", "'c' is not a member; the members are a, b, none, tenth"),
        ("a ** b", "only"),
        ("__import__('os')", "only"),
        ("a.real", "only"),
        ("a if b else 1", "only"),
        ("a +", "cannot be computed"),
        ("a / none", "cannot be computed"),
        ("True", "only"),
        ("1e400", "a number is too large"),
        ("1e200 * 1e200", "cannot be computed"),
        ("(" * 240 + "1", "cannot be computed"),
        ("1+" * 250 + "1", "at most 500 characters"),
    ],
)
def test_refusals(expression: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        evaluate(expression, VALUES)


def test_an_expression_is_written_with_figures() -> None:
    figures = {"a": "CNY 5 billion", "b": "8.5", "a_b": "70%"}
    assert written_out("a / (1 + b / 100) - a_b * 1e3", figures) == "CNY 5 billion ÷ (1 + 8.5 ÷ 100) − 70% × 1e3"
