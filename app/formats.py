"""The only choosing of a format, and the only writing of rows as CSV, NDJSON and Parquet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Double, Integer
from sqlalchemy.types import JSON, Boolean
from sqlmodel import SQLModel

from app import citing, jsonld
from app.errors import NotAcceptable
from app.listing import Listing, Shown, present
from app.requests import qualities

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "jsonld": "application/ld+json",
    **{name: format_.media_type for name, format_ in citing.FORMATS.items()},
}
# formats of whole rows with what they rest on, in which fields cannot be chosen
DESCRIBED = ("jsonld", *citing.FORMATS)
# Excel reads a file without a byte order mark in the machine's code page, in which no Chinese survives
_BOM = b"\xef\xbb\xbf"
# what a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_PART = 500

Part = list[dict[str, Any]]


def negotiate(asked: str | None, accept: str, formats: Sequence[str]) -> str:
    """The format to answer in: what `format` says, else what `Accept` (RFC 9110, section 12.5.1) likes best.

    Raises `NotAcceptable` where the client takes none of `formats`.
    """
    if asked:
        return asked
    for name, _ in qualities(accept or "*/*"):
        for format_ in formats:
            if _takes(name, MEDIA_TYPES[format_]):
                return format_
    offered = ", ".join(dict.fromkeys(MEDIA_TYPES[format_] for format_ in formats))
    raise NotAcceptable(f"none of what is accepted ({accept!r}) can be given; there is {offered}, and format=")


def _takes(name: str, media_type: str) -> bool:
    plain = media_type.partition(";")[0]
    return name in {plain, "*/*", plain.partition("/")[0] + "/*"}


def described(listing: Listing, format_: str, rows: Part, connection: Connection, base: str) -> bytes:
    """Rows as JSON-LD or as bibliographic items, for an address under which the service is known."""
    if format_ == "jsonld":
        assert listing.documents is not None
        return orjson.dumps(jsonld.graph(listing.documents(rows, connection, base)))
    assert listing.cite is not None
    return citing.FORMATS[format_].write(listing.cite(rows, connection, base)).encode()


@dataclass(frozen=True)
class Column:
    """A column of a table: an own field of the row, or one of something embedded in it, then as `name.inner`."""

    name: str
    inner: str | None
    type: Any
    many: bool
    exact: bool

    @property
    def title(self) -> str:
        return f"{self.name}.{self.inner}" if self.inner else self.name

    def value(self, row: Mapping[str, Any]) -> Any:
        value = row[self.name]
        if self.inner is None or value is None:
            return value
        return [one[self.inner] for one in value] if self.many else value[self.inner]


def flat(listing: Listing, show: Shown) -> list[Column]:
    """The columns of a list's rows as a table has them."""
    own = [Column(name, None, _type(listing.columns[name]), False, name in listing.exact) for name in show.names]
    embedded = [
        Column(name, inner, _type(include.columns[inner]), include.many, inner in include.exact)
        for name, include in ((name, listing.includes[name]) for name in show.includes)
        for inner in show.inner.get(name) or include.columns
    ]
    return [*own, *embedded]


def _type(column: ColumnElement[Any]) -> Any:
    """`int`, `float`, `bool`, `str`, `list[str]`, `list[int]`, or `dict` for any other JSON."""
    kind: Any = column.type
    if isinstance(kind, JSON):
        return _json_types().get((str(column.table.name), str(column.name)), dict)
    for sql, python in ((Boolean, bool), (Integer, int), (Double, float)):
        if isinstance(kind, sql):
            return python
    return str


def _json_types() -> dict[tuple[str, str], Any]:
    """Which JSON columns hold lists of words or numbers."""
    lists: dict[tuple[str, str], Any] = {}
    for mapper in SQLModel._sa_registry.mappers:
        fields: Mapping[str, Any] = mapper.class_.model_fields
        lists |= {
            (str(mapper.class_.__tablename__), name): field.annotation
            for name, field in fields.items()
            if field.annotation in (list[str], list[int])
        }
    return lists


def csv_rows(parts: Iterable[Part], columns: Sequence[Column]) -> Iterator[bytes]:
    """UTF-8 with byte order mark, one header row (RFC 4180), lists joined by `; `, cells that no spreadsheet computes."""
    yield _BOM + _csv_lines([[column.title for column in columns]])
    for part in parts:
        yield _csv_lines([_cell(column.value(row), column) for column in columns] for row in part)


def _csv_lines(lines: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode()


def _cell(value: Any, column: Column) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if column.type is not dict or column.many:
            return _harmless("; ".join(_cell(one, column) if one is not None else "" for one in value))
        case list() | dict():
            return orjson.dumps(value).decode()
        case str() if not column.exact:
            return _harmless(value)
    return str(value)


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text


def ndjson_rows(parts: Iterable[Part], listing: Listing, show: Shown) -> Iterator[bytes]:
    """One JSON object a line."""
    for part in parts:
        yield b"".join(orjson.dumps(dress(row, listing, show), option=orjson.OPT_APPEND_NEWLINE) for row in part)


def dress(row: Mapping[str, Any], listing: Listing, show: Shown) -> dict[str, Any]:
    """A row as JSON shows it, with what is embedded."""
    dressed = present(row, listing.exact, show.names)
    for name in show.includes:
        exact, inner = listing.includes[name].exact, show.inner.get(name)
        held = row[name]
        if isinstance(held, list):
            dressed[name] = [present(one, exact, inner) for one in held]
        else:
            dressed[name] = None if held is None else present(held, exact, inner)
    return dressed


def parquet_rows(parts: Iterable[Part], columns: Sequence[Column]) -> Iterator[bytes]:
    """Apache Parquet, one row group a part; other JSON than lists of words or numbers is text."""
    import pyarrow as pa  # a large library, loaded by who asks for the format
    import pyarrow.parquet as pq

    schema = pa.schema([(column.title, _arrow(column, pa)) for column in columns])
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for part in parts:
            values = {column.title: [_parquet(column.value(row), column) for row in part] for column in columns}
            writer.write_table(pa.table(values, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _arrow(column: Column, pa: Any) -> Any:
    plain = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), list[str]: pa.list_(pa.string())}
    kind = plain | {list[int]: pa.list_(pa.int64())}
    found = pa.float64() if column.exact else kind.get(column.type, pa.string())
    return pa.list_(found) if column.many else found


def _parquet(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.many:
        return [_one(item, column) for item in value]
    return _one(value, column)


def _one(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.exact:
        return float(value)
    return orjson.dumps(value).decode() if column.type is dict else value


class _Sink(io.RawIOBase):
    """What a writer has written since it was last asked."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._length += len(part)
        return len(part)

    def tell(self) -> int:
        return self._length

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


Writer = Callable[[Iterable[Part], Listing, Shown], Iterator[bytes]]
WRITERS: dict[str, Writer] = {
    "csv": lambda parts, listing, show: csv_rows(parts, flat(listing, show)),
    "ndjson": ndjson_rows,
    "parquet": lambda parts, listing, show: parquet_rows(parts, flat(listing, show)),
}
