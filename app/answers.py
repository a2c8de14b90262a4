"""How a list is answered: negotiated format, rows with what is embedded, facets, references, links."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy import Connection

from app.citing import FORMATS as CITATIONS
from app.db import read
from app.facets import facets
from app.formats import MEDIA_TYPES, WRITERS, Part, dress, negotiate
from app.labels import Language
from app.listing import Listing, Shown, check_values, dataset_version, fetch, shown, stream
from app.pages import references

# rows fetched, embedded and written at once in an export
_PART = 1000
VERSION_HEADER = "Dataset-Version"


def answer(listing: Listing, query: Any, request: Request) -> Response:
    """A page of a list, or all of it in a format that streams."""
    format_ = negotiate(query.format, request.headers.get("accept", ""), listing.formats)
    lang = language(query.lang, request)
    if format_ in WRITERS and query.limit is None:
        return _export(listing, query, request, format_, lang)
    with snapshot(request) as connection:
        version = dataset_version(connection)
        check_values(listing.filters, query, connection)
        page = fetch(listing, query, connection, lang)
        show = shown(listing, query)
        embed(page.rows, listing, show, connection)
        headers = {VERSION_HEADER: version, "Content-Language": lang}
        headers["Link"] = ", ".join(_links(listing, request, format_, page.next_cursor))
        if format_ in WRITERS:
            body = b"".join(WRITERS[format_]([page.rows], listing, show))
            return Response(body, headers=headers | _file(listing, format_), media_type=MEDIA_TYPES[format_])
        if format_ != "json":
            return _described(listing, page.rows, connection, request, format_, headers)
        body = orjson.dumps(
            {
                "data": [dress(row, listing, show) for row in page.rows],
                "page": {"limit": page.limit, "count": page.count, "next_cursor": page.next_cursor},
                "facets": facets(listing, query, getattr(query, "facets", None) or [], connection, lang),
                "references": references(listing.references(page.rows) if page.rows else None, connection),
                "dataset": {"version": version},
            }
        )
    return Response(body, headers=headers, media_type=MEDIA_TYPES["json"])


def snapshot(request: Request) -> Any:
    """A read connection for one answer, whose statements are stopped after the configured time."""
    state = request.app.state
    return read(state.engine, state.settings.query_timeout)


def language(asked: Language | None, request: Request) -> Language:
    """`lang`, else the first of `Accept-Language` that there is (RFC 9110, section 12.5.4), else English."""
    if asked:
        return asked
    wanted = [item.partition(";") for item in request.headers.get("accept-language", "").split(",")]
    for name, _, quality in sorted(wanted, key=lambda one: -_quality(one[2])):
        match name.strip().lower().partition("-")[0]:
            case "zh":
                return "zh"
            case "en":
                return "en"
    return "en"


def _quality(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def embed(rows: Part, listing: Listing, show: Shown, connection: Connection) -> None:
    """Put what is to be embedded into the rows."""
    for name in show.includes:
        for row, held in zip(rows, listing.includes[name].load(rows, connection), strict=True):
            row[name] = held


def base_address(request: Request) -> str:
    """Address that permanent links begin with."""
    return str(request.app.state.settings.public_url or request.base_url).rstrip("/")


def _described(
    listing: Listing, rows: Part, connection: Connection, request: Request, format_: str, headers: dict[str, str]
) -> Response:
    """Rows as JSON-LD or as bibliographic items."""
    base = base_address(request)
    if format_ == "jsonld":
        assert listing.documents is not None
        graph = listing.documents(rows, connection, base)
        return Response(orjson.dumps(graph_of(graph)), headers=headers, media_type=MEDIA_TYPES["jsonld"])
    assert listing.cite is not None
    media_type, write = CITATIONS[format_]
    return Response(write(listing.cite(rows, connection, base)), headers=headers, media_type=media_type)


def graph_of(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    from app.jsonld import CONTEXT

    return {"@context": CONTEXT, "@graph": nodes}


def _export(listing: Listing, query: Any, request: Request, format_: str, lang: Language) -> Response:
    """Every row, written while it is read; what is wrong with the request is found before the first byte."""
    show = shown(listing, query)
    with ExitStack() as stack:
        connection = stack.enter_context(read(request.app.state.engine))
        version = dataset_version(connection)
        check_values(listing.filters, query, connection)
        parts = stream(listing, query, connection, lang, _PART)
        first = next(parts, [])
        held = stack.pop_all()

    def written() -> Iterator[bytes]:
        with held:
            yield from WRITERS[format_](embedded(), listing, show)

    def embedded() -> Iterator[Part]:
        for part in (first, *()):
            embed(part, listing, show, connection)
            yield part
        for part in parts:
            embed(part, listing, show, connection)
            yield part

    headers = {VERSION_HEADER: version, "Content-Language": lang, "Link": ", ".join(_links(listing, request, format_, None))}
    return StreamingResponse(written(), headers=headers | _file(listing, format_), media_type=MEDIA_TYPES[format_])


def _file(listing: Listing, format_: str) -> dict[str, str]:
    return {"Content-Disposition": f'inline; filename="{listing.name}.{format_}"'}


def _links(listing: Listing, request: Request, format_: str, cursor: str | None) -> Iterator[str]:
    """`Link` values (RFC 8288): the next page, the same rows in other formats, and what the fields mean."""
    if cursor:
        yield f'<{_address(request, cursor=cursor)}>; rel="next"'
    for other in listing.formats:
        if other != format_:
            yield f'<{_address(request, format=other)}>; rel="alternate"; type="{MEDIA_TYPES[other]}"'
    yield f'</api/v1/fields/{listing.name}>; rel="describedby"; type="application/json"'


def _address(request: Request, **changed: str) -> str:
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    return str(request.url.replace(query=urlencode([*pairs, *changed.items()])))


def plain(body: dict[str, Any], version: str, lang: Language = "en") -> Response:
    """A JSON answer that is no list."""
    headers = {VERSION_HEADER: version, "Content-Language": lang}
    return Response(orjson.dumps(body), headers=headers, media_type=MEDIA_TYPES["json"])


Query = BaseModel
