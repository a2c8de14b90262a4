"""Facet counts over all rows of long lists, stored after loading: at a million rows some take seconds to count."""

from collections.abc import Iterable

import orjson
from sqlalchemy import Connection, Engine, delete, func, insert, select, text

from app.lists.facets import count_all
from app.lists.listing import Listing
from app.store.tables import FacetCount, SearchEntry, columns, entry_ids, table
from app.store.transactions import without_memory_map, write

# rows of a list, and rows that hold a word, up to which counting is fast enough at request time
_FEW, _FEW_FOUND = 10_000, 1_000
_WORDS = text(
    "INSERT INTO facet_count (list, facet, value, count)"
    " SELECT :list, 'q', CAST(to_json(word) AS text), ndoc FROM ts_stat(:entries) WHERE ndoc > :few"
)


def keep_facet_counts(engine: Engine, listings: Iterable[Listing], few: int = _FEW) -> None:
    """Replace the stored counts: by facet, and on PostgreSQL, whose text index is slow to count, by frequent word.

    Lists of up to `few` rows have none, and are counted at each request.
    """
    with write(engine) as connection, without_memory_map(connection):
        connection.execute(delete(table(FacetCount)))
        entry = columns(SearchEntry)
        sizes = connection.execute(select(entry.list, func.count()).group_by(entry.list)).all()
        long = [name for name, size in sizes if size > few]
        if not long:
            return
        for listing in listings:
            if listing.name in long:
                _keep_facets(listing, connection)
        if engine.dialect.name == "postgresql":
            for name in long:
                first, last = entry_ids(name)
                entries = f"SELECT tokens FROM search_index WHERE id BETWEEN {first} AND {last}"
                connection.execute(_WORDS, {"list": name, "entries": entries, "few": min(few, _FEW_FOUND)})


def _keep_facets(listing: Listing, connection: Connection) -> None:
    for name, filter_ in listing.facets.items():
        counts = count_all(listing, filter_, connection)
        rows = [
            {"list": listing.name, "facet": name, "value": orjson.dumps(value).decode(), "count": count}
            for value, count in counts
        ]
        if rows:
            connection.execute(insert(table(FacetCount)), rows)
