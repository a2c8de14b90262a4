"""The example requests of the documentation, and their answers as the service gives them.

Only requests are written here, and only where the parameters' own examples do not make a good one. `factbase docs` asks them
of a database with the seeds and writes what comes back to `openapi_examples.json`, for the OpenAPI document and the data
dictionary.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

import anyio
import orjson
from fastapi import FastAPI
from sqlalchemy import update

from app.config import Settings
from app.errors import Gone, NotAcceptable, Problem, TooSlow, Unavailable, UriTooLong
from app.formats.writers import MEDIA_TYPES
from app.http.openapi import ADDRESS, HEADERS, VOLATILE, Json, declared_by, formats, operations, quoted
from app.http.request_limits import MAX_ADDRESS
from app.lists.listing import CHART_FORMATS
from app.store.engines import open_engine
from app.store.migrations import upgrade
from app.store.publishing import Build, Rows, publish
from app.store.tables import Claim, Document, SearchEntry, Tombstone, table
from app.store.transactions import write

METRICS = "/api/v1/metrics"
# the id of what is gone, and when it went
_GONE, _AT = "clm_aaaaaaaaaaaa", "2026-01-01T00:00:00+00:00"
# what no document shows
BINARY = ("application/zip", *(MEDIA_TYPES[name] for name in ("parquet", *CHART_FORMATS)))
REQUESTS = {
    "list_claims": "reference=134&limit=1",
    "list_metrics": "indicator=market-size&status=forecast&entity=china-llm-market&limit=1",
    "list_entities": "type=chip&limit=1",
    "list_relations": "entity=baidu&predicate=developed_by&limit=1",
    "list_sources": "publisher_kind=state-media&sort=-claim_count&limit=1",
    "list_citations": "reference=134&limit=1",
    "list_references": "number=134&limit=1",
    "list_numbers": "claim_id=clm_kbq74es65vqi&limit=1",
    "list_sections": "section=1.1&limit=1",
    "list_topics": "sort=-claim_count&limit=1",
    "get_aggregate": "indicator=download-count&group_by=entity&measures=count,max,sum,mean&limit=1",
    "get_series": "indicator=market-size&entity=china-llm-market&unit=CNY&limit=1",
    "list_fields": "list=topics",
    "get_document_text": "start=2003&end=2012",
}  # fmt: skip


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        sent = self.headers["content-type"]
        return sent if sent in MEDIA_TYPES.values() else sent.removesuffix("; charset=utf-8")

    @property
    def value(self) -> Any:
        """JSON as it reads, an archive as nothing, anything else as text."""
        if self.media_type == "application/zip":
            return None
        return (
            orjson.loads(self.body)
            if self.media_type.endswith("json") and "ndjson" not in self.media_type
            else self.body.decode()
        )


async def ask(app: FastAPI, request: str, accept: str = "*/*") -> Answer:
    """The answer of the app to a request for a path and query, without a network."""
    path, _, query = quoted(request).partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": unquote(path),
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "headers": [(b"host", ADDRESS.partition("//")[2].encode()), (b"accept", accept.encode())],
    }  # fmt: skip
    sent: list[Any] = []
    waiting = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        if waiting:
            return waiting.pop()
        # what is streamed is streamed until the client goes away, which this one does not
        return await anyio.sleep_forever()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


async def collect(app: FastAPI, without_data: FastAPI, hurried: FastAPI) -> Json:
    """All examples: from the app, from one `without_data`, and from one whose queries are stopped at once (`hurried`)."""
    found: dict[str, Json] = {}
    fields: dict[str, Json] = app.state.examples["fields"]
    # the dictionary comes last, as it shows values of all other lists
    for path, operation in sorted(operations(declared_by(app)), key=lambda one: one[1]["operationId"] == "list_fields"):
        request = _request(path, operation)
        answers = [await ask(app, one) for one in _variants(request, path, operation)]
        assert answers[0].status == 200, (request, answers[0])
        good = [answer for answer in answers if answer.status == 200]
        found[operation["operationId"]] = {
            "request": request,
            "headers": _headers(good),
            "answers": [_kept(one) for one in answers if one.value is not None],
            **await _chinese(app, request, answers[0]),
        }
        if good[0].media_type not in BINARY and (rows := _rows(good[0])) is not None:
            many = await ask(app, f"{path}?limit=1000") if operation["operationId"].startswith("list_") else good[0]
            fields[path.rpartition("/")[2]] = _values(_rows(many) or rows)
    return {"operations": found, "shared": await _shared(app, without_data, hurried), "fields": fields}


async def _chinese(app: FastAPI, request: str, english: Answer) -> Json:
    """The same answer in Chinese, where the English one does not have it in itself."""
    if english.media_type != "application/json":
        return {}
    answer = await ask(app, f"{request}{'&' if '?' in request else '?'}lang=zh")
    return {"chinese": answer.value} if answer.status == 200 and answer.value != in_chinese(english.value) else {}


def in_chinese(example: Any) -> Any:
    """An answer as `lang=zh` has it, as far as the English one tells: a field in the language asked for stands beside the same in both."""
    if isinstance(example, list):
        return [in_chinese(one) for one in example]
    if isinstance(example, dict):
        words = {name: example.get(f"{name}_zh", value) for name, value in example.items()}
        # keys of qualifiers are no fields
        return {name: value if name.startswith("qualifiers") else in_chinese(value) for name, value in words.items()}
    return example


def _request(path: str, operation: Json) -> str:
    """Path and query of the example request of an operation."""
    parameters = operation.get("parameters", ())
    for one in parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", first_example(one))
    query = REQUESTS.get(operation["operationId"])
    if query is None:
        given = {one["name"]: first_example(one) for one in parameters if one["in"] == "query" and one.get("required")}
        if any(one["name"] == "limit" for one in parameters):
            given["limit"] = "1"
        query = "&".join(f"{name}={value}" for name, value in given.items())
    return f"{path}?{query}" if query else path


def first_example(parameter: Json) -> str:
    """The first example of a parameter, as a query has it."""
    example = parameter["schema"]["examples"][0]
    words = example if isinstance(example, list) else [example]
    return ",".join(str(word).lower() if isinstance(word, bool) else str(word) for word in words)


def _variants(request: str, template: str, operation: Json) -> Iterator[str]:
    """The request, the same in each other format that is text, and with each mistake that there can be in it."""
    more = "&" if "?" in request else "?"
    yield request
    for format_ in formats(operation)[1:]:
        if MEDIA_TYPES[format_] not in BINARY:
            yield f"{request}{more}format={format_}"
    names = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
    if "sort" in names:
        yield f"{request.partition('?')[0]}?sort=newest"
    elif "lang" in names:
        yield f"{request}{more}lang=fr"
    elif "422" in operation["responses"]:
        yield f"{request}{more}limit=1"
    if "404" in operation["responses"]:
        path = request.partition("?")[0]
        key = next(value for value, name in zip(path.split("/"), template.split("/"), strict=True) if name.startswith("{"))
        yield path.replace(f"/{key}", f"/{key}x")


def _headers(answers: list[Answer]) -> dict[str, str | None]:
    """Headers that any of the answers has, each with its first value; null where that changes with code or moment."""
    found: dict[str, str | None] = {}
    for name in HEADERS:
        values = [answer.headers[name.lower()] for answer in answers if name.lower() in answer.headers]
        if values:
            found[name] = None if name in VOLATILE else values[0]
    return found


def _kept(answer: Answer) -> Json:
    return {"status": answer.status, "media_type": answer.media_type, "body": answer.value}


async def _shared(app: FastAPI, without_data: FastAPI, hurried: FastAPI) -> Json:
    """The problems that have nothing to do with what was asked, by kind."""
    asked: dict[type[Problem], Answer] = {
        NotAcceptable: await ask(app, METRICS, accept="video/mp4"),
        Gone: await ask(app, f"/api/v1/claims/{_GONE}"),
        UriTooLong: await ask(app, f"{METRICS}?q={'x' * MAX_ADDRESS}"),
        Unavailable: await ask(without_data, METRICS),
        TooSlow: await ask(hurried, f"{METRICS}?limit=1000&facets=topic,entity,publisher,section&count=exact"),
    }
    for kind, answer in asked.items():
        assert answer.status == kind.status, (kind, answer)
    return {
        kind.__name__: {"summary": kind.title, "status": answer.status, "body": answer.value}
        for kind, answer in asked.items()
    }


def _rows(answer: Answer) -> list[Json] | None:
    value = answer.value
    rows = value.get("data") if isinstance(value, dict) else None
    return rows if isinstance(rows, list) and rows and isinstance(rows[0], dict) else None


def _values(rows: list[Json]) -> Json:
    """For each field the first value that shows something."""
    return {name: next((row[name] for row in rows if row[name] not in (None, [], {})), None) for name in rows[0]}


def as_json(examples: Mapping[str, Any]) -> bytes:
    return (json.dumps(examples, ensure_ascii=False, indent=1) + "\n").encode()


def produce(built: Build, settings: Settings, create_app: Callable[[Settings], FastAPI]) -> bytes:
    """The file of examples, from a database with these rows that lives as long as this takes."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = (
            settings.model_copy(update={"database_url": f"sqlite:///{folder}/{name}.db"}) for name in ("full", "empty")
        )
        engine = open_engine(full)
        upgrade(engine, full)
        publish(engine, _earlier(built))
        publish(engine, built)
        with write(engine) as connection:
            connection.execute(update(table(Tombstone)).values(gone_at=_AT))
        engine.dispose()
        apps = [create_app(one) for one in (full, empty, full.model_copy(update={"query_timeout": 1e-4}))]
        apps[0].state.examples = {"operations": {}, "shared": {}, "fields": {}, "searched": _searched(built)}
        examples = apps[0].state.examples | anyio.run(lambda: collect(*apps))
        for app in apps:
            app.state.close()
    return as_json(examples)


def _earlier(built: Build) -> Build:
    """A version with one sentence in other words, so that there is something that is gone."""
    document, claim = built.rows[Document][0], built.rows[Claim][0]
    rows: Rows = defaultdict(list)
    rows[Document] = [document]
    rows[Claim] = [{**claim, "id": _GONE, "section": None, "text": claim["text"].removesuffix("。")}]
    return Build(rows, "000000000000", {})


def _searched(built: Build) -> dict[str, list[str]]:
    """The fields of each list that words are looked for in."""
    found: dict[str, dict[str, None]] = {}
    for row in built.rows[SearchEntry]:
        found.setdefault(row["list"], {}).update(dict.fromkeys(row["fields"]))
    return {list_: sorted(names) for list_, names in sorted(found.items())}
