"""/docs: the API reference as a page to read, made from the OpenAPI document."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app.http.few_parameters import refusing_unknown
from app.http.openapi import ADDRESS, EXAMPLE, document_of, examples_of, operations
from app.http.openapi_examples import in_chinese
from app.http.request_context import context_of
from app.pages.api_client import ApiClient
from app.pages.page_view import Address
from app.pages.reference_examples import QUESTIONS
from app.pages.rendering import render
from app.pages.served_examples import Examples, served_examples
from app.pages.texts import Texts
from app.vocabulary.addresses import PREFIX, local, local_in
from app.vocabulary.names import Language

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Json = dict[str, Any]
# the filters used most, in this order; others follow in the order of their list
_FIRST = (
    "q",
    "indicator",
    "entity",
    "related",
    "unit",
    "period",
    "status",
    "value",
    "evidence",
    "in_conflict",
    "document",
    "section",
    "topic",
)
_SHOWING = (
    "group_by",
    "measures",
    "members",
    "shape",
    "repeats",
    "sort",
    "limit",
    "cursor",
    "count",
    "fields",
    "include",
    "facets",
    "facet_limit",
)
_WRITING = ("format", "lang", "bom", "header", "flat")
_SHOWN_CHARACTERS = 3000
# said once for all filters, in what all addresses have in common
_LISTED = (
    "Repeat it or separate values by commas to match any of them; put a value that contains a comma in double quotes.",
    "可重复给出，或用逗号分隔多个值，符合任一即可；含逗号的值放在双引号中。",
)


@dataclass
class Field:
    """A parameter with its operators folded under it: `value` with `__gt`, `__lte`, …"""

    name: str
    parameter: Json
    operators: list[Json] = field(default_factory=list)

    @property
    def about(self) -> Markup:
        return _said(self.parameter)

    @property
    def others(self) -> list[tuple[str, Markup]]:
        """Its operators with what they mean."""
        return [(one["name"], _said(one)) for one in self.operators]

    @property
    def kind(self) -> str:
        """What it takes, in a word, or the words it takes."""
        schema = self.parameter["schema"]
        one = schema.get("items", schema)
        words = one.get("enum") or ([one["const"]] if "const" in one else [])
        return " | ".join(map(str, words)) if words else str(one.get("type", "string"))


@dataclass
class Operation:
    """An address with what it takes and answers."""

    path: str
    spec: Json
    groups: list[tuple[str, list[Field]]]
    examples: list[tuple[str, str]]
    answer: str
    lang: Language

    @property
    def id(self) -> str:
        return str(self.spec["operationId"])

    @property
    def description(self) -> Markup:
        # the example stands beside the others
        return _markdown(self.spec["description"].partition(EXAMPLE[self.lang])[0])


def add_reference(app: FastAPI) -> None:
    """Serve the page; it is made once for each address that the service is known under."""

    @lru_cache(maxsize=8)
    def made(base: str, prefix: str, query: bytes, served: Examples) -> bytes:
        at = Address("/docs", query, base)
        schema = document_of(app, at.lang)
        groups = [
            (
                tag,
                [
                    one
                    for one in _operations(schema, base, at.lang, examples_of(app)["operations"], served)
                    if tag["name"] in one.spec["tags"]
                ],
            )
            for tag in schema["tags"]
        ]
        about = _markdown(schema["info"]["description"].replace(ADDRESS, base))
        return render("reference.html", at, groups=groups, about=about, version=schema["info"]["version"]).encode()

    async def get_reference(request: Request) -> HTMLResponse:
        """The API reference."""
        context = context_of(request)
        asked = Address.of(context)
        query = urlencode(
            [*([("lang", "zh")] if asked.lang == "zh" else []), *([("keys", "off")] if asked.keys_off else [])]
        )
        served = await served_examples(ApiClient(request, asked.lang))
        body = await run_in_threadpool(made, context.client.base_address, PREFIX.get(), query.encode(), served)
        return HTMLResponse(body, headers={"Content-Language": asked.lang})

    app.add_api_route("/docs", get_reference, include_in_schema=False, dependencies=[refusing_unknown("lang", "keys")])


def _operations(schema: Json, base: str, lang: Language, chinese: Json, served: Examples) -> Iterator[Operation]:
    """Operations with what the page shows of them; `chinese` are the examples of operations, where an answer in Chinese is kept."""
    told = Texts(lang)
    for path, spec in operations(schema):
        content = spec["responses"]["200"].get("content", {}).get("application/json", {})
        example = content.get("example")
        if lang == "zh":
            example = chinese.get(spec["operationId"], {}).get("chinese", in_chinese(example))
        answer = json.dumps(example, ensure_ascii=False, indent=2) if "example" in content else ""
        answer = local_in(answer).replace(ADDRESS, base)
        examples = [(told(words), asked) for words, asked in QUESTIONS.get(spec["operationId"], ())]
        if not examples and (request := _request(spec)):
            examples = [(spec["summary"], request)]
        examples = [(words, own) for words, asked in examples if (own := served.of(asked))]
        if lang == "zh" and any(one["name"] == "lang" for one in spec.get("parameters", ())):
            examples = [(words, f"{asked}{'&' if '?' in asked else '?'}lang=zh") for words, asked in examples]
        yield Operation(path, spec, list(_grouped(spec.get("parameters", ()))), examples, _shortened(answer), lang)


def _request(spec: Json) -> str:
    """The request that the document gives as an example, without its host."""
    source = next((one["source"] for one in spec.get("x-codeSamples", ())), "")
    return str(source.removeprefix("curl '").removesuffix("'").removeprefix(ADDRESS))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS].rpartition("\n")[0] + "\n…"


def _grouped(parameters: Iterable[Json]) -> Iterator[tuple[str, list[Field]]]:
    """Fields in the order of use: the path, filters, what is shown, how it is written."""
    fields: dict[str, Field] = {}
    for one in parameters:
        name, _, operator = one["name"].partition("__")
        if operator and name in fields:
            fields[name].operators.append(one)
        else:
            fields[one["name"]] = Field(one["name"], one)
    in_path = [one for one in fields.values() if one.parameter["in"] == "path"]
    first = [fields[name] for name in _FIRST if name in fields]
    said = {*_FIRST, *_SHOWING, *_WRITING, *(one.name for one in in_path)}
    rest = [one for one in fields.values() if one.name not in said]
    filters = first + [one for one in rest if not one.name.startswith("qualifier.")]
    qualifiers = [one for one in rest if one.name.startswith("qualifier.")]
    showing = [fields[name] for name in _SHOWING if name in fields]
    writing = [fields[name] for name in _WRITING if name in fields]
    yield from (
        (title, group)
        for title, group in (
            ("In the path", in_path), ("What to find", filters), ("Qualifiers", qualifiers), ("What to show", showing), ("How to write it", writing),
        )
        if group
    )  # fmt: skip


def _said(parameter: Json) -> Markup:
    words = str(parameter["description"])
    for listed in _LISTED:
        words = words.replace(listed, "")
    return _inline(words.strip())


def _markdown(text: str) -> Markup:
    return Markup(_renderer().render(_linked(text)))


def _inline(text: str) -> Markup:
    return Markup(_renderer().renderInline(_linked(text)))


def _linked(text: str) -> str:
    return local_in(text.replace("](/", f"]({local('/')}"))


@lru_cache(maxsize=1)
def _renderer() -> "MarkdownIt":
    # loaded on first use
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")
