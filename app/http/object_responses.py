"""Responses of single objects: found by id, or 404 with the nearest; completed with related rows; in the negotiated format."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import Request, Response
from sqlalchemy import Connection

from app.formats.writers import MEDIA_TYPES, write_whole_rows
from app.http.fast_route import continue_in_thread
from app.http.request_context import context_of, negotiate
from app.http.snapshot import Snapshot, caveat_links, snapshot
from app.lists.listing import Listing
from app.lists.objects import find_object, json_values
from app.vocabulary.addresses import API

Extend = Callable[[dict[str, Any], Connection], dict[str, Any]]


def object_response(
    listing: Listing, key: str, query: Any, request: Request, extend: Extend = lambda row, _: row
) -> Response:
    """The row of `listing` with this key, as `extend` completes it, and the dataset's version."""
    format_ = negotiate(query.format, request, listing.object_formats)
    if format_ != "json":
        continue_in_thread(request)
    with snapshot(request, query.lang) as at:
        row = find_object(listing, key, at.connection, at.lang)
        headers = at.headers | {"Link": ", ".join(_links(listing, key, format_, request))}
        if format_ != "json":
            of = _documents(listing, row)
            headers["Link"] = ", ".join([headers["Link"], *caveat_links(at, of)])
            body = write_whole_rows(listing, format_, [row], at.connection, context_of(request).client.base_address)
            return Response(body, headers=headers, media_type=MEDIA_TYPES[format_])
        return Response(_json(listing, row, extend, request, at), headers=headers, media_type=MEDIA_TYPES["json"])


def derived_response(listing: Listing, key: str, query: Any, request: Request, extend: Extend) -> Response:
    """The JSON that `extend` makes of the row of `listing` with this key."""
    continue_in_thread(request)
    with snapshot(request, query.lang) as at:
        row = find_object(listing, key, at.connection, at.lang)
        return Response(_json(listing, row, extend, request, at), headers=at.headers, media_type=MEDIA_TYPES["json"])


def _json(listing: Listing, row: dict[str, Any], extend: Extend, request: Request, at: Snapshot) -> bytes:
    told = at.cached.told_of(_documents(listing, row))
    found = extend(json_values(row, listing.exact), at.connection)
    return orjson.dumps(found | {"meta": told, "dataset": {"version": at.version}})


def _documents(listing: Listing, row: dict[str, Any]) -> list[str] | None:
    """The document of an object; null if it is of no one document."""
    return [row[listing.document_field]] if listing.document_field else None


def _links(listing: Listing, key: str, format_: str, request: Request) -> list[str]:
    """`Link` values (RFC 8288): the object's own address to cite it by, other formats, what its fields mean."""
    path = f"{API}/{listing.name}/{key}"
    found = []
    context = context_of(request)
    if context.path == path:
        # ids of sections have the words of headings in them
        path = quote(path, safe="/:")
        found.append(f'<{context.client.base_address}{path}>; rel="cite-as"')
        found += [
            f'<{context.client.prefix}{path}?format={other}>; rel="alternate"; type="{MEDIA_TYPES[other]}"'
            for other in listing.object_formats
            if other != format_
        ]
    return [*found, f'<{context.client.prefix}{API}/fields?list={listing.name}>; rel="describedby"; type="application/json"']
