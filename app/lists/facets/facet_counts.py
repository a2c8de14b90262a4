"""Facets: counts of a list's rows by the values of a filter, each under all filters but its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection

from app.lists.facets.counts_together import count_together
from app.lists.facets.facet_statements import count_by_column, count_by_value, value_reader
from app.lists.facets.precomputed_counts import (
    NOT_COUNTED,
    Counts,
    FacetCounts,
    counts_facts,
    find_stored,
    has_members,
    used_filters,
)
from app.lists.facets.related_rows import Related, RelatedRows, asked_of_same_row, choose_related_rows
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.value_labels import NO_VALUE, VALUES_THEMSELVES
from app.lists.listing import Listing
from app.lists.row_counts import UNCOUNTED, MatchCount
from app.lists.sampling import Rows, Sampler
from app.store.time_limits import in_time_left
from app.vocabulary.names import Language

# rows that all facets of a request count together, and the least that one counts
_MAX_COUNTED, _MIN_COUNTED = 100_000, 4_000
# those that they count of more rows than that
_MAX_SAMPLED, _MIN_SAMPLED = 25_000, 2_000
# both where filters ask of rows that are several tables away or facets count by them, which are looked up for each
_MAX_FAR_COUNTED, _MAX_FAR_SAMPLED = 20_000, 10_000


def facet_counts(
    listing: Listing, query: Any, names: Sequence[str], connection: Connection, most: int, known: MatchCount = UNCOUNTED
) -> dict[str, FacetCounts]:
    """By facet, its `most` frequent values with their count: those that are precomputed, others counted from the rows in the time left.

    `known` is what is known of the rows that match.
    """
    found: dict[str, FacetCounts] = {}
    if not counts_facts(listing, query):
        found = find_stored(listing, query, names, connection, most)
    rest = [name for name in names if name not in found]
    share = max(1, len(rest))
    is_far = conditions(listing.filters, query, by_members=True).reaches_far or any(
        isinstance(path := listing.facets[name].path, JoinPath) and path.reaches_far for name in rest
    )
    whole = max(_MIN_COUNTED, (_MAX_FAR_COUNTED if is_far else _MAX_COUNTED) // share)
    sampled = min(whole, max(_MIN_SAMPLED, (_MAX_FAR_SAMPLED if is_far else _MAX_SAMPLED) // share))
    counted = count_facets(listing, query, rest, connection, whole, sampled, known, most=most)
    found |= {name: replace(one, counts=one.counts[:most]) for name, one in counted.items()}
    return {name: found[name] for name in names}


def count_facets(
    listing: Listing, query: Any, names: Sequence[str], connection: Connection, whole: int, sampled: int,
    known: MatchCount = UNCOUNTED, *, most: int | None = None,
) -> dict[str, FacetCounts]:  # fmt: skip
    """By facet, its values with their counts, the most frequent first: of up to `whole` rows, or of `sampled` where more match.

    Those of members are the `most` frequent alone. Facets that leave out the same filter are counted together, or for want of time
    not at all.
    """
    used = used_filters(listing, query)
    sampler = Sampler(listing, query, connection, sampled, whole, known)
    # the facets that leave out the same filter, if any, count the same rows
    alike: dict[str, list[Filter]] = {}
    for name in names:
        alike.setdefault(name if name in used else "", []).append(listing.facets[name])
    found: dict[str, FacetCounts] = {}
    for but, filters in alike.items():
        count = partial(
            _count_alike, listing, sampler, listing.facets.get(but), filters, connection, once=counts_facts(listing, query),
            most=most,
        )  # fmt: skip
        found |= in_time_left(connection, count) or dict.fromkeys((one.name for one in filters), NOT_COUNTED)
    return {name: found[name] for name in names}


def _count_alike(
    listing: Listing, sampler: Sampler, but: Filter | None, filters: Sequence[Filter], connection: Connection, *, once: bool,
    most: int | None,
) -> dict[str, FacetCounts]:  # fmt: skip
    """Counts of several facets over the rows that match without the filter `but`."""
    under = conditions(listing.filters, sampler.query, but=but)
    # all rows of one facet are counted in an index, which does not tell the facts that several of them state
    if not under.own and not under.related and not once:
        counted: Mapping[str, Counts] = {one.name: _count(listing, under, one, connection, once=once) for one in filters}
        totals: Mapping[str, int] = {}
        counted_rows = None
        by_rows: Mapping[JoinPath, RelatedRows] = {}
    else:
        rows = sampler.rows(but)
        by_rows = _related_rows(sampler, under.related, filters, connection) if listing.precomputes_members else {}
        counted, totals = _count_together(rows, under.related, filters, connection, once=once, by_rows=by_rows, most=most)
        counted_rows = rows.most
    ordered = {one.name: most_frequent_first(one, counted[one.name]) for one in filters}
    sampled = {one.name: by_rows.get(one.path.steps[0]) for one in filters if isinstance(one.path, JoinPath)}
    return {
        name: FacetCounts(
            counts, totals.get(name, len(counts)), sample.most if (sample := sampled.get(name)) is not None else counted_rows
        )
        for name, counts in ordered.items()
    }


def _related_rows(
    sampler: Sampler, related: Related, filters: Sequence[Filter], connection: Connection
) -> Mapping[JoinPath, RelatedRows]:
    """By the first step of their paths, the related rows by which facets of a short list are counted, if not by all."""
    steps = {one.path.steps[0] for one in filters if isinstance(one.path, JoinPath)}
    shared = {step: held for step in steps if (held := asked_of_same_row(step, related))}
    chosen = {
        step: choose_related_rows(step, held, connection, whole=sampler.whole, sampled=sampler.most)
        for step, held in shared.items()
    }
    return {step: rows for step, rows in chosen.items() if rows is not None}


def _count_together(
    rows: Rows, related: Related, filters: Sequence[Filter], connection: Connection, *, once: bool,
    by_rows: Mapping[JoinPath, RelatedRows], most: int | None,
) -> tuple[Mapping[str, Counts], Mapping[str, int]]:  # fmt: skip
    """Counts by facet, and how many values there are where not all of them are counted."""
    found: dict[str, list[tuple[Any, int]]] = {one.name: [] for one in filters}
    readers = {one.name: value_reader(one) for one in filters}
    with_null = {one.name for one in filters if _has_null(one)}
    by_members = has_members(rows.listing, connection)
    statement = count_together(rows, related, filters, once=once, by_members=by_members, by_rows=by_rows, most=most)
    totals: dict[str, int] = {}
    for name, text, count, total in connection.execute(statement):
        if total is not None:
            totals[name] = total
        if text is not None:
            found[name].append((readers[name](text), count))
        elif name in with_null:
            found[name].append((None, count))
    return found, totals


def with_labels(filter_: Filter, counts: Counts, connection: Connection, lang: Language) -> list[dict[str, Any]]:
    """Counts with the names of their values."""
    labels = filter_.labels or VALUES_THEMSELVES
    names = labels.of([value for value, _ in counts if value is not None], lang, connection)
    return [{"value": value, "label": NO_VALUE[lang] if value is None else names[value], "count": n} for value, n in counts]


def count_all(listing: Listing, filter_: Filter, connection: Connection) -> Counts:
    """Counts by the values of one filter, over all rows."""
    return _count(listing, Conditions([], {}), filter_, connection, once=False)


def count_under_values(
    listing: Listing, under: Filter, values: Sequence[Any], filter_: Filter, connection: Connection
) -> Mapping[Any, Counts]:
    """Counts by the values of one filter under each of these values of another, whose column is the list's own."""
    rows = connection.execute(count_by_column(listing, under.column, under.column.in_(values), filter_))
    has_null = _has_null(filter_)
    found: dict[Any, list[tuple[Any, int]]] = {}
    for by, value, count in rows:
        if has_null or value is not None:
            found.setdefault(by, []).append((value, count))
    return found


def most_frequent_first(filter_: Filter, counts: Counts) -> Counts:
    # null comes last, however frequent
    found = [(bool(value), count) for value, count in counts] if filter_.kind is bool else list(counts)
    return sorted(found, key=lambda one: (one[0] is None, -one[1], str(one[0])))


def _count(listing: Listing, counted: Conditions, filter_: Filter, connection: Connection, *, once: bool) -> Counts:
    """Rows without a value count as null where the list's row, or its one related row, has none; else not at all."""
    statement = count_by_value(listing, filter_, counted, once=once)
    rows = connection.execute(statement).all()
    has_null = _has_null(filter_)
    # in Python: with `IS NOT NULL` SQLite begins with the table of values and reads the rows in random order
    return [(value, count) for value, count in rows if has_null or value is not None]


def _has_null(filter_: Filter) -> bool:
    return not isinstance(filter_.path, JoinPath) or filter_.path.is_to_one
