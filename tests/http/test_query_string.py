"""What dashboards and libraries send of themselves: cleared controls, several values in braces, moments, cache-busters."""

from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts

from app.api.metrics.queries import METRICS
from app.api.sources.queries import SOURCES
from app.http.fast_route import FastRoute
from app.http.query_string import cleared_filters, normalized, read_query
from tests.support.openapi import app, document

READ: list[tuple[str, dict[str, Any]]] = [
    ("entity=&unit=", {}),
    ("entity=&unit=CNY", {"unit": ["CNY"]}),
    ("entity=&related=true", {}),
    ("entity=&entity__ne=glm&related=true", {"entity__ne": ["glm"], "related": True}),
    ("related=&entity=glm", {"entity": ["glm"]}),
    ("value__gte=&in_conflict=&period__isnull=&quote__contains=&qualifier.role=", {}),
    ("entity={baidu,glm}", {"entity": ["baidu", "glm"]}),
    ("entity={baidu}", {"entity": ["baidu"]}),
    ("value={1,2}", {"value": [1, 2]}),
    ("fields={id,value}", {"fields": ["id", "value"]}),
    ("quote={8%25}", {"quote": ["{8%}"]}),
    ("period__gte=2024-01-01T00:00:00.000Z", {"period__gte": "2024-01-01"}),
    ("period__gte=2024-01-01T00:00:00%2B08:00", {"period__gte": "2024-01-01"}),
    ("period__gte=2024-01-01T00:00:00+08:00", {"period__gte": "2024-01-01"}),
    ("period__lt=2024-01-01T00:00", {"period__lt": "2024-01-01"}),
    ("period__lte=2024-12-31T23:59:59.999Z", {"period__lte": "2024-12-31"}),
    ("period__gt=2024-12-31T23:59:59-05:00", {"period__gt": "2024-12-31"}),
    ("period__lte=2024-12-31T23:59Z", {"period__lte": "2024-12-31"}),
    ("period__lte=2024-Q3", {"period__lte": "2024-Q3"}),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "read"), READ)
def test_what_is_read(sent: str, read: dict[str, Any]) -> None:
    query = read_query(METRICS.query, sent.encode())
    assert {name: getattr(query, name) for name in query.model_fields_set} == read


MOMENTS = [
    ("period__gte", "2023-12-31T16:00:00.000Z", "2023-12-31"),
    ("period__lt", "2024-12-31T23:59:59Z", "2024-12-31"),
    ("period__lte", "2024-12-31T00:00:00.000Z", "2024-12-31"),
    ("period__gt", "2024-12-31T00:00:00Z", "2024-12-31"),
    ("published_on__gte", "2025-06-01T12:00", "2025-06-01"),
    ("period__gte", "1704067200000", None),
    ("quote", "{a,b}", None),
]


@pytest.mark.parametrize(("name", "sent", "nearest"), MOMENTS)
def test_what_is_refused_names_the_form_that_works(name: str, sent: str, nearest: str | None) -> None:
    listing = SOURCES if name.startswith("published") else METRICS
    with pytest.raises(RequestValidationError) as refused:
        read_query(listing.query, f"{name}={sent}".encode())
    (error,) = refused.value.errors()
    assert (error["loc"], error["ctx"].get("nearest") if nearest else None) == (("query", name), nearest)
    assert "${" in error["msg"]


@pytest.mark.parametrize(
    ("sent", "read"),
    [("_=1", ""), ("a=1&_=17&b=2", "a=1&b=2"), ("x_=1", "x_=1"), ("q=_=1", "q=_=1"), ("_&_b=1", "_&_b=1"), ("%5F=1", ""),
     ("l%61ng=%7Ah&f%6Frmat=%2Dapa", "lang=zh&format=-apa"), ("q=%E7%99%BE%26%3D%2B%20", "q=%E7%99%BE%26%3D%2B%20"),
     ("q=%2541", "q=%2541"), ("q=%4%31&l%61ng=zh", "q=%4%31&l%61ng=zh"), ("q=%", "q=%")],
)  # fmt: skip
def test_one_request_is_written_in_one_way(sent: str, read: str) -> None:
    assert normalized(sent.encode()) == read.encode()
    assert [pair for pair in parse_qsl(sent) if pair[0] != "_"] == parse_qsl(read)


def test_which_filters_were_cleared() -> None:
    assert cleared_filters(b"unit=&status=actual&entity=") == ["entity", "unit"]
    assert cleared_filters(b"unit=CNY") == []


@pytest.mark.anyio
async def test_an_answer_says_what_it_took_as_not_given(client: httpx.AsyncClient) -> None:
    plain = await client.get("/api/v1/units?limit=1")
    busted = await client.get("/api/v1/units?limit=1&_=1764000000")
    assert (busted.headers["etag"], busted.content) == (plain.headers["etag"], plain.content)
    cleared = (await client.get("/api/v1/metrics?entity=&status=&limit=1")).json()
    assert cleared["meta"].pop("cleared_filters") == ["entity", "status"]
    everything = (await client.get("/api/v1/metrics?limit=1")).json()
    assert everything["meta"].pop("cleared_filters") == []
    assert {**cleared, "page": None} == {**everything, "page": None}


def test_openapi_says_which_parameters_may_have_nothing_in_them() -> None:
    wrong = []
    for route in iter_route_contexts(app().routes):
        if not isinstance(route.original_route, FastRoute) or route.path not in document()["paths"]:
            continue
        (model, *_) = get_args(route.endpoint.__annotations__["query"])
        described = document()["paths"][route.path]["get"].get("parameters", ())
        asked = {one["name"]: one for one in described if one["in"] == "query"}
        needed = {name: one["example"] for name, one in asked.items() if one["required"]}
        nothing = read_query(model, urlencode(needed, doseq=True).encode())
        for name, one in asked.items():
            try:
                is_left_out = read_query(model, urlencode({**needed, name: ""}, doseq=True).encode()) == nothing
            except RequestValidationError:
                is_left_out = False
            if is_left_out != one.get("allowEmptyValue", False):
                wrong.append((route.path, name))
    assert wrong == []
