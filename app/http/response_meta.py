"""What every answer with rows says besides its rows: what was counted once or left out, and what documents admit."""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import quote

from fastapi import Request

from app.http.query_string import cleared_filters
from app.http.request_context import context_of
from app.http.snapshot import Snapshot
from app.lists import role_filter
from app.lists.caveats import Caveat, caveats_of
from app.lists.listing import Listing
from app.lists.pages import LeftOut
from app.vocabulary.addresses import API, local

# headers have room for so many; more are a link to the list of documents
_FEW = 3


def caveats(request: Request, at: Snapshot, documents: Collection[str] | None) -> list[Caveat]:
    """The caveats of the documents; of all documents if null."""
    return caveats_of(documents, request.app.state.caveats.at(at.version, at.connection))


def meta(
    request: Request,
    at: Snapshot,
    listing: Listing,
    query: Any,
    left_out: LeftOut,
    documents: Collection[str] | None,
    note: Any = None,
) -> dict[str, Any]:
    """The fields of `Meta`, of a request whose `roles` were applied."""
    return {
        "q": note,
        "repeats": listing.repeats.used(query) if listing.repeats else None,
        "roles": role_filter.used(query) if listing.roles else None,
        "undated_count": left_out.undated[0],
        "undated_count_is_estimate": left_out.undated[1],
        "other_roles_count": left_out.other_roles[0],
        "other_roles_count_is_estimate": left_out.other_roles[1],
        "cleared_filters": cleared_filters(context_of(request).query),
        "caveats": caveats(request, at, documents),
    }


def caveat_links(request: Request, at: Snapshot, documents: Collection[str] | None) -> Iterator[str]:
    """`Link` values (RFC 8288) to the documents that rows may be from, of all documents if null, each titled by its caveat:
    for files, which have no place for it.
    """
    found = caveats(request, at, documents)
    for one in found[:_FEW]:
        yield _link(f"documents/{quote(one['document'])}", one["caveat"])
    if len(found) > _FEW:
        yield _link("documents?fields=slug,caveat", f"{len(found)} documents have caveats")


def _link(path: str, title: str) -> str:
    return f"<{local(f'{API}/{path}')}>; rel=\"describedby\"; title*=UTF-8''{quote(title)}"
