"""/suggest: name completion."""

from typing import Annotated
from urllib.parse import urlencode

import orjson
from fastapi import Query, Request, Response

from app.api.suggest.queries import PARAMETERS, found_by_words, named_in_question, named_within, read_typed, suggestions
from app.api.suggest.schemas import SuggestQuery, SuggestResult
from app.errors import InvalidParameter, Unavailable
from app.http.fast_route import FastRoute
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter
from app.http.snapshot import Snapshot, snapshot
from app.lists.filters.common_filters import TYPES_OF_ENTITIES, titles, vocabulary_labels
from app.lists.filters.value_labels import VALUES_THEMSELVES, closed_list_labels
from app.store.tables import (
    Document,
    Entity,
    Indicator,
    Publisher,
    PublisherKind,
    RelationPredicate,
    Section,
    Source,
    Topic,
    Unit,
)
from app.vocabulary.addresses import API, local
from app.vocabulary.names import NAMED

router = ResourceRouter(
    prefix="/suggest", tags=["search"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)
_LABELS = {
    "entities": vocabulary_labels(Entity), "indicators": vocabulary_labels(Indicator), "publishers": vocabulary_labels(Publisher),
    "topics": vocabulary_labels(Topic), "units": vocabulary_labels(Unit, "code"), "publisher_kind": vocabulary_labels(PublisherKind),
    "entity_type": TYPES_OF_ENTITIES, "predicate": vocabulary_labels(RelationPredicate),
    "sources": titles(Source, "id", "title"), "documents": titles(Document, "slug"), "section": titles(Section, "slug"),
    "language": VALUES_THEMSELVES, **{parameter: closed_list_labels(values) for parameter, values in NAMED.items()},
}  # fmt: skip
# the list whose rows have a value that is no row itself
_HAVING = {"kind": "claims", "predicate": "relations", "reason": "numbers", "script": "numbers", "direction": "indicators",
    "aggregation": "indicators", "language": "documents"}  # fmt: skip


@router.get("", name="suggest", response_model=SuggestResult, summary="Complete a name")
def get_suggest(query: Annotated[SuggestQuery, Query()], request: Request) -> Response:
    """Find the values for filters by a name, alias or synonym, in either language, that has a word beginning with `q`.

    If there is none, find the values whose names contain the words of `q`; and if there is none either, everything that a
    question or sentence names, in its order: `百度的市场份额是多少` names `entity=baidu` and `indicator=market-share`.
    """
    with snapshot(request, query.lang) as at:
        data = _suggested(query, at)
        body = {"data": data, "dataset": {"version": at.version}}
        return Response(orjson.dumps(body), headers=at.headers, media_type="application/json")


def _suggested(query: SuggestQuery, at: Snapshot) -> list[dict[str, str | None]]:
    begun = at.connection.execute(suggestions(query.q, query.list, query.limit)).all()
    found = [(of, key, text) for of, key, text in begun]
    asked = query.list, query.limit, at.connection
    if not found and (read := read_typed(query.q)):
        found = named_in_question(query.q, read, *asked) or found_by_words(read, *asked)
    found = found or named_within(query.q, *asked)
    names = {list_: _names(list_, [key for of, key, _ in found if of == list_], at) for list_ in _LABELS}
    return [
        {
            "parameter": PARAMETERS.get(list_, list_),
            "list": list_ if list_ in PARAMETERS else None,
            "id": key,
            "label": names[list_][key],
            "matched": text,
            "url": _address(list_, key),
        }
        for list_, key, text in found
    ]


def _address(list_: str, key: str) -> str:
    if list_ in PARAMETERS:
        return local(f"{API}/{list_}/{key}")
    return local(f"{API}/{_HAVING.get(list_, 'metrics')}?{urlencode({list_: key})}")


def _names(list_: str, keys: list[str], at: Snapshot) -> dict[str, str]:
    return _LABELS[list_].of(keys, at.lang, at.connection) if keys else {}
