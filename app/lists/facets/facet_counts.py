"""Facets: counts of a list's rows by the values of a filter, each under all filters but its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, select

from app.lists.facets.facet_statements import count_by_column, count_by_value, count_together, value_reader
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.value_labels import NO_VALUE, VALUES_THEMSELVES
from app.lists.listing import MAX_COUNT, Listing
from app.lists.sampling import Rows, Sampler
from app.store.dialects import in_bound_list
from app.store.prepared_statements import prepared_query
from app.store.tables import FacetCount, FilteredFacetCount, columns
from app.vocabulary.names import Language

# rows that all facets of a request count together, and the least that one counts
_MAX_COUNTED, _MIN_COUNTED = 100_000, MAX_COUNT
Counts = Sequence[tuple[Any, int]]


@dataclass(frozen=True)
class FacetCounts:
    """The most frequent values of a facet with their counts, and how many values there are.

    `rows_counted` is null if all rows are counted. Otherwise it is how many are, the first by id: ids are hashes, so these are
    a random part. Each count is a lower bound then.
    """

    counts: Counts
    value_count: int
    rows_counted: int | None = None


def facet_counts(
    listing: Listing, query: Any, names: Sequence[str], connection: Connection, most: int
) -> dict[str, FacetCounts]:
    """By facet, its `most` frequent values with their count: those that are precomputed, others counted from the rows."""
    found: dict[str, FacetCounts] = {}
    if not _counts_facts(listing, query):
        found = _find_precomputed(listing, query, names, connection, most)
    rest = [name for name in names if name not in found]
    counted = count_facets(listing, query, rest, connection, max(_MIN_COUNTED, _MAX_COUNTED // max(1, len(rest))))
    found |= {name: replace(one, counts=one.counts[:most]) for name, one in counted.items()}
    return {name: found[name] for name in names}


def _find_precomputed(
    listing: Listing, query: Any, names: Sequence[str], connection: Connection, most: int
) -> dict[str, FacetCounts]:
    used = _used_filters(listing, query)
    found = _precomputed_counts(listing, [name for name in names if used <= {name}], connection, most)
    if (only := _only_value(listing, query)) is not None:
        found |= _precomputed_counts(listing, [name for name in names if name not in used], connection, most, *only)
    return found


def precomputed_count(listing: Listing, query: Any, connection: Connection) -> int | None:
    """The number of rows that a query selects, where all that it filters by is one value of a precomputed facet."""
    only = _only_value(listing, query)
    filter_ = listing.facets.get(only[0]) if only else None
    if only is None or filter_ is None or _counts_facts(listing, query):
        return None
    if filter_.condition_for is not None or not is_own_column(filter_, listing):
        return None  # the filter may match other rows than those that the facet counts
    row = columns(FacetCount)
    value = orjson.dumps(only[1]).decode()
    where = (row.list == listing.name, row.facet == only[0], row.value == value)
    return connection.execute(select(row["count"]).where(*where)).scalar()


def count_facets(
    listing: Listing, query: Any, names: Sequence[str], connection: Connection, most: int
) -> dict[str, FacetCounts]:
    """By facet, its values with their counts of up to `most` rows, the most frequent first."""
    used = _used_filters(listing, query)
    sampler = Sampler(listing, query, connection, most)
    # the facets that leave out the same filter, if any, count the same rows
    alike: dict[str, list[Filter]] = {}
    for name in names:
        alike.setdefault(name if name in used else "", []).append(listing.facets[name])
    found: dict[str, FacetCounts] = {}
    for but, filters in alike.items():
        found |= _count_alike(
            listing, sampler, listing.facets.get(but), filters, connection, once=_counts_facts(listing, query)
        )
    return {name: found[name] for name in names}


def _count_alike(
    listing: Listing, sampler: Sampler, but: Filter | None, filters: Sequence[Filter], connection: Connection, *, once: bool
) -> dict[str, FacetCounts]:
    """Counts of several facets over the rows that match without the filter `but`."""
    under = conditions(listing.filters, sampler.query, but=but)
    # all rows of one facet are counted in an index, which does not tell the facts that several of them state
    if not under.own and not under.related and not once:
        counted: Mapping[str, Counts] = {one.name: _count(listing, under, one, connection, once=once) for one in filters}
        rows_counted = None
    else:
        rows = sampler.rows(but)
        counted, rows_counted = _count_together(rows, under.related, filters, connection, once=once), rows.most
    ordered = {one.name: most_frequent_first(one, counted[one.name]) for one in filters}
    return {name: FacetCounts(counts, len(counts), rows_counted) for name, counts in ordered.items()}


def _count_together(
    rows: Rows, related: Mapping[JoinPath, Sequence[ColumnElement[bool]]], filters: Sequence[Filter], connection: Connection, *,
    once: bool,
) -> Mapping[str, Counts]:  # fmt: skip
    found: dict[str, list[tuple[Any, int]]] = {one.name: [] for one in filters}
    readers = {one.name: value_reader(one) for one in filters}
    with_null = {one.name for one in filters if _has_null(one)}
    for name, text, count in connection.execute(count_together(rows, related, filters, once=once)):
        if text is not None:
            found[name].append((readers[name](text), count))
        elif name in with_null:
            found[name].append((None, count))
    return found


def with_labels(filter_: Filter, counts: Counts, connection: Connection, lang: Language) -> list[dict[str, Any]]:
    """Counts with the names of their values."""
    labels = filter_.labels or VALUES_THEMSELVES
    names = labels.of([value for value, _ in counts if value is not None], lang, connection)
    return [{"value": value, "label": NO_VALUE[lang] if value is None else names[value], "count": n} for value, n in counts]


def _counts_facts(listing: Listing, query: Any) -> bool:
    """Whether figures that state the same fact count once under each value."""
    return listing.repeats is not None and listing.repeats.used(query) == "first"


def count_all(listing: Listing, filter_: Filter, connection: Connection) -> Counts:
    """Counts by the values of one filter, over all rows."""
    return _count(listing, Conditions([], {}), filter_, connection, once=False)


def count_under_values(
    listing: Listing, under: Filter, values: Sequence[Any], filter_: Filter, connection: Connection
) -> Mapping[Any, Counts]:
    """Counts by the values of one filter under each of these values of another, whose column is the list's own."""
    rows = connection.execute(count_by_column(listing, under.column, under.column.in_(values), filter_))
    has_null = _has_null(filter_)
    found: dict[Any, list[tuple[Any, int]]] = {}
    for by, value, count in rows:
        if has_null or value is not None:
            found.setdefault(by, []).append((value, count))
    return found


def most_frequent_first(filter_: Filter, counts: Counts) -> Counts:
    # null comes last, however frequent
    found = [(bool(value), count) for value, count in counts] if filter_.kind is bool else list(counts)
    return sorted(found, key=lambda one: (one[0] is None, -one[1], str(one[0])))


def _precomputed_counts(
    listing: Listing, names: list[str], connection: Connection, most: int, filter_: str = "", value: Any = None
) -> dict[str, FacetCounts]:
    """Stored counts, over all rows or under a value of one filter, of those facets that have any."""
    if not names:
        return {}
    bound = {"list_name": listing.name, "names": names, "most": most}
    if filter_:
        rows = _stored_under_value(connection, **bound, filter_name=filter_, filter_value=orjson.dumps(value).decode())
    else:
        rows = _stored_over_all(connection, **bound)
    found: dict[str, list[tuple[Any, int]]] = {}
    totals: dict[str, int] = {}
    for row in rows:
        found.setdefault(row["facet"], []).append((orjson.loads(row["value"]), row["count"]))
        totals[row["facet"]] = row["value_count"]
    return {name: FacetCounts(counts, totals[name]) for name, counts in found.items()}


@prepared_query
def _stored_over_all() -> Select[Any]:
    return _stored(columns(FacetCount))


@prepared_query
def _stored_under_value() -> Select[Any]:
    row = columns(FilteredFacetCount)
    is_filter = (row.filter == bindparam("filter_name"), row.filter_value == bindparam("filter_value"))
    return _stored(row).where(*is_filter)


def _stored(row: Any) -> Select[Any]:
    """The values of each facet up to the rank `most`, in order."""
    where = (row.list == bindparam("list_name"), in_bound_list(row.facet, "names"), row["rank"] < bindparam("most"))
    return select(row.facet, row.value, row["count"], row.value_count).where(*where).order_by(row.facet, row["rank"])


def _only_value(listing: Listing, query: Any) -> tuple[str, Any] | None:
    """Filter and value, if a single value of one filter is all that the query filters by."""
    given = [name for name in query.model_fields_set & listing.parameters.keys() if getattr(query, name) is not None]
    if len(given) != 1 or getattr(query, "related", None):
        return None
    values = getattr(query, given[0])
    return (given[0], values[0]) if isinstance(values, list) and len(values) == 1 else None


def _used_filters(listing: Listing, query: Any) -> set[str]:
    """Names of the filters that a query uses."""
    return {listing.parameters[name][0].name for name in query.model_fields_set & listing.parameters.keys()}


def is_own_column(filter_: Filter, listing: Listing) -> bool:
    """Whether rows are grouped by a column of the list's own table, unchanged."""
    column = filter_.column
    return filter_.groups is None and isinstance(column, Column) and column.table is listing.table


def _count(listing: Listing, counted: Conditions, filter_: Filter, connection: Connection, *, once: bool) -> Counts:
    """Rows without a value count as null where the list's row, or its one related row, has none; else not at all."""
    statement = count_by_value(listing, filter_, counted, once=once)
    rows = connection.execute(statement).all()
    has_null = _has_null(filter_)
    # in Python: with `IS NOT NULL` SQLite begins with the table of values and reads the rows in random order
    return [(value, count) for value, count in rows if has_null or value is not None]


def _has_null(filter_: Filter) -> bool:
    return not isinstance(filter_.path, JoinPath) or filter_.path.is_to_one
