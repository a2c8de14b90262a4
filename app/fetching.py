"""The rows of a list: one statement built for each shape of a request, run with the values of each request.

Shape is everything that the SQL depends on: which parameters are given and how many values each has, the order, the fields.
"""

from collections.abc import Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.types import JSON

from app.cursors import Order, after, ordered, read_cursor, write_cursor
from app.db import indexed_id, json_object, search_index
from app.filters import DEFAULT_LIMIT, conditions
from app.labels import Language
from app.listing import MAX_COUNT, Listing, Shown
from app.models import SearchEntry, columns, entry_ids
from app.prepared import Prepared
from app.searching import ENTRIES, terms_found

Row = dict[str, Any]
_MAX_PLANS = 2000
_plans: dict[Hashable, "Plan"] = {}


@dataclass(frozen=True)
class Plan:
    """The statements of one shape: rows with `names` and then the keys of their order, and how many there are.

    The first of the names are `shown`; of these `texts` hold JSON, or a number, as text, and `booleans` 0 or 1. Where the
    database writes JSON itself, nothing is `shown`, and the first value of a row is all of it.
    """

    names: list[str]
    shown: Sequence[str]
    texts: list[str]
    booleans: list[str]
    rows: Prepared
    count: Prepared | None


@dataclass(frozen=True)
class Fetched:
    """A page: rows as the driver gives them, JSON as text."""

    plan: Plan
    rows: list[Sequence[Any]]
    limit: int
    count: int | None
    count_is_estimate: bool
    next_cursor: str | None

    @property
    def names(self) -> list[str]:
        """Names of the first values of each row; what comes behind them are the keys of the order."""
        return self.plan.names

    def written(self) -> Sequence[Row | orjson.Fragment]:
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


def fetch(
    listing: Listing, query: Any, show: Shown, connection: Connection, lang: Language, *, to_write: bool = False
) -> Fetched:
    """The rows of one page, how many there are on all, and where the next begins; `to_write` them is all that is wanted."""
    limit = query.limit or DEFAULT_LIMIT
    order = _order(listing, query)
    last = _last(listing, query, order)
    values, given = _given(listing, query)
    to_write = to_write and connection.dialect.name == "sqlite"
    plan = _plan(listing, query, show, order, last, lang, given, connection, to_write)
    place = {} if last is None else {f"after_{i}": value for i, value in enumerate(last) if value is not None}
    count, is_estimate = _counted(plan, query, values, connection)
    # what is not there is counted faster than it is looked for in an order
    found = [] if count == 0 else plan.rows.all(connection, values | place | {"up_to": limit + 1})
    more, width = len(found) > limit, len(plan.names)
    cursor = write_cursor(_signature(listing, query), found[limit - 1][width:]) if more else None
    return Fetched(plan, found[:limit], limit, count, is_estimate, cursor)


def stream(
    listing: Listing, query: Any, show: Shown, connection: Connection, lang: Language, size: int
) -> Generator[list[Row], None, None]:
    """All rows, or as many as `limit` says, in parts of `size`, without holding more than one part."""
    order = _order(listing, query)
    names, statement = _statement(listing, query, show, order, _last(listing, query, order), lang)
    found = connection.execution_options(stream_results=True, yield_per=size).execute(statement.limit(query.limit))
    with found:
        for part in found.partitions(size):
            yield decoded(listing, names, part)


def decoded(listing: Listing, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    """Rows as Python has them."""
    jsons = [name for name in names if name in listing.jsons]
    booleans = [name for name in names if name in listing.booleans]
    found = [dict(zip(names, row, strict=False)) for row in rows]
    for row in found:
        for name in jsons:
            if row[name] is not None:
                row[name] = orjson.loads(row[name])
        for name in booleans:
            if row[name] is not None:
                row[name] = bool(row[name])
    return found


def referred(listing: Listing, page: Fetched) -> set[str]:
    """What the bibliography entries that the rows name are found by."""
    references = listing.references
    if references is None or references.field not in page.names:
        return set()
    places = [page.names.index(name) for name in references.needs]
    field = page.names.index(references.field)
    # most rows of a page name no entries, or the same; one more place makes a tuple of a single one
    named = (row for row in page.rows if row[field] != "[]")
    distinct = list(set(map(itemgetter(*places, places[0]), named)))
    return {one for row in decoded(listing, references.needs, distinct) for one in references.of(row)}


def _given(listing: Listing, query: Any) -> tuple[dict[str, Any], frozenset[tuple[str, Any]]]:
    """The values that filters are given, by the names that they have in SQL, and what of them the SQL depends on."""
    values: dict[str, Any] = {}
    shape = []
    for name in query.model_fields_set:
        if name in listing.parameters and (value := getattr(query, name)) is not None:
            filter_, operator = listing.parameters[name]
            slots = filter_.slots(operator, value)
            values |= slots
            shape.append((name, len(slots) or str(value)))
    return values, frozenset(shape)


def _plan(
    listing: Listing,
    query: Any,
    show: Shown,
    order: Order,
    last: Sequence[Any] | None,
    lang: Language,
    given: frozenset[tuple[str, Any]],
    connection: Connection,
    to_write: bool,
) -> Plan:
    shape = (given, to_write, *_shape(listing, query, show, last, lang, connection.dialect.name))
    plan = _plans.get(shape)
    if plan is None:
        names, statement = _statement(listing, query, show, order, last, lang, to_write)
        keys = [column.label(f"_key{i}") for i, (column, _) in enumerate(order)]
        rows = statement.add_columns(*keys).limit(bindparam("up_to", 0, Integer))
        dialect, depends = connection.dialect, True if getattr(query, "q", None) is not None else None
        # all rows are read by the same index, wherever a page of them begins
        rows_depend = False if depends is None and not given else depends
        counting = None if query.count == "none" else Prepared(_count(listing, query), dialect, depends=depends)
        shown = () if to_write else show.names
        texts = [name for name in shown if name in listing.jsons or name in listing.exact]
        booleans = [name for name in shown if name in listing.booleans]
        plan = Plan(names, shown, texts, booleans, Prepared(rows, dialect, depends=rows_depend), counting)
        if len(_plans) >= _MAX_PLANS:
            _plans.clear()
        _plans[shape] = plan
    return plan


def _shape(
    listing: Listing, query: Any, show: Shown, last: Sequence[Any] | None, lang: Language, dialect: str
) -> tuple[Hashable, ...]:
    nulls = None if last is None else tuple(value is None for value in last)
    order = tuple(query.sort or ())
    related = getattr(query, "related", None)
    return (
        dialect, listing.name, lang, related, order, nulls, tuple(show.names), tuple(show.includes),
        query.count,
    )  # fmt: skip


def _statement(
    listing: Listing,
    query: Any,
    show: Shown,
    order: Order,
    last: Sequence[Any] | None,
    lang: Language,
    to_write: bool = False,
) -> tuple[list[str], Select[Any]]:
    """Names and SQL of the rows that filters and cursor leave, in order."""
    own = listing.labelled(lang)
    # what embedded rows and references are found by, also where the rows do not show it
    needed = ["id", "document", *(listing.includes[one].by for one in show.includes)]
    if to_write:
        named = listing.references if listing.references and listing.references.field in show.names else None
        needed = [named.field, *named.needs] if named else []
    shown = () if to_write else show.names
    names = list(dict.fromkeys([*shown, *(name for name in needed if name in listing.columns)]))
    values = [_raw(own[name]).label(name) for name in names]
    if to_write:
        names, values = ["", *names], [_row(listing, show, own), *values]
    statement = select(*values)
    if is_ranked(listing, query):
        statement = statement.select_from(_ranked(listing)).where(*_found(listing, query))
        statement = statement.where(*conditions(listing.filters, query, but=listing.words).all())
        # said of both sides of the join: PostgreSQL else reads the entries of all other lists first
        statement = statement.where(columns(SearchEntry).id.between(*entry_ids(listing.name)))
        if last is not None:
            statement = statement.where(columns(SearchEntry).id > bindparam("after_0", last[0]))
    else:
        statement = statement.select_from(listing.source).where(*conditions(listing.filters, query).all())
    if last is not None:
        statement = statement.where(after(order, last))
    return names, statement.order_by(*ordered(order))


def _row(listing: Listing, show: Shown, own: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """The row as JSON shows it."""
    pairs: list[ColumnElement[Any]] = []
    for name in show.names:
        value = _raw(own[name])
        if name in listing.booleans:
            value = case((value, "true"), (~value, "false"))
        if name in listing.booleans or name in listing.jsons or name in listing.exact:
            value = func.json(value)
        pairs += [literal_column(f"'{name}'"), value]
    return json_object(*pairs).label("_row")


def _raw(column: Any) -> Any:
    """JSON as the text that it is stored as."""
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _count(listing: Listing, query: Any) -> Select[Any]:
    """How many rows there are, counted to one more than `MAX_COUNT` unless an exact count is asked for."""
    given = {name for name in query.model_fields_set if name in listing.parameters and getattr(query, name) is not None}
    if given == {"q"} and listing.words is not None and listing.words.column is listing.key:
        rows = select(literal(1)).select_from(search_index).where(*_found(listing, query))
    else:
        rows = select(literal(1)).select_from(listing.table).where(*conditions(listing.filters, query).all())
    if query.count != "exact":
        rows = rows.limit(MAX_COUNT + 1)
    return select(func.count()).select_from(rows.subquery())


def _counted(plan: Plan, query: Any, values: Mapping[str, Any], connection: Connection) -> tuple[int | None, bool]:
    if plan.count is None:
        return None, False
    count: int = plan.count.all(connection, values)[0][0]
    if query.count != "exact" and count > MAX_COUNT:
        return MAX_COUNT, True
    return count, False


def is_ranked(listing: Listing, query: Any) -> bool:
    """Whether rows come in the order of the text index: their own words are searched for, and no other order is asked for."""
    if query.sort or getattr(query, "q", None) is None:
        return False
    assert listing.words is not None
    return listing.words.column is listing.key


def _ranked(listing: Listing) -> FromClause:
    """The rows of a list behind the entries of the text index."""
    assert listing.words is not None
    return ENTRIES.join(listing.source, columns(SearchEntry).key == listing.words.column)


def _found(listing: Listing, query: Any) -> Any:
    words = listing.words
    assert words is not None
    assert words.searched is not None
    ((name, terms),) = words.slots("", query.q).items()
    return terms_found(words.searched, bindparam(name, terms, words.slot_type))


def _signature(listing: Listing, query: Any) -> list[str]:
    return [listing.name, "relevance" if is_ranked(listing, query) else ",".join(query.sort or [])]


def _last(listing: Listing, query: Any, order: Order) -> list[Any] | None:
    return None if query.cursor is None else read_cursor(query.cursor, _signature(listing, query), order)


def _order(listing: Listing, query: Any) -> Order:
    if is_ranked(listing, query):
        return [(indexed_id(), False)]  # unique by itself, and no order for SQLite's text index with a second key
    words = query.sort or [next(iter(listing.sorts))]
    order = [(listing.sorts[word.removeprefix("-")], word.startswith("-")) for word in words]
    return [*order, (listing.key, False)]
