"""Rows of the database as Python values, and as JSON shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from app.lists.listing import Listing

Row = dict[str, Any]


def python_rows(listing: Listing, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    """Rows as dictionaries of Python values: JSON parsed, booleans as such."""
    jsons = [name for name in names if name in listing.json_columns]
    booleans = [name for name in names if name in listing.boolean_columns]
    found = [dict(zip(names, row, strict=False)) for row in rows]
    for row in found:
        for name in jsons:
            if row[name] is not None:
                row[name] = orjson.loads(row[name])
        for name in booleans:
            if row[name] is not None:
                row[name] = bool(row[name])
    return found


def json_values(row: Mapping[str, Any], exact: frozenset[str], names: Sequence[str] | None = None) -> dict[str, Any]:
    """A row for `orjson`: the `exact` columns, which hold the text of a number, are written as that number, digit by digit."""
    return {name: json_value(row[name], name in exact) for name in names or row}


def json_value(value: Any, is_exact: bool) -> Any:
    """A value for `orjson`; one that `is_exact` is the text of a number."""
    return orjson.Fragment(value) if is_exact and value is not None else value
