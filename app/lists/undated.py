"""What a request by time leaves out: the rows that have no period, which no filter by time finds and no axis shows."""

from collections.abc import Collection
from typing import Any

from app.lists.listing import Listing

# filters by time, each with the one that finds the rows without any
_MISSING = {"period": "period__isnull", "period_year": "period__isnull", "published_on": "published_on__isnull"}


def undated_query(listing: Listing, query: Any, grouped_by: Collection[str] = ()) -> Any:
    """The query for the rows that have no time, under all other filters; null if nothing filters or groups by time."""
    given = {name for name in query.model_fields_set if name in listing.parameters and getattr(query, name) is not None}
    timed = {name for name in given if listing.parameters[name][0].name in _MISSING}
    grouped = [*grouped_by, *(getattr(query, "facets", None) or ())]
    named = [*(listing.parameters[name][0].name for name in sorted(timed)), *(one for one in grouped if one in _MISSING)]
    missing = "period__isnull" if "time" in listing.columns else _MISSING[named[0]] if named else None
    if missing is None:
        return None
    filters = {name: getattr(query, name) for name in given - timed} | {missing: True}
    others = {name: getattr(query, name, None) for name in ("related", "repeats", "count")}
    return listing.query.model_construct(**filters, **{name: one for name, one in others.items() if one is not None})
