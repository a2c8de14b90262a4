"""The sample of the matching rows that facets and aggregates count where too many match."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select

from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import Filter
from app.lists.listing import Listing
from app.lists.select_statements import select_from_related
from app.store.dialects import unindexed

# beyond this multiple of the rows that are counted, sorting takes too long
_MANY = 4


@dataclass
class Sampler:
    """Chooses the rows to count where more than `most` match: the first by key."""

    listing: Listing
    query: Any
    connection: Connection
    most: int
    found: dict[str, Any] = field(default_factory=dict)
    found_keys: dict[str, tuple[Sequence[Any], bool]] = field(default_factory=dict)

    def of(self, but: Filter | None, *, unfiltered: bool = False) -> ColumnElement[bool] | None:
        """The condition on the rows that are counted without the filter `but`; null if all rows are.

        All of them are where no filter is left, unless `unfiltered`.
        """
        name = but.name if but else ""
        if name not in self.found:
            found = conditions(self.listing.filters, self.query, but=but)
            self.found[name] = self._last_key(found) if unfiltered or found.own or found.related else None
        last = self.found[name]
        return None if last is None else self.listing.key <= last

    def keys(self, but: Filter | None) -> tuple[Sequence[Any], bool]:
        """The keys of the rows that are counted without the filter `but`, and whether more match.

        They are found once for all counts: conditions on related rows can take as long as counting.
        """
        name = but.name if but else ""
        if name not in self.found_keys:
            where, count = self._matching(conditions(self.listing.filters, self.query, but=but))
            keys = self._in_order(where).limit(self.most)
            self.found_keys[name] = (self.connection.execute(keys).scalars().all(), count > self.most)
        return self.found_keys[name]

    def has_more(self) -> bool:
        """Whether more rows match than are counted."""
        return self._count(conditions(self.listing.filters, self.query), self.most + 1) > self.most

    def _last_key(self, found: Conditions) -> Any:
        where, count = self._matching(found)
        if count <= self.most:
            return None
        return self.connection.execute(self._in_order(where).offset(self.most - 1).limit(1)).scalar_one()

    def _matching(self, found: Conditions) -> tuple[Sequence[ColumnElement[bool]], int]:
        """The conditions in the form that reads rows in key order fastest, and the number of rows that meet them, up to a bound."""
        where = found.where()
        count = self._count(found, _MANY * self.most)
        if count == _MANY * self.most:
            # reading in order of the key soon finds enough; of fewer rows, all are sorted
            where = [unindexed(one, self.listing.table) for one in found.where(correlated=True)]
        return where, count

    def _in_order(self, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
        key = self.listing.key
        return select(key).select_from(self.listing.table).where(*where).order_by(key)

    def _count(self, found: Conditions, most: int) -> int:
        rows = select_from_related(self.listing, found, literal(1), dialect=self.connection.dialect.name).limit(most)
        count: int = self.connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
        return count
