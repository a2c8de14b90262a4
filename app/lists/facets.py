"""Counts of a list's rows by the values of its filters, each under all filters but its own."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Connection, FromClause, Select, func, select

from app.lists.filters import Conditions, Filter, conditions
from app.lists.join_paths import JoinPath
from app.lists.labels import NO_VALUE
from app.lists.listing import Listing
from app.store.tables import FacetCount, columns
from app.vocabulary.names import Language

# combinations of values that are read to count several filters at once
_MOST_GROUPS = 10_000
Counts = Sequence[tuple[Any, int]]


def facet_values(listing: Listing, query: Any, names: list[str], connection: Connection, lang: Language) -> dict[str, Any]:
    """For each name the values with label and count, most frequent first."""
    if not names:
        return {}
    counted = facet_counts(listing, query, names, connection)
    return {name: with_labels(listing.facets[name], found, connection, lang) for name, found in counted.items()}


def facet_counts(listing: Listing, query: Any, names: list[str], connection: Connection) -> dict[str, Counts]:
    """For each name the values with their count, most frequent first."""
    asked = [listing.facets[name] for name in names]
    used = _used(listing, query)
    over_all = [name for name in names if used <= {name}]
    counted = _kept(listing, over_all, connection) if over_all else {}
    unused = [one for one in asked if one.name not in counted and one.name not in used]
    counted |= _together(listing, query, unused, connection)
    alone = [one for one in asked if one.name not in counted]
    counted |= {one.name: _counted(listing, query, one, connection) for one in alone}
    return {one.name: _most_frequent_first(one, counted[one.name]) for one in asked}


def with_labels(filter_: Filter, counts: Counts, connection: Connection, lang: Language) -> list[dict[str, Any]]:
    """Counts with the names of their values."""
    assert filter_.labels is not None
    names = filter_.labels.of([value for value, _ in counts if value is not None], lang, connection)
    return [{"value": value, "label": NO_VALUE[lang] if value is None else names[value], "count": n} for value, n in counts]


def _most_frequent_first(filter_: Filter, counts: Counts) -> Counts:
    found = [(bool(value), count) for value, count in counts] if filter_.kind is bool else list(counts)
    return sorted(found, key=lambda one: (-one[1], one[0] is None, str(one[0])))


def count_all(listing: Listing, filter_: Filter, connection: Connection) -> Counts:
    """Counts by the values of one filter, over all rows."""
    return _counted(listing, listing.query(), filter_, connection)


def _kept(listing: Listing, names: list[str], connection: Connection) -> dict[str, Counts]:
    """Counts over all rows that were kept when these were loaded."""
    row = columns(FacetCount)
    found: dict[str, list[tuple[Any, int]]] = {}
    wanted = select(row.facet, row.value, row["count"]).where(row.list == listing.name, row.facet.in_(names))
    for name, value, count in connection.execute(wanted):
        found.setdefault(name, []).append((orjson.loads(value), count))
    return dict(found)


def _used(listing: Listing, query: Any) -> set[str]:
    """Names of the filters that a query uses."""
    return {listing.parameters[name][0].name for name in query.model_fields_set & listing.parameters.keys()}


def _together(listing: Listing, query: Any, unused: Sequence[Filter], connection: Connection) -> dict[str, Counts]:
    """Counts in one pass by those filters that are columns of the list's own, of such as the query does not use.

    Their combinations are counted and summed up; where there are too many of these, nothing is. The document is not among
    them: most documents have combinations of their own.
    """
    alike = [one for one in unused if one.name != "document" and _is_plain(one, listing)]
    if len(alike) < 2:
        return {}
    by = [one.column for one in alike]
    where = conditions(listing.filters, query).all()
    grouped = select(func.count(), *by).select_from(listing.table).where(*where).group_by(*by)
    rows = connection.execute(grouped.limit(_MOST_GROUPS + 1)).all()
    if len(rows) > _MOST_GROUPS:
        return {}
    found: dict[str, Counter[Any]] = {one.name: Counter() for one in alike}
    for count, *values in rows:
        for one, value in zip(alike, values, strict=True):
            found[one.name][value] += count
    return {name: list(counter.items()) for name, counter in found.items()}


def _is_plain(filter_: Filter, listing: Listing) -> bool:
    """Whether rows are counted by a column of their own table as it is."""
    column = filter_.column
    return filter_.groups is None and isinstance(column, Column) and column.table is listing.table


def _counted(listing: Listing, query: Any, filter_: Filter, connection: Connection) -> Counts:
    """A row without a value counts for none, but not where a value is its own, or that of its one related row."""
    rows = connection.execute(_statement(listing, query, filter_)).all()
    one = not isinstance(filter_.path, JoinPath) or filter_.path.is_to_one
    # left out here: asked for a value, SQLite begins with a table of values and finds the rows in no order
    return [(value, count) for value, count in rows if one or value is not None]


def _statement(listing: Listing, query: Any, filter_: Filter) -> Select[Any, Any]:
    found = conditions(listing.filters, query, but=filter_)
    if isinstance(filter_.path, JoinPath):
        return _through(listing, found, filter_, filter_.path)
    where = found.all()
    if filter_.groups is None:
        value = filter_.column.label("value")
        return select(value, func.count()).select_from(listing.table).where(*where).group_by(value)
    own = select(filter_.column.table.c.document, filter_.column.label("value")).where(*where).subquery("own")
    groups, on, group = filter_.groups(dict(own.c))
    return select(group, func.count()).select_from(own.outerjoin(groups, on)).group_by(group)


def _through(listing: Listing, found: Conditions, filter_: Filter, via: JoinPath) -> Select[Any, Any]:
    """A row counts once for a value, however many related rows have it; these meet what else is asked of them."""
    path = via.steps
    asked = [one for step, inner in zip(path, [*path[1:], None], strict=True) for one in found.at(step, but=inner)]
    outer = via.is_to_one and not asked
    joined, id_ = _begun(listing, found.all(but=path[0]), path[0], outer)
    for step in path[1:]:
        joined = joined.join(step.source, step.on_clause(step.local_columns), isouter=outer)
    value = filter_.column.label("value")
    named = [id_.label("id"), value] if filter_.groups is None else [id_.label("id"), filter_.column.table.c.document, value]
    pairs = select(*named).select_from(joined).where(*asked)
    if filter_.groups is not None:
        held = pairs.subquery("held")
        groups, on, group = filter_.groups(dict(held.c))
        return select(group, func.count(held.c.id.distinct())).select_from(held.outerjoin(groups, on)).group_by(group)
    once = len(path) == 1 and set(via.source.primary_key) <= {filter_.column, *via.remote_columns}
    # both databases are slower at counting what is distinct in each group
    held = (pairs if once else pairs.distinct()).subquery("held")
    return select(held.c.value, func.count()).select_from(held).group_by(held.c.value)


def _begun(
    listing: Listing, where: Sequence[ColumnElement[bool]], step: JoinPath, outer: bool
) -> tuple[FromClause, ColumnElement[Any]]:
    """The rows that the first step leads to, and the key of the list's row of each.

    A list's row itself is not looked up where nothing is asked of it that the foreign key does not tell.
    """
    if not where and not outer and step.refers_to(listing.key) and not step.remote.nullable:
        return step.source, step.remote
    owns = [one.label(f"own{i}") for i, one in enumerate(step.local_columns)]
    kept = select(listing.key.label("id"), *owns).select_from(listing.table).where(*where).subquery("kept")
    on = step.on_clause([kept.c[one.name] for one in owns])
    return kept.join(step.source, on, isouter=outer), kept.c.id
