"""Counts of rows by rows that are several tables away, made by walking the list in order of its key where many rows match.

A semi-join can begin at either end. Beginning at the related rows finds all that match, however few, and takes seconds where a
filter selects half of a million figures. Walking the list stops as soon as enough are found. A few rows tell which is better:
ids are hashes, so the first by id are a random part. SQLite does not choose by itself; PostgreSQL does.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Select, bindparam, func, literal, select

from app.lists.filters.conditions import Conditions
from app.lists.listing import MAX_COUNT, Listing
from app.store.dialects import unindexed
from app.store.prepared_statements import PreparedStatement

# rows by which it is decided, and those that are walked at most to count
PROBED, WALKED = 300, 60_000
# the part of the probed rows that must match so that walking finds enough
_DENSE = 1.2 * MAX_COUNT / WALKED


def count_up_to(listing: Listing, found: Conditions, end: ColumnElement[Any], most: int) -> Select[Any]:
    """The count, up to `most`, of the rows that meet the conditions and come before the key `end`, each looked up by itself."""
    where = [unindexed(one, listing.table) for one in found.where(correlated=True)]
    rows = select(literal(1)).select_from(listing.table).where(listing.key < end, *where).limit(most)
    return select(func.count()).select_from(rows.subquery())


def key_after(listing: Listing, rows: Any) -> Select[Any]:
    """The key that follows so many rows in order; none if there are not so many."""
    return select(listing.key).select_from(listing.table).order_by(listing.key).offset(rows).limit(1)


class WalkedCount:
    """The count of one shape of request."""

    def __init__(self, listing: Listing, found: Conditions, dialect: Dialect) -> None:
        self._key_after = PreparedStatement(key_after(listing, bindparam("rows", PROBED)), dialect)
        end = bindparam("end", "", listing.key.type)
        self._count = PreparedStatement(count_up_to(listing, found, end, MAX_COUNT + 1), dialect)

    def is_beyond_bound(self, connection: Connection, values: Mapping[str, Any]) -> bool:
        """Whether more than `MAX_COUNT` rows match. False if walking does not find so many."""
        if self._count_first(PROBED, connection, values) < _DENSE * PROBED:
            return False
        return self._count_first(WALKED, connection, values) > MAX_COUNT

    def _count_first(self, rows: int, connection: Connection, values: Mapping[str, Any]) -> int:
        end = self._key_after.all(connection, {"rows": rows})
        if not end:
            return 0
        count: int = self._count.all(connection, {**values, "end": end[0][0]})[0][0]
        return count
