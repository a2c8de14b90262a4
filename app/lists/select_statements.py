"""The SQL of a list request: rows in order after the cursor, and their count, compiled once for each shape of request.

The shape is all that the SQL depends on: which parameters are given and how many values each has, the order, the fields.
The values of each request are bound to the compiled statements.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Integer,
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
from app.lists.field_selection import Selection
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import FullTextFilter
from app.lists.filters.repeats_filter import is_first
from app.lists.full_text import INDEXED_ENTRIES, count_of_found, is_found, single_token, token_parameter
from app.lists.listing import MAX_COUNT, Listing, Row
from app.store.dialects import entry_id, json_object
from app.store.prepared_statements import PreparedStatement
from app.store.tables import SearchEntry, columns, entry_ids
from app.vocabulary.names import Language

_MAX_COMPILED = 2000
_compiled: dict[Hashable, "ListStatements"] = {}


class ReadStrategy(Enum):
    """How to read rows that filters on other tables select: in order until a page is full, or all of them and then sorted."""

    IN_ORDER = auto()
    LOOKED_UP = auto()


@dataclass(frozen=True)
class ListRequest:
    """The parsed parameters of a list request, with the fields that its rows show and the language of names.

    With `json_in_sql` the database writes each row as JSON. `strategy` is null where the database chooses.
    `nulls` is what `after` takes.
    """

    listing: Listing
    query: Any
    selection: Selection
    lang: Language
    json_in_sql: bool = False
    strategy: ReadStrategy | None = None
    nulls: bool | None = None

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


def rows_statement(request: ListRequest) -> tuple[list[str], Select[Any]]:
    """Names of the columns, and the SQL of the rows under filters and cursor, in order."""
    listing, query, last = request.listing, request.query, request.last
    names, values = _values(request)
    statement = select(*values)
    if (full_text := request.ranked_by) is not None:
        indexed = INDEXED_ENTRIES.join(listing.source, columns(SearchEntry).key == full_text.column)
        statement = statement.select_from(indexed).where(*is_found(full_text.searched_list, full_text.search_query(query.q)))
        rest = conditions(listing.filters, query, but=full_text, by_members=True).where()
        statement = statement.where(*rest, *_firsts(listing, query))
        # on both sides of the join: PostgreSQL otherwise reads the entries of all other lists first
        statement = statement.where(columns(SearchEntry).id.between(*entry_ids(full_text.searched_list)))
        if last is not None:
            statement = statement.where(columns(SearchEntry).id > bindparam("after_0", last[0]))
    else:
        statement = statement.select_from(listing.source).where(*_where(request))
    if last is not None:
        statement = statement.where(after(request.order, last, nulls=request.nulls))
    return names, statement.order_by(*ordered(request.order))


def _where(request: ListRequest) -> Sequence[ColumnElement[bool]]:
    """The conditions of all filters, as the strategy puts them."""
    listing = request.listing
    found = conditions(listing.filters, request.query, by_members=True)
    firsts = _firsts(listing, request.query)
    if request.strategy is ReadStrategy.LOOKED_UP:
        keys = select_from_related(listing, found, listing.key, firsts).limit(MAX_COUNT)
        return [listing.key == any_(func.array(keys.scalar_subquery()))]
    return [*found.where(correlated=request.strategy is ReadStrategy.IN_ORDER), *firsts]


def _firsts(listing: Listing, query: Any) -> list[ColumnElement[bool]]:
    """The condition of `repeats=first`, if the request asks for it."""
    if listing.repeats is None or listing.repeats.used(query) == "all":
        return []
    return [is_first(conditions(listing.filters, query))]


def _values(request: ListRequest) -> tuple[list[str], list[ColumnElement[Any]]]:
    """Names and columns: the fields that a row shows, and those by which embedded rows and references are found."""
    listing, show = request.listing, request.selection
    own, references = listing.selectable_in(request.lang), listing.references
    if request.json_in_sql:
        named = [references.field, *references.needs] if references and references.field in show.names else []
        names = list(dict.fromkeys([*named, *([listing.document_field] if listing.document_field else [])]))
        return ["", *names], [_json_row(listing, show, own), *(_as_text(own[name]).label(name) for name in names)]
    needed = ["id", listing.document_field or "id", *(listing.includes[one].by for one in show.includes)]
    names = list(dict.fromkeys([*show.names, *(name for name in needed if name in listing.columns)]))
    return names, [_as_text(own[name]).label(name) for name in names]


def _json_row(listing: Listing, show: Selection, own: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """The row as a JSON object."""
    pairs: list[ColumnElement[Any]] = []
    for name in show.names:
        value = _as_text(own[name])
        if name in listing.boolean_columns:
            value = case((value, "true"), (~value, "false"))
        if name in listing.boolean_columns or name in listing.json_columns or name in listing.exact:
            value = func.json(value)
        pairs += [literal_column(f"'{name}'"), value]
    return json_object(*pairs).label("_row")


def _as_text(column: Any) -> Any:
    """A JSON column as its stored text; any other unchanged."""
    return cast(column, Text) if isinstance(column.type, JSON) else column


def count_statement(listing: Listing, query: Any, dialect: str) -> Select[Any]:
    """The count of rows, up to `MAX_COUNT` + 1 unless `count=exact`, as the database counts them best."""
    most = None if query.count == "exact" else MAX_COUNT + 1
    full_text, firsts = listing.own_full_text, _firsts(listing, query)
    if listing.given_filters(query) == {"q"} and full_text is not None and not firsts:
        return count_of_found(full_text.searched_list, full_text.search_query(query.q), token_parameter(), most)
    found = conditions(listing.filters, query, by_members=True)
    rows = select_from_related(listing, found, literal(1), firsts, dialect).limit(most)
    return select(func.count()).select_from(rows.subquery())


def select_from_related(
    listing: Listing, found: Conditions, shown: ColumnElement[Any], further: Sequence[ColumnElement[bool]] = (),
    dialect: str = "",
) -> Select[Any]:  # fmt: skip
    """`shown` of each row of the list that meets `further` conditions, or its key where related rows tell it without the row.

    If all conditions are on rows of one path, the search begins there rather than at each row of the list.
    """
    path = None if further else found.only_path
    if path is not None and path.is_to_one:
        joined = path.source.join(listing.table, path.on_clause(path.local_columns))
        return select(shown).select_from(joined).where(*found.where_related(path))
    if path is not None and path.is_foreign_key_to(listing.key):
        keys = select(path.remote).select_from(path.source)
        keys = keys.where(path.remote.is_not(None), *found.where_related(path)).distinct()
        if len(found.deepest_path.steps) == 1:
            return keys
        # PostgreSQL would plan for the limit that follows: walk all keys in their order and try each, rather than begin at
        # the few rows at the far end of the path
        related = keys.cte("related").prefix_with("MATERIALIZED", dialect="postgresql")
        return select(*related.c)
    if path is not None and dialect == "sqlite":
        # with `IN`, SQLite reads all related rows before the first row of the list
        joined = path.source.join(listing.table, path.on_clause(path.local_columns))
        return select(listing.key).select_from(joined).where(*found.where_related(path)).distinct()
    return select(shown).select_from(listing.table).where(*found.where(), *further)


@dataclass(frozen=True)
class ListStatements:
    """The SQL of one shape: a page's rows, whose columns are `names` and then the keys of the order; and their count.

    `shown` are the names that JSON shows, none where SQLite writes the row as JSON itself, in the first column. Of these,
    `fragments` come as text that is JSON already, and `booleans` as 0 or 1. `depends_on_related`: filters reach other tables.
    """

    names: list[str]
    shown: Sequence[str]
    fragments: list[str]
    booleans: list[str]
    rows: PreparedStatement
    count: PreparedStatement | None
    depends_on_related: bool

    def json_rows(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Rows for `orjson`: text that already is JSON or a number is inserted unchanged."""
        names, fragment = self.shown, orjson.Fragment
        if not names:
            return [fragment(row[0]) for row in rows]
        found: list[Row] = [dict(zip(names, row, strict=False)) for row in rows]
        for name in self.fragments:
            for row in found:
                if (text := row[name]) is not None:
                    row[name] = fragment(text)
        for name in self.booleans:
            for row in found:
                if row[name] is not None:
                    row[name] = bool(row[name])
        return found


def bound_values(listing: Listing, query: Any) -> tuple[dict[str, Any], frozenset[tuple[str, Any]]]:
    """The values of the filters by the names of their SQL parameters, and the part of the filters that the SQL depends on."""
    values: dict[str, Any] = {}
    shape = []
    for name in query.model_fields_set:
        if name in listing.parameters and (value := getattr(query, name)) is not None:
            filter_, operator = listing.parameters[name]
            parameters = filter_.parameters(operator, value)
            values |= parameters
            shape.append((name, len(parameters) or str(value)))
            if name == "q":
                values["word"] = single_token(*parameters.values())
    return values, frozenset(shape)


def prepared(request: ListRequest, given: frozenset[tuple[str, Any]], dialect: Dialect) -> ListStatements:
    """The statements of a request's shape, compiled when the shape is first met."""
    shape = (given, *_shape(request, dialect))
    statements = _compiled.get(shape)
    if statements is None:
        statements = _compile(request, given, dialect)
        if len(_compiled) >= _MAX_COMPILED:
            _compiled.clear()
        _compiled[shape] = statements
    return statements


def _compile(request: ListRequest, given: frozenset[tuple[str, Any]], dialect: Dialect) -> ListStatements:
    listing, query = request.listing, request.query
    names, statement = rows_statement(request)
    keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(request.order)]
    limited = statement.add_columns(*keys).limit(bindparam("up_to", 0, Integer))
    searched = True if getattr(query, "q", None) is not None else None
    # without filters the same index is read wherever a page begins
    rows = PreparedStatement(limited, dialect, depends_on_values=searched if given else False)
    depends_on_related = bool(conditions(listing.filters, query, by_members=True).related) and request.ranked_by is None
    # with filters on other tables, rows are counted even for `count=none`: the best way to read them depends on their number
    is_counted = request.strategy is None and (depends_on_related or query.count != "none")
    counted = count_statement(listing, query, dialect.name) if is_counted else None
    count = None if counted is None else PreparedStatement(counted, dialect, depends_on_values=searched)
    shown = () if request.json_in_sql else request.selection.names
    fragments = [name for name in shown if name in listing.json_columns or name in listing.exact]
    booleans = [name for name in shown if name in listing.boolean_columns]
    return ListStatements(names, shown, fragments, booleans, rows, count, depends_on_related)


def _shape(request: ListRequest, dialect: Dialect) -> tuple[Hashable, ...]:
    """What the SQL depends on besides the filters that are given."""
    query, show, last = request.query, request.selection, request.last
    without_value = None if last is None else tuple(value is None for value in last)
    related, repeats = getattr(query, "related", None), getattr(query, "repeats", None)
    return (
        dialect.name, request.listing.name, request.lang, request.json_in_sql, request.strategy, request.nulls, related, repeats,
        tuple(query.sort or ()), without_value, tuple(show.names), tuple(show.includes), query.count,
    )  # fmt: skip
