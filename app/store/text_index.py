"""Filling the text index from the search entries.

Entries are indexed once all are stored, in the order of their ids: SQLite's text index writes a segment for every step back.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from sqlalchemy import Connection, text

from app.store.bulk_inserts import copy_rows
from app.store.tokenised_fields import tokenised

# entries read, tokenised and indexed at once
_ENTRIES = 5000
# bytes that SQLite's text index gathers before it writes a segment; its default is a megabyte
_HASH_SIZE = 64 << 20


def index_words(connection: Connection, progress: Callable[[int], None] = lambda _: None, *, workers: int = 0) -> None:
    """Fill the text index from all search entries; `progress` is called with the number of entries added.

    With `workers`, so many other processes tokenise the texts while this one writes.
    """
    postgresql = connection.dialect.name == "postgresql"
    if not postgresql:
        # merged once, at the end, rather than a few segments at a time
        settings = [("hashsize", _HASH_SIZE), ("automerge", 0)]
        connection.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES (?, ?)", settings)
    for ids, texts in _tokenised(_entries(connection), postgresql, workers):
        rows = list(zip(ids, texts, strict=True))
        if postgresql:
            copy_rows(connection, "search_index", ("id", "tokens"), rows)
        else:
            connection.exec_driver_sql("INSERT INTO search_index (rowid, tokens) VALUES (?, ?)", rows)
        progress(len(rows))
    if not postgresql:
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _entries(connection: Connection) -> Iterator[tuple[list[int], list[str]]]:
    """Ids and fields (JSON text) of the entries, in the order of the ids."""
    for rows in _stream(connection) if connection.dialect.name == "postgresql" else _pages(connection):
        ids, fields = zip(*rows, strict=True)
        yield list(ids), list(fields)


def _stream(connection: Connection) -> Iterator[Sequence[Any]]:
    """One scan with a server-side cursor: PostgreSQL may have no index by `id` yet."""
    select = text("SELECT id, CAST(fields AS text) FROM search_entry ORDER BY id")
    yield from connection.execute(select, execution_options={"yield_per": _ENTRIES}).partitions(_ENTRIES)


def _pages(connection: Connection) -> Iterator[Sequence[Any]]:
    """Page by page: SQLite writes more slowly while a statement is being read."""
    select = text("SELECT id, fields FROM search_entry WHERE id > :last ORDER BY id LIMIT :size")
    last = 0
    while rows := connection.execute(select, {"last": last, "size": _ENTRIES}).all():
        last = rows[-1][0]
        yield rows


def _tokenised(
    entries: Iterable[tuple[list[int], list[str]]], positions: bool, workers: int
) -> Iterator[tuple[list[int], list[str]]]:
    if not workers:
        for ids, fields in entries:
            yield ids, tokenised(fields, positions)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        ahead: deque[tuple[list[int], Future[list[str]]]] = deque()
        for ids, fields in entries:
            ahead.append((ids, pool.submit(tokenised, fields, positions)))
            if len(ahead) > 2 * workers:
                first, found = ahead.popleft()
                yield first, found.result()
        for first, found in ahead:
            yield first, found.result()
