"""How many rows match a request, and how many it leaves out: exactly where they are few or their count is stored, else a bound.

With `count=exact` all are counted, if there is time for that.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.lists.facets.precomputed_counts import counts_facts, find_stored, matches_nothing, stored_count
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.role_filter import HAS_NONE, applied_roles
from app.lists.list_request import ListRequest
from app.lists.listing import MAX_COUNT, MAX_KEYS, Listing
from app.lists.match_statements import Shape, count_statement
from app.lists.select_statements import ListStatements, bound_values, prepared
from app.store.time_limits import in_time_left

# filters by time, each with the one that finds the rows without any
_MISSING = {
    **dict.fromkeys(("period", "period_year", "period_basis"), "period__isnull"),
    "published_on": "published_on__isnull",
}


@dataclass(frozen=True)
class LeftOut:
    """What a request leaves out: how many rows, and whether there are more; null where it leaves out none of the kind.

    `undated` have no period, which filters by time ask for; `other_roles` are no plain figures.
    """

    undated: tuple[int | None, bool] = (None, False)
    other_roles: tuple[int | None, bool] = (None, False)


@dataclass(frozen=True)
class MatchCount:
    """How many rows match, whether that is a lower bound, and what was found by the way.

    `keys` are those of all rows that match, `first_keys` those of the first in order of the key where more match. `at_least` so
    many match, which can be more than is told. By the `common` paths many match.
    """

    count: int | None = None
    is_estimate: bool = False
    keys: Sequence[Any] | None = None
    first_keys: Sequence[Any] | None = None
    at_least: int = 0
    common: frozenset[JoinPath] = frozenset()


UNCOUNTED = MatchCount()


def count_left_out(listing: Listing, query: Any, connection: Connection, grouped_by: Collection[str] = ()) -> LeftOut:
    """What a request leaves out: by its filters by time or because it groups by time, and by `roles=plain`."""
    undated = _count_in_time(listing, _undated_query(listing, query, grouped_by), connection)
    return LeftOut(undated, _count_in_time(listing, _other_roles_query(listing, query), connection))


def _count_in_time(listing: Listing, query: Any, connection: Connection) -> tuple[int | None, bool]:
    if query is None:
        return None, False
    return in_time_left(connection, lambda: _count(listing, query, connection)) or (0, True)


def _undated_query(listing: Listing, query: Any, grouped_by: Collection[str] = ()) -> Any:
    """The query for the rows that have no time, under all other filters; null if nothing filters or groups by time.

    No axis shows these rows, and no filter by time finds them but the one that asks for them.
    """
    given = listing.given_filters(query)
    timed = {name for name in given if listing.parameters[name][0].name in _MISSING}
    finding = {name for name in timed if name.endswith("__isnull") and getattr(query, name)}
    grouped = [*grouped_by, *facet_names(query)]
    named = [listing.parameters[name][0].name for name in sorted(timed - finding)]
    named += [one for one in grouped if one in _MISSING]
    missing = "period__isnull" if "time" in listing.columns else _MISSING[named[0]] if named else None
    return None if missing is None else _query_with(listing, query, given - timed, **{missing: True})


def _other_roles_query(listing: Listing, query: Any) -> Any:
    """The query for the figures that `roles=plain` leaves out, under all other filters; null if it leaves out none."""
    if listing.roles is None or applied_roles(query) == "all":
        return None
    return _query_with(listing, query, listing.given_filters(query) - {HAS_NONE}, **{HAS_NONE: False})


def count_to_the_end(
    listing: Listing, query: Any, connection: Connection, count: tuple[int | None, bool], left_out: LeftOut
) -> tuple[tuple[int | None, bool], LeftOut]:
    """The count of a request that does not group, and what it leaves out: bounds become exact as far as there is time."""
    count = _to_the_end(listing, query, connection, count)
    undated = _to_the_end(listing, _undated_query(listing, query), connection, left_out.undated)
    return count, LeftOut(
        undated, _to_the_end(listing, _other_roles_query(listing, query), connection, left_out.other_roles)
    )


def _to_the_end(
    listing: Listing, query: Any, connection: Connection, found: tuple[int | None, bool]
) -> tuple[int | None, bool]:
    if not found[1]:
        return found
    statement = count_statement(listing, query, connection.dialect.name, most=None)
    counted = in_time_left(connection, lambda: connection.execute(statement).scalar_one())
    return found if counted is None else (counted, False)


def _query_with(listing: Listing, query: Any, names: Iterable[str], **changes: Any) -> Any:
    filters = {name: getattr(query, name) for name in names} | changes
    others = {name: getattr(query, name, None) for name in ("related", "repeats", "count")}
    return listing.query.model_construct(**filters, **{name: one for name, one in others.items() if one is not None})


def count_rows(listing: Listing, query: Any, connection: Connection) -> int:
    """How many rows match, up to `MAX_COUNT`; where more do than a few thousand, it may be fewer."""
    return _count(listing, query.model_copy(update={"count": None}), connection)[0] or 0


def _count(listing: Listing, query: Any, connection: Connection) -> tuple[int | None, bool]:
    request = ListRequest(listing, query, listing.select(query), "en")
    values, given = bound_values(listing, query)
    statements = prepared(request, given, connection.dialect)
    found = count_matching(request, statements, given, values, connection, is_exact=False)
    return found.count, found.is_estimate


def count_matching(
    request: ListRequest, statements: ListStatements, given: Shape, values: Mapping[str, Any], connection: Connection, *,
    is_exact: bool = True, with_facets: bool = False,
) -> MatchCount:  # fmt: skip
    """The count, and the keys of all rows that match where looking for them again would take long.

    With `is_exact`, no more than `MAX_COUNT` rows are counted exactly. `with_facets`: facets may be counted by the keys.
    """
    listing, query = request.listing, request.query
    if statements.count is None:
        return UNCOUNTED
    if not counts_facts(listing, query) and (stored := stored_count(listing, query, connection)) is not None:
        is_short = statements.keys is not None and 0 < stored <= MAX_KEYS
        by_key = is_short and with_facets and not _are_stored(listing, query, facet_names(query), connection)
        return MatchCount(stored, keys=_keys(statements, values, connection) if by_key else None)
    if statements.depends_on_related and matches_nothing(listing, query, connection):
        return MatchCount(0, keys=[])
    # of one fact for many figures, those that are walked tell little
    if statements.walked_count is not None and not (is_exact and counts_facts(listing, query)):
        first = statements.walked_count.walk(connection, values, is_exact=is_exact)
        if first is not None:
            # facets by what is near count more rows than a page does
            return MatchCount(len(first), True, first_keys=first if statements.walked_count.reaches_far else None)
    common = statements.walked_count.common_steps(connection, values) if statements.walked_count is not None else frozenset()
    if common:
        statements = prepared(replace(request, common=common), given, connection.dialect)
    return _counted_all(statements, values, connection, common, with_keys=is_exact)


def _counted_all(
    statements: ListStatements, values: Mapping[str, Any], connection: Connection, common: frozenset[JoinPath], *,
    with_keys: bool,
) -> MatchCount:  # fmt: skip
    if statements.keys is not None and with_keys:
        keys = _keys(statements, values, connection)
        known = keys if len(keys) <= MAX_KEYS else None
        return MatchCount(min(len(keys), MAX_COUNT), len(keys) > MAX_COUNT, known, at_least=len(keys), common=common)
    count: int = statements.count.all(connection, values)[0][0] if statements.count else 0
    return MatchCount(min(count, MAX_COUNT), count > MAX_COUNT, common=common)


def facet_names(query: Any) -> Sequence[str]:
    """The facets that a request asks for."""
    return getattr(query, "facets", None) or []


def _are_stored(listing: Listing, query: Any, names: Sequence[str], connection: Connection) -> bool:
    """Whether no facet is to be counted from the rows."""
    return not names or len(find_stored(listing, query, names, connection, 1)) == len(names)


def _keys(statements: ListStatements, values: Mapping[str, Any], connection: Connection) -> Sequence[Any]:
    return [row[0] for row in statements.keys.all(connection, values)] if statements.keys else []
