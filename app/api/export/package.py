"""The whole database as a Frictionless Data Package: a ZIP file with the same bytes for the same dataset version.

    data/*.csv         the tables
    documents/*.md     the documents, byte for byte
    README.md          how to read, join, cite and check the package
    datapackage.json   the descriptor; written last, as it has the hashes of the other files

Rows and texts are streamed, so memory does not grow with the number of rows. The bytes depend only on the dataset version,
the code and the installed zlib, not on the time or the machine.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from sqlalchemy import Connection, select

from app.api.export.descriptor import Json, WrittenFile, package_descriptor, table_resource, text_resource
from app.api.export.readme import readme
from app.api.export.table_schema import Table
from app.api.export.tables import tables
from app.formats.csv import Column, csv_rows
from app.store.dataset_version import loaded_dataset
from app.store.tables import Document, columns

_PART = 1000
# the earliest time a ZIP entry can have
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_FILE_MODE = 0o100644 << 16


def write_package(connection: Connection, file: IO[bytes]) -> None:
    """Write the package of the dataset that the connection sees. Raises `Unavailable` if none is loaded."""
    version, _ = loaded_dataset(connection)
    resources: list[Json] = []
    counted = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for table, keys in tables().values():
            rows = _CountingIterator(_rows(table, connection))
            shown = [Column(name, None, field.kind, False, name in table.exact) for name, field in table.fields.items()]
            written = _write(archive, table.path, csv_rows(rows, shown))
            resources.append(table_resource(table, keys, written))
            counted.append((table.path, rows.count, table.description))
        documents = []
        for document in _documents(connection):
            written = _write(archive, f"documents/{document['slug']}.md", [document.pop("text").encode()])
            resources.append(text_resource(document["slug"], document["title"], written))
            documents.append(document)
        _write(archive, "README.md", [readme(version, counted, documents).encode()])
        described = orjson.dumps(package_descriptor(version, documents, resources), option=orjson.OPT_INDENT_2)
        _write(archive, "datapackage.json", [described + b"\n"])


def _rows(table: Table, connection: Connection) -> Iterator[list[Mapping[str, Any]]]:
    found = connection.execute(table.statement, execution_options={"yield_per": _PART})
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


class _CountingIterator:
    """Passes parts of rows through and counts the rows."""

    def __init__(self, parts: Iterator[list[Mapping[str, Any]]]) -> None:
        self.count = 0
        self._parts = parts

    def __iter__(self) -> Iterator[list[Mapping[str, Any]]]:
        for part in self._parts:
            self.count += len(part)
            yield part


def _documents(connection: Connection) -> Iterator[dict[str, Any]]:
    """Each document with its text, one at a time."""
    document = columns(Document)
    wanted = (document.slug, document.title, document.caveat, document.caveat_en, document.text)
    statement = select(*wanted).order_by(document.slug)
    for row in connection.execute(statement, execution_options={"yield_per": 1}).mappings():
        yield dict(row)


def _write(archive: ZipFile, path: str, parts: Iterable[bytes]) -> WrittenFile:
    entry = ZipInfo(path, _NO_TIME)
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _FILE_MODE
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=True) as member:
        for part in parts:
            member.write(part)
            digest.update(part)
            size += len(part)
    return WrittenFile(path, size, digest.hexdigest())
