"""The SQL that finds which rows match a request: their keys, and how many there are."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Select, and_, func, literal, select

from app.lists.counted_index import facts_in_index
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.repeats_filter import is_first
from app.lists.filters.role_filter import HAS_NONE
from app.lists.full_text import count_in_order, count_of_found, token_parameter
from app.lists.listing import MAX_COUNT, MAX_KEYS, Listing
from app.lists.short_lists import ShortListKeys
from app.store.dialects import unindexed
from app.store.prepared_statements import PreparedStatement

# the part of the filters that the SQL depends on
Shape = frozenset[tuple[str, Any]]
MAX_COMPILED = 2000
_compiled_keys: dict[Hashable, PreparedStatement | ShortListKeys] = {}


def first_repeats(listing: Listing, query: Any) -> list[ColumnElement[bool]]:
    """The condition of `repeats=first`, if the request asks for it."""
    if listing.repeats is None or listing.repeats.used(query) == "all":
        return []
    return [is_first(conditions(listing.filters, query))]


def keys_statement(
    listing: Listing, found: Conditions, firsts: Sequence[ColumnElement[bool]], dialect: Dialect
) -> PreparedStatement | ShortListKeys:
    """What finds the keys of the rows that match, up to one more than are kept."""
    keys = select_from_related(listing, found, listing.key, firsts, dialect.name)
    if found.has_negated:
        # planned for the limit, PostgreSQL would look for absent rows one by one
        keys = _planned_alone(keys)
    together = keys.limit(MAX_KEYS + 1)
    if listing.precomputes_members and found.related and dialect.name == "sqlite" and not firsts:
        return ShortListKeys(listing.table, listing.key, found, together, dialect)
    return PreparedStatement(
        together, dialect, depends_on_values=True if found.of_each_row else None, merges=not found.has_negated
    )


def prepared_keys(
    listing: Listing,
    query: Any,
    but: Filter | None,
    given: Shape,
    dialect: Dialect,
    common: frozenset[JoinPath] = frozenset(),
) -> PreparedStatement | ShortListKeys:
    """What finds the keys of the rows that match without the filter `but`, compiled when the shape is first met."""
    shape = (given, dialect.name, listing.name, but and but.name, getattr(query, "related", None), common)
    statement = _compiled_keys.get(shape)
    if statement is None:
        found = replace(conditions(listing.filters, query, but=but, by_members=True), common=common)
        statement = keys_statement(listing, found, [], dialect)
        if len(_compiled_keys) >= MAX_COMPILED:
            _compiled_keys.clear()
        _compiled_keys[shape] = statement
    return statement


def count_statement(
    listing: Listing, query: Any, dialect: str, most: int | None = MAX_COUNT + 1, common: frozenset[JoinPath] = frozenset()
) -> Select[Any]:
    """The count of rows, up to `most` unless that is null, as the database counts them best: many match by `common` paths."""
    full_text, firsts = listing.own_full_text, first_repeats(listing, query)
    if listing.given_filters(query) == {"q"} and full_text is not None and not firsts:
        return count_of_found(full_text.searched_list, full_text.search_query(query.q), token_parameter(), most)
    if dialect == "sqlite" and full_text is not None and full_text.name in listing.given_filters(query) and not firsts:
        rest = conditions(listing.filters, query, but=full_text, by_members=True).where(correlated=True)
        return count_in_order(full_text, query.q, listing.table, [unindexed(one, listing.table) for one in rest], most)
    found = replace(conditions(listing.filters, query, by_members=True), common=common)
    # few figures have a role; with a limit, most of the others would be looked up until there are as many
    if firsts and getattr(query, HAS_NONE, None) is False and (facts := facts_in_index(found)) is not None:
        return facts
    rows = select_from_related(listing, found, literal(1), firsts, dialect).limit(most)
    return select(func.count()).select_from(rows.subquery())


def select_from_related(
    listing: Listing, found: Conditions, shown: ColumnElement[Any], further: Sequence[ColumnElement[bool]] = (),
    dialect: str = "",
) -> Select[Any]:  # fmt: skip
    """`shown` of each row of the list that meets `further` conditions, or its key where related rows tell it without the row.

    If all conditions are on rows of one path, the search begins there rather than at each row of the list.
    """
    path = None if further else found.only_path
    if path is not None and path.is_to_one:
        joined = path.source.join(listing.table, path.on_clause(path.local_columns))
        return select(shown).select_from(joined).where(*found.where_related(path))
    if path is not None and path.is_foreign_key_to(listing.key):
        keys = _related_keys(path, found)
        if len(found.deepest_path.steps) == 1:
            return keys
        # PostgreSQL would plan for the limit that follows: walk all keys in their order and try each, rather than begin at
        # the few rows at the far end of the path
        return _planned_alone(keys)
    if path is not None and dialect == "sqlite":
        # with `IN`, SQLite reads all related rows before the first row of the list
        joined = path.source.join(listing.table, path.on_clause(path.local_columns))
        return select(listing.key).select_from(joined).where(*found.where_related(path)).distinct()
    return select(shown).select_from(listing.table).where(*found.where(correlated=listing.is_narrow), *further)


def _planned_alone(keys: Select[Any]) -> Select[Any]:
    """The same keys, which PostgreSQL finds without a look at the limit that follows."""
    return select(*keys.cte("matching").prefix_with("MATERIALIZED", dialect="postgresql").c)


def _related_keys(path: JoinPath, found: Conditions) -> Select[Any]:
    """The keys of the list's rows, by the related rows that name them."""
    named = path.remote_keys(and_(path.remote.is_not(None), *found.where_related(path)))
    if isinstance(named, Select):
        return named.distinct()
    return select(*named.subquery("related_key").c).distinct()
