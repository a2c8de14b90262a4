"""What a list request asks of the database: its parsed parameters, its order and place, and how rows are best read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property
from typing import Any

from app.lists.cursors import Order, read_cursor, write_cursor
from app.lists.field_selection import Selection
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import FullTextFilter
from app.lists.filters.join_paths import JoinPath
from app.lists.listing import Listing
from app.store.dialects import entry_id
from app.vocabulary.names import Language


class ReadStrategy(Enum):
    """How to read rows, where the database would choose worse: in order until a page is full, or all of them and then sorted.

    `NEAR` is in order up to a bound, `SCANNED` in order without an index for the conditions; `LOOKED_UP` is of few rows and
    `GATHERED` of many; `BY_KEY` is of rows whose keys are known from counting them.
    """

    IN_ORDER = auto()
    NEAR = auto()
    SCANNED = auto()
    LOOKED_UP = auto()
    GATHERED = auto()
    BY_KEY = auto()


@dataclass(frozen=True)
class ListRequest:
    """The parsed parameters of a list request, with the fields that its rows show and the language of names.

    With `json_in_sql` the database writes each row as JSON. `strategy` is null where the database chooses.
    `nulls` is what `after` takes, `common` the paths by which many rows are known to match.
    """

    listing: Listing
    query: Any
    selection: Selection
    lang: Language
    json_in_sql: bool = False
    strategy: ReadStrategy | None = None
    nulls: bool | None = None
    common: frozenset[JoinPath] = frozenset()

    @cached_property
    def conditions(self) -> Conditions:
        """The conditions of all filters."""
        return replace(conditions(self.listing.filters, self.query, by_members=True), common=self.common)

    @cached_property
    def ranked_by(self) -> FullTextFilter | None:
        """The full text filter whose index orders the rows: the list's own words are searched, and no `sort` is given."""
        if self.query.sort or getattr(self.query, "q", None) is None:
            return None
        return self.listing.own_full_text

    @cached_property
    def order(self) -> Order:
        """The columns that order the rows; the last is unique."""
        if self.ranked_by is not None:
            return [(entry_id(), False)]  # unique by itself, and no order for SQLite's text index with a second key
        sorts = self.listing.sorts
        words = self.query.sort or [next(iter(sorts))]
        order = [(sorts[word.removeprefix("-")], word.startswith("-")) for word in words]
        return [*order, (self.listing.key, False)]

    @cached_property
    def last(self) -> list[Any] | None:
        """The keys of the last row of the page before, from the cursor; null on the first page."""
        return None if self.query.cursor is None else read_cursor(self.query.cursor, self._signature, self.order)

    def cursor(self, keys: Sequence[Any]) -> str:
        """The cursor of the page that follows the row with these keys."""
        return write_cursor(self._signature, keys)

    @property
    def _signature(self) -> list[str]:
        return [self.listing.name, "relevance" if self.ranked_by else ",".join(self.query.sort or [])]
