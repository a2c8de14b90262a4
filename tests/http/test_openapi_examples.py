"""Every example in the OpenAPI document is of the schema that it stands beside, and the document is made once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from app.http.openapi import describe
from tests.support.openapi import Json, document

Example = tuple[str, Json, Any]


def of_schema(where: str, schema: Json) -> Iterator[Example]:
    for example in [*schema.get("examples", ()), *([schema["example"]] if "example" in schema else ())]:
        yield where, {name: value for name, value in schema.items() if name not in {"example", "examples"}}, example


def of_operation(where: str, operation: Json, shared: Json) -> Iterator[Example]:
    for parameter in operation.get("parameters", ()):
        place = f"{where} {parameter['name']}"
        yield from of_schema(place, parameter["schema"])
        if "example" in parameter:
            yield place, parameter["schema"], parameter["example"]
    for status, response in operation["responses"].items():
        for name, content in response.get("content", {}).items():
            place = f"{where} {status} {name}"
            if "example" in content:
                yield place, content["schema"], content["example"]
            for one in content.get("examples", {}).values():
                yield place, content["schema"], shared[one["$ref"].rpartition("/")[2]]["value"]
        for name, header in response.get("headers", {}).items():
            if "example" in header:
                yield f"{where} {name}", header["schema"], header["example"]


def examples(schema: Json) -> Iterator[Example]:
    components = schema["components"]
    for name, model in components["schemas"].items():
        for field, inner in model.get("properties", {}).items():
            yield from of_schema(f"{name}.{field}", inner)
    for path, item in schema["paths"].items():
        for operation in item.values():
            yield from of_operation(path, operation, components["examples"])


def test_each_example_is_of_its_schema() -> None:
    wrong = []
    found = list(examples(document()))
    assert len(found) > 1000
    for where, schema, example in found:
        validator = Draft202012Validator({**schema, "components": document()["components"]})
        wrong += [(where, example, error.message) for error in validator.iter_errors(example)]
    assert wrong == []


def test_the_document_is_made_once_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """FastAPI cannot make it in two threads at once."""
    made: list[int] = []

    def declared(_: FastAPI) -> Json:
        made.append(1)
        time.sleep(0.05)
        return {}

    monkeypatch.setattr("app.http.openapi.declared_by", declared)
    monkeypatch.setattr("app.http.openapi.complete", lambda schema, _: schema)
    app = FastAPI()
    describe(app)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: app.openapi(), range(4))) == [{}] * 4
    assert made == [1]
