"""/search: ranked full-text search across lists."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import Query, Request, Response
from sqlalchemy import Connection

from app.api.registry import LISTINGS
from app.api.search.answers import find
from app.api.search.queries import DEFAULT_LISTS, searched_lists
from app.api.search.result_details import with_details
from app.api.search.schemas import DOCUMENT, SearchQuery, SearchResult
from app.errors import InvalidParameter, Unavailable
from app.http.fast_route import FastRoute
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter
from app.http.snapshot import snapshot
from app.lists.filters.unknown_values import check_values, closed_parameters
from app.lists.listing import MAX_COUNT
from app.lists.objects import find_rows
from app.vocabulary.addresses import API, local

router = ResourceRouter(
    prefix="/search", tags=["search"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", name="search", response_model=SearchResult, summary="Search everything")
def get_search(query: Annotated[SearchQuery, Query()], request: Request) -> Response:
    """Search several lists for rows that contain all words, best first, each with its best matching field and highlighted matches.

    Chinese words of any length match anywhere, Latin words as whole words in any form (`centre` finds `centers`). Width,
    case, traditional or simplified characters, and invisible ones make no difference; synonyms such as `LLM` and `大模型`
    find each other. `OR` or `|` matches either side, `NOT` or `-` excludes what follows, quotes make a phrase, and
    parentheses group.

    A question is reduced to the words that it is about (`百度的市场份额是多少` to `百度 市场份额`), and a Chinese word that contains a
    year is split in two; `read_as` has the result. Results for a question, or for words that no row has together, are the rows
    that have most of them, or related words; `missing` says what each result does not have, `note` what was not found at all.
    Sentences and figures come with their evidence and all figures of the sentence.

    If no row has all words, they are split at known names, `left_out` lists the words that `lists` is counted without, and
    `nearest` suggests a similar word for each English word that no row has. Use `/{list}?q=` to page through all matching
    rows of one list.
    """
    lists = searched_lists(query.list or DEFAULT_LISTS, query.document or ())
    with snapshot(request, query.lang) as at:
        check_values(closed_parameters([DOCUMENT]), query, at.connection, at.cached.values)
        found = find(query.q, lists, at.connection, at.lang, query.limit)
        shown, references = with_details(found.results, at.connection)
        body = {
            "data": _with_rows(shown, at.connection) if query.include else shown,
            "note": found.note,
            "lists": [_list_hits(list_, found.q, query.document, count) for list_, count in found.counts.items()],
            "read_as": found.read_as,
            "left_out": found.left_out,
            "unknown_words": found.unknown_words,
            "related": found.related,
            "nearest": found.nearest,
            "references": references,
            "meta": at.cached.told_of(query.document),
            "dataset": {"version": at.version},
        }
        return Response(orjson.dumps(body), headers=at.headers, media_type="application/json")


def _with_rows(hits: list[dict[str, Any]], connection: Connection) -> list[dict[str, Any]]:
    """The results, each with its row as its list has it."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for list_ in {hit["list"] for hit in hits}:
        listing = LISTINGS[list_]
        ids = [hit["id"] for hit in hits if hit["list"] == list_]
        rows |= {(list_, row[listing.key.name]): row for row in find_rows(listing, connection, ids, listing.key)}
    return [hit | {"row": rows[hit["list"], hit["id"]]} for hit in hits]


def _list_hits(name: str, q: str, documents: Sequence[str] | None, count: int) -> dict[str, object]:
    shown = {"count": min(count, MAX_COUNT), "count_is_estimate": count > MAX_COUNT}
    return {
        "list": name,
        **shown,
        "url": local(
            f"{API}/{name}?{urlencode({'q': q} | ({'document': ','.join(documents)} if documents else {}), safe=',')}"
        ),
    }
