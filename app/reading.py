"""One object: found by its id or 404 with the nearest, read with what belongs to it, answered in the format asked for."""

from collections.abc import Callable, Collection
from typing import Any

import orjson
from fastapi import Request, Response
from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from app.errors import Fault, NotFound
from app.formats import MEDIA_TYPES, described, negotiate
from app.labels import Language
from app.listing import MAX_NEAREST, Listing, present
from app.nearest import nearest
from app.prepared import Rows, asked
from app.requests import Snapshot, base_address, snapshot
from app.routing import leave_loop
from app.sql import one_of_all

Extend = Callable[[dict[str, Any], Connection], dict[str, Any]]


def read(listing: Listing, key: str, query: Any, request: Request, extend: Extend = lambda row, _: row) -> Response:
    """The row of `listing` with this key, as `extend` completes it, and the dataset's version."""
    format_ = negotiate(query.format, request.headers.get("accept", ""), listing.object_formats)
    if format_ != "json":
        leave_loop(request)
    with snapshot(request, query.lang) as at:
        row = find(listing, key, at.connection, at.lang)
        headers = at.headers | {"Link": ", ".join(_links(listing, key, format_, request))}
        if format_ != "json":
            body = described(listing, format_, [row], at.connection, base_address(request))
            return Response(body, headers=headers, media_type=MEDIA_TYPES[format_])
        return Response(_json(listing, row, extend, at), headers=headers, media_type=MEDIA_TYPES["json"])


def part(listing: Listing, key: str, query: Any, request: Request, extend: Extend) -> Response:
    """What `extend` makes of the row of `listing` with this key, as JSON."""
    leave_loop(request)
    with snapshot(request, query.lang) as at:
        row = find(listing, key, at.connection, at.lang)
        return Response(_json(listing, row, extend, at), headers=at.headers, media_type=MEDIA_TYPES["json"])


def _json(listing: Listing, row: dict[str, Any], extend: Extend, at: Snapshot) -> bytes:
    found = extend(present(row, listing.exact), at.connection) | {"dataset": {"version": at.version}}
    return orjson.dumps(found)


def _links(listing: Listing, key: str, format_: str, request: Request) -> list[str]:
    """`Link` values (RFC 8288): the object's own address to cite it by, other formats, what its fields mean."""
    path = f"/api/v1/{listing.name}/{key}"
    found = []
    if request.url.path == path:
        found.append(f'<{base_address(request)}{path}>; rel="cite-as"')
        found += [
            f'<{path}?format={other}>; rel="alternate"; type="{MEDIA_TYPES[other]}"'
            for other in listing.object_formats
            if other != format_
        ]
    return [*found, f'</api/v1/fields?list={listing.name}>; rel="describedby"; type="application/json"']


def find(listing: Listing, key: str, connection: Connection, lang: Language = "en") -> dict[str, Any]:
    found = _one(connection, listing, lang, key=key) if "\0" not in key and key.isprintable() else []
    if not found:
        known = list(connection.execute(select(listing.key).limit(MAX_NEAREST)).scalars())
        near = nearest(key, known) if key.isprintable() and listing.key.name != "id" else None
        raise NotFound(f"{key!r} is not in {listing.name}", [Fault("id", "unknown", None, near)])
    return found[0]


@asked
def _one(listing: Listing, lang: Language) -> Select[Any]:
    columns = [column.label(name) for name, column in listing.labelled(lang).items()]
    return select(*columns).select_from(listing.source).where(listing.key == bindparam("key"))


def rows(connection: Connection, statement: Select[Any]) -> Rows:
    return [dict(row) for row in connection.execute(statement).mappings()]


def many(listing: Listing, connection: Connection, values: Collection[str], *of: ColumnElement[Any]) -> Rows:
    """Rows of a list that have one of the values in a column `of` them, in its default order, as they stand in the list."""
    if not values:
        return []
    return [present(row, listing.exact) for row in _several(connection, listing, *of, values=values)]


@asked
def _several(listing: Listing, *of: ColumnElement[Any]) -> Select[Any]:
    columns = [column.label(name) for name, column in listing.columns.items()]
    first = next(iter(listing.sorts.values()))
    holds = or_(*(one_of_all(column, "values") for column in of))
    return select(*columns).select_from(listing.source).where(holds).order_by(first, listing.key)
