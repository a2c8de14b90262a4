"""The rows of a page, read in the way that suits how many match: what a database chooses itself can take seconds.

Of many rows the first in order are soon found, unless all of them come late, as those of the last section of every report. So
the search in order goes so far and no further, and then all that match are looked up and sorted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Connection, Integer, bindparam

from app.lists.list_request import ListRequest, ReadStrategy
from app.lists.listing import MAX_COUNT
from app.lists.match_statements import Shape, count_statement
from app.lists.select_statements import ListStatements, bound_statement, prepared
from app.lists.walked_counts import table_size
from app.store.dialects import ascii_lower
from app.store.prepared_statements import PreparedStatement

# rows that are passed by in order before all that match are looked up, and where each takes but one look to tell; how many of
# those that match are looked up at most
NEAR, FURTHER, MOST_GATHERED = 30_000, 200_000, 200_000
# the part of a list that is passed by in order before all of it is looked at: that takes much longer
PART = 16
# rows of which most are read where they are sorted by an index for a condition: above that they are scanned in order
FEW_SORTED = 200_000
Found = list[Sequence[Any]]


def find_rows(
    request: ListRequest, statements: ListStatements, given: Shape, values: Mapping[str, Any], count: int | None,
    connection: Connection, most: int, keys: Sequence[Any] | None = None, *, more_match: bool = False,
) -> Found:  # fmt: skip
    """The first `most` rows of a request after its cursor; `count` of them match, or more with `more_match` or from `MAX_COUNT` on.

    `statements` are those of the request. `keys` are those of all that match, where they are known.
    """
    reader = _Reader(request, statements, given, values, connection, most)
    if keys is not None:
        return reader.read(ReadStrategy.BY_KEY, keys=keys)
    if count and statements.depends_on_related:
        return reader.through_related(count, more_match=more_match)
    if count and statements.has_negated and more_match:
        return reader.without_related()
    if count and count >= FEW_SORTED and len(request.query.sort or ()) > 1 and connection.dialect.name == "sqlite":
        return reader.read(ReadStrategy.SCANNED)
    return reader.read(None)


class _Reader:
    def __init__(
        self, request: ListRequest, statements: ListStatements, given: Shape, values: Mapping[str, Any],
        connection: Connection, most: int,
    ) -> None:  # fmt: skip
        self._request = request
        self._statements = statements
        self._given = given
        self._connection = connection
        self._most = most
        self._values = values
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._place = {f"after_{i}": value for i, value in enumerate(request.last or ()) if value is not None}

    def through_related(self, count: int, *, more_match: bool) -> Found:
        """Rows that filters on other tables select."""
        if count < MAX_COUNT and not more_match:
            # SQLite looks them up by itself; PostgreSQL may scan all of a list for a few rows
            return self.read(None if self._is_sqlite else ReadStrategy.LOOKED_UP)
        if not self._is_in_an_index:
            return self.read(ReadStrategy.GATHERED)
        found = self._near(NEAR)
        # PostgreSQL soon gathers what it joins
        if found is None and self._is_sqlite and not self._request.conditions.reaches_far:
            found = self._near(FURTHER)
        if found is not None:
            return found
        return self.read(ReadStrategy.GATHERED if self._are_gathered(count) else ReadStrategy.IN_ORDER)

    def without_related(self) -> Found:
        """Rows of which many match, as they have no related row that would meet a condition."""
        if not self._is_in_an_index:
            return self.read(ReadStrategy.GATHERED)
        # all of the list is looked at sooner one after the other than in order, unless the first soon match
        found = self._near(NEAR)
        if found is None and self._is_sqlite and self._is_long:
            found = self._near(min(FURTHER, self._size // PART))
        return self.read(ReadStrategy.GATHERED) if found is None else found

    @property
    def _is_long(self) -> bool:
        """Whether the list is much longer than what is gathered of it without counting."""
        return self._size > 2 * MOST_GATHERED

    @property
    def _size(self) -> int:
        """Rows of the whole list."""
        return table_size(self._request.listing.table, self._connection)

    @property
    def _is_in_an_index(self) -> bool:
        """Whether an index has the order."""
        return isinstance(self._request.order[0][0], Column | ascii_lower)

    def _near(self, rows: int) -> Found | None:
        """The page where it is full after so many rows that match or do not; null if it is not."""
        end = self._key_after(rows)
        if end is None:
            return self.read(ReadStrategy.IN_ORDER)
        found = self.read(ReadStrategy.NEAR, until=end)
        return found if len(found) == self._most else None

    def read(self, strategy: ReadStrategy | None, **bound: Any) -> Found:
        request = self._request if strategy is None else replace(self._request, strategy=strategy)
        found = self._all(request, self._place | bound | {"up_to": self._most})
        # rows without a value in the key come last
        if request.nulls is False and len(found) < self._most and strategy is not ReadStrategy.NEAR:
            found = [*found, *self._all(replace(request, nulls=True), bound | {"up_to": self._most - len(found)})]
        return found

    def _all(self, request: ListRequest, bound: Mapping[str, Any]) -> Found:
        is_given = request is self._request
        statements = self._statements if is_given else prepared(request, self._given, self._connection.dialect)
        return statements.rows.all(self._connection, {**self._values, **bound})

    def _key_after(self, rows: int) -> Any:
        """The first key of the row after so many; null if there are fewer rows, or those that follow have no value."""
        statement = bound_statement(self._request).offset(bindparam("near", rows, Integer)).limit(1)
        found = PreparedStatement(statement, self._connection.dialect).all(self._connection, self._place)
        return found[0][0] if found else None

    def _are_gathered(self, count: int) -> bool:
        """Whether so few match that they are looked up, as all rows of a list are that is not much longer: counting takes as long."""
        listing, query = self._request.listing, self._request.query
        if count == MAX_COUNT and self._is_long:
            most = MOST_GATHERED + 1
            counted = count_statement(listing, query, self._connection.dialect.name, most, self._request.common)
            count = self._connection.execute(counted).scalar_one()
        return count <= MOST_GATHERED
