"""With `lang=zh` nothing of ours is English: every address in every format, every parameter refused, and pages of objects."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pyarrow.parquet
import pytest

from app.config import Settings
from app.http.openapi import examples_of, quoted
from app.main import create_app
from tests.support.openapi import document

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)]
_HAN = re.compile("[\u3400-\u9fff]")
# three English words in a row without any Chinese beside them
_SENTENCE = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")
# an English sentence between Chinese words, outside of quotation marks
_AMONG = re.compile(r"(?:\b[a-z]{2,} +){3,}[a-z]{2,}\b")
_QUOTED = re.compile("`[^`]*`|'[^']*'|\"[^\"]*\"|“[^”]*”")
# values of parameters and addresses, what stands in documents, and what says that it is English
_EXEMPT_NAMES = (
    "url address href file expression example quote title source_title author font translated-title translated-annote @value"
    " instance type suggest allowed"
)
_EXEMPT = frozenset(_EXEMPT_NAMES.split())
_WITH_PAGES = "metrics claims entities indicators sources publishers conflicts corroborations documents"
_WRONG = ("zzz", "-1", "a,b,,c", "2025-99")


def _texts(part: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _texts(inner, name)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner, field)
    elif isinstance(part, str):
        yield field, part


def _english(texts: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    ours = (
        (field, line)
        for field, text in texts
        if field not in _EXEMPT and not field.endswith("_en")
        for line in text.split("\n")
    )
    return [
        (field, line)
        for field, line in ours
        if (_SENTENCE.search(line) and not _HAN.search(line)) or (_HAN.search(line) and _AMONG.search(_QUOTED.sub("", line)))
    ]


def _said(answer: httpx.Response) -> Iterator[tuple[str, str]]:
    """Each text of an answer with its field, in whatever format."""
    kind = answer.headers["content-type"]
    if "parquet" in kind:
        schema = pyarrow.parquet.ParquetFile(io.BytesIO(answer.content)).schema_arrow
        for one in (schema, *schema):
            told = {key: value for key, value in (one.metadata or {}).items() if key != b"ARROW:schema"}
            yield from ((f"metadata {key!r}", value.decode("utf-8", "replace")) for key, value in told.items())
    elif "ndjson" in kind:
        yield from (one for line in answer.text.splitlines() for one in _texts(json.loads(line)))
    elif "json" in kind:
        yield from _texts(answer.json())
    elif "csv" in kind:
        rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        yield from ((name, value) for row in rows for name, value in row.items())
    elif "text" in kind or "xml" in kind or "bibtex" in kind:
        # words of reports and their pages are Chinese here, and BibTeX and RIS name their fields
        yield from (("line", re.sub(r"<[^>]+>", " ", line)) for line in answer.text.split("\n"))


def _formats(operation: str) -> list[str]:
    for path in document()["paths"].values():
        if path.get("get", {}).get("operationId") == operation:
            schemas = [one["schema"] for one in path["get"].get("parameters", []) if one["name"] == "format"]
            return [value for one in _texts(schemas) for value in [one[1]] if one[0] == "enum"]
    return []


@pytest.mark.slow
async def test_every_address_in_every_format(client: httpx.AsyncClient) -> None:
    left, asked = [], 0
    for name, example in examples_of(create_app(Settings()))["operations"].items():
        if name == "get_export":
            continue
        request = httpx.URL(quoted(example["request"])).copy_merge_params({"lang": "zh"})
        for format_ in ["", *_formats(name)]:
            address = request.copy_merge_params({"format": format_}) if format_ else request
            answer = await client.get(address)
            asked += 1
            left += [(name, format_, *one) for one in _english(_said(answer))]
    assert left == []
    assert asked > 150


@pytest.mark.slow
async def test_every_parameter_that_is_refused(client: httpx.AsyncClient) -> None:
    left, refused, seen = [], 0, set()
    for path, item in document()["paths"].items():
        for parameter in item.get("get", {}).get("parameters", []):
            name = parameter["name"]
            if parameter["in"] != "query" or name == "lang" or "{" in path or name in seen:
                continue
            seen.add(name)
            for value in _WRONG:
                answer = await client.get(path, params={"lang": "zh", name: value})
                refused += answer.status_code == 422
                left += _english(_texts(answer.json())) if answer.status_code >= 400 else []
    assert left == []
    assert refused > 300


async def test_every_kind_of_object_and_of_problem_as_a_page(client: httpx.AsyncClient) -> None:
    left, pages = [], 0
    addresses = ["/", "/search?q=百度的市场份额", "/documents/nothing", "/metrics?entity=baidoo"]
    addresses += [f"/problems/{one}" for one in ("gone", "not-found", "invalid-parameter")]
    for name in _WITH_PAGES.split():
        rows = (await client.get(f"/api/v1/{name}?limit=3")).json()["data"]
        addresses += [f"/{name}", *(f"/{name}/{row.get('slug', row.get('id'))}" for row in rows)]
    for address in addresses:
        answer = await client.get(httpx.URL(address).copy_merge_params({"lang": "zh"}), headers={"Accept": "text/html"})
        assert "html" in answer.headers["content-type"], address
        pages += 1
        left += [(address, text) for text in _shown(answer.text) if _SENTENCE.search(text) and not _HAN.search(text)]
    assert left == []
    assert pages > 35


def _shown(page: str) -> list[str]:
    """What a page shows, without code, drawings and what is marked as English."""
    page = re.sub(r"<(script|style|pre|code|svg|template)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(r"<(?!html)([a-z]+)[^>]*\blang=\"en\"[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    named = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"]*)"', page)
    shown = html.unescape(re.sub(r"<[^>]+>", "\n", page)).split("\n")
    return [text for text in [*shown, *map(html.unescape, named)] if "http" not in text]
