"""Keyset cursors: the keys of a page's last row, opaque to clients.

sqlakeyset builds and executes a query for each page; here one statement, compiled once, serves all pages of a shape.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, or_

from app.errors import Fault, InvalidParameter
from app.vocabulary.names import say

# columns, each with whether it descends; the last is unique
Order = Sequence[tuple[ColumnElement[Any], bool]]


def nulls_follow(order: Order, last: Sequence[Any]) -> bool:
    """Whether rows without a value in the first key may follow the row with the keys `last`, which has one."""
    return last[0] is not None and _nullable(order[0][0])


def after(order: Order, last: Sequence[Any], *, nulls: bool | None = None) -> ColumnElement[bool]:
    """The condition on rows that follow the one with the keys `last`: the first key that differs comes later.

    Where `nulls_follow`, `nulls` chooses the rows with a value in the first key (false) or without (true): either begin at one
    place of an index, and both together do not. The keys are bound as `after_0`, `after_1` …
    """
    if nulls:
        return order[0][0].is_(None)
    last = [None if value is None else bindparam(f"after_{i}", value) for i, value in enumerate(last)]
    (first, down), bound = order[0], last[0]
    # redundant, but with it an index scan begins at the right place
    both = _nullable(first) and nulls is None
    leading = [] if bound is None or both else [first <= bound if down else first >= bound]
    alternatives = []
    same: list[ColumnElement[bool]] = []
    for place, ((column, descending), value) in enumerate(zip(order, last, strict=True)):
        if value is None:  # nulls come last, so no row is later in this key
            same.append(column.is_(None))
            continue
        later = column < value if descending else column > value
        alternatives.append(and_(*same, or_(later, column.is_(None)) if _nullable(column) and (place or both) else later))
        same.append(column == value)
    return and_(*leading, or_(*alternatives))


def until(order: Order) -> ColumnElement[bool]:
    """The condition on rows up to the value `until` of the first key, which is bound when the statement is run, and with it."""
    first, descending = order[0]
    bound = bindparam("until", None, first.type)
    return first >= bound if descending else first <= bound


def ordered(order: Order) -> list[ColumnElement[Any]]:
    """The `ORDER BY` of an order. `NULLS LAST` only for nullable columns: with it no plain index is used."""
    directed = [(column, column.desc() if descending else column.asc()) for column, descending in order]
    return [one.nulls_last() if _nullable(column) else one for column, one in directed]


def _nullable(column: ColumnElement[Any]) -> bool:
    return bool(getattr(column, "nullable", True))


def write_cursor(signature: list[str], last: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([*signature, *last])).decode().rstrip("=")


def read_cursor(cursor: str, signature: list[str], order: Order) -> list[Any]:
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, sort, *last = orjson.loads(raw)
        place: list[Any] = last
    except (ValueError, TypeError, binascii.Error):
        raise InvalidParameter(
            Fault(
                "cursor", say("not a valid cursor; use page.next_cursor unchanged", "游标无效；请原样使用 page.next_cursor")
            )
        ) from None
    if [name, sort] != signature:
        raise InvalidParameter(
            Fault("cursor", say("this cursor belongs to another list or another sort", "这个游标属于另一列表或另一排序"))
        )
    if len(last) != len(order) or not all(map(_fits, last, order)):
        raise InvalidParameter(
            Fault(
                "cursor", say("not a valid cursor; use page.next_cursor unchanged", "游标无效；请原样使用 page.next_cursor")
            )
        )
    return place


def _fits(value: Any, key: tuple[ColumnElement[Any], bool]) -> bool:
    column, _ = key
    kind = column.type.python_type
    if value is None:
        return _nullable(column)
    if kind is float and isinstance(value, int):
        return not isinstance(value, bool)
    bits = 63 if isinstance(column.type, BigInteger) else 31
    return type(value) is kind and (kind is not int or abs(value) < 2**bits) and "\0" not in str(value)
