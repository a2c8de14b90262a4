"""How a list is answered: negotiated format, rows with what is embedded, facets, references, links."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.errors import Fault, InvalidParameter
from app.formats.json import json_row
from app.formats.registry import MEDIA_TYPES, WHOLE_ROW_FORMATS, WRITERS, write_described
from app.http.fast_route import continue_in_thread
from app.http.negotiation import negotiate
from app.http.snapshot import Snapshot, base_address, snapshot
from app.lists.known_values import check_values
from app.lists.listing import FORMATS, Listing, selection
from app.lists.pages import Check, Page, accept_all, read_page, stream_rows

# rows fetched, embedded and written at once in an export
_PART = 1000
_LONG_QUERY = 1000
# what else rows can be had as, with the media type
_ALTERNATES = {name: MEDIA_TYPES[name].partition(";")[0] for name in (*FORMATS, "jsonld")}
# rows that take a while to write, whatever their query takes
_MANY = 200


def list_response(listing: Listing, query: Any, request: Request, check: Check = accept_all) -> Response:
    """A page of a list, or all of it in a format that streams, unless `check` refuses what the query finds."""
    format_ = negotiate(query.format, request.headers.get("accept", ""), listing.formats)
    _refuse_useless(query, format_)
    if format_ != "json" or (query.limit or 0) > _MANY:
        continue_in_thread(request)
    if format_ in WRITERS and query.limit is None:
        return _export(listing, query, request, format_, check)
    with snapshot(request, query.lang) as at:
        known = request.app.state.known_values.at(at.version)
        page = read_page(listing, query, at.connection, at.lang, known, as_json=format_ == "json", check=check)
        headers = at.headers | {
            "Link": ", ".join(link_values(listing.name, listing.formats, request, format_, page.next_cursor))
        }
        if format_ == "json":
            return Response(_json(listing, page, at), headers=headers, media_type=MEDIA_TYPES["json"])
        if format_ in WRITERS:
            body = b"".join(WRITERS[format_]([page.rows], listing, page.selection))
            return Response(
                body, headers=headers | content_disposition(listing.name, format_), media_type=MEDIA_TYPES[format_]
            )
        body = write_described(listing, format_, page.rows, at.connection, base_address(request))
        return Response(body, headers=headers, media_type=MEDIA_TYPES[format_])


def _json(listing: Listing, page: Page, at: Snapshot) -> bytes:
    show = page.selection
    return orjson.dumps(
        {
            "data": [json_row(row, listing, show) for row in page.rows] if show.includes else page.rows,
            "page": {
                "limit": page.limit,
                "count": page.count,
                "count_is_estimate": page.count_is_estimate,
                "next_cursor": page.next_cursor,
            },
            "facets": page.facets,
            "references": page.references,
            "dataset": {"version": at.version},
        }
    )


def _refuse_useless(query: Any, format_: str) -> None:
    """Refuse what the format has no place for, rather than ignore it."""
    names = [] if format_ == "json" else ["facets"]
    if format_ in WHOLE_ROW_FORMATS:
        names += ["fields", "include"]
    if useless := [name for name in names if getattr(query, name, None)]:
        raise InvalidParameter(*(Fault(name, f"there is no place for it in the format {format_}") for name in useless))


def _export(listing: Listing, query: Any, request: Request, format_: str, check: Check) -> Response:
    """Every row, written while it is read; what is wrong with the request is found before the first byte."""
    show = selection(listing, query)
    with ExitStack() as stack:
        at = stack.enter_context(snapshot(request, query.lang, stopped=False))
        check_values(listing.filters, query, at.connection)
        check(query, at.connection)
        parts = stack.enter_context(closing(stream_rows(listing, query, show, at.connection, at.lang, _PART)))
        first = next(parts, [])
        held = stack.pop_all()

    headers = at.headers | {"Link": ", ".join(link_values(listing.name, listing.formats, request, format_, None))}
    written = WRITERS[format_](chain([first], parts), listing, show)
    return _Streamed(written, held, headers | content_disposition(listing.name, format_), MEDIA_TYPES[format_])


class _Streamed(StreamingResponse):
    """What is written while it is sent, and what is `held` open until then, or until the client goes away."""

    def __init__(self, written: Iterator[bytes], held: ExitStack, headers: dict[str, str], media_type: str) -> None:
        super().__init__(written, headers=headers, media_type=media_type)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await run_in_threadpool(self._held.close)


def content_disposition(name: str, format_: str) -> dict[str, str]:
    """The header that names the file that an answer is saved as."""
    return {"Content-Disposition": f'inline; filename="{name}.{format_}"'}


def link_values(name: str, formats: Sequence[str], request: Request, format_: str, cursor: str | None) -> Iterator[str]:
    """`Link` values (RFC 8288): the next page, the same rows in other `formats`, and what the fields of `name` mean."""
    query = request.scope["query_string"].decode("ascii", "replace")
    # `<` and `>` would end a link; whoever sends them raw is given them as they should have been sent
    given = query.replace("<", "%3C").replace(">", "%3E").split("&")
    path = quote(request.scope["root_path"] + request.scope["path"].removeprefix(request.scope["root_path"]))
    if cursor:
        yield f'<{_without(path, given, "cursor=")}cursor={cursor}>; rel="next"'
    # a reader of headers takes only so many bytes of them
    if len(query) < _LONG_QUERY:
        address = _without(path, given, "format=")
        for other in _ALTERNATES:
            if other != format_ and other in formats:
                yield f'<{address}format={other}>; rel="alternate"; type="{_ALTERNATES[other]}"'
    yield f'</api/v1/fields?list={name}>; rel="describedby"; type="application/json"'


def _without(path: str, given: list[str], parameter: str) -> str:
    """The address asked for without a parameter, as far as that which is put in its place; this must need no escaping."""
    return f"{path}?{''.join(f'{part}&' for part in given if part and not part.startswith(parameter))}"
