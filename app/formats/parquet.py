"""Write rows as Apache Parquet.

Fields become strings, 64-bit integers, booleans, `date32`, lists, or maps of strings; embedded objects become structs or lists
of structs; any other JSON is a string. Values of metrics are 64-bit floats, which keep 15 significant digits; CSV, NDJSON and
JSON keep every digit.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import orjson
from sqlalchemy import ColumnElement

from app.lists.column_types import python_type
from app.lists.listing import Listing, Selection

Row = Mapping[str, Any]
_STRING_MAP = dict[str, str]
_LISTS = (list[str], list[int], list[list[str]])


def parquet_rows(parts: Iterable[Iterable[Row]], listing: Listing, show: Selection) -> Iterator[bytes]:
    """Yield the bytes of a file with one row group for each part."""
    import pyarrow as pa  # a large library, loaded on first use
    import pyarrow.parquet as pq

    own = {name: _python_type(listing.selectable[name], name, listing.exact) for name in show.names}
    embedded = {
        name: {
            inner: _python_type(include.columns[inner], inner, include.exact)
            for inner in show.inner.get(name) or include.columns
        }
        for name, include in ((name, listing.includes[name]) for name in show.includes)
    }
    fields = [(name, _arrow_type(kind, pa)) for name, kind in own.items()]
    for name, kinds in embedded.items():
        struct = pa.struct([(inner, _arrow_type(kind, pa)) for inner, kind in kinds.items()])
        fields.append((name, pa.list_(struct) if listing.includes[name].many else struct))
    schema = pa.schema(fields)
    sink = _ChunkBuffer()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(pa.Table.from_pylist([_row(row, own, embedded) for row in part], schema=schema))
            yield sink.take()
    yield sink.take()


def _python_type(column: ColumnElement[Any], name: str, exact: frozenset[str]) -> Any:
    return float if name in exact else python_type(column)


def _arrow_type(kind: Any, pa: Any) -> Any:
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}
    lists = {list[str]: pa.list_(pa.string()), list[int]: pa.list_(pa.int64())}
    nested = {list[list[str]]: pa.list_(pa.list_(pa.string())), _STRING_MAP: pa.map_(pa.string(), pa.string())}
    return (plain | lists | nested).get(kind, pa.string())


def _row(row: Row, own: Mapping[str, Any], embedded: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    values = {name: _value(row[name], kind) for name, kind in own.items()}
    for name, kinds in embedded.items():
        objects = row[name]
        one = partial(_row, own=kinds, embedded={})
        values[name] = [one(each) for each in objects] if isinstance(objects, list) else objects and one(objects)
    return values


def _value(value: Any, kind: Any) -> Any:
    if value is None or kind in (str, int, bool, _STRING_MAP, *_LISTS):
        return value
    if kind is float:
        return float(value)
    return date.fromisoformat(value) if kind is date else orjson.dumps(value).decode()


class _ChunkBuffer(io.RawIOBase):
    """A write-only file for `ParquetWriter`; `take` returns the bytes written since the last call."""

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

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
