"""A page of a list: its rows, their count, the entries that they refer to, and what the request leaves out."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from app.lists.cursors import nulls_follow
from app.lists.facets.facet_counts import facet_counts, with_labels
from app.lists.facets.precomputed_counts import FacetCounts, counts_facts, find_stored, matches_nothing, stored_count
from app.lists.field_selection import Selection
from app.lists.filters.role_filter import HAS_NONE, applied_roles
from app.lists.filters.unknown_values import check_values
from app.lists.list_request import ListRequest
from app.lists.listing import MAX_COUNT, MAX_KEYS, Listing, Row
from app.lists.page_rows import find_rows
from app.lists.parameters import DEFAULT_FACET_LIMIT, DEFAULT_LIMIT
from app.lists.row_references import load_references
from app.lists.select_statements import ListStatements, bound_values, prepared, rows_statement
from app.store.transactions import silence_limit
from app.vocabulary.names import Language

# seconds in which a PostgreSQL server that streams rows must have sent some
_LONGEST_SILENCE = 60
# raises `InvalidParameter` for a request that a list cannot answer
Check = Callable[[Any, Connection], None]
# filters by time, each with the one that finds the rows without any
_MISSING = {
    **dict.fromkeys(("period", "period_year", "period_basis"), "period__isnull"),
    "published_on": "published_on__isnull",
}


def accept_all(query: Any, connection: Connection) -> None:
    """The check of a list that refuses unknown values only."""


@dataclass(frozen=True)
class LeftOut:
    """What a request leaves out: how many rows, and whether there are more; null where it leaves out none of the kind.

    `undated` have no period, which filters by time ask for; `other_roles` are no plain figures.
    """

    undated: tuple[int | None, bool] = (None, False)
    other_roles: tuple[int | None, bool] = (None, False)


@dataclass(frozen=True)
class Page:
    """Everything that a response needs from a list: rows, the entries that they name, the cursor of the next page.

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


def read_page(
    listing: Listing, query: Any, connection: Connection, lang: Language, known_values: set[tuple[int, Any]], *,
    as_json: bool, check: Check = accept_all,
) -> Page:  # fmt: skip
    """One page. Values of the request are looked up in their vocabularies first, and `check` must accept them.

    `known_values` remembers values that were found before. Raises `InvalidParameter`.
    """
    if query.model_fields_set & listing.closed_parameters.keys():
        check_values(listing.closed_parameters, query, connection, known_values)
    check(query, connection)
    show = listing.select(query)
    limit = query.limit or DEFAULT_LIMIT
    in_sql = as_json and show.is_plain and connection.dialect.name == "sqlite"
    request = ListRequest(listing, query, show, lang, in_sql)
    if request.last is not None and request.ranked_by is None and nulls_follow(request.order, request.last):
        request = replace(request, nulls=False)
    values, given = bound_values(listing, query)
    statements = prepared(request, given, connection.dialect)
    counted = _counted(statements, listing, query, values, connection, with_facets=as_json)
    count, is_estimate = counted.count, counted.is_estimate
    # an empty list is counted faster than it is searched in order
    found = (
        []
        if count == 0 and not is_estimate
        else find_rows(
            request, statements, given, values, count, connection, limit + 1, counted.keys, more_match=is_estimate
        )
    )
    more, width = len(found) > limit, len(statements.names)
    cursor = request.cursor(found[limit - 1][width:]) if more else None
    rows = found[:limit]
    if as_json and show.is_plain:
        shown = statements.json_rows(rows)
    else:
        shown = _embed(listing.python_rows(statements.names, rows), listing, show, connection)
    facets = _facets(listing, query, connection, counted) if as_json else {}
    references = _references(listing, statements.names, rows, connection) if as_json else {}
    left_out = count_left_out(listing, query, connection) if as_json else LeftOut()
    documents = _documents(listing, statements.names, rows)
    labelled = {name: with_labels(listing.facets[name], one.counts, connection, lang) for name, one in facets.items()}
    info = {name: {"value_count": one.value_count, "rows_counted": one.rows_counted} for name, one in facets.items()}
    if query.count == "none":
        count, is_estimate = None, False
    return Page(show, shown, limit, count, is_estimate, cursor, labelled, info, references, left_out, documents)


@dataclass(frozen=True)
class _Counted:
    """How many rows match, whether that is a lower bound, and what was found by the way.

    `keys` are those of all rows that match, `first_keys` those of the first in order of the key where more match.
    """

    count: int | None = None
    is_estimate: bool = False
    keys: Sequence[Any] | None = None
    first_keys: Sequence[Any] | None = None


def _facet_names(query: Any) -> Sequence[str]:
    return getattr(query, "facets", None) or []


def _facets(listing: Listing, query: Any, connection: Connection, counted: _Counted) -> dict[str, FacetCounts]:
    names, most = _facet_names(query), query.facet_limit or DEFAULT_FACET_LIMIT
    # of the figures that state a fact these are the first of all, and others may be the first under a value
    known = {} if counts_facts(listing, query) else {"keys": counted.keys, "first_keys": counted.first_keys}
    return facet_counts(listing, query, names, connection, most, **known) if names else {}


def count_left_out(listing: Listing, query: Any, connection: Connection, grouped_by: Collection[str] = ()) -> LeftOut:
    """What a request leaves out: by its filters by time or because it groups by time, and by `roles=plain`."""
    undated = _count(listing, _undated_query(listing, query, grouped_by), connection)
    return LeftOut(undated, _count(listing, _other_roles_query(listing, query), connection))


def _undated_query(listing: Listing, query: Any, grouped_by: Collection[str] = ()) -> Any:
    """The query for the rows that have no time, under all other filters; null if nothing filters or groups by time.

    No filter by time finds these rows, and no axis shows them.
    """
    given = listing.given_filters(query)
    timed = {name for name in given if listing.parameters[name][0].name in _MISSING}
    grouped = [*grouped_by, *(getattr(query, "facets", None) or ())]
    named = [*(listing.parameters[name][0].name for name in sorted(timed)), *(one for one in grouped if one in _MISSING)]
    missing = "period__isnull" if "time" in listing.columns else _MISSING[named[0]] if named else None
    return None if missing is None else _query_with(listing, query, given - timed, **{missing: True})


def _other_roles_query(listing: Listing, query: Any) -> Any:
    """The query for the figures that `roles=plain` leaves out, under all other filters; null if it leaves out none."""
    if listing.roles is None or applied_roles(query) == "all":
        return None
    return _query_with(listing, query, listing.given_filters(query) - {HAS_NONE}, **{HAS_NONE: False})


def _query_with(listing: Listing, query: Any, names: Iterable[str], **changes: Any) -> Any:
    filters = {name: getattr(query, name) for name in names} | changes
    others = {name: getattr(query, name, None) for name in ("related", "repeats", "count")}
    return listing.query.model_construct(**filters, **{name: one for name, one in others.items() if one is not None})


def count_rows(listing: Listing, query: Any, connection: Connection) -> int:
    """How many rows match, up to `MAX_COUNT`; where more do than a few thousand, it may be fewer."""
    return _count(listing, query.model_copy(update={"count": None}), connection)[0] or 0


def _count(listing: Listing, query: Any, connection: Connection) -> tuple[int | None, bool]:
    if query is None:
        return None, False
    request = ListRequest(listing, query, listing.select(query), "en")
    values, given = bound_values(listing, query)
    found = _counted(prepared(request, given, connection.dialect), listing, query, values, connection, is_exact=False)
    return found.count, found.is_estimate


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
    streamed = connection.execution_options(stream_results=True, yield_per=size)
    with silence_limit(connection, _LONGEST_SILENCE):
        found = streamed.execute(statement.limit(query.limit))
    with found:
        parts = found.partitions(size)
        while True:
            with silence_limit(connection, _LONGEST_SILENCE):
                if (part := next(parts, None)) is None:
                    return
                rows = _embed(listing.python_rows(names, part), listing, show, connection)
            yield rows


def _embed(rows: list[Row], listing: Listing, show: Selection, connection: Connection) -> list[Row]:
    """The rows, each with the rows that the selection embeds in it."""
    for name in show.includes:
        for row, held in zip(rows, listing.includes[name].load(rows, connection, show.embedded(name)), strict=True):
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
    ids = {one for row in listing.python_rows(lookup.needs, distinct) for one in lookup.ids(row)}
    return load_references(ids, connection)


def _counted(
    statements: ListStatements, listing: Listing, query: Any, values: Mapping[str, Any], connection: Connection, *,
    is_exact: bool = True, with_facets: bool = False,
) -> _Counted:  # fmt: skip
    """The count, and the keys of all rows that match where looking for them again would take long.

    With `is_exact`, no more than `MAX_COUNT` rows are counted exactly. `with_facets`: facets may be counted by the keys.
    """
    if statements.count is None:
        return _Counted()
    if not counts_facts(listing, query) and (stored := stored_count(listing, query, connection)) is not None:
        is_short = statements.keys is not None and 0 < stored <= MAX_KEYS
        by_key = is_short and with_facets and not _are_stored(listing, query, _facet_names(query), connection)
        return _Counted(stored, keys=_keys(statements, values, connection) if by_key else None)
    if statements.depends_on_related and matches_nothing(listing, query, connection):
        return _Counted(0, keys=[])
    # of one fact for many figures, those that are walked tell little
    if statements.walked_count is not None and not (is_exact and counts_facts(listing, query)):
        first = statements.walked_count.walk(connection, values, is_exact=is_exact)
        if first is not None:
            # facets by what is near count more rows than a page does
            return _Counted(len(first), True, first_keys=first if statements.walked_count.reaches_far else None)
    if statements.keys is not None and is_exact:
        keys = _keys(statements, values, connection)
        return _Counted(min(len(keys), MAX_COUNT), len(keys) > MAX_COUNT, keys if len(keys) <= MAX_KEYS else None)
    count: int = statements.count.all(connection, values)[0][0]
    if query.count != "exact" and count > MAX_COUNT:
        return _Counted(MAX_COUNT, True)
    return _Counted(count)


def _are_stored(listing: Listing, query: Any, names: Sequence[str], connection: Connection) -> bool:
    """Whether no facet is to be counted from the rows."""
    return not names or len(find_stored(listing, query, names, connection, 1)) == len(names)


def _keys(statements: ListStatements, values: Mapping[str, Any], connection: Connection) -> Sequence[Any]:
    return [row[0] for row in statements.keys.all(connection, values)] if statements.keys else []
