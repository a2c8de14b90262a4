"""/fields: the data dictionary, what each field of each row means."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.csvs import Column, csv_rows
from app.errors import InvalidParameter, Unavailable, declared, unknown
from app.fields.dictionary import dictionary
from app.fields.schemas import FieldList, FieldQuery, FieldRow
from app.formats import MEDIA_TYPES, negotiate
from app.requests import snapshot
from app.routing import Route, leave_loop

router = APIRouter(prefix="/fields", tags=["fields"], route_class=Route, responses=declared(InvalidParameter, Unavailable))
_COLUMNS = [
    Column(name, None, list[str] if name in {"filters", "sorts"} else str, False, False) for name in FieldRow.model_fields
]


@router.get("", response_model=FieldList, summary="Data dictionary")
def list_fields(query: Annotated[FieldQuery, Query()], request: Request) -> Response:
    """Each field of each row: its type, unit and meaning, where it comes from, what filters and sorts by it, a real value."""
    leave_loop(request)
    format_ = negotiate(query.format, request.headers.get("accept", ""), ("json", "csv"))
    rows = _wanted(dictionary(request.app), query.list)
    with snapshot(request, query.lang) as at:
        if format_ == "csv":
            return Response(b"".join(csv_rows([rows], _COLUMNS)), headers=at.headers, media_type=MEDIA_TYPES["csv"])
        body = orjson.dumps({"data": rows, "dataset": {"version": at.version}})
        return Response(body, headers=at.headers, media_type=MEDIA_TYPES["json"])


def _wanted(rows: list[dict[str, Any]], lists: list[str] | None) -> list[dict[str, Any]]:
    """The rows of these lists, all of which there must be."""
    known = {row["list"] for row in rows}
    if faults := [unknown("list", one, known, f"{one!r} has no rows") for one in lists or () if one not in known]:
        raise InvalidParameter(*faults)
    return [row for row in rows if not lists or row["list"] in lists]
