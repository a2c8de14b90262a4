"""Counts that are stored, read: of the facets of long lists over all rows, and under frequent values of some filters.

`count_precomputation` makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Select, bindparam, select

from app.lists.filters.filter import Filter
from app.lists.listing import Listing
from app.store.dialects import in_bound_list
from app.store.prepared_statements import prepared_query
from app.store.tables import FacetCount, FilteredFacetCount, ListMember, columns

Counts = Sequence[tuple[Any, int]]


@dataclass(frozen=True)
class FacetCounts:
    """The most frequent values of a facet with their counts, and how many values there are.

    `rows_counted` is null if all rows are counted. Otherwise it is how many are, the first by id: ids are hashes, so these are
    a random part. Each count is a lower bound then. Without time to count any, there are no values, and `value_count` is null.
    """

    counts: Counts
    value_count: int | None
    rows_counted: int | None = None


NOT_COUNTED = FacetCounts([], None, 0)


def find_stored(
    listing: Listing, query: Any, names: Sequence[str], connection: Connection, most: int
) -> dict[str, FacetCounts]:
    """Those facets whose counts are stored: over all rows, or under the one value that is all that the query filters by."""
    used = used_filters(listing, query)
    found = _precomputed_counts(listing, [name for name in names if used <= {name}], connection, most)
    if (only := _only_value(listing, query)) is not None:
        found |= _precomputed_counts(listing, [name for name in names if name not in used], connection, most, *only)
    return found


def stored_count(listing: Listing, query: Any, connection: Connection, but: Filter | None = None) -> int | None:
    """The number of rows that a query selects, repeats among them, where one value of a facet is all that it filters by.

    The filter `but` is left out. Null where the count is not stored.
    """
    if (only := _only_value(listing, query, but)) is None:
        return None
    name, _, operator = only[0].partition("__")
    filter_ = listing.facets.get(name)
    if filter_ is None or operator not in {"", "exact"} or not (operator or filter_.selects_its_bucket):
        return None
    return _stored_count(listing, filter_, only[1], connection)


def matches_nothing(listing: Listing, query: Any, connection: Connection, but: Filter | None = None) -> bool:
    """Whether it is stored of a filter, other than `but`, that no row has any of the values that are asked for.

    To find none among a million rows takes seconds where a related table has many with the value: most claims may be opinions,
    and no figure in any of them.
    """
    if getattr(query, "related", None):
        return False
    asked = {name: listing.facets.get(name.partition("__")[0]) for name in listing.given_filters(query)}
    return any(
        filter_ is not None
        and filter_ is not but
        and name in {filter_.name if filter_.selects_its_bucket else "", f"{filter_.name}__exact"}
        and all(_stored_count(listing, filter_, one, connection) == 0 for one in _values(getattr(query, name)))
        for name, filter_ in asked.items()
    )


def _values(asked: Any) -> Sequence[Any]:
    return asked if isinstance(asked, list) else [asked]


def _stored_count(listing: Listing, filter_: Filter, value: Any, connection: Connection) -> int | None:
    """The stored count of a value: 0 if those of other values are, as all are stored; null if none of the filter's is."""
    key = {"list_name": listing.name, "facet_name": filter_.name}
    found = _stored_value(connection, **key, facet_value=orjson.dumps(value).decode())
    if found:
        count: int = found[0]["count"]
        return count
    return 0 if _first_value(connection, **key) else None


def has_members(listing: Listing, connection: Connection) -> bool:
    """Whether the rows of the list that each value of a filter selects are stored."""
    return listing.precomputes_members and bool(_first_member(connection, list_name=listing.name))


def counts_facts(listing: Listing, query: Any) -> bool:
    """Whether figures that state the same fact count once under each value."""
    return listing.repeats is not None and listing.repeats.used(query) == "first"


def used_filters(listing: Listing, query: Any) -> set[str]:
    """Names of the filters that a query uses."""
    return {listing.parameters[name][0].name for name in query.model_fields_set & listing.parameters.keys()}


def is_own_column(filter_: Filter, listing: Listing) -> bool:
    """Whether rows are grouped by a column of the list's own table, unchanged."""
    column = filter_.column
    return filter_.groups is None and isinstance(column, Column) and column.table is listing.table


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
def _first_member() -> Select[Any]:
    row = columns(ListMember)
    return select(row.key).where(row.list == bindparam("list_name")).limit(1)


@prepared_query
def _stored_value() -> Select[Any]:
    row = columns(FacetCount)
    where = (
        row.list == bindparam("list_name"), row.facet == bindparam("facet_name"), row.value == bindparam("facet_value"),
    )  # fmt: skip
    return select(row["count"]).where(*where)


@prepared_query
def _first_value() -> Select[Any]:
    row = columns(FacetCount)
    where = (row.list == bindparam("list_name"), row.facet == bindparam("facet_name"))
    return select(row["count"]).where(*where).limit(1)


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


def _only_value(listing: Listing, query: Any, but: Filter | None = None) -> tuple[str, Any] | None:
    """Parameter and value, if a single value of one is all that the query filters by besides the filter `but`."""
    given = [name for name in listing.given_filters(query) if listing.parameters[name][0] is not but]
    if len(given) != 1 or getattr(query, "related", None):
        return None
    values = getattr(query, given[0])
    if isinstance(values, bool):
        return given[0], values
    return (given[0], values[0]) if isinstance(values, list) and len(values) == 1 else None
