"""How a list is answered: negotiated format, rows with what is embedded, facets, references, links."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import Request, Response
from sqlalchemy import Connection

from app.errors import Fault, InvalidParameter
from app.formats.json import Part, json_row
from app.formats.writers import MEDIA_TYPES, WHOLE_ROW_FORMATS, WRITERS, write_whole_rows
from app.http.fast_route import continue_in_thread
from app.http.request_context import context_of, negotiate
from app.http.snapshot import Snapshot, snapshot
from app.http.spooled_export import Export, Started
from app.lists.facets import facet_values
from app.lists.known_values import check_values
from app.lists.listing import FORMATS, Listing, Selection, selection
from app.lists.pages import FetchedPage, fetch_page, referenced_keys, stream_rows
from app.lists.references import load_references
from app.lists.rows import python_rows
from app.vocabulary.addresses import API, local

# rows fetched, embedded and written at once in an export
_PART = 1000
_LONG_QUERY = 1000
# what else rows can be had as, with the media type
_ALTERNATES = {name: MEDIA_TYPES[name].partition(";")[0] for name in (*FORMATS, "jsonld")}
# rows that take a while to write, whatever their query takes
_MANY = 200


def accept_all(query: Any, connection: Connection) -> None:
    """Nothing more to check of a query."""


def list_response(
    listing: Listing, query: Any, request: Request, check: Callable[[Any, Connection], None] = accept_all
) -> Response:
    """A page of a list, or all of it in a format that streams, unless `check` refuses what the query finds."""
    format_ = negotiate(query.format, request, listing.formats)
    _refuse_useless(query, format_)
    if format_ != "json" or (query.limit or 0) > _MANY:
        continue_in_thread(request)
    if format_ in WRITERS and query.limit is None:
        return _export(listing, query, request, format_, check)
    with snapshot(request, query.lang) as at:
        check_values(listing.filters, query, at.connection, request.app.state.known_values.at(at.version))
        check(query, at.connection)
        show = selection(listing, query)
        page = fetch_page(listing, query, show, at.connection, at.lang, as_json=format_ == "json" and not show.includes)
        headers = at.headers | {
            "Link": ", ".join(link_values(listing.name, listing.formats, request, format_, page.next_cursor))
        }
        if format_ == "json":
            return Response(_json(listing, query, page, show, at), headers=headers, media_type=MEDIA_TYPES["json"])
        rows = python_rows(listing, page.names, page.rows)
        if format_ in WRITERS:
            embed(rows, listing, show, at.connection)
            body = b"".join(WRITERS[format_]([rows], listing, show))
            return Response(
                body, headers=headers | content_disposition(listing.name, format_), media_type=MEDIA_TYPES[format_]
            )
        body = write_whole_rows(listing, format_, rows, at.connection, context_of(request).client.base_address)
        return Response(body, headers=headers, media_type=MEDIA_TYPES[format_])


def _json(listing: Listing, query: Any, page: FetchedPage, show: Selection, at: Snapshot) -> bytes:
    return orjson.dumps(
        {
            "data": _rows(listing, page, show, at),
            "page": {
                "limit": page.limit,
                "count": page.count,
                "count_is_estimate": page.count_is_estimate,
                "next_cursor": page.next_cursor,
            },
            "facets": facet_values(listing, query, getattr(query, "facets", None) or [], at.connection, at.lang),
            "references": load_references(listing.references.by, referenced_keys(listing, page), at.connection)
            if listing.references
            else {},
            "dataset": {"version": at.version},
        }
    )


def _rows(listing: Listing, page: FetchedPage, show: Selection, at: Snapshot) -> Sequence[Any]:
    if not show.includes:
        return page.json_rows()
    rows = python_rows(listing, page.names, page.rows)
    embed(rows, listing, show, at.connection)
    return [json_row(row, listing, show) for row in rows]


def _refuse_useless(query: Any, format_: str) -> None:
    """Refuse what the format has no place for, rather than ignore it."""
    names = [] if format_ == "json" else ["facets"]
    if format_ in WHOLE_ROW_FORMATS:
        names += ["fields", "include"]
    if useless := [name for name in names if getattr(query, name, None)]:
        raise InvalidParameter(*(Fault(name, f"there is no place for it in the format {format_}") for name in useless))


def embed(rows: Part, listing: Listing, show: Selection, connection: Connection) -> None:
    """Put what is to be embedded into the rows."""
    for name in show.includes:
        for row, held in zip(rows, listing.includes[name].load(rows, connection), strict=True):
            row[name] = held


def _export(
    listing: Listing, query: Any, request: Request, format_: str, check: Callable[[Any, Connection], None]
) -> Response:
    """Every row, written while it is read; what is wrong with the request is found before the first byte."""
    show = selection(listing, query)
    link = ", ".join(link_values(listing.name, listing.formats, request, format_, None))

    def write(begin: Callable[[Started], None]) -> None:
        with snapshot(request, query.lang, stopped=False) as at:
            check_values(listing.filters, query, at.connection)
            check(query, at.connection)
            with closing(stream_rows(listing, query, show, at.connection, at.lang, _PART)) as parts:
                headers = at.headers | {"Link": link} | content_disposition(listing.name, format_)
                written = WRITERS[format_](_embedded(parts, listing, show, at.connection), listing, show)
                begin(Started(headers, MEDIA_TYPES[format_], written))

    return Export(write)


def _embedded(parts: Iterable[Part], listing: Listing, show: Selection, connection: Connection) -> Iterator[Part]:
    for part in parts:
        embed(part, listing, show, connection)
        yield part


def content_disposition(name: str, format_: str) -> dict[str, str]:
    """The header that names the file that an answer is saved as."""
    return {"Content-Disposition": f'inline; filename="{name}.{format_}"'}


def link_values(name: str, formats: Sequence[str], request: Request, format_: str, cursor: str | None) -> Iterator[str]:
    """`Link` values (RFC 8288): the next page, the same rows in other `formats`, and what the fields of `name` mean."""
    context = context_of(request)
    query = context.query.decode("ascii", "replace")
    # `<` and `>` would end a link
    given = query.replace("<", "%3C").replace(">", "%3E").split("&")
    path = local(quote(context.path))
    if cursor:
        yield f'<{_without(path, given, "cursor=")}cursor={cursor}>; rel="next"'
    # a reader of headers takes only so many bytes of them
    if len(query) < _LONG_QUERY:
        address = _without(path, given, "format=")
        for other in _ALTERNATES:
            if other != format_ and other in formats:
                yield f'<{address}format={other}>; rel="alternate"; type="{_ALTERNATES[other]}"'
    yield f'<{local(f"{API}/fields?list={name}")}>; rel="describedby"; type="application/json"'


def _without(path: str, given: list[str], parameter: str) -> str:
    """The address asked for without a parameter, as far as that which is put in its place; this must need no escaping."""
    return f"{path}?{''.join(f'{part}&' for part in given if part and not part.startswith(parameter))}"
