"""One object: found by its id or 404 with the nearest, read with what belongs to it, answered as JSON."""

from collections.abc import Callable
from typing import Any

import orjson
from fastapi import Request, Response
from sqlalchemy import Connection, Select, select

from app.errors import Fault, NotFound
from app.listing import MAX_NEAREST, Listing, dataset_version, present
from app.nearest import nearest

Extend = Callable[[dict[str, Any], Connection], dict[str, Any]]


def read(listing: Listing, key: str, request: Request, extend: Extend = lambda row, _: row) -> Response:
    """The row of `listing` with this key, as `extend` completes it, and the dataset's version."""
    with request.app.state.engine.connect() as connection:
        version = dataset_version(connection)
        row = find(listing, key, connection)
        body = extend(present(row, listing), connection) | {"dataset": {"version": version}}
    return Response(orjson.dumps(body), media_type="application/json")


def find(listing: Listing, key: str, connection: Connection) -> dict[str, Any]:
    columns = [column.label(name) for name, column in listing.columns.items()]
    row = None
    if "\0" not in key and key.isprintable():
        row = connection.execute(select(*columns).select_from(listing.source).where(listing.key == key)).mappings().first()
    if row is None:
        known = list(connection.execute(select(listing.key).limit(MAX_NEAREST)).scalars())
        near = nearest(key, known) if key.isprintable() and listing.key.name != "id" else None
        raise NotFound(f"{key!r} is not in {listing.name}", [Fault("id", "unknown", None, near)])
    return dict(row)


def rows(connection: Connection, statement: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(statement).mappings()]


def many(listing: Listing, connection: Connection, condition: Any) -> list[dict[str, Any]]:
    """Rows of a list under a condition, in its default order, as they stand in the list."""
    columns = [column.label(name) for name, column in listing.columns.items()]
    first = next(iter(listing.sorts.values()))
    statement = select(*columns).select_from(listing.source).where(condition).order_by(first, listing.key)
    return [present(row, listing) for row in rows(connection, statement)]
