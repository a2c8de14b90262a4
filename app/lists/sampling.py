"""The sample of the matching rows that facets and aggregates count where too many match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isqrt
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, func, literal, select

from app.lists.facets.precomputed_counts import matches_nothing, stored_count
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import Filter
from app.lists.listing import MAX_KEYS, Listing
from app.lists.match_statements import prepared_keys, select_from_related
from app.lists.row_counts import UNCOUNTED, MatchCount
from app.lists.select_statements import bound_values
from app.lists.walked_counts import WALKED, are_more, estimate, is_probed, matching_of_first, table_size
from app.store.dialects import in_bound_keys, unindexed


@dataclass(frozen=True)
class Rows:
    """The rows of a list that are counted: all that meet `where`, or where more do, the first `most` by key."""

    listing: Listing
    where: Sequence[ColumnElement[bool]]
    most: int | None
    by_key: bool = False

    @property
    def are_few(self) -> bool:
        """Whether they are so few of all that what is related to them is looked up for each."""
        return self.by_key or self.most is not None

    def read_once(self, columns: Iterable[ColumnElement[Any]], name: str = "counted") -> CTE:
        """The rows with these columns, for statements that read them more than once."""
        found = select(*columns).select_from(self.listing.table).where(*self.where)
        if self.most is not None:
            found = found.order_by(self.listing.key).limit(self.most)
        return found.cte(name).prefix_with("MATERIALIZED")


@dataclass
class Sampler:
    """Chooses the rows to count: all where up to `whole` match, else the first `most` by key. `whole` is `most` unless given.

    `known` is what was found when the rows that match the query were counted.
    """

    listing: Listing
    query: Any
    connection: Connection
    most: int
    whole: int = 0
    known: MatchCount = UNCOUNTED
    found: dict[str, Rows] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.whole = max(self.whole, self.most)

    def rows(self, but: Filter | None = None) -> Rows:
        """The rows that are counted without the filter `but`."""
        name = but.name if but else ""
        if name not in self.found:
            self.found[name] = self._no_rows(but) or self._far_rows(but) or self._choose_rows(but)
        return self.found[name]

    def _no_rows(self, but: Filter | None) -> Rows | None:
        """No rows where it is stored that none match; else null."""
        if not matches_nothing(self.listing, self.query, self.connection, but):
            return None
        return Rows(self.listing, [in_bound_keys(self.listing.key, "keys", [])], None, by_key=True)

    def _choose_rows(self, but: Filter | None) -> Rows:
        where, count = self._matching(but)
        return Rows(self.listing, where, self.most if count > self.whole else None)

    def _far_rows(self, but: Filter | None) -> Rows | None:
        """The rows that filters by rows several tables away select, which are looked for once; null if nothing reaches far."""
        found = self._conditions(but)
        known = self._known(but)
        if known.keys is not None:
            return self._by_key(known.keys)
        if known.first_keys:
            first = known.first_keys[: self.most]
            return Rows(self.listing, [in_bound_keys(self.listing.key, "keys", first)], len(first), by_key=True)
        if known.at_least > MAX_KEYS:
            return None
        is_short = self.listing.precomputes_members and bool(found.related or found.has_negated)
        if not is_short and (not found.reaches_far or not is_probed(self._size, self.whole)):
            return None
        if not is_short and are_more(matching := self._matching_of_first(found), self._size, self.whole):
            # no more rows are walked than so many, which has fewer counted where fewer match
            most = min(self.most, estimate(matching, WALKED))
            return Rows(self.listing, [unindexed(one, self.listing.table) for one in found.where(correlated=True)], most)
        keys = self._keys(but)
        return self._by_key(keys) if len(keys) <= MAX_KEYS else None

    def _known(self, but: Filter | None) -> MatchCount:
        return self.known if but is None else UNCOUNTED

    def _keys(self, but: Filter | None) -> list[Any]:
        values, given = bound_values(self.listing, self.query)
        statement = prepared_keys(self.listing, self.query, but, given, self.connection.dialect, self.known.common)
        return [row[0] for row in statement.all(self.connection, values)]

    def _by_key(self, keys: Sequence[Any]) -> Rows:
        first = sorted(keys)[: self.most] if len(keys) > self.whole else keys
        where = [in_bound_keys(self.listing.key, "keys", first)]
        return Rows(self.listing, where, len(first) if len(first) < len(keys) else None, by_key=True)

    def has_more(self) -> bool:
        """Whether more rows match than are counted."""
        return self._count(None, self.whole + 1) > self.whole

    def _matching(self, but: Filter | None) -> tuple[Sequence[ColumnElement[bool]], int]:
        """The conditions in the form that reads rows in key order fastest, and the number of rows that meet them, up to a bound."""
        found = self._conditions(but)
        count = self._count(but, max(self.whole + 1, self._many))
        if count > self.whole and count >= self._many:
            # reading in order of the key soon finds enough; of fewer rows, all are sorted
            return [unindexed(one, self.listing.table) for one in found.where(correlated=True, apart=True)], count
        return found.where(), count

    @cached_property
    def _many(self) -> int:
        """As many rows as are passed by in order of the key until enough of so many are found."""
        return isqrt(self._size * self.most) + 1

    @cached_property
    def _size(self) -> int:
        """Rows of the whole list."""
        return table_size(self.listing.table, self.connection)

    def _conditions(self, but: Filter | None) -> Conditions:
        found = conditions(self.listing.filters, self.query, but=but, by_members=True)
        return replace(found, common=self.known.common)

    def _count(self, but: Filter | None, most: int) -> int:
        if (count := stored_count(self.listing, self.query, self.connection, but)) is not None:
            return count
        if (at_least := self._known(but).at_least) > self.whole:
            return at_least
        found = self._conditions(but)
        if (found.related or found.has_negated) and is_probed(self._size, most):
            matching = self._matching_of_first(found)
            expected = estimate(matching, self._size)
            # clear enough: there are certainly as many as a sample has, or it is no harm to count them all
            if are_more(matching, self._size, max(self.whole, 2 * self.most)) or 2 * expected < self.whole:
                return expected
        rows = select_from_related(self.listing, found, literal(1), dialect=self.connection.dialect.name).limit(most)
        counted: int = self.connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
        return counted

    def _matching_of_first(self, found: Conditions) -> int:
        """How many of the first rows match."""
        where = [unindexed(one, self.listing.table) for one in found.where(correlated=True)]
        return matching_of_first(self.listing.key, where, self.listing.table, self.connection)
