"""Facet counts over all rows of long lists, stored after loading: at a million rows some take seconds to count."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, delete, func, insert, select, text

from app.lists.facets import Counts, count_all, facet_counts, is_own_column
from app.lists.listing import Listing
from app.store.tables import FacetCount, FilteredFacetCount, SearchEntry, columns, entry_ids, table
from app.store.transactions import without_memory_map, write

# rows of a list, and rows that hold a word, up to which counting is fast enough at request time
_FEW, _FEW_FOUND = 10_000, 1_000
_WORDS = text(
    "INSERT INTO facet_count (list, facet, value, count)"
    " SELECT :list, 'q', CAST(to_json(word) AS text), ndoc FROM ts_stat(:entries) WHERE ndoc > :few"
)


# filters whose frequent values have counts of all other facets: under each of these, counting takes seconds as well
_COUNTED_UNDER = ("indicator",)


def keep_facet_counts(engine: Engine, listings: Iterable[Listing], few: int = _FEW) -> None:
    """Replace the stored counts: by facet, by facet under frequent indicators, and by frequent word.

    Words only on PostgreSQL, whose text index is slow to count. Lists and values of up to `few` rows have no stored counts, and
    are counted at each request.
    """
    with write(engine) as connection, without_memory_map(connection):
        connection.execute(delete(table(FacetCount)))
        connection.execute(delete(table(FilteredFacetCount)))
        entry = columns(SearchEntry)
        sizes = connection.execute(select(entry.list, func.count()).group_by(entry.list)).all()
        long = [name for name, size in sizes if size > few]
        if not long:
            return
        for listing in listings:
            if listing.name in long:
                _keep_facets(listing, connection)
                _keep_facets_under_values(listing, few, connection)
        if engine.dialect.name == "postgresql":
            for name in long:
                first, last = entry_ids(name)
                entries = f"SELECT tokens FROM search_index WHERE id BETWEEN {first} AND {last}"
                connection.execute(_WORDS, {"list": name, "entries": entries, "few": min(few, _FEW_FOUND)})


def _keep_facets(listing: Listing, connection: Connection) -> None:
    for name, filter_ in listing.facets.items():
        _insert(FacetCount, {"list": listing.name, "facet": name}, count_all(listing, filter_, connection), connection)


def _keep_facets_under_values(listing: Listing, few: int, connection: Connection) -> None:
    for name in _COUNTED_UNDER:
        filter_ = listing.facets.get(name)
        if filter_ is None or not is_own_column(filter_, listing):
            continue
        others = [other for other in listing.facets if other != name]
        for value, count in count_all(listing, filter_, connection):
            if value is None or count <= few:
                continue
            under = {"list": listing.name, "filter": name, "filter_value": _json(value)}
            counted = facet_counts(listing, listing.query.model_validate({name: [value]}), others, connection)
            for facet, counts in counted.items():
                _insert(FilteredFacetCount, {**under, "facet": facet}, counts, connection)


def _insert(model: Any, key: Mapping[str, str], counts: Counts, connection: Connection) -> None:
    rows = [{**key, "value": _json(value), "count": count} for value, count in counts]
    if rows:
        connection.execute(insert(table(model)), rows)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
