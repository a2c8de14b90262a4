"""Arithmetic over named values: + - * / and brackets on exact decimals, and nothing else."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, localcontext

_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
# a result with more digits is taken for a non-terminating quotient, and is rounded
_EXACT_DIGITS = 12
_ROUNDED_DIGITS = 6
# values stay within what a float can hold, and expressions within what can be parsed
_BOUNDED = Context(prec=50, Emax=300, Emin=-300)
_MAX_CHARACTERS = 500
# names and operators; a number such as `1e3` has no name within it
_PARTS = re.compile(r"(?<![\w.])[^\W\d]\w*|[-*/]")


def evaluate(expression: str, values: Mapping[str, Decimal]) -> Decimal:
    """`evaluate("total / share * 100", {...})`: exact up to 12 digits, else rounded to 6 significant digits.

    Raises `ValueError` for an unknown name, another operation, a division by zero, or a value beyond 1e300.
    """
    if len(expression) > _MAX_CHARACTERS:
        raise ValueError(f"an expression has at most {_MAX_CHARACTERS} characters")
    try:
        with localcontext(_BOUNDED):
            result = _value(ast.parse(expression, mode="eval").body, values)
    except (SyntaxError, ArithmeticError, RecursionError, MemoryError) as error:
        raise ValueError(f"{expression!r} cannot be computed: {error}") from None
    digits = len(result.normalize().as_tuple().digits)
    rounded = result if digits <= _EXACT_DIGITS else Context(prec=_ROUNDED_DIGITS).plus(result)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()


def written_out(expression: str, figures: Mapping[str, str]) -> str:
    """The expression as it is written on paper: a figure for each name, × ÷ − for `* / -`."""
    signs = {"*": "×", "/": "÷", "-": "−"}
    return _PARTS.sub(lambda part: figures.get(part[0], signs.get(part[0], part[0])), expression)


def _value(node: ast.expr, values: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _literal(number)
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.Name(id=name):
            raise ValueError(f"{name!r} is not a member; the members are {', '.join(sorted(values))}")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
        case _:
            raise ValueError(f"only + - * / and brackets are allowed, not {ast.unparse(node)!r}")


def _literal(number: float) -> Decimal:
    # a literal that no float can hold is read as infinity
    value = Decimal(str(number))
    if not value.is_finite():
        raise ValueError("a number is too large")
    return value
