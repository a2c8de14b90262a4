"""The only choosing of a format, and where each format is written."""

from collections.abc import Callable, Iterable, Iterator

import orjson
from sqlalchemy import Connection

from app.formats import bibliography, jsonld
from app.formats.csv import csv_rows, table_columns
from app.formats.json import Part, ndjson_rows
from app.formats.parquet import parquet_rows
from app.lists.listing import Listing, Selection

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "jsonld": "application/ld+json",
    **{name: format_.media_type for name, format_ in bibliography.FORMATS.items()},
}
# formats of whole rows with what they rest on, in which fields cannot be chosen
WHOLE_ROW_FORMATS = ("jsonld", *bibliography.FORMATS)


def write_described(listing: Listing, format_: str, rows: Part, connection: Connection, base: str) -> bytes:
    """Rows as JSON-LD or as bibliographic items, for an address under which the service is known."""
    if format_ == "jsonld":
        assert listing.jsonld_nodes is not None
        return orjson.dumps(jsonld.graph(listing.jsonld_nodes(rows, connection, base)))
    assert listing.csl_items is not None
    return bibliography.FORMATS[format_].write(listing.csl_items(rows, connection, base)).encode()


Writer = Callable[[Iterable[Part], Listing, Selection], Iterator[bytes]]
WRITERS: dict[str, Writer] = {
    "csv": lambda parts, listing, show: csv_rows(parts, table_columns(listing, show)),
    "ndjson": ndjson_rows,
    "parquet": parquet_rows,
}
