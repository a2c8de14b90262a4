"""Arithmetic over named values: + - * / and brackets on exact decimals, and nothing else."""

import ast
import operator
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


def evaluate(expression: str, values: Mapping[str, Decimal]) -> Decimal:
    """`evaluate("total / share * 100", {...})`: exact up to 12 digits, else rounded to 6 significant digits.

    Raises `ValueError` for an unknown name, another operation, or a division by zero.
    """
    try:
        with localcontext(Context(prec=50)):
            result = _value(ast.parse(expression, mode="eval").body, values)
    except (SyntaxError, ArithmeticError) as error:
        raise ValueError(f"{expression!r} cannot be computed: {error}") from None
    digits = len(result.normalize().as_tuple().digits)
    rounded = result if digits <= _EXACT_DIGITS else Context(prec=_ROUNDED_DIGITS).plus(result)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()


def _value(node: ast.expr, values: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Decimal(str(number))
        case ast.Name(id=name) if name in values:
            return values[name]
        case ast.Name(id=name):
            raise ValueError(f"{name!r} is not a member; the members are {', '.join(sorted(values))}")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
        case _:
            raise ValueError(f"only + - * / and brackets may be computed, not {ast.unparse(node)!r}")
