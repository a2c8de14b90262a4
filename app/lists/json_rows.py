"""Rows that SQLite writes as JSON itself, and columns of JSON as the text that is stored."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, ColumnElement, Text, case, cast, func, literal_column

from app.lists.field_selection import Selection
from app.lists.listing import Listing
from app.store.dialects import json_object


def json_row(listing: Listing, show: Selection, own: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """The row as a JSON object."""
    pairs: list[ColumnElement[Any]] = []
    for name in show.names:
        value = as_text(own[name])
        if name in listing.boolean_columns:
            value = case((value, "true"), (~value, "false"))
        if name in listing.boolean_columns or name in listing.json_columns or name in listing.exact:
            value = func.json(value)
        pairs += [literal_column(f"'{name}'"), value]
    return json_object(*pairs).label("_row")


def as_text(column: Any) -> Any:
    """A JSON column as its stored text; any other unchanged."""
    return cast(column, Text) if isinstance(column.type, JSON) else column
