"""TODO"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from app.errors import Fault, NotFound
from app.lists.known_values import MAX_NEAREST
from app.lists.listing import Listing
from app.lists.rows import json_values
from app.store.dialects import in_bound_list
from app.store.prepared import Rows, prepared_query
from app.vocabulary.names import Language
from app.vocabulary.nearest import nearest


def find_object(listing: Listing, key: str, connection: Connection, lang: Language = "en") -> dict[str, Any]:
    found = _one(connection, listing, lang, key=key) if "\0" not in key and key.isprintable() else []
    if not found:
        known = list(connection.execute(select(listing.key).limit(MAX_NEAREST)).scalars())
        near = nearest(key, known) if key.isprintable() and listing.key.name != "id" else None
        raise NotFound(f"{key!r} is not in {listing.name}", [Fault("id", "unknown", None, near)])
    return found[0]


@prepared_query
def _one(listing: Listing, lang: Language) -> Select[Any]:
    columns = [column.label(name) for name, column in listing.columns_in(lang).items()]
    return select(*columns).select_from(listing.source).where(listing.key == bindparam("key"))


def find_rows(listing: Listing, connection: Connection, values: Collection[str], *of: ColumnElement[Any]) -> Rows:
    """Rows of a list that have one of the values in a column `of` them, in its default order, as they stand in the list."""
    if not values:
        return []
    return [json_values(row, listing.exact) for row in _several(connection, listing, *of, values=values)]


@prepared_query
def _several(listing: Listing, *of: ColumnElement[Any]) -> Select[Any]:
    columns = [column.label(name) for name, column in listing.columns.items()]
    first = next(iter(listing.sorts.values()))
    holds = or_(*(in_bound_list(column, "values") for column in of))
    return select(*columns).select_from(listing.source).where(holds).order_by(first, listing.key)
