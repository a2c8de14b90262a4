"""Counts of a list's rows by the values of its filters, each under all filters but its own."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.filters import Conditions, Filter, Via, conditions, same
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
    assert filter_.wrap is same, f"{filter_.name}: a facet needs a column of the list, or a way to one"
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
    kept = select(listing.key.label("id"), via.own.label("own")).select_from(listing.table).where(*found.all(but=via))
    rows = kept.subquery("kept")
    count = func.count(rows.c.id.distinct())
    related = found.related.get(via, [])
    outer = via.leads_to_one and not related
    value = filter_.column.label("value")
    if filter_.groups is not None:
        held = select(via.key.label("key"), filter_.column.table.c.document, value).select_from(via.source).where(*related)
        inner = held.subquery("held")
        groups, on, group = filter_.groups(dict(inner.c))
        joined = rows.join(inner, inner.c.key == rows.c.own, isouter=outer).join(groups, on, isouter=via.leads_to_one)
        return select(group, count).select_from(joined).group_by(group)
    joined = rows.join(via.source, via.key == rows.c.own, isouter=outer)
    present = [] if via.leads_to_one else [filter_.column.is_not(None)]
    return select(value, count).select_from(joined).where(*present, *related).group_by(value)
