"""Counts of a list's rows by the values of its filters, each under all filters but its own."""

from typing import Any

from sqlalchemy import Connection, FromClause, Select, func, select

from app.filters import Conditions, Filter, Via, conditions
from app.labels import MISSING, Language
from app.listing import Listing


def facets(listing: Listing, query: Any, names: list[str], connection: Connection, lang: Language) -> dict[str, Any]:
    """For each name the values with label and count, most frequent first."""
    return {name: _facet(listing, query, listing.facets[name], connection, lang) for name in names}


def _facet(listing: Listing, query: Any, filter_: Filter, connection: Connection, lang: Language) -> list[dict[str, Any]]:
    counted = [(value, count) for value, count in connection.execute(_statement(listing, query, filter_))]
    if filter_.kind is bool:
        counted = [(bool(value), count) for value, count in counted]
    counted.sort(key=lambda one: (-one[1], one[0] is None, str(one[0])))
    assert filter_.labels is not None
    names = filter_.labels.of([value for value, _ in counted if value is not None], lang, connection)
    return [{"value": value, "label": MISSING[lang] if value is None else names[value], "count": n} for value, n in counted]


def _statement(listing: Listing, query: Any, filter_: Filter) -> Select[Any, Any]:
    found = conditions(listing.filters, query, but=filter_)
    if isinstance(filter_.wrap, Via):
        return _through(listing, found, filter_, filter_.wrap)
    where = found.all()
    if filter_.groups is None:
        value = filter_.column.label("value")
        return select(value, func.count()).select_from(listing.table).where(*where).group_by(value)
    own = select(filter_.column.table.c.document, filter_.column.label("value")).where(*where).subquery("own")
    groups, on, group = filter_.groups(dict(own.c))
    return select(group, func.count()).select_from(own.outerjoin(groups, on)).group_by(group)


def _through(listing: Listing, found: Conditions, filter_: Filter, via: Via) -> Select[Any, Any]:
    """A row counts once for a value, however many related rows have it; these meet what else is asked of them.

    A row without a value counts for none where the way leads to one related row at most, as if the value were its own.
    """
    path = via.path
    owns = [one.label(f"own{i}") for i, one in enumerate(path[0].owns)]
    kept = select(listing.key.label("id"), *owns).select_from(listing.table).where(*found.all(but=path[0]))
    rows = kept.subquery("kept")
    asked = [one for step, inner in zip(path, [*path[1:], None], strict=True) for one in found.at(step, but=inner)]
    joined: FromClause = rows
    for step in path:
        on = step.joins(step.owns if step.within else [rows.c[one.name] for one in owns])
        joined = joined.join(step.source, on, isouter=via.leads_to_one and not asked)
    present = [] if via.leads_to_one else [filter_.column.is_not(None)]
    if filter_.groups is None:
        value = filter_.column.label("value")
        return select(value, func.count(rows.c.id.distinct())).select_from(joined).where(*present, *asked).group_by(value)
    named = (rows.c.id, filter_.column.table.c.document, filter_.column.label("value"))
    held = select(*named).select_from(joined).where(*present, *asked).subquery("held")
    groups, on, group = filter_.groups(dict(held.c))
    return select(group, func.count(held.c.id.distinct())).select_from(held.outerjoin(groups, on)).group_by(group)
