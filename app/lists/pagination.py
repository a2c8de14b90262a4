"""A page of a list: its rows, their count, the entries that they refer to, and what the request leaves out."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from app.lists.cursors import nulls_follow
from app.lists.facets.facet_counts import facet_counts, with_labels
from app.lists.facets.precomputed_counts import FacetCounts, counts_facts
from app.lists.field_selection import Selection
from app.lists.filters.unknown_values import check_values
from app.lists.list_request import ListRequest
from app.lists.listing import Listing, Row
from app.lists.page_rows import find_rows
from app.lists.parameters import DEFAULT_FACET_LIMIT, DEFAULT_LIMIT
from app.lists.row_counts import (
    UNCOUNTED,
    LeftOut,
    MatchCount,
    count_left_out,
    count_matching,
    count_to_the_end,
    facet_names,
)
from app.lists.row_references import load_references
from app.lists.select_statements import bound_values, prepared, rows_statement
from app.store.transactions import silence_limit
from app.vocabulary.names import Language

# seconds in which a PostgreSQL server that streams rows must have sent some
_LONGEST_SILENCE = 60
# raises `InvalidParameter` for a request that a list cannot answer
Check = Callable[[Any, Connection], None]


def accept_all(query: Any, connection: Connection) -> None:
    """The check of a list that refuses unknown values only."""


@dataclass(frozen=True)
class Page:
    """Everything that a response needs from a list: rows, the entries that they name, the cursor of the next page.

    `rows` are ready for `orjson`, or Python values where the request embeds rows or is not for JSON. `count` is null with
    `count=none`. With `count=exact` it is a lower bound only where there was no time to count all, or the page was not read as
    JSON. `facets`, `facet_info` and `references` are empty unless it was. `documents` are those of the rows; null if rows have
    none.
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
    counted = count_matching(request, statements, given, values, connection, with_facets=as_json)
    if counted.common:
        request = replace(request, common=counted.common)
        statements = prepared(request, given, connection.dialect)
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
    references = _references(listing, statements.names, rows, connection) if as_json else {}
    documents = _documents(listing, statements.names, rows)
    left_out = count_left_out(listing, query, connection) if as_json else LeftOut()
    # last, as they may take all the time that there is
    facets = _facets(listing, query, connection, counted) if as_json else {}
    labelled = {name: with_labels(listing.facets[name], one.counts, connection, lang) for name, one in facets.items()}
    info = {name: {"value_count": one.value_count, "rows_counted": one.rows_counted} for name, one in facets.items()}
    if query.count == "none":
        count, is_estimate = None, False
    elif query.count == "exact" and as_json:
        (count, is_estimate), left_out = count_to_the_end(listing, query, connection, (count, is_estimate), left_out)
    return Page(show, shown, limit, count, is_estimate, cursor, labelled, info, references, left_out, documents)


def _facets(listing: Listing, query: Any, connection: Connection, counted: MatchCount) -> dict[str, FacetCounts]:
    names, most = facet_names(query), query.facet_limit or DEFAULT_FACET_LIMIT
    # of the figures that state a fact these are the first of all, and others may be the first under a value
    known = UNCOUNTED if counts_facts(listing, query) else counted
    return facet_counts(listing, query, names, connection, most, known) if names else {}


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
    streamed = {"stream_results": True, "yield_per": size}
    with silence_limit(connection, _LONGEST_SILENCE):
        found = connection.execute(statement.limit(query.limit), execution_options=streamed)
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
