"""The response formats: their media types and the functions that write rows in them."""

from collections.abc import Callable, Iterable, Iterator

import orjson
from sqlalchemy import Connection

from app.formats import bibliography, jsonld
from app.formats.csv import csv_rows, table_columns
from app.formats.json import Part, ndjson_rows
from app.formats.parquet import parquet_rows
from app.lists.field_selection import Selection
from app.lists.listing import CHART_FORMATS, Listing

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "jsonld": "application/ld+json",
    "vega-lite": "application/vnd.vegalite.v6+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "svg-narrow": "image/svg+xml",
    **{name: format_.media_type for name, format_ in bibliography.FORMATS.items()},
}
# formats of whole rows with their sources, which do not support `fields` and `include`
WHOLE_ROW_FORMATS = ("jsonld", *bibliography.FORMATS, *CHART_FORMATS)


def write_whole_rows(listing: Listing, format_: str, rows: Part, connection: Connection, base: str) -> bytes:
    """Write rows in a format of `WHOLE_ROW_FORMATS`; `base` is the public URL of the service, for permanent links."""
    if format_ == "jsonld" and listing.jsonld_nodes:
        return orjson.dumps(jsonld.graph(listing.jsonld_nodes(rows, connection, base)))
    if format_ in bibliography.FORMATS and listing.csl_items:
        return bibliography.FORMATS[format_].write(listing.csl_items(rows, connection, base)).encode()
    raise ValueError(f"{listing.name} cannot be written as {format_}")


Writer = Callable[[Iterable[Part], Listing, Selection], Iterator[bytes]]
WRITERS: dict[str, Writer] = {
    "csv": lambda parts, listing, show: csv_rows(parts, table_columns(listing, show)),
    "ndjson": ndjson_rows,
    "parquet": parquet_rows,
}
