"""Counts that are precomputed after loading, as some take seconds to compute from a million rows.

Facet counts of long lists and of vocabularies, and the members of vocabularies: which of their rows a filter selects.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, delete, func, insert, literal, select, text

from app.lists.facets.facet_counts import count_all, count_facets, count_under_values, most_frequent_first
from app.lists.facets.facet_statements import related_pairs
from app.lists.facets.precomputed_counts import Counts, is_own_column
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.listing import Listing
from app.store.tables import FacetCount, FilteredFacetCount, ListMember, columns, entry_ids, table
from app.store.transactions import without_memory_map, write
from app.vocabulary import SEARCHED

# rows of a list, and rows that hold a word, up to which counting is fast enough at request time
FEW, _FEW_FOUND = 10_000, 1_000
# rows of a vocabulary up to which its members are stored
_SHORT = 50_000
# more rows than any list has
_ALL = 10**9
_WORDS = text(
    "INSERT INTO facet_count (list, facet, value, count, rank, value_count)"
    " SELECT :list, 'q', CAST(to_json(word) AS text), ndoc, 0, 1 FROM ts_stat(:entries) WHERE ndoc > :few"
)
# filters whose frequent values have counts of all other facets: under each of these, counting takes seconds as well
_COUNTED_UNDER = ("indicator",)


def precompute_facet_counts(engine: Engine, listings: Iterable[Listing], few: int = FEW) -> None:
    """Replace the members of vocabularies, and the counts by facet, by facet under frequent indicators, and by frequent word.

    Words only on PostgreSQL, whose text index is slow to count. If all lists have up to `few` rows, nothing is stored. Of shorter
    lists among longer ones only vocabularies are; the others, and values of up to `few` rows, are counted at each request.
    """
    with write(engine) as connection, without_memory_map(connection):
        for model in (FacetCount, FilteredFacetCount, ListMember):
            connection.execute(delete(table(model)))
        for listing in precomputed_lists(listings, connection, few):
            if listing.precomputes_members:
                _store_members(listing, connection)
            _store_facets(listing, connection)
            if not listing.precomputes_members:
                _store_facets_under_values(listing, few, connection)
            if engine.dialect.name == "postgresql" and listing.name in SEARCHED and not listing.precomputes_members:
                first, last = entry_ids(listing.name)
                entries = f"SELECT tokens FROM search_index WHERE id BETWEEN {first} AND {last}"
                connection.execute(_WORDS, {"list": listing.name, "entries": entries, "few": min(few, _FEW_FOUND)})


def precomputed_lists(listings: Iterable[Listing], connection: Connection, few: int = FEW) -> list[Listing]:
    """The lists of which something is precomputed."""
    count = {one: connection.execute(select(func.count()).select_from(one.table)).scalar_one() for one in listings}
    is_long = any(size > few for size in count.values())
    return [one for one, size in count.items() if (is_long and size <= _SHORT if one.precomputes_members else size > few)]


def _store_members(listing: Listing, connection: Connection) -> None:
    row = table(ListMember)
    for name, filter_, path in _related_facets(listing):
        pairs = related_pairs(listing, filter_, path).subquery("pair")
        chosen = select(literal(listing.name), literal(name), *pairs.c)
        connection.execute(insert(row).from_select(["list", "filter", "value", "key"], chosen))


def _related_facets(listing: Listing) -> list[tuple[str, Filter, JoinPath]]:
    return [(name, one, one.path) for name, one in listing.facets.items() if isinstance(one.path, JoinPath)]


def _store_facets(listing: Listing, connection: Connection) -> None:
    for name, filter_ in listing.facets.items():
        is_member = listing.precomputes_members and isinstance(filter_.path, JoinPath)
        counts = _count_members(listing, filter_, connection) if is_member else count_all(listing, filter_, connection)
        _insert(FacetCount, {"list": listing.name, "facet": name}, most_frequent_first(filter_, counts), connection)


def _count_members(listing: Listing, filter_: Filter, connection: Connection) -> Counts:
    row = columns(ListMember)
    held = select(row.value, func.count()).where(row.list == listing.name, row.filter == filter_.name)
    number = filter_.column.type.python_type is int
    return [(int(value) if number else value, count) for value, count in connection.execute(held.group_by(row.value))]


def _store_facets_under_values(listing: Listing, few: int, connection: Connection) -> None:
    for name in _COUNTED_UNDER:
        filter_ = listing.facets.get(name)
        if filter_ is None or not is_own_column(filter_, listing):
            continue
        others = [other for other in listing.facets if other != name]
        for value, count in count_all(listing, filter_, connection):
            if value is None or count <= few:
                continue
            under = {"list": listing.name, "filter": name, "filter_value": _json(value)}
            query = listing.query.model_validate({name: [value]})
            for facet, found in count_facets(listing, query, others, connection, _ALL, _ALL).items():
                _insert(FilteredFacetCount, {**under, "facet": facet}, found.counts, connection)


def _insert(model: Any, key: Mapping[str, str], counts: Sequence[tuple[Any, int]], connection: Connection) -> None:
    rows = [
        {**key, "value": _json(value), "count": count, "rank": rank, "value_count": len(counts)}
        for rank, (value, count) in enumerate(counts)
    ]
    if rows:
        connection.execute(insert(table(model)), rows)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def recount(listings: Iterable[Listing], connection: Connection) -> Iterable[tuple[str, str]]:
    """Each stored facet, with what is wrong with its counts or members: empty if they are right.

    One statement recounts a facet, and one a facet under all values of another filter. Counts of words are left out: they
    are the text index's own.
    """
    for listing in listings:
        row = columns(FacetCount)
        of_list = row.list == listing.name
        held = set(connection.execute(select(row.facet).where(of_list).distinct()).scalars())
        for name, filter_ in listing.facets.items():
            if name in held:
                stored = _stored(row, literal(None), connection, of_list, row.facet == name)
                same = stored == {None: most_frequent_first(filter_, count_all(listing, filter_, connection))}
                if listing.precomputes_members and isinstance(filter_.path, JoinPath):
                    same = same and _are_members(listing, filter_, filter_.path, connection)
                yield f"{listing.name}.{name}", "" if same else _WRONG
        yield from _recount_under_values(listing, connection)


_WRONG = "what is stored is not what is counted"


def _recount_under_values(listing: Listing, connection: Connection) -> Iterable[tuple[str, str]]:
    row = columns(FilteredFacetCount)
    held = select(row.filter, row.facet).where(row.list == listing.name).distinct()
    for name, facet in connection.execute(held.order_by(row.filter, row.facet)).all():
        where = (row.list == listing.name, row.filter == name, row.facet == facet)
        stored = _stored(row, row.filter_value, connection, *where)
        counted = count_under_values(
            listing, listing.facets[name], list(map(orjson.loads, stored)), listing.facets[facet], connection
        )
        for value, counts in stored.items():
            same = counts == most_frequent_first(listing.facets[facet], counted.get(orjson.loads(value), []))
            yield f"{listing.name}.{facet} under {name}={orjson.loads(value)}", "" if same else _WRONG


def _stored(row: Any, by: Any, connection: Connection, *where: Any) -> dict[Any, Counts]:
    """Counts of one facet by the values of a column, in order; without the counts where their number is wrong."""
    held = select(by, row.value, row["count"], row.value_count).where(*where).order_by(by, row["rank"])
    found: dict[Any, list[tuple[Any, int]]] = {}
    totals = {}
    for key, value, count, total in connection.execute(held):
        found.setdefault(key, []).append((orjson.loads(value), count))
        totals[key] = total
    return {key: counts if len(counts) == totals[key] else [] for key, counts in found.items()}


def _are_members(listing: Listing, filter_: Filter, path: JoinPath, connection: Connection) -> bool:
    row = columns(ListMember)
    held = select(row.value, row.key).where(row.list == listing.name, row.filter == filter_.name)
    related = related_pairs(listing, filter_, path)
    return all(
        connection.execute(one.except_(other).limit(1)).first() is None for one, other in ((held, related), (related, held))
    )
