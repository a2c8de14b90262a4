"""/fields: the data dictionary."""

from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response

from app.api.fields.dictionary import dictionary
from app.api.fields.schemas import FieldList, FieldQuery, FieldRow
from app.errors import InvalidParameter, Unavailable, unknown
from app.formats.csv import Column, whole_csv
from app.formats.writers import MEDIA_TYPES
from app.http.fast_route import FastRoute, continue_in_thread
from app.http.list_responses import refuse_csv_parameters
from app.http.openapi import ADDRESS, located
from app.http.problems import problem_responses
from app.http.request_context import context_of, negotiate
from app.http.resource_router import ResourceRouter
from app.http.snapshot import snapshot
from app.vocabulary.names import say

router = ResourceRouter(
    prefix="/fields", tags=["fields"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)
_COLUMNS = [
    Column(name, None, list[str] if name in {"filters", "sorts"} else str, False, False) for name in FieldRow.model_fields
]


@router.get("", response_model=FieldList, summary="Data dictionary")
def list_fields(query: Annotated[FieldQuery, Query()], request: Request) -> Response:
    """Describe every field of every list: type, unit, meaning, origin, filters, sort keys and an example value."""
    continue_in_thread(request)
    format_ = negotiate(query.format, request, ("json", "csv"))
    refuse_csv_parameters(query, format_)
    with snapshot(request, query.lang) as at:
        client = context_of(request).client
        address = client.base_address or ADDRESS
        rows = located(_rows_of(dictionary(request.app, at.lang), query.list), client.prefix, address)
        if format_ == "csv":
            body = whole_csv(rows, _COLUMNS, bom=query.bom, header=query.header, lang=at.lang)
            return Response(body, headers=at.headers, media_type=MEDIA_TYPES["csv"])
        body = orjson.dumps({"data": rows, "dataset": {"version": at.version}})
        return Response(body, headers=at.headers, media_type=MEDIA_TYPES["json"])


def _rows_of(rows: list[dict[str, Any]], lists: list[str] | None) -> list[dict[str, Any]]:
    """The rows of the given lists, or of all. Raises `InvalidParameter` for an unknown list."""
    known = {row["list"] for row in rows}
    if faults := [
        unknown("list", one, known, say(f"{one!r} has no rows", f"{one!r} 没有行"))
        for one in lists or ()
        if one not in known
    ]:
        raise InvalidParameter(*faults)
    return [row for row in rows if not lists or row["list"] in lists]
