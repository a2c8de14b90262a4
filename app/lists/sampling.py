"""The sample of the matching rows that facets and aggregates count where too many match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Select, func, literal, select

from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import Filter
from app.lists.listing import Listing
from app.lists.select_statements import select_from_related
from app.store.dialects import unindexed

# beyond this multiple of the rows that are counted, sorting takes too long
_MANY = 4


@dataclass(frozen=True)
class Rows:
    """The rows of a list that are counted: all that meet `where`, or where more do, the first `most` by key."""

    listing: Listing
    where: Sequence[ColumnElement[bool]]
    most: int | None

    def read_once(self, columns: Iterable[ColumnElement[Any]], name: str = "counted") -> CTE:
        """The rows with these columns, for statements that read them more than once."""
        found = select(*columns).select_from(self.listing.table).where(*self.where)
        if self.most is not None:
            found = found.order_by(self.listing.key).limit(self.most)
        return found.cte(name).prefix_with("MATERIALIZED")


@dataclass
class Sampler:
    """Chooses the rows to count where more than `most` match: the first by key."""

    listing: Listing
    query: Any
    connection: Connection
    most: int
    found: dict[str, Rows] = field(default_factory=dict)

    def rows(self, but: Filter | None = None) -> Rows:
        """The rows that are counted without the filter `but`."""
        name = but.name if but else ""
        if name not in self.found:
            where, count = self._matching(conditions(self.listing.filters, self.query, but=but))
            self.found[name] = Rows(self.listing, where, self.most if count > self.most else None)
        return self.found[name]

    def last_key(self) -> Any:
        """The last key among the rows that are counted; null if all rows that match are."""
        rows = self.rows()
        if rows.most is None:
            return None
        return self.connection.execute(self._in_order(rows.where).offset(self.most - 1).limit(1)).scalar_one()

    def has_more(self) -> bool:
        """Whether more rows match than are counted."""
        return self._count(conditions(self.listing.filters, self.query), self.most + 1) > self.most

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
