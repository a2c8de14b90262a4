"""`datapackage.json`, which describes every file and field of the package (Data Package and Table Schema, version 1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from app.api.export.table_schema import Field, ForeignKey, Table
from app.api.registry import LISTS
from app.formats.csv import SEPARATOR
from app.vocabulary.column_names import column_name

Json = dict[str, Any]
TITLE = "factbase: facts from documents, each with the words that state it and the pages they cite"
ABOUT = (
    "Every sentence and every figure of the documents, with the exact words, the markers that support them and the pages that the"
    " markers cite. It records what the documents say; nothing was checked against other sources."
)
RIGHTS = (
    "No licence is granted with this package. The documents, the titles and the cited pages belong to their authors."
    " Facts and figures may be cited with their source."
)
_TYPES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}
_ITEMS: dict[Any, str] = {list[str]: "string", list[int]: "integer"}
# whose values may be written as an empty cell
_EMPTY_CELLS = (str, *_ITEMS)


class WrittenFile(NamedTuple):
    """A file of the package: its size and the SHA-256 of its bytes."""

    path: str
    size: int
    sha256: str


def package_descriptor(version: str, documents: Sequence[Mapping[str, Any]], resources: Sequence[Json]) -> Json:
    """The descriptor of the whole package."""
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


def table_resource(table: Table, keys: Sequence[ForeignKey], written: WrittenFile) -> Json:
    """The descriptor of a CSV file, with its schema."""
    required = {*table.key, *(name for key in keys for name in key.fields)}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": written.path,
        "description": table.description,
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


def text_resource(slug: str, title: str, written: WrittenFile) -> Json:
    """The descriptor of the text of a document."""
    return {
        "profile": "data-resource",
        "name": f"document-{slug}",
        "path": written.path,
        "title": title,
        "description": "The unchanged text that all offsets refer to.",
        "format": "md",
        "mediatype": "text/markdown",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
    }


def _field(table: Table, name: str, field: Field, is_key: bool) -> Json:
    described: Json = {
        "name": column_name(name),
        **_type(field.kind),
        "description": field.description,
    }
    constraints: Json = {}
    # CSV cannot tell an empty text or list from a missing one
    if not field.is_nullable and (is_key or field.kind not in _EMPTY_CELLS):
        constraints["required"] = True
    if table.key == (name,):
        constraints["unique"] = True
    if values := _values(table, name):
        constraints["enum"] = values
    return described | ({"constraints": constraints} if constraints else {})


def _type(kind: Any) -> Json:
    """The type of a field as Table Schema names it: lists of words or numbers are joined in one cell, the rest is JSON."""
    if kind in _ITEMS:
        return {"type": "list", "delimiter": SEPARATOR, "itemType": _ITEMS[kind]}
    return {"type": _TYPES.get(kind) or ("object" if str(kind).startswith("dict") else "array")}


def _values(table: Table, name: str) -> list[str]:
    """The allowed values of a field, if the filter on it has a closed list; else none."""
    filters = next((listing.filters for listing, _ in LISTS if listing.name == table.name), ())
    for one in filters:
        if one.column is table.fields[name].column and isinstance(one.kind, type) and issubclass(one.kind, StrEnum):
            return [value.value for value in one.kind]
    return []


def _foreign_key(table: Table, key: ForeignKey) -> Json:
    resource = "" if key.referenced_table == table.name else key.referenced_table
    return {"fields": list(key.fields), "reference": {"resource": resource, "fields": list(key.referenced_fields)}}
