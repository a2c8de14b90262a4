"""Write rows as Apache Parquet.

Fields become strings, 64-bit integers, booleans, `date32`, lists, or maps of strings; embedded objects become structs or lists
of structs; any other JSON is a string. Values of metrics are 64-bit floats, which keep 15 significant digits; CSV, NDJSON and
JSON keep every digit. A flat file, for readers that take no lists, has the columns of CSV.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import orjson
from sqlalchemy import ColumnElement

from app.formats.csv import Column, plain_text
from app.lists.column_types import python_type
from app.lists.field_selection import Output, Selection
from app.lists.listing import Listing

Row = Mapping[str, Any]
Cell = Callable[[Row], Any]
_PLAIN = (str, int, float, bool, date)
_STRING_MAP = dict[str, str]
_LISTS = (list[str], list[int], list[list[str]])


def parquet_rows(parts: Iterable[Iterable[Row]], listing: Listing, show: Selection) -> Iterator[bytes]:
    """Yield the bytes of a file with one row group for each part."""
    import pyarrow as pa  # a large library, loaded on first use

    cells = [_nested_cell(one, listing, pa) for one in show.outputs]
    return _file(parts, {one.title: cell for one, cell in zip(show.outputs, cells, strict=True)})


def flat_parquet_rows(parts: Iterable[Iterable[Row]], columns: Sequence[Column]) -> Iterator[bytes]:
    """The same with columns of plain values only: the columns of CSV, in which lists are joined, and typed."""
    import pyarrow as pa

    return _file(parts, {column.title: _flat_cell(column, pa) for column in columns})


def _file(parts: Iterable[Iterable[Row]], cells: Mapping[str, tuple[Any, Cell]]) -> Iterator[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(title, kind) for title, (kind, _) in cells.items()])
    sink = _ChunkBuffer()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for part in parts:
            rows = [{title: cell(row) for title, (_, cell) in cells.items()} for row in part]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            yield sink.take()
    yield sink.take()


def _nested_cell(output: Output, listing: Listing, pa: Any) -> tuple[Any, Cell]:
    """The type of a field, and the function that makes its value from a row."""
    name, include = output.name, listing.includes.get(output.name)
    if include is None:
        kind = _python_type(listing.selectable[name], name, listing.exact)
        return _arrow_type(kind, pa), lambda row: _value(row[name], kind)
    kinds = {one: _python_type(include.columns[one], one, include.exact) for one in output.fields}
    of_one: Cell
    if picked := output.picked:
        type_, of_one = _arrow_type(kinds[picked], pa), lambda one: _value(one[picked], kinds[picked])
    else:
        type_ = pa.struct([(inner, _arrow_type(kind, pa)) for inner, kind in kinds.items()])
        of_one = partial(_struct, kinds=kinds)
    if include.many:
        return pa.list_(type_), lambda row: [of_one(one) for one in row[name]]
    return type_, lambda row: None if row[name] is None else of_one(row[name])


def _struct(row: Row, kinds: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(row[name], kind) for name, kind in kinds.items()}


def _flat_cell(column: Column, pa: Any) -> tuple[Any, Cell]:
    kind = float if column.exact else column.kind
    if not column.many and kind in _PLAIN:
        return _arrow_type(kind, pa), lambda row: _value(column.value(row), kind)

    def cell(row: Row) -> str | None:
        value = column.value(row)
        # as CSV and the views have it: nothing is no value
        return None if value in (None, []) else plain_text(value, column)

    return pa.string(), cell


def _python_type(column: ColumnElement[Any], name: str, exact: frozenset[str]) -> Any:
    return float if name in exact else python_type(column)


def _arrow_type(kind: Any, pa: Any) -> Any:
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}
    lists = {list[str]: pa.list_(pa.string()), list[int]: pa.list_(pa.int64())}
    nested = {list[list[str]]: pa.list_(pa.list_(pa.string())), _STRING_MAP: pa.map_(pa.string(), pa.string())}
    return (plain | lists | nested).get(kind, pa.string())


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
