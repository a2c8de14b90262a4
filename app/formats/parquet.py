"""The only writing of rows as Apache Parquet.

Types are those of the fields: text, 64-bit integers, booleans, days as `date32`, lists as lists, mappings of words as maps,
what is embedded as a struct or a list of structs; any other JSON is text. Values of figures are 64-bit floats, which keep
15 significant digits; whoever needs every digit of the text takes CSV, NDJSON or JSON.
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
_WORDS = dict[str, str]
_LISTS = (list[str], list[int], list[list[str]])


def parquet_rows(parts: Iterable[Iterable[Row]], listing: Listing, show: Selection) -> Iterator[bytes]:
    """A file with one row group for each part."""
    import pyarrow as pa  # a large library, loaded by who asks for the format
    import pyarrow.parquet as pq

    own = {name: _kind(listing.columns[name], name, listing.exact) for name in show.names}
    embedded = {
        name: {
            inner: _kind(include.columns[inner], inner, include.exact) for inner in show.inner.get(name) or include.columns
        }
        for name, include in ((name, listing.includes[name]) for name in show.includes)
    }
    fields = [(name, _arrow(kind, pa)) for name, kind in own.items()]
    for name, kinds in embedded.items():
        struct = pa.struct([(inner, _arrow(kind, pa)) for inner, kind in kinds.items()])
        fields.append((name, pa.list_(struct) if listing.includes[name].many else struct))
    schema = pa.schema(fields)
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(pa.Table.from_pylist([_row(row, own, embedded) for row in part], schema=schema))
            yield sink.taken()
    yield sink.taken()


def _kind(column: ColumnElement[Any], name: str, exact: frozenset[str]) -> Any:
    return float if name in exact else python_type(column)


def _arrow(kind: Any, pa: Any) -> Any:
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}
    lists = {list[str]: pa.list_(pa.string()), list[int]: pa.list_(pa.int64())}
    nested = {list[list[str]]: pa.list_(pa.list_(pa.string())), _WORDS: pa.map_(pa.string(), pa.string())}
    return (plain | lists | nested).get(kind, pa.string())


def _row(row: Row, own: Mapping[str, Any], embedded: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    values = {name: _value(row[name], kind) for name, kind in own.items()}
    for name, kinds in embedded.items():
        held = row[name]
        one = partial(_row, own=kinds, embedded={})
        values[name] = [one(each) for each in held] if isinstance(held, list) else held and one(held)
    return values


def _value(value: Any, kind: Any) -> Any:
    if value is None or kind in (str, int, bool, _WORDS, *_LISTS):
        return value
    if kind is float:
        return float(value)
    return date.fromisoformat(value) if kind is date else orjson.dumps(value).decode()


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
