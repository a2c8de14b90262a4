"""/suggest: name completion."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.api.suggest.queries import LISTS, suggestions
from app.api.suggest.schemas import SuggestQuery, SuggestResult
from app.errors import InvalidParameter, Unavailable
from app.http.fast_route import FastRoute
from app.http.problems import problem_responses
from app.http.snapshot import Snapshot, snapshot
from app.lists.common_filters import entity, indicator, source
from app.lists.labels import VALUES_THEMSELVES
from app.vocabulary.addresses import API, local

router = APIRouter(
    prefix="/suggest", tags=["search"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)
_FILTERS = {"entities": entity(None), "indicators": indicator(None), "sources": source(None)}
_LABELS = {name: filter_.labels or VALUES_THEMSELVES for name, filter_ in _FILTERS.items()}


@router.get("", name="suggest", response_model=SuggestResult, summary="Complete a name")
def get_suggest(query: Annotated[SuggestQuery, Query()], request: Request) -> Response:
    """Complete a name: find entities, indicators and sources with a name or alias in which a word begins with `q`."""
    with snapshot(request, query.lang) as at:
        data = _suggested(query, at)
        body = {"data": data, "dataset": {"version": at.version}}
        return Response(orjson.dumps(body), headers=at.headers, media_type="application/json")


def _suggested(query: SuggestQuery, at: Snapshot) -> list[dict[str, str]]:
    found = list(at.connection.execute(suggestions(query.q, query.list or LISTS, query.limit)))
    names = {list_: _names(list_, [one.key for one in found if one.list == list_], at) for list_ in LISTS}
    return [
        {
            "list": one.list,
            "id": one.key,
            "label": names[one.list][one.key],
            "matched": one.text,
            "url": local(f"{API}/{one.list}/{one.key}"),
        }
        for one in found
    ]


def _names(list_: str, keys: list[str], at: Snapshot) -> dict[str, str]:
    return _LABELS[list_].of(keys, at.lang, at.connection) if keys else {}
