"""/suggest: names completed while they are typed."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from app.api.suggest.queries import LISTS, suggestions
from app.api.suggest.schemas import SuggestQuery, SuggestResult
from app.errors import InvalidParameter, Unavailable
from app.http.fast_route import FastRoute
from app.http.problems import problem_responses
from app.http.snapshot import snapshot
from app.lists.common_filters import entity, indicator, source
from app.lists.labels import Labels
from app.vocabulary.names import Language

router = APIRouter(
    prefix="/suggest", tags=["search"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)
_LABELS = {"entities": entity(None).labels, "indicators": indicator(None).labels, "sources": source(None).labels}


@router.get("", name="suggest", response_model=SuggestResult, summary="Complete a name")
def get_suggest(query: Annotated[SuggestQuery, Query()], request: Request) -> Response:
    """Entities, indicators and sources whose name or alias, or a later word of it, begins as typed."""
    with snapshot(request, query.lang) as at:
        found = list(at.connection.execute(suggestions(query.q, query.list or LISTS, query.limit)))
        names = {
            list_: _names(list_, [one.key for one in found if one.list == list_], at.lang, at.connection) for list_ in LISTS
        }
        data = [
            {
                "list": one.list,
                "id": one.key,
                "label": names[one.list][one.key],
                "matched": one.text,
                "url": f"/api/v1/{one.list}/{one.key}",
            }
            for one in found
        ]
        body = {"data": data, "dataset": {"version": at.version}}
        return Response(orjson.dumps(body), headers=at.headers, media_type="application/json")


def _names(list_: str, keys: list[str], lang: Language, connection: Connection) -> dict[str, str]:
    labels = _LABELS[list_]
    assert isinstance(labels, Labels)
    return labels.of(keys, lang, connection) if keys else {}
