"""A page of a list: one SQL statement compiled for each shape of request, run with the values of each request.

The shape is all that the SQL depends on: which parameters are given and how many values each has, the order, the fields.
"""

from collections.abc import Callable, Collection, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, Dialect, Integer, bindparam

from app.lists.facets import FacetCounts, facet_counts, with_labels
from app.lists.filters import conditions
from app.lists.full_text import single_token
from app.lists.known_values import check_values
from app.lists.listing import MAX_COUNT, Listing, Row
from app.lists.missing_rows import other_roles_query, undated_query
from app.lists.parameters import DEFAULT_LIMIT, MAX_LIMIT
from app.lists.references import load_references
from app.lists.select_statements import ListRequest, ReadStrategy, count_statement, rows_statement
from app.lists.selections import Selection
from app.store.prepared_statements import PreparedStatement
from app.vocabulary.names import Language

# raises `InvalidParameter` for a request that a list cannot answer
Check = Callable[[Any, Connection], None]
_MAX_STATEMENTS = 2000
_statements: dict[Hashable, "_Statements"] = {}


def accept_all(query: Any, connection: Connection) -> None:
    """The check of a list that refuses nothing but unknown values."""


@dataclass(frozen=True)
class LeftOut:
    """What a request leaves out: how many rows, and whether there are more; null where it leaves out none of the kind.

    `undated` have no period, which filters by time ask for; `other_roles` are no plain figures.
    """

    undated: tuple[int | None, bool] = (None, False)
    other_roles: tuple[int | None, bool] = (None, False)


@dataclass(frozen=True)
class Page:
    """All that an answer needs of a list: rows, what they name, and where the next page begins.

    `rows` are ready for `orjson`, or Python values where the request embeds rows or is not for JSON. `count` is null with
    `count=none`. `facets`, `facet_info` and `references` are empty unless the page was read as JSON. `documents` are
    those of the rows; null if rows have none.
    """

    selection: Selection
    rows: list[Any]
    limit: int
    count: int | None
    count_is_estimate: bool
    next_cursor: str | None
    facets: Mapping[str, Any]
    facet_info: Mapping[str, Any]
    references: Mapping[str, Any]
    left_out: LeftOut
    documents: set[str] | None


@dataclass(frozen=True)
class _Statements:
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
        """Rows as JSON shows them: text that is JSON, or a number, is put there as it is."""
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


def read_page(
    listing: Listing, query: Any, connection: Connection, lang: Language, known_values: set[tuple[int, Any]], *,
    as_json: bool, check: Check = accept_all,
) -> Page:  # fmt: skip
    """One page, after the request's values were found in their vocabularies and `check` accepted them.

    `known_values` remembers values that were found before. Raises `InvalidParameter`.
    """
    check_values(listing.filters, query, connection, known_values)
    check(query, connection)
    show = listing.select(query)
    limit = query.limit or DEFAULT_LIMIT
    in_sql = as_json and show.is_plain and connection.dialect.name == "sqlite"
    request = ListRequest(listing, query, show, lang, in_sql)
    values, given = _bound_values(listing, query)
    statements = _prepared(request, given, connection.dialect)
    place = {f"after_{i}": value for i, value in enumerate(request.last or ()) if value is not None}
    count, is_estimate = _counted(statements, query, values, connection)
    if statements.depends_on_related and count and (strategy := _strategy(count, connection.dialect)):
        request = replace(request, strategy=strategy)
        statements = _prepared(request, given, connection.dialect)
    # an empty list is counted faster than it is searched in order
    found = [] if count == 0 else statements.rows.all(connection, values | place | {"up_to": limit + 1})
    more, width = len(found) > limit, len(statements.names)
    cursor = request.cursor(found[limit - 1][width:]) if more else None
    rows = found[:limit]
    if as_json and show.is_plain:
        shown = statements.json_rows(rows)
    else:
        shown = _embed(listing.python_rows(statements.names, rows), listing, show, connection)
    facets = _facets(listing, query, connection) if as_json else {}
    references = _references(listing, statements.names, rows, connection) if as_json else {}
    left_out = count_left_out(listing, query, connection) if as_json else LeftOut()
    documents = _documents(listing, statements.names, rows)
    labelled = {name: with_labels(listing.facets[name], one.counts, connection, lang) for name, one in facets.items()}
    info = {name: {"value_count": one.value_count, "rows_counted": one.rows_counted} for name, one in facets.items()}
    return Page(show, shown, limit, count, is_estimate, cursor, labelled, info, references, left_out, documents)


def _facets(listing: Listing, query: Any, connection: Connection) -> dict[str, FacetCounts]:
    names = getattr(query, "facets", None) or []
    return facet_counts(listing, query, names, connection, query.facet_limit or MAX_LIMIT) if names else {}


def count_left_out(listing: Listing, query: Any, connection: Connection, grouped_by: Collection[str] = ()) -> LeftOut:
    """What a request leaves out: by its filters by time or because it groups by time, and by `roles=plain`."""
    undated = _count(listing, undated_query(listing, query, grouped_by), connection)
    return LeftOut(undated, _count(listing, other_roles_query(listing, query), connection))


def count_rows(listing: Listing, query: Any, connection: Connection) -> int:
    """How many rows match, counted up to `MAX_COUNT`."""
    return _count(listing, query.model_copy(update={"count": None}), connection)[0] or 0


def _count(listing: Listing, query: Any, connection: Connection) -> tuple[int | None, bool]:
    if query is None:
        return None, False
    request = ListRequest(listing, query, listing.select(query), "en")
    values, given = _bound_values(listing, query)
    return _counted(_prepared(request, given, connection.dialect), query, values, connection)


def _documents(listing: Listing, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> set[str] | None:
    if listing.document_field is None:
        return None
    place = names.index(listing.document_field)
    return {row[place] for row in rows}


def stream_rows(
    listing: Listing, query: Any, show: Selection, connection: Connection, lang: Language, size: int
) -> Generator[list[Row], None, None]:
    """All rows as Python values, or the first `limit`, in parts of `size`; no more than one part is in memory."""
    names, statement = rows_statement(ListRequest(listing, query, show, lang))
    found = connection.execution_options(stream_results=True, yield_per=size).execute(statement.limit(query.limit))
    with found:
        for part in found.partitions(size):
            yield _embed(listing.python_rows(names, part), listing, show, connection)


def _embed(rows: list[Row], listing: Listing, show: Selection, connection: Connection) -> list[Row]:
    """The rows, each with the rows that the selection embeds in it."""
    for name in show.includes:
        for row, held in zip(rows, listing.includes[name].load(rows, connection), strict=True):
            row[name] = held
    return rows


def _references(
    listing: Listing, names: Sequence[str], rows: Sequence[Sequence[Any]], connection: Connection
) -> dict[str, Any]:
    """The bibliography entries that the rows name."""
    lookup = listing.references
    if lookup is None or lookup.field not in names:
        return {}
    places = [names.index(name) for name in lookup.needs]
    field = names.index(lookup.field)
    # most rows of a page name no entries, or the same; one more place makes a tuple of a single one
    named = (row for row in rows if row[field] != "[]")
    distinct = list(set(map(itemgetter(*places, places[0]), named)))
    keys = {one for row in listing.python_rows(lookup.needs, distinct) for one in lookup.of(row)}
    return load_references(lookup.by, keys, connection)


def _bound_values(listing: Listing, query: Any) -> tuple[dict[str, Any], frozenset[tuple[str, Any]]]:
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


def _prepared(request: ListRequest, given: frozenset[tuple[str, Any]], dialect: Dialect) -> _Statements:
    """The statements of a request's shape, compiled when the shape is first met."""
    shape = (given, *_shape(request, dialect))
    statements = _statements.get(shape)
    if statements is None:
        statements = _prepare(request, given, dialect)
        if len(_statements) >= _MAX_STATEMENTS:
            _statements.clear()
        _statements[shape] = statements
    return statements


def _strategy(count: int, dialect: Dialect) -> ReadStrategy | None:
    """How to read so many rows, where the database would choose worse.

    SQLite looks up and sorts however many there are; PostgreSQL may scan all of a list for a few rows.
    """
    if dialect.name == "sqlite":
        return ReadStrategy.IN_ORDER if count >= MAX_COUNT else None
    return ReadStrategy.LOOKED_UP if count < MAX_COUNT else None


def _prepare(request: ListRequest, given: frozenset[tuple[str, Any]], dialect: Dialect) -> _Statements:
    listing, query = request.listing, request.query
    names, statement = rows_statement(request)
    keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(request.order)]
    limited = statement.add_columns(*keys).limit(bindparam("up_to", 0, Integer))
    searched = True if getattr(query, "q", None) is not None else None
    # without filters the same index is read wherever a page begins
    rows = PreparedStatement(limited, dialect, depends_on_values=searched if given else False)
    is_counted = query.count != "none" and request.strategy is None
    count = PreparedStatement(count_statement(listing, query), dialect, depends_on_values=searched) if is_counted else None
    shown = () if request.json_in_sql else request.selection.names
    fragments = [name for name in shown if name in listing.json_columns or name in listing.exact]
    booleans = [name for name in shown if name in listing.boolean_columns]
    depends_on_related = bool(conditions(listing.filters, query, by_members=True).related) and request.ranked_by is None
    return _Statements(names, shown, fragments, booleans, rows, count, depends_on_related)


def _shape(request: ListRequest, dialect: Dialect) -> tuple[Hashable, ...]:
    """What the SQL depends on besides the filters that are given."""
    query, show, last = request.query, request.selection, request.last
    nulls = None if last is None else tuple(value is None for value in last)
    related, repeats = getattr(query, "related", None), getattr(query, "repeats", None)
    return (
        dialect.name, request.listing.name, request.lang, request.json_in_sql, request.strategy, related, repeats,
        tuple(query.sort or ()), nulls, tuple(show.names), tuple(show.includes), query.count,
    )  # fmt: skip


def _counted(
    statements: _Statements, query: Any, values: Mapping[str, Any], connection: Connection
) -> tuple[int | None, bool]:
    """The count, and whether it is a lower bound."""
    if statements.count is None:
        return None, False
    count: int = statements.count.all(connection, values)[0][0]
    if query.count != "exact" and count > MAX_COUNT:
        return MAX_COUNT, True
    return count, False
