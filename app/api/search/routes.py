"""/search: ranked full-text search across lists."""

from typing import Annotated
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.api.search.queries import DEFAULT_LISTS, count_entries, search
from app.api.search.schemas import SearchQuery, SearchResult
from app.errors import InvalidParameter, Unavailable
from app.http.fast_route import FastRoute
from app.http.problems import problem_responses
from app.http.snapshot import snapshot
from app.lists.listing import MAX_COUNT
from app.store.tokens import parse_query
from app.vocabulary.addresses import API, local

router = APIRouter(
    prefix="/search", tags=["search"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)


@router.get("", name="search", response_model=SearchResult, summary="Search everything")
def get_search(query: Annotated[SearchQuery, Query()], request: Request) -> Response:
    """Search several lists for rows that contain all words, best first, each with its best matching field and marked matches.

    Chinese words of any length match anywhere, Latin words only as whole words. Width, case, and traditional or simplified
    characters make no difference. Use `/{list}?q=` to page through all matching rows of one list.
    """
    terms, lists = parse_query(query.q), query.list or list(DEFAULT_LISTS)
    with snapshot(request, query.lang) as at:
        counts = {list_: at.connection.execute(count_entries(list_, terms)).scalar_one() for list_ in lists}
        hits = search(terms, [list_ for list_ in lists if counts[list_]], at.connection, at.lang)
        body = {
            "data": hits[: query.limit],
            "lists": [_list_hits(list_, query.q, count) for list_, count in counts.items()],
            "dataset": {"version": at.version},
        }
        return Response(orjson.dumps(body), headers=at.headers, media_type="application/json")


def _list_hits(name: str, q: str, count: int) -> dict[str, object]:
    shown = {"count": min(count, MAX_COUNT), "count_is_estimate": count > MAX_COUNT}
    return {"list": name, **shown, "url": local(f"{API}/{name}?{urlencode({'q': q})}")}
