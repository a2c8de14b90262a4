"""Rows of a table, most of them in a temporary file: however large the folder, memory holds those of a few documents."""

import os
import pickle
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from heapq import merge
from itertools import chain, islice
from operator import itemgetter
from typing import Any

Row = dict[str, Any]
# rows of a table that memory holds, and rows of a part of the file
MOST_HELD = 2000
_PART = 500
_Placed = tuple[int, Row]


class SpooledRows:
    """A list of rows that grows; rows are written to the file as they are then, so no row is changed once it may be there.

    Those that `spill` is told to hold stay in memory; rows come in the order in which they were added all the same. With
    `on_request`, nothing is written but by `spill`. Raises `OSError` where the file cannot be written.
    """

    def __init__(self, most: int = MOST_HELD, *, on_request: bool = False) -> None:
        self._held: list[_Placed] = []
        self._most, self._on_request = most, on_request
        # rows still held after the last spill, which do not count towards the next
        self._kept = 0
        self._file: int | None = None
        self._size = self._count = 0
        # of each part: where it begins, its bytes, and the documents that its rows are of
        self._parts: list[tuple[int, int, frozenset[str]]] = []

    @property
    def held(self) -> list[Row]:
        """The rows that are in memory."""
        return [row for _, row in self._held]

    def append(self, row: Row) -> None:
        self._held.append((self._count, row))
        self._count += 1
        if not self._on_request:
            self.spill()

    def __iadd__(self, rows: Iterable[Row]) -> "SpooledRows":
        for row in rows:
            self.append(row)
        return self

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return self._in_order(self._parts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SpooledRows | list):
            return NotImplemented
        return len(self) == len(other) and all(one == its for one, its in zip(self, other, strict=True))

    def of_documents(self, documents: Collection[str]) -> Iterator[Row]:
        """The rows of these documents."""
        parts = [part for part in self._parts if not part[2].isdisjoint(documents)]
        return (row for row in self._in_order(parts) if row["document"] in documents)

    def spill(self, holds: Callable[[Row], bool] = lambda _: False) -> None:
        """Write the rows to the file but for those that `holds` names, once they are many."""
        if len(self._held) < self._kept + self._most:
            return
        written = (placed for placed in self._held if not holds(placed[1]))
        while part := list(islice(written, _PART)):
            self._write(part)
        self._held = [placed for placed in self._held if holds(placed[1])]
        self._kept = len(self._held)

    def settled(self) -> "SpooledRows | list[Row]":
        """The rows as a list, if all of them are in memory."""
        return self if self._parts else self.held

    def _in_order(self, parts: Iterable[tuple[int, int, frozenset[str]]]) -> Iterator[Row]:
        written = chain.from_iterable(map(self._read, parts))
        return (row for _, row in merge(written, self._held, key=itemgetter(0)))

    def _write(self, rows: list[_Placed]) -> None:
        if self._file is None:
            self._file, path = tempfile.mkstemp(prefix="factbase-rows-")
            os.unlink(path)
            weakref.finalize(self, os.close, self._file)
        data = pickle.dumps(rows, protocol=5)
        written = 0
        while written < len(data):
            written += os.pwrite(self._file, data[written:], self._size + written)
        self._parts.append((self._size, len(data), frozenset(row["document"] for _, row in rows if "document" in row)))
        self._size += len(data)

    def _read(self, part: tuple[int, int, frozenset[str]]) -> list[_Placed]:
        start, size, _ = part
        assert self._file is not None
        # our own unnamed file: nobody else can have written to it
        rows: list[_Placed] = pickle.loads(os.pread(self._file, size, start))
        return rows


def of_documents(rows: "SpooledRows | Iterable[Row]", documents: Collection[str]) -> Iterator[Row]:
    """The rows of these documents, of a list as well."""
    if isinstance(rows, SpooledRows):
        return rows.of_documents(documents)
    return (row for row in rows if row["document"] in documents)
