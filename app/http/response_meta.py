"""What every answer with rows says besides its rows: how repeats were counted, what has no period, what documents admit."""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import quote

from fastapi import Request

from app.http.snapshot import Snapshot
from app.lists.caveats import Caveat, caveats_of
from app.vocabulary.addresses import API, local

# headers have room for so many; more are a link to the list of documents
_FEW = 3


def caveats(request: Request, at: Snapshot, documents: Collection[str] | None) -> list[Caveat]:
    """The caveats of the documents; of all documents if null."""
    return caveats_of(documents, request.app.state.caveats.at(at.version, at.connection))


def meta(
    request: Request,
    at: Snapshot,
    repeats: str | None,
    undated: tuple[int | None, bool],
    documents: Collection[str] | None,
    note: Any = None,
) -> dict[str, Any]:
    """The fields of `Meta`."""
    count, is_estimate = undated
    return {
        "q": note,
        "repeats": repeats,
        "undated_count": count,
        "undated_count_is_estimate": is_estimate,
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
