"""What a request leaves out, counted beside what it shows: rows that have no period, and figures that are not the plain one."""

from collections.abc import Collection, Iterable
from typing import Any

from app.lists.listing import Listing
from app.lists.role_filter import HAS_NONE, used

# filters by time, each with the one that finds the rows without any
_MISSING = {"period": "period__isnull", "period_year": "period__isnull", "published_on": "published_on__isnull"}


def undated_query(listing: Listing, query: Any, grouped_by: Collection[str] = ()) -> Any:
    """The query for the rows that have no time, under all other filters; null if nothing filters or groups by time.

    No filter by time finds these rows, and no axis shows them.
    """
    given = _given(listing, query)
    timed = {name for name in given if listing.parameters[name][0].name in _MISSING}
    grouped = [*grouped_by, *(getattr(query, "facets", None) or ())]
    named = [*(listing.parameters[name][0].name for name in sorted(timed)), *(one for one in grouped if one in _MISSING)]
    missing = "period__isnull" if "time" in listing.columns else _MISSING[named[0]] if named else None
    return None if missing is None else _query(listing, query, given - timed, **{missing: True})


def other_roles_query(listing: Listing, query: Any) -> Any:
    """The query for the figures that `roles=plain` leaves out, under all other filters; null if it leaves out none."""
    if listing.roles is None or used(query) == "all":
        return None
    return _query(listing, query, _given(listing, query) - {HAS_NONE}, **{HAS_NONE: False})


def _given(listing: Listing, query: Any) -> set[str]:
    return {name for name in query.model_fields_set if name in listing.parameters and getattr(query, name) is not None}


def _query(listing: Listing, query: Any, names: Iterable[str], **changes: Any) -> Any:
    filters = {name: getattr(query, name) for name in names} | changes
    others = {name: getattr(query, name, None) for name in ("related", "repeats", "count")}
    return listing.query.model_construct(**filters, **{name: one for name, one in others.items() if one is not None})
