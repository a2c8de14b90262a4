"""`datapackage.json`: what each file of the package is, field by field (Data Package and Table Schema, version 1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from app.api.export.table import Field, Key, Table
from app.api.listings import LISTS

Json = dict[str, Any]
TITLE = "factbase: facts from documents, each with the words that state it and the page they cite"
ABOUT = (
    "Every sentence and every figure of the documents, with the very words, the marker behind them and the page that the marker"
    " cites. Nothing in it was looked up elsewhere: it says what the documents say, not what is so."
)
RIGHTS = (
    "No licence is granted with this package: the documents, the titles and the pages they cite belong to their authors."
    " Facts and figures may be cited with their source."
)
_TYPES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}


class Written(NamedTuple):
    """A file of the package: its size and the SHA-256 of its bytes."""

    path: str
    size: int
    sha256: str


def package(version: str, documents: Sequence[Mapping[str, Any]], resources: Sequence[Json]) -> Json:
    """The descriptor of the package of a dataset version."""
    caveats = [
        {"document": one["slug"], "caveat": one["caveat"], "caveat_en": one["caveat_en"]}
        for one in documents
        if one["caveat"]
    ]
    return {
        "profile": "data-package",
        "name": "factbase",
        "title": TITLE,
        "description": ABOUT,
        "version": version,
        "sources": [{"title": one["title"], "path": f"documents/{one['slug']}.md"} for one in documents],
        "rights": RIGHTS,
        "caveats": caveats,
        "resources": list(resources),
    }


def table_resource(table: Table, keys: Sequence[Key], written: Written) -> Json:
    """A CSV file and its schema."""
    required = {*table.key, *(name for key in keys for name in key.fields)}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": written.path,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "schema": {
            "fields": [_field(table, name, field, name in required) for name, field in table.fields.items()],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(table, key) for key in keys],
        },
    }


def text_resource(slug: str, title: str, written: Written) -> Json:
    """The text of a document."""
    return {
        "profile": "data-resource",
        "name": f"document-{slug}",
        "path": written.path,
        "title": title,
        "description": "The untouched text that all offsets count into.",
        "format": "md",
        "mediatype": "text/markdown",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
    }


def _field(table: Table, name: str, field: Field, is_key: bool) -> Json:
    described: Json = {"name": name, "type": _TYPES.get(field.kind) or _json_type(field.kind), "description": field.about}
    constraints: Json = {}
    # an empty text and a missing one are the same in CSV
    if not field.is_null and (is_key or field.kind is not str):
        constraints["required"] = True
    if table.key == (name,):
        constraints["unique"] = True
    if values := _values(table, name):
        constraints["enum"] = values
    return described | ({"constraints": constraints} if constraints else {})


def _json_type(kind: Any) -> str:
    return "object" if str(kind).startswith("dict") else "array"


def _values(table: Table, name: str) -> list[str]:
    """The closed list that a field takes its values from, as the filter on it has it."""
    filters = next((listing.filters for listing, _ in LISTS if listing.name == table.name), ())
    for one in filters:
        if one.column is table.fields[name].column and isinstance(one.kind, type) and issubclass(one.kind, StrEnum):
            return [value.value for value in one.kind]
    return []


def _foreign_key(table: Table, key: Key) -> Json:
    there = "" if key.table == table.name else key.table
    return {"fields": list(key.fields), "reference": {"resource": there, "fields": list(key.there)}}
