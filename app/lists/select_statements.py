"""The SQL of a list request: rows in order after the cursor, and their count, compiled once for each shape of request.

The shape is all that the SQL depends on: which parameters are given and how many values each has, the order, the fields.
The values of each request are bound to the compiled statements.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Integer,
    Select,
    any_,
    bindparam,
    func,
    select,
)  # fmt: skip

from app.lists.cursors import after, ordered, until
from app.lists.filters.conditions import conditions
from app.lists.full_text import INDEXED_ENTRIES, is_found, single_token
from app.lists.json_rows import as_text, json_row
from app.lists.list_request import ListRequest, ReadStrategy
from app.lists.listing import MAX_COUNT, Listing, Row
from app.lists.match_statements import (
    MAX_COMPILED,
    Shape,
    count_statement,
    first_repeats,
    keys_statement,
    select_from_related,
)
from app.lists.short_lists import ShortListKeys
from app.lists.walked_counts import WalkedCount
from app.store.dialects import in_array, in_bound_keys, unindexed, unindexed_column
from app.store.prepared_statements import PreparedStatement
from app.store.tables import SearchEntry, columns, entry_ids

_compiled: dict[Hashable, "ListStatements"] = {}


def rows_statement(request: ListRequest) -> tuple[list[str], Select[Any]]:
    """Names of the columns, and the SQL of the rows under filters and cursor, in order."""
    listing, query, last = request.listing, request.query, request.last
    names, values = _values(request)
    statement = select(*values)
    if (full_text := request.ranked_by) is not None:
        indexed = INDEXED_ENTRIES.join(listing.source, columns(SearchEntry).key == full_text.column)
        statement = statement.select_from(indexed).where(*is_found(full_text.searched_list, full_text.search_query(query.q)))
        rest = conditions(listing.filters, query, but=full_text, by_members=True).where()
        statement = statement.where(*rest, *first_repeats(listing, query))
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
    found = request.conditions
    firsts = first_repeats(listing, request.query)
    if request.strategy is ReadStrategy.BY_KEY:
        return [in_bound_keys(listing.key, "keys")]
    if request.strategy is ReadStrategy.LOOKED_UP:
        keys = select_from_related(listing, found, listing.key, firsts).limit(MAX_COUNT)
        return [listing.key == any_(func.array(keys.scalar_subquery()))]
    if request.strategy is ReadStrategy.GATHERED:
        # the keys of the page first: SQLite would make the columns of every row that it sorts
        matching = in_array(listing.key, select_from_related(listing, found, listing.key, firsts))
        where = [*found.where(correlated=True), *firsts] if listing.is_narrow else [matching]
        keys = select(listing.key).select_from(listing.source).where(*where)
        if request.last is not None:
            keys = keys.where(after(request.order, request.last, nulls=request.nulls))
        # what is gathered is to be sorted, not found in order
        order = ordered([(unindexed_column(column), descends) for column, descends in request.order])
        return [listing.key.in_(keys.order_by(*order).limit(bindparam("up_to", 0, Integer)))]
    if request.strategy is ReadStrategy.SCANNED:
        return [*(unindexed(one, listing.table) for one in found.where()), *firsts]
    near = [until(request.order)] if request.strategy is ReadStrategy.NEAR else []
    is_in_order = request.strategy in {ReadStrategy.IN_ORDER, ReadStrategy.NEAR}
    return [*found.where(correlated=is_in_order or listing.is_narrow), *firsts, *near]


def bound_statement(request: ListRequest) -> Select[Any]:
    """The first key of the row that follows so many others in order, whether these meet the conditions or not."""
    (first, _), last = request.order[0], request.last
    statement = select(first.label("end")).select_from(request.listing.table).order_by(*ordered(request.order[:1]))
    return statement if last is None else statement.where(after(request.order, last, nulls=request.nulls))


def _values(request: ListRequest) -> tuple[list[str], list[ColumnElement[Any]]]:
    """Names and columns: the fields that a row shows, and those by which embedded rows and references are found."""
    listing, show = request.listing, request.selection
    own, references = listing.selectable_in(request.lang), listing.references
    entries = [references.field, *references.needs] if references and references.field in show.names else []
    if request.json_in_sql:
        names = list(dict.fromkeys([*entries, *([listing.document_field] if listing.document_field else [])]))
        return ["", *names], [json_row(listing, show, own), *(as_text(own[name]).label(name) for name in names)]
    needed = ["id", listing.document_field or "id", *entries, *(listing.includes[one].by for one in show.includes)]
    names = list(dict.fromkeys([*show.names, *(name for name in needed if name in listing.columns)]))
    return names, [as_text(own[name]).label(name) for name in names]


@dataclass(frozen=True)
class ListStatements:
    """The SQL of one shape: a page's rows, whose columns are `names` and then the keys of the order; and their count.

    `shown` are the names that JSON shows, none where SQLite writes the row as JSON itself, in the first column. Of these,
    `fragments` come as text that is JSON already, and `booleans` as 0 or 1. `depends_on_related`: filters reach other tables;
    `has_negated`: some are that there is nothing in them.
    `keys` finds the rows that match instead of their count, where looking for them again would take long.
    """

    names: list[str]
    shown: Sequence[str]
    fragments: list[str]
    booleans: list[str]
    rows: PreparedStatement
    count: PreparedStatement | None
    depends_on_related: bool
    has_negated: bool
    walked_count: WalkedCount | None
    keys: PreparedStatement | ShortListKeys | None

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


def bound_values(listing: Listing, query: Any) -> tuple[dict[str, Any], Shape]:
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


def prepared(request: ListRequest, given: Shape, dialect: Dialect) -> ListStatements:
    """The statements of a request's shape, compiled when the shape is first met."""
    shape = (given, *_shape(request, dialect))
    statements = _compiled.get(shape)
    if statements is None:
        statements = _compile(request, given, dialect)
        if len(_compiled) >= MAX_COMPILED:
            _compiled.clear()
        _compiled[shape] = statements
    return statements


def _compile(request: ListRequest, given: Shape, dialect: Dialect) -> ListStatements:
    listing, query = request.listing, request.query
    names, statement = rows_statement(request)
    order_keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(request.order)]
    limited = statement.add_columns(*order_keys).limit(bindparam("up_to", 0, Integer))
    searched = True if getattr(query, "q", None) is not None else None
    # without filters the same index is read wherever a page begins
    rows = PreparedStatement(limited, dialect, depends_on_values=searched if given else False)
    found = request.conditions
    depends_on_related = bool(found.related) and request.ranked_by is None
    has_negated = found.has_negated and request.ranked_by is None
    # with filters on other tables, even for `count=none`: the best way to read rows depends on their number
    is_counted = request.strategy is None and (depends_on_related or query.count != "none")
    counted = count_statement(listing, query, dialect.name, common=request.common) if is_counted else None
    count = None if counted is None else PreparedStatement(counted, dialect, depends_on_values=searched)
    is_walked = is_counted and found.looks_elsewhere and not listing.is_narrow
    walked = WalkedCount(listing, found, dialect, first_repeats(listing, query)) if is_walked else None
    # a row of a short list has so many related rows that all of them would be read for the count, the page and its facets
    is_slow = (found.reaches_far and not listing.is_narrow) or (listing.precomputes_members and bool(found.related))
    is_kept = is_counted and is_slow and request.ranked_by is None
    keys = keys_statement(listing, found, first_repeats(listing, query), dialect) if is_kept else None
    shown = () if request.json_in_sql else request.selection.names
    fragments = [name for name in shown if name in listing.json_columns or name in listing.exact]
    booleans = [name for name in shown if name in listing.boolean_columns]
    return ListStatements(names, shown, fragments, booleans, rows, count, depends_on_related, has_negated, walked, keys)


def _shape(request: ListRequest, dialect: Dialect) -> tuple[Hashable, ...]:
    """What the SQL depends on besides the filters that are given."""
    query, show, last = request.query, request.selection, request.last
    without_value = None if last is None else tuple(value is None for value in last)
    related, repeats = getattr(query, "related", None), getattr(query, "repeats", None)
    return (
        dialect.name, request.listing.name, request.lang, request.json_in_sql, request.strategy, request.nulls, related, repeats,
        tuple(query.sort or ()), without_value, tuple(show.names), tuple(show.includes), query.count,
        request.common,
    )  # fmt: skip
