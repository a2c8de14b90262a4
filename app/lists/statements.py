"""The SQL of a list's request: its rows in order, behind a place among them, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    Text,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)  # fmt: skip
from sqlalchemy.types import JSON

from app.lists.cursors import Order, after, ordered, read_cursor, write_cursor
from app.lists.filters import Conditions, conditions
from app.lists.full_text import INDEXED_ENTRIES, count_of_terms, has_terms, token_parameter
from app.lists.listing import MAX_COUNT, Listing, Selection
from app.store.dialects import entry_id, json_object
from app.store.tables import SearchEntry, columns, entry_ids
from app.vocabulary.names import Language


class ReadStrategy(Enum):
    """How rows are read that are found in other tables: in their order until a page is full, or looked up and then sorted."""

    IN_ORDER = auto()
    LOOKED_UP = auto()


@dataclass(frozen=True)
class ListRequest:
    """What is asked of a list: filters, order and place (`query`), what its rows show, and in which language names are.

    `as_json`: rows are wanted as JSON, and the database can write it. `reading`: how those that other tables lead to are
    read, where the database is told.
    """

    listing: Listing
    query: Any
    selection: Selection
    lang: Language
    as_json: bool = False
    strategy: ReadStrategy | None = None

    @cached_property
    def is_ranked(self) -> bool:
        """Whether rows come in the order of the text index: own words are searched for, and no other order is asked for."""
        if self.query.sort or getattr(self.query, "q", None) is None:
            return False
        assert self.listing.full_text is not None
        return self.listing.full_text.column is self.listing.key

    @cached_property
    def order(self) -> Order:
        """What rows are ordered by; the last is unique."""
        if self.is_ranked:
            return [(entry_id(), False)]  # unique by itself, and no order for SQLite's text index with a second key
        sorts = self.listing.sorts
        words = self.query.sort or [next(iter(sorts))]
        order = [(sorts[word.removeprefix("-")], word.startswith("-")) for word in words]
        return [*order, (self.listing.key, False)]

    @cached_property
    def last(self) -> list[Any] | None:
        """Keys of the last row of the page before, which the cursor tells."""
        return None if self.query.cursor is None else read_cursor(self.query.cursor, self._signature, self.order)

    def cursor(self, keys: Sequence[Any]) -> str:
        """Where a page begins that comes behind the row with these keys."""
        return write_cursor(self._signature, keys)

    @property
    def _signature(self) -> list[str]:
        return [self.listing.name, "relevance" if self.is_ranked else ",".join(self.query.sort or [])]


def rows_statement(request: ListRequest) -> tuple[list[str], Select[Any]]:
    """Names and SQL of the rows that filters and cursor leave, in order."""
    listing, query, last = request.listing, request.query, request.last
    names, values = _values(request)
    statement = select(*values)
    if request.is_ranked:
        statement = statement.select_from(_ranked(listing)).where(*_found(listing, query))
        statement = statement.where(*conditions(listing.filters, query, but=listing.full_text).all())
        # said of both sides of the join: PostgreSQL else reads the entries of all other lists first
        statement = statement.where(columns(SearchEntry).id.between(*entry_ids(listing.name)))
        if last is not None:
            statement = statement.where(columns(SearchEntry).id > bindparam("after_0", last[0]))
    else:
        statement = statement.select_from(listing.source).where(*_met(request))
    if last is not None:
        statement = statement.where(after(request.order, last))
    return names, statement.order_by(*ordered(request.order))


def _met(request: ListRequest) -> Sequence[ColumnElement[bool]]:
    """What the rows of a list meet."""
    listing = request.listing
    found = conditions(listing.filters, request.query)
    if request.strategy is ReadStrategy.LOOKED_UP:
        keys = _leading_to(listing, found, listing.key).limit(MAX_COUNT)
        return [listing.key == any_(func.array(keys.scalar_subquery()))]
    return found.all(in_order=request.strategy is ReadStrategy.IN_ORDER)


def _values(request: ListRequest) -> tuple[list[str], list[ColumnElement[Any]]]:
    """Names and columns: what a row shows, and what embedded rows and references are found by where it does not."""
    listing, show = request.listing, request.selection
    own, references = listing.columns_in(request.lang), listing.references
    if request.as_json:
        named = [references.field, *references.needs] if references and references.field in show.names else []
        names = list(dict.fromkeys(named))
        return ["", *names], [_row(listing, show, own), *(_raw(own[name]).label(name) for name in names)]
    needed = ["id", "document", *(listing.includes[one].by for one in show.includes)]
    names = list(dict.fromkeys([*show.names, *(name for name in needed if name in listing.columns)]))
    return names, [_raw(own[name]).label(name) for name in names]


def _row(listing: Listing, show: Selection, own: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """The row as JSON shows it."""
    pairs: list[ColumnElement[Any]] = []
    for name in show.names:
        value = _raw(own[name])
        if name in listing.boolean_columns:
            value = case((value, "true"), (~value, "false"))
        if name in listing.boolean_columns or name in listing.json_columns or name in listing.exact:
            value = func.json(value)
        pairs += [literal_column(f"'{name}'"), value]
    return json_object(*pairs).label("_row")


def _raw(column: Any) -> Any:
    """JSON as the text that it is stored as."""
    return cast(column, Text) if isinstance(column.type, JSON) else column


def count_statement(listing: Listing, query: Any) -> Select[Any]:
    """How many rows there are, counted to one more than `MAX_COUNT` unless an exact count is asked for."""
    most = None if query.count == "exact" else MAX_COUNT + 1
    given = {name for name in query.model_fields_set if name in listing.parameters and getattr(query, name) is not None}
    if given == {"q"} and listing.full_text is not None and listing.full_text.column is listing.key:
        assert listing.full_text.searched_list is not None
        return count_of_terms(listing.full_text.searched_list, _terms(listing, query), token_parameter(), most)
    rows = _leading_to(listing, conditions(listing.filters, query), literal(1)).limit(most)
    return select(func.count()).select_from(rows.subquery())


def _leading_to(listing: Listing, found: Conditions, shown: ColumnElement[Any]) -> Select[Any]:
    """`shown` of each row of the list, or its key where that is found without the row.

    It is looked for from where the only way leads, rather than for each row of the list.
    """
    way = found.only_way
    if way is not None and way.is_to_one:
        joined = way.source.join(listing.table, way.on_clause(way.local_columns))
        return select(shown).select_from(joined).where(*found.at(way))
    if way is not None and way.refers_to(listing.key):
        return select(way.remote).select_from(way.source).where(way.remote.is_not(None), *found.at(way)).distinct()
    return select(shown).select_from(listing.table).where(*found.all())


def _ranked(listing: Listing) -> FromClause:
    """The rows of a list behind the entries of the text index."""
    assert listing.full_text is not None
    return INDEXED_ENTRIES.join(listing.source, columns(SearchEntry).key == listing.full_text.column)


def _found(listing: Listing, query: Any) -> Any:
    assert listing.full_text is not None
    assert listing.full_text.searched_list is not None
    return has_terms(listing.full_text.searched_list, _terms(listing, query))


def _terms(listing: Listing, query: Any) -> BindParameter[Any]:
    assert listing.full_text is not None
    ((name, terms),) = listing.full_text.slots("", query.q).items()
    return bindparam(name, terms, listing.full_text.bind_type)
