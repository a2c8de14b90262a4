"""Responses of lists: negotiated format, rows with embedded rows, facets, references, links."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import Request, Response

from app.errors import Fault, InvalidParameter
from app.formats.csv import csv_rows, table_columns, without_bom
from app.formats.json import Part, json_rows
from app.formats.parquet import flat_parquet_rows
from app.formats.writers import MEDIA_TYPES, WHOLE_ROW_FORMATS, WRITERS, write_whole_rows
from app.http.chart_responses import chart_response
from app.http.fast_route import continue_in_thread
from app.http.request_context import context_of, negotiate
from app.http.snapshot import Snapshot, caveat_links, meta, snapshot
from app.http.spooled_export import Export, Started
from app.lists.field_selection import Selection
from app.lists.filters.unknown_values import check_values
from app.lists.listing import CHART_FORMATS, FORMATS, Listing
from app.lists.pagination import Check, Page, accept_all, read_page, stream_rows
from app.lists.query_notes import NotedSearch, query_note
from app.vocabulary.addresses import API, local
from app.vocabulary.names import Language, say

# rows fetched, embedded and written at once in an export
_PART = 1000
_LONG_QUERY = 1000
# other formats of the same rows, with their media types
_ALTERNATES = {name: MEDIA_TYPES[name].partition(";")[0] for name in (*FORMATS, "jsonld")}
# the only format that a parameter is for
_FORMAT_OF = {"bom": "csv", "header": "csv", "flat": "parquet"}
# this many rows take a while to write, even if their query is cheap
_MANY = 200


def list_response(listing: Listing, query: Any, request: Request, check: Check = accept_all) -> Response:
    """A page of a list, or all of it in a format that streams, unless `check` refuses what the query finds."""
    format_ = negotiate(query.format, request, listing.formats)
    _refuse_useless(query, format_)
    if listing.roles:
        query = listing.roles.applied(query)
    if format_ in WRITERS and query.limit is None:
        return _export(listing, query, request, format_, check)
    # to count all rows may take all the time that there is
    if format_ != "json" or (query.limit or 0) > _MANY or query.count == "exact":
        continue_in_thread(request)
    if format_ in CHART_FORMATS:
        return chart_response(listing, query, request, format_, check)
    with snapshot(request, query.lang) as at:
        known = at.cached.values
        page = read_page(listing, query, at.connection, at.lang, known, as_json=format_ == "json", check=check)
        links = list(link_values(listing.name, listing.formats, request, format_, page.next_cursor))
        if format_ == "json":
            headers = at.headers | {"Link": ", ".join(links)}
            note = _note(listing, query, page, request, at) if getattr(query, "q", None) is not None else None
            documents = page.documents if page.documents is not None else getattr(query, "document", None)
            told = meta(request, at, listing, query, page.left_out, documents, note)
            return Response(_json(listing, page, told, at), headers=headers, media_type=MEDIA_TYPES["json"])
        headers = at.headers | {"Link": ", ".join([*links, *caveat_links(at, getattr(query, "document", None))])}
        if format_ in WRITERS:
            body = b"".join(_written(listing, query, format_, [page.rows], page.selection, at.lang))
            return Response(
                body, headers=headers | content_disposition(listing.name, format_), media_type=MEDIA_TYPES[format_]
            )
        body = write_whole_rows(listing, format_, page.rows, at.connection, context_of(request).client.base_address)
        return Response(body, headers=headers, media_type=MEDIA_TYPES[format_])


def _json(listing: Listing, page: Page, told: dict[str, Any], at: Snapshot) -> bytes:
    show = page.selection
    return orjson.dumps(
        {
            "data": page.rows if show.is_plain else list(json_rows(page.rows, listing, show)),
            "page": {
                "limit": page.limit,
                "count": page.count,
                "count_is_estimate": page.count_is_estimate,
                "next_cursor": page.next_cursor,
            },
            "facets": page.facets,
            "facet_info": page.facet_info,
            "references": page.references,
            "meta": told,
            "dataset": {"version": at.version},
        }
    )


def _written(
    listing: Listing, query: Any, format_: str, parts: Iterable[Part], show: Selection, lang: Language
) -> Iterator[bytes]:
    if query.header == "labels":
        written = csv_rows(parts, table_columns(listing, show, lang))
    elif query.flat:
        written = flat_parquet_rows(parts, table_columns(listing, show))
    else:
        written = WRITERS[format_](parts, listing, show)
    return without_bom(written) if query.bom is False else written


def _refuse_useless(query: Any, format_: str) -> None:
    """Refuse parameters that the format has no place for, rather than ignore them."""
    _refuse([name for name in _useless(format_) if getattr(query, name, None) not in (None, [])], format_)


def _useless(format_: str) -> list[str]:
    """The parameters that a format of a list has no place for."""
    names = [] if format_ == "json" else ["facets", "facet_limit"]
    if format_ in WHOLE_ROW_FORMATS:
        names += ["fields", "include"]
    return [*names, *(name for name, place in _FORMAT_OF.items() if format_ != place)]


def _note(listing: Listing, query: Any, page: Page, request: Request, at: Snapshot) -> Any:
    context = context_of(request)
    given = context.query.decode("ascii", "replace")
    search = NotedSearch(listing, query, local(context.path), given, at.connection)
    return query_note(search, not page.rows and not query.cursor)


def refuse_csv_parameters(query: Any, format_: str) -> None:
    """Refuse parameters for CSV only if the format is another, and those that CSV has no place for."""
    embedding = ["include"] if format_ == "csv" and getattr(query, "include", None) else []
    _refuse([*_out_of_place(query, format_), *embedding], format_)


def _out_of_place(query: Any, format_: str) -> list[str]:
    """The parameters of one format only, if the format is another."""
    return [name for name, place in _FORMAT_OF.items() if getattr(query, name, None) is not None and format_ != place]


def _refuse(names: Iterable[str], format_: str) -> None:
    if names := list(names):
        said = say(f"the format {format_} does not support it", f"格式 {format_} 中没有它的位置")
        raise InvalidParameter(*(Fault(name, said) for name in names))


def _export(listing: Listing, query: Any, request: Request, format_: str, check: Check) -> Response:
    """All rows, written while they are read. A request is refused before the first byte or not at all."""
    show = listing.select(query)
    links = list(link_values(listing.name, listing.formats, request, format_, None))

    def write(begin: Callable[[Started], None]) -> None:
        with snapshot(request, query.lang, stopped=False) as at:
            check_values(listing.closed_parameters, query, at.connection)
            check(query, at.connection)
            with closing(stream_rows(listing, query, show, at.connection, at.lang, _PART)) as parts:
                # read before anything is said, so that what fails at once is a problem and no answer that breaks off
                first = list(islice(parts, 1))
                link = ", ".join([*links, *caveat_links(at, getattr(query, "document", None))])
                headers = at.headers | {"Link": link} | content_disposition(listing.name, format_)
                begin(
                    Started(
                        headers, MEDIA_TYPES[format_], _written(listing, query, format_, chain(first, parts), show, at.lang)
                    )
                )

    return Export(write)


def content_disposition(name: str, format_: str) -> dict[str, str]:
    """The header that names the file that an answer is saved as."""
    return {"Content-Disposition": f'inline; filename="{name}.{format_}"'}


# how parameters begin that stay out of the address of a format: `format` itself, and what the format would refuse
_LEFT_OUT = {other: tuple(f"{one}=" for one in ("format", *_useless(other))) for other in _ALTERNATES}
_SOMETIMES_LEFT_OUT = tuple({one for names in _LEFT_OUT.values() for one in names[1:]})


def link_values(
    name: str, formats: Sequence[str], request: Request, format_: str, cursor: str | None, *, csv_embeds: bool = True
) -> Iterator[str]:
    """`Link` values (RFC 8288): the next page, the same rows in other `formats`, and what the fields of `name` mean.

    `csv_embeds` says whether CSV has columns for `include`.
    """
    context = context_of(request)
    query = context.query.decode("ascii", "replace")
    # `<` and `>` would end a link
    given = query.replace("<", "%3C").replace(">", "%3E").split("&")
    path = context.client.prefix + quote(context.path)
    if cursor:
        yield f'<{_without(path, given, ("cursor=",))}cursor={cursor}>; rel="next"'
    # clients limit the length of headers
    if len(query) < _LONG_QUERY:
        is_one = not any(part.startswith(_SOMETIMES_LEFT_OUT) for part in given)
        address = _without(path, given, ("format=",))
        for other in _ALTERNATES:
            if other != format_ and other in formats:
                if not is_one:
                    left_out = _LEFT_OUT[other]
                    address = _without(path, given, left_out if csv_embeds or other != "csv" else (*left_out, "include="))
                yield f'<{address}format={other}>; rel="alternate"; type="{_ALTERNATES[other]}"'
    yield f'<{context.client.prefix}{API}/fields?list={name}>; rel="describedby"; type="application/json"'


def _without(path: str, given: list[str], parameters: tuple[str, ...]) -> str:
    """The requested address without parameters, up to where its replacement is appended; that must need no escaping."""
    return f"{path}?{''.join(f'{part}&' for part in given if part and not part.startswith(parameters))}"
