"""The OpenAPI document: what the routes declare, completed with names, examples, media types, headers and errors.

    routes --> `declared_by` --> document --+--> /openapi.json
    openapi_examples.json ------------------+

The examples are real answers, kept in a file that `factbase docs` writes from the seeds; a test compares the two byte for
byte. So the document is the same contract on every machine, needs no database, costs nothing at start-up, and a changed
answer is seen in review.
"""

import inspect
import json
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import parse_qsl, quote

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from app.errors import NotAcceptable, UriTooLong
from app.formats.writers import MEDIA_TYPES
from app.http.caching import VARY
from app.http.few_parameters import refusing_unknown
from app.http.openapi_about import ABOUT, with_counts
from app.http.openapi_problem_text import described_as_text
from app.http.problems import MEDIA_TYPE, GoneBody, ProblemBody, problem_responses
from app.http.request_context import context_of
from app.vocabulary import Language
from app.vocabulary.addresses import local_in

EXAMPLES = Path(__file__).with_name("openapi_examples.json")
ADDRESS = "http://127.0.0.1:8000"
_PATH = "/openapi.json"
# addresses of the service in texts, but for those that begin with a host, which is replaced as a whole
HEADERS = {
    "ETag": "Strong entity tag of the response; unchanged as long as data, code and request are the same.",
    "Last-Modified": "When the data was loaded.",
    "Cache-Control": "How long the response may be reused without asking again.",
    "Vary": "Request headers that the response depends on.",
    "Dataset-Version": "Version of the data; changes whenever any row changes.",
    "Content-Language": "Language of names and labels.",
    "Link": "RFC 8288: the `next` page, `alternate` formats, what the fields mean (`describedby`), the permanent address (`cite-as`).",
    "Content-Disposition": "File name to save the response under.",
    "Retry-After": "Number of seconds to wait before trying again.",
}
# values that change with the code or with time are not shown
VOLATILE = ("ETag", "Last-Modified")
# what each media type holds that is not described by a model
_SCHEMAS: dict[str, dict[str, Any]] = {
    MEDIA_TYPES["parquet"]: {"type": "string", "format": "binary"},
    MEDIA_TYPES["png"]: {"type": "string", "format": "binary"},
    MEDIA_TYPES["svg"]: {"type": "string"},
    MEDIA_TYPES["vega-lite"]: {"type": "object", "additionalProperties": True},
    MEDIA_TYPES["jsonld"]: {"type": "object"},
    MEDIA_TYPES["csl"]: {"type": "array", "items": {"type": "object"}},
}
# what an answer has beside JSON, if asked for: within `content`, generated clients would type each answer as JSON or text
OTHER_CONTENT = "x-other-content"
# what leads from the description of an operation to its example
EXAMPLE: dict[Language, str] = {"en": "\n\nFor example [", "zh": "\n\n例如 ["}
Json = dict[str, Any]
# FastAPI cannot declare the routes in two threads at once, as each has pydantic complete the same models
_making = RLock()


def describe(app: FastAPI) -> None:
    """Serve the whole document at `/openapi.json`; it is built when it is first asked for, beside other requests."""

    def openapi() -> Json:
        with _making:
            if app.openapi_schema is None:
                app.openapi_schema = complete(declared_by(app), examples_of(app))
            return app.openapi_schema

    @lru_cache(maxsize=4)
    def document(prefix: str, lang: Language) -> bytes:
        told = document_of(app, lang)
        return orjson.dumps(_below(told, prefix) if prefix else told)

    def openapi_json(request: Request, lang: Language | None = None) -> Response:
        context = context_of(request)
        lang, address = lang or context.language, (context.client.base_address or ADDRESS).encode()
        body = document(context.client.prefix, lang).replace(ADDRESS.encode(), address)
        return Response(body, media_type="application/json", headers={"Content-Language": lang, "Vary": VARY.decode()})

    setattr(app, "openapi", openapi)  # noqa: B010 - FastAPI's way to replace a method, which mypy does not know
    # the framework's own route would build and write the document for each request, while all others wait
    app.router.routes[:] = [route for route in app.router.routes if getattr(route, "path", "") != _PATH]
    app.add_api_route(_PATH, openapi_json, include_in_schema=False, dependencies=[refusing_unknown("lang")])


def document_of(app: FastAPI, lang: Language) -> Json:
    """The whole document in a language: names, types and examples are the same in both."""
    english: Json = app.openapi()
    if lang == "en":
        return english
    with _making:
        if not hasattr(app.state, "openapi_zh"):
            # loaded on first use
            from app.http.openapi_zh.translation import translated

            told = translated(english, (EXAMPLE["en"], EXAMPLE["zh"]), app.state.field_in_chinese)
            told["info"]["description"] = with_counts(told["info"]["description"], examples_of(app), "zh")
            app.state.openapi_zh = told
        chinese: Json = app.state.openapi_zh
        return chinese


def located(value: Any, prefix: str, address: str) -> Any:
    """Texts and examples as written for a service at `ADDRESS`, of one at this address, whose paths begin with the prefix."""
    if isinstance(value, str):
        return local_in(value, prefix).replace(ADDRESS, address)
    if isinstance(value, dict):
        return {name: located(one, prefix, address) for name, one in value.items()}
    return [located(one, prefix, address) for one in value] if isinstance(value, list) else value


def _below(schema: Json, prefix: str) -> Json:
    """The document of a service that is known under a path: its server, and every address in texts and examples."""
    # what names a path of the document itself is relative to the server
    paths = {path: located(item, prefix, ADDRESS) for path, item in schema["paths"].items()}
    rest: Json = located({name: value for name, value in schema.items() if name != "paths"}, prefix, ADDRESS)
    return rest | {"paths": paths, "servers": [{"url": prefix}]}


def operation_id(route: APIRoute) -> str:
    """An operation has the name of its function."""
    return route.name


def declared_by(app: FastAPI) -> Json:
    """The document as the routes declare it, without examples."""
    schema = get_openapi(
        title=app.title, version=app.version, description=ABOUT, routes=app.routes, tags=_tags(app),
        servers=[{"url": "/"}],
    )  # fmt: skip
    schema["externalDocs"] = {"url": "/guide", "description": "Guide and recipes"}
    components = schema.setdefault("components", {}).setdefault("schemas", {})
    for body in (ProblemBody, GoneBody):
        definitions = body.model_json_schema(ref_template="#/components/schemas/{model}")
        components |= definitions.pop("$defs") | {body.__name__: definitions}
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    filters = _filters(app)
    for path, operation in operations(schema):
        _refine(operation, filters.get(path, frozenset()))
    app.state.describe_rows(schema)
    return schema


def operations(schema: Json) -> list[tuple[str, Json]]:
    """Every operation with its path."""
    return [(path, operation) for path, item in schema["paths"].items() for operation in item.values()]


def formats(operation: Json) -> list[str]:
    """The formats that an operation answers in; none where it has no choice."""
    for one in operation.get("parameters", ()):
        if one["name"] == "format":
            return list(one["schema"].get("enum") or [one["schema"]["const"]])
    return []


def examples_of(app: FastAPI) -> Json:
    """Requests and answers by operation, under `shared` the errors that all have in common, values by list and field."""
    if not hasattr(app.state, "examples"):
        app.state.examples = kept_examples()
    examples: Json = app.state.examples
    return examples


@lru_cache(maxsize=1)
def kept_examples() -> Json:
    """Those that come with the service."""
    examples: Json = json.loads(EXAMPLES.read_bytes())
    return examples


def _tags(app: FastAPI) -> list[Json]:
    """Tags, described by the first lines of the modules whose routes have them."""
    found: dict[str, str] = {}
    for route in iter_route_contexts(app.routes):
        if getattr(route, "tags", None):
            about = (inspect.getdoc(inspect.getmodule(route.endpoint)) or "").splitlines()[0]
            found.setdefault(route.tags[0], about.partition(": ")[2] or about)
    return [{"name": name, "description": about[:1].upper() + about[1:]} for name, about in found.items()]


def _filters(app: FastAPI) -> dict[str, frozenset[str]]:
    """The filters of each path, which may be sent with nothing in them."""
    found: dict[str, frozenset[str]] = {}
    for route in iter_route_contexts(app.routes):
        query = getattr(getattr(route, "endpoint", None), "__annotations__", {}).get("query")
        found[str(route.path)] = getattr(getattr(query, "__origin__", None), "filter_names", frozenset())
    return found


def _refine(operation: Json, filters: frozenset[str]) -> None:
    """What follows for an operation from its parameters: no null in a query, its media types, the errors all can give."""
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _given(parameter["schema"])
        if parameter["name"] in filters and not parameter["required"]:
            parameter["allowEmptyValue"] = True
    responses = operation["responses"]
    for status in [status for status, response in responses.items() if "HTTPValidationError" in str(response)]:
        del responses[status]
    for format_ in formats(operation)[1:]:
        media_type = MEDIA_TYPES[format_]
        described = {"format": format_, "schema": _SCHEMAS.get(media_type, {"type": "string"})}
        responses["200"].setdefault(OTHER_CONTENT, {})[media_type] = described
    kinds = [UriTooLong, *([NotAcceptable] if formats(operation) else [])]
    for status, response in problem_responses(*kinds).items():
        responses.setdefault(str(status), response)
    operation["responses"] = dict(sorted(responses.items()))


def _given(schema: Json) -> Json:
    """The schema of a parameter that is given: a query has no null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in {"anyOf", "title"}}
    return {**kinds[0], **rest}


def complete(schema: Json, examples: Json) -> Json:
    """The document with the examples in it."""
    schema["info"]["description"] = with_counts(schema["info"]["description"], examples, "en")
    components = schema["components"]
    shared = examples["shared"]
    components["examples"] = {name: {"summary": one["summary"], "value": one["body"]} for name, one in shared.items()}
    components["headers"] = {name: _header(name) for name in HEADERS}
    for path, operation in operations(schema):
        if (example := examples["operations"].get(operation["operationId"])) is not None:
            _illustrate(path, operation, example)
        for status, response in operation["responses"].items():
            common = {
                name: {"$ref": f"#/components/examples/{name}"}
                for name, one in shared.items()
                if str(one["status"]) == status
            }
            if common:
                response["content"][MEDIA_TYPE]["examples"] = common
            if as_text := described_as_text(response["content"], shared):
                response[OTHER_CONTENT] = as_text
            if status == "503":
                response["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return schema


def _header(name: str) -> Json:
    return {"description": HEADERS[name], "schema": {"type": "string"}}


def _illustrate(path: str, operation: Json, example: Json) -> None:
    """Put the example request and its answers where OpenAPI has a place for them."""
    request = example["request"]
    operation["description"] = f"{operation['description']}{EXAMPLE['en']}`{request}`]({quoted(request)})."
    operation["x-codeSamples"] = [{"lang": "Shell", "label": "curl", "source": f"curl '{ADDRESS}{quoted(request)}'"}]
    given = dict(parse_qsl(request.partition("?")[2]))
    given |= dict(zip(path.split("/"), request.partition("?")[0].split("/"), strict=True))
    for parameter in operation.get("parameters", ()):
        name = parameter["name"]
        value = given.get(name) if parameter["in"] == "query" else given[f"{{{name}}}"]
        if value is not None:
            parameter["example"] = _typed(value, parameter["schema"])
    for answer in example["answers"]:
        response = operation["responses"].get(str(answer["status"]), {})
        content = response.get("content", {}) | response.get(OTHER_CONTENT, {})
        # a file that is older than the routes must not take the document away; a test finds it
        content.get(answer["media_type"], {})["example"] = answer["body"]
    headers = operation["responses"]["200"].setdefault("headers", {})
    for name, value in example["headers"].items():
        headers[name] = {"$ref": f"#/components/headers/{name}"} if value is None else {**_header(name), "example": value}


def _typed(value: str, schema: Json) -> Any:
    match schema.get("type"):
        case "array":
            return [_typed(one, schema["items"]) for one in value.split(",")]
        case "integer":
            return int(value)
        case "number":
            return float(value)
        case "boolean":
            return value == "true"
    return value


def quoted(request: str) -> str:
    """A request as it travels: Chinese percent-encoded."""
    return quote(request, safe="/?&=:,;%-_.~*")
