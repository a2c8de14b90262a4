"""The rows of a list: one statement built for each shape of a request, run with the values of each request.

Shape is everything that the SQL depends on: which parameters are given and how many values each has, the order, the fields.
"""

from collections.abc import Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, Dialect, Integer, bindparam

from app.lists.filters import conditions
from app.lists.full_text import single_token
from app.lists.listing import MAX_COUNT, Listing, Selection
from app.lists.parameters import DEFAULT_LIMIT
from app.lists.rows import Row, python_rows
from app.lists.statements import ListRequest, ReadStrategy, count_statement, rows_statement
from app.store.prepared import PreparedStatement
from app.vocabulary.names import Language

_MAX_PLANS = 2000
_plans: dict[Hashable, "_Plan"] = {}


@dataclass(frozen=True)
class _Plan:
    """The statements of one shape: rows with `names` and then the keys of their order, and how many there are.

    The first of the names are `shown`; of these `texts` hold JSON, or a number, as text, and `booleans` 0 or 1. Where the
    database writes JSON itself, nothing is `shown`, and the first value of a row is all of it. `related`: rows depend on those
    of other tables.
    """

    names: list[str]
    shown: Sequence[str]
    texts: list[str]
    booleans: list[str]
    rows: PreparedStatement
    count: PreparedStatement | None
    related: bool


@dataclass(frozen=True)
class FetchedPage:
    """A page: rows as the driver gives them, JSON as text."""

    plan: _Plan
    rows: list[Sequence[Any]]
    limit: int
    count: int | None
    count_is_estimate: bool
    next_cursor: str | None

    @property
    def names(self) -> list[str]:
        """Names of the first values of each row; what comes behind them are the keys of the order."""
        return self.plan.names

    def json_rows(self) -> Sequence[Row | orjson.Fragment]:
        """Rows as JSON shows them: what is JSON already, and the text of numbers, is put there as it is."""
        names, fragment = self.plan.shown, orjson.Fragment
        if not names:
            return [fragment(row[0]) for row in self.rows]
        found: list[Row] = [dict(zip(names, row, strict=False)) for row in self.rows]
        for name in self.plan.texts:
            for row in found:
                if (text := row[name]) is not None:
                    row[name] = fragment(text)
        for name in self.plan.booleans:
            for row in found:
                if row[name] is not None:
                    row[name] = bool(row[name])
        return found


def fetch_page(
    listing: Listing, query: Any, show: Selection, connection: Connection, lang: Language, *, as_json: bool = False
) -> FetchedPage:
    """The rows of one page, how many there are on all, and where the next begins; `as_json` them is all that is wanted."""
    limit = query.limit or DEFAULT_LIMIT
    request = ListRequest(listing, query, show, lang, as_json and connection.dialect.name == "sqlite")
    values, given = _bound_values(listing, query)
    plan = _plan(request, given, connection.dialect)
    place = {f"after_{i}": value for i, value in enumerate(request.last or ()) if value is not None}
    count, is_estimate = _counted(plan, query, values, connection)
    if plan.related and count and (strategy := _strategy(count, connection.dialect)):
        request = replace(request, strategy=strategy)
        plan = _plan(request, given, connection.dialect)
    # what is not there is counted faster than it is looked for in an order
    found = [] if count == 0 else plan.rows.all(connection, values | place | {"up_to": limit + 1})
    more, width = len(found) > limit, len(plan.names)
    cursor = request.cursor(found[limit - 1][width:]) if more else None
    return FetchedPage(plan, found[:limit], limit, count, is_estimate, cursor)


def stream_rows(
    listing: Listing, query: Any, show: Selection, connection: Connection, lang: Language, size: int
) -> Generator[list[Row], None, None]:
    """All rows, or as many as `limit` says, in parts of `size`, without holding more than one part."""
    names, statement = rows_statement(ListRequest(listing, query, show, lang))
    found = connection.execution_options(stream_results=True, yield_per=size).execute(statement.limit(query.limit))
    with found:
        for part in found.partitions(size):
            yield python_rows(listing, names, part)


def referenced_keys(listing: Listing, page: FetchedPage) -> set[str]:
    """What the bibliography entries that the rows name are found by."""
    references = listing.references
    if references is None or references.field not in page.names:
        return set()
    places = [page.names.index(name) for name in references.needs]
    field = page.names.index(references.field)
    # most rows of a page name no entries, or the same; one more place makes a tuple of a single one
    named = (row for row in page.rows if row[field] != "[]")
    distinct = list(set(map(itemgetter(*places, places[0]), named)))
    return {one for row in python_rows(listing, references.needs, distinct) for one in references.of(row)}


def _bound_values(listing: Listing, query: Any) -> tuple[dict[str, Any], frozenset[tuple[str, Any]]]:
    """The values that filters are given, by the names that they have in SQL, and what of them the SQL depends on."""
    values: dict[str, Any] = {}
    shape = []
    for name in query.model_fields_set:
        if name in listing.parameters and (value := getattr(query, name)) is not None:
            filter_, operator = listing.parameters[name]
            slots = filter_.slots(operator, value)
            values |= slots
            shape.append((name, len(slots) or str(value)))
            if name == "q":
                values["word"] = single_token(*slots.values())
    return values, frozenset(shape)


def _plan(request: ListRequest, given: frozenset[tuple[str, Any]], dialect: Dialect) -> _Plan:
    shape = (given, *_shape(request, dialect))
    plan = _plans.get(shape)
    if plan is None:
        plan = _planned(request, given, dialect)
        if len(_plans) >= _MAX_PLANS:
            _plans.clear()
        _plans[shape] = plan
    return plan


def _strategy(count: int, dialect: Dialect) -> ReadStrategy | None:
    """How so many rows are read, where the database would do otherwise.

    SQLite looks up and sorts however many there are; PostgreSQL may look at all of a list for the few that there are.
    """
    if dialect.name == "sqlite":
        return ReadStrategy.IN_ORDER if count >= MAX_COUNT else None
    return ReadStrategy.LOOKED_UP if count < MAX_COUNT else None


def _planned(request: ListRequest, given: frozenset[tuple[str, Any]], dialect: Dialect) -> _Plan:
    listing, query = request.listing, request.query
    names, statement = rows_statement(request)
    keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(request.order)]
    limited = statement.add_columns(*keys).limit(bindparam("up_to", 0, Integer))
    searched = True if getattr(query, "q", None) is not None else None
    # all rows are read by the same index, wherever a page of them begins
    rows = PreparedStatement(limited, dialect, depends=searched if given else False)
    is_counted = query.count != "none" and request.strategy is None
    count = PreparedStatement(count_statement(listing, query), dialect, depends=searched) if is_counted else None
    shown = () if request.as_json else request.selection.names
    texts = [name for name in shown if name in listing.json_columns or name in listing.exact]
    booleans = [name for name in shown if name in listing.boolean_columns]
    related = bool(conditions(listing.filters, query).related) and not request.is_ranked
    return _Plan(names, shown, texts, booleans, rows, count, related)


def _shape(request: ListRequest, dialect: Dialect) -> tuple[Hashable, ...]:
    query, show, last = request.query, request.selection, request.last
    nulls = None if last is None else tuple(value is None for value in last)
    related = getattr(query, "related", None)
    return (
        dialect.name, request.listing.name, request.lang, request.as_json, request.strategy, related, tuple(query.sort or ()), nulls,
        tuple(show.names), tuple(show.includes), query.count,
    )  # fmt: skip


def _counted(plan: _Plan, query: Any, values: Mapping[str, Any], connection: Connection) -> tuple[int | None, bool]:
    if plan.count is None:
        return None, False
    count: int = plan.count.all(connection, values)[0][0]
    if query.count != "exact" and count > MAX_COUNT:
        return MAX_COUNT, True
    return count, False
