"""The data dictionary, derived from what the OpenAPI document says of answers, and from the lists."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter

from app.api.fields.chinese import in_chinese
from app.api.fields.origins import origin
from app.api.registry import LISTINGS
from app.http.openapi import Json, examples_of, operations
from app.lists.filters.filter import Filter, FullTextFilter
from app.lists.listing import Listing
from app.vocabulary.column_names import column_name
from app.vocabulary.names import Language

# fields that a filter of a different name applies to
_FILTERED_FIELDS = {
    "reference": ("reference_numbers", "number"), "source": ("source_ids", "source_id"), "topic": ("topics",),
    "entity": ("entities", "relations.subject", "relations.object"), "in_conflict": ("conflict_ids",), "alias": ("aliases",),
    "period": ("period_start", "period_end"), "period_year": ("period",), "sole_support": ("source_ids",), "source_group": ("same_as",),
}  # fmt: skip
_LIST = "/api/v1/"


def answers_of(app: FastAPI) -> Json:
    """The part of the OpenAPI document that describes answers. The whole takes seconds to make, nearly all for parameters."""
    routes = {str(route.path): getattr(route, "response_model", None) for route in iter_route_contexts(app.routes)}
    models: list[tuple[str, Literal["serialization"], TypeAdapter[Any]]] = [
        (path, "serialization", TypeAdapter(model)) for path, model in routes.items() if model is not None
    ]
    answers, told = TypeAdapter.json_schemas(models, ref_template="#/components/schemas/{model}")
    described: Json = {
        "paths": {
            path: {"get": {"responses": {"200": {"content": {"application/json": {"schema": answer}}}}}}
            for (path, _), answer in answers.items()
        },
        "components": {"schemas": told["$defs"]},
    }
    app.state.describe_rows(described)
    return described


def row_models(schema: Json) -> dict[str, Json]:
    """The JSON schema of the rows of each list, and of each other response with rows in `data`, by the end of its path.

    If rows come in several shapes, their fields are merged into one schema.
    """
    models = schema["components"]["schemas"]
    found: dict[str, Json] = {}
    for path, operation in operations(schema):
        content = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
        for shape in content.get("anyOf", [content]):
            rows = _resolve(shape, models).get("properties", {}).get("data", {}).get("items")
            if path.startswith(_LIST) and rows is not None:
                model = found.setdefault(path.removeprefix(_LIST), {"properties": {}})
                own = _resolve(rows, models)["properties"].items()
                fields = {name: _with_values(one, models) for name, one in own if "x-include" not in one}
                model["properties"] = model["properties"] | fields | model["properties"]
    return found


def _with_values(schema: Json, models: Json) -> Json:
    """A field's schema with the values of a closed list in it, rather than a reference to them."""
    if "anyOf" in schema:
        return schema | {"anyOf": [_with_values(one, models) for one in schema["anyOf"]]}
    if "items" in schema:
        return schema | {"items": _with_values(schema["items"], models)}
    named = _resolve(schema, models)
    return named | {key: value for key, value in schema.items() if key != "$ref"} if "enum" in named else schema


def _resolve(schema: Json, models: Json) -> Json:
    model: Json = models[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return model


@cache
def dictionary(app: FastAPI, lang: Language = "en") -> list[Json]:
    """The rows of the dictionary (the fields of `FieldRow`), one for each field of each list."""
    if lang == "zh":
        rows = dictionary(app)
        examples_ = {(row["list"], row["field"]): row["example"] for row in rows}
        return [_chinese(row, examples_) for row in rows]
    models, examples = row_models(answers_of(app)), examples_of(app)
    return [row for name, model in models.items() for row in _fields(name, model, models, examples)]


def _chinese(row: Json, examples: Mapping[tuple[str, str], Any]) -> Json:
    told = {name: row[name] and in_chinese(row[name]) for name in ("meaning", "unit", "origin_detail")}
    # a field in the requested language
    return {**row, **told, "example": examples.get((row["list"], f"{row['field']}_zh"), row["example"])}


def _fields(name: str, model: Json, models: Mapping[str, Json], examples: Json) -> Iterator[Json]:
    listing, searched, values = LISTINGS.get(name), examples["searched"].get(name, ()), examples["fields"]
    for field, schema in model["properties"].items():
        use = _usage(listing, field, field in searched)
        yield {**_describe(name, field, name, field, schema), **use, "example": values.get(name, {}).get(field)}
    for include, rows in (listing.includes if listing else {}).items():
        of = next(other.name for other in LISTINGS.values() if other.table is rows.key.table)
        for inner in rows.columns:
            described = _describe(name, f"{include}.{inner}", of, inner, models[of]["properties"][inner])
            example = values.get(of, {}).get(inner)
            yield {**described, **_usage(None, inner, False), "include": include, "example": example}


def _describe(list_: str, field: str, of: str, own: str, schema: Json) -> Json:
    """Describe a field by the schema of the list `of`, in which it is called `own`."""
    from_ = origin(of, own, is_stored=of in LISTINGS)
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    return {
        "list": list_,
        "field": field,
        "column": "_".join(map(column_name, field.split("."))),
        "type": _type(kinds[0]),
        "unit": from_.unit,
        "nullable": "anyOf" in schema and len(kinds) < len(schema["anyOf"]),
        "meaning": schema.get("description", ""),
        "origin": from_.origin,
        "origin_detail": from_.where,
    }


def _type(schema: Json) -> str:
    if "type" not in schema:
        return "object" if "$ref" in schema else "any"
    return f"array of {_type(schema['items'])}" if schema["type"] == "array" and "items" in schema else str(schema["type"])


def _usage(listing: Listing | None, field: str, is_searched: bool) -> Json:
    """The filters, sort keys and facets of a list that use a field."""
    used = [one for one in listing.filters if _applies_to(one, field, listing, is_searched)] if listing else []
    return {
        "filters": [name for one in used for name in one.fields()],
        "sorts": [field] if listing and field in listing.sorts else [],
        "facet": any(one.labels is not None for one in used),
        "include": None,
    }


def _applies_to(filter_: Filter, field: str, listing: Listing, is_searched: bool) -> bool:
    if isinstance(filter_, FullTextFilter):
        return is_searched
    names = {field, f"{listing.name}.{field}"} & set(_FILTERED_FIELDS.get(filter_.name, ()))
    return filter_.name == field or bool(names) or filter_.column is listing.selectable[field]
