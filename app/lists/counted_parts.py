"""The part of a list's rows that facets count where too many rows match."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal, select

from app.lists.filters import Conditions, Filter, conditions
from app.lists.listing import Listing


@dataclass
class CountedParts:
    """The part of the rows that facets count where there are more than `most`: those up to a key."""

    listing: Listing
    query: Any
    connection: Connection
    most: int
    found: dict[str, Any] = field(default_factory=dict)

    def of(self, but: Filter | None) -> ColumnElement[bool] | None:
        """The condition on the rows that are counted without the filter `but`; null if all rows are."""
        name = but.name if but else ""
        if name not in self.found:
            self.found[name] = self._last_key(conditions(self.listing.filters, self.query, but=but))
        last = self.found[name]
        return None if last is None else self.listing.key <= last

    def _last_key(self, found: Conditions) -> Any:
        if not (found.own or found.related):
            return None
        rows = select(literal(1)).select_from(self.listing.table).where(*found.where()).limit(self.most + 1)
        counted = select(func.count()).select_from(rows.subquery())
        if self.connection.execute(counted).scalar_one() <= self.most:
            return None
        key = self.listing.key
        # the rows are many, so that reading them in order of the key soon finds enough
        where = found.where(correlated=True)
        place = select(key).where(*where).order_by(key).offset(self.most - 1).limit(1)
        return self.connection.execute(place).scalar_one()
