"""The SQL of facets: rows of a list counted by the values of a filter, in their own table or in rows that they are joined to."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    Text,
    cast,
    func,
    select,
)

from app.lists.filters.conditions import Conditions
from app.lists.filters.filter import Filter, Groups
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.repeats_filter import count_facts
from app.lists.listing import Listing
from app.store.dialects import unindexed


def count_by_value(
    listing: Listing, filter_: Filter, found: Conditions, *, once: bool, of_few: bool = False
) -> Select[Any, Any]:
    """The count of the rows that meet the conditions by the values of a filter; with `once`, of the facts that they state.

    `of_few` looks up what is related to each row by itself, as is faster if they are few of all.
    """
    if isinstance(filter_.path, JoinPath):
        return _by_related_rows(listing, found, filter_, filter_.path, once=once, of_few=of_few)
    where = found.where()
    if filter_.groups is None:
        value, count = filter_.column.label("value"), count_facts() if once else func.count()
        return select(value, count).select_from(listing.table).where(*where).group_by(value)
    shown = [
        filter_.column.table.c.document,
        filter_.column.label("value"),
        *([listing.table.c.repeat_group] if once else []),
    ]
    own, joined, group = _in_groups(select(*shown).where(*where), filter_.groups)
    count = count_facts(own) if once else func.count()
    return select(group, count).select_from(joined).group_by(group)


def value_reader(filter_: Filter) -> Callable[[str], Any]:
    """What turns the text of a value, as `count_together` has it, into the value."""
    if filter_.kind is bool:
        return lambda text: text in ("1", "true")
    return int if filter_.column.type.python_type is int else str


def count_by_column(listing: Listing, by: Column[Any], where: ColumnElement[bool], filter_: Filter) -> Select[Any]:
    """The count of rows by a column of the list's own and the values of a filter."""
    if isinstance(filter_.path, JoinPath):
        pairs, id_, value, _ = _pairs(listing, Conditions([where], {}), filter_, filter_.path)
        held = pairs.with_only_columns(id_.label("id"), value.label("value")).distinct().subquery("pair")
        rows = held.join(listing.table, listing.key == held.c.id)
        return select(by, held.c.value, func.count()).select_from(rows).group_by(by, held.c.value)
    if filter_.groups is None:
        value = filter_.column.label("value")
        return select(by, value, func.count()).select_from(listing.table).where(where).group_by(by, value)
    shown = (filter_.column.table.c.document, filter_.column.label("value"), by.label("by"))
    own, joined, group = _in_groups(select(*shown).where(where), filter_.groups)
    return select(own.by, group, func.count()).select_from(joined).group_by(own.by, group)


def _in_groups(
    rows: Select[Any], groups_of: Callable[[Mapping[str, ColumnElement[Any]]], Groups]
) -> tuple[Any, FromClause, ColumnElement[Any]]:
    """The columns of rows that have `document` and `value`, the rows joined to the groups of these, and the column of groups."""
    own = rows.subquery("own")
    groups, on, group = groups_of(dict(own.c))
    return own.c, own.outerjoin(groups, on), group


def _by_related_rows(
    listing: Listing, found: Conditions, filter_: Filter, path: JoinPath, *, once: bool, of_few: bool
) -> Select[Any, Any]:
    """A row counts once for a value, however many related rows have it. These meet all conditions on rows of their path.

    With `once`, so do figures that state the same fact.
    """
    pairs, id_, value, is_distinct = _pairs(listing, found, filter_, path, of_few=of_few)
    if filter_.groups is not None and not once:
        return pairs.with_only_columns(value, func.count(id_.distinct())).group_by(value)
    return count_pairs(
        pairs.with_only_columns(id_.label("id"), value.label("value")), listing, once=once, is_distinct=is_distinct
    )


def count_pairs(named: Select[Any, Any], listing: Listing, *, once: bool, is_distinct: bool = False) -> Select[Any, Any]:
    """The count of rows by value, from rows of `id` and `value`; with `once`, of the facts that they state."""
    # both databases count distinct ids in each group more slowly than they make the pairs distinct
    held = (named if is_distinct else named.distinct()).subquery("pair")
    if once:
        figures = held.join(listing.table, listing.key == held.c.id)
        return select(held.c.value, count_facts()).select_from(figures).group_by(held.c.value)
    return select(held.c.value, func.count()).select_from(held).group_by(held.c.value)


def read_path(
    listing: Listing, found: Conditions, filters: Sequence[Filter], path: JoinPath, *, of_few: bool
) -> Select[Any, Any]:
    """The keys of rows with what several filters of one path have as values in each related row: `id`, `value_0`, `value_1` …"""
    pairs, id_, *_ = _pairs(listing, found, filters[0], path, of_few=of_few)
    values = [one.column.label(f"value_{i}") for i, one in enumerate(filters)]
    return pairs.with_only_columns(id_.label("id"), *values)


def related_pairs(listing: Listing, filter_: Filter, path: JoinPath) -> Select[Any, Any]:
    """Each row of the list, by its key, with each value (as text) that a filter finds in the rows that it is joined to."""
    pairs, id_, value, _ = _pairs(listing, Conditions([], {}), filter_, path)
    return pairs.with_only_columns(cast(value, Text), id_).where(value.is_not(None), id_.is_not(None)).distinct()


def _pairs(
    listing: Listing, found: Conditions, filter_: Filter, path: JoinPath, *, of_few: bool = False
) -> tuple[Select[Any, Any], ColumnElement[Any], ColumnElement[Any], bool]:
    """Keys of rows and values as `id` and `value`, both columns, and whether no pair is there twice."""
    steps = path.steps
    # checked where rows are reached from those that are counted: SQLite would go through all that an `IN` names for each of them
    where = [
        unindexed(one, step.source)
        for step, inner in zip(steps, [*steps[1:], None], strict=True)
        for one in found.where_related(step, but=inner, correlated=of_few)
    ]
    outer = path.is_to_one and not where
    # a claim is not looked up on the way from its citations to what they support
    needed = [step.needed(*where, *inner.local_columns) for step, inner in itertools.pairwise(steps)] + [path.source]
    joined, id_ = _join_first_step(listing, found.where(but=steps[0]), steps[0], needed[0], outer)
    for step, source in zip(steps[1:], needed[1:], strict=True):
        joined = joined.join(source, step.on_clause(step.local_columns), isouter=outer)
    if filter_.groups is not None:
        named = [id_.label("id"), filter_.column.table.c.document, filter_.column.label("value")]
        held, in_groups, group = _in_groups(select(*named).select_from(joined).where(*where), filter_.groups)
        return select(held.id, group).select_from(in_groups), held.id, group, False
    pairs = select(id_.label("id"), filter_.column.label("value")).select_from(joined).where(*where)
    is_distinct = len(steps) == 1 and set(path.source.primary_key) <= {filter_.column, *path.remote_columns}
    return pairs, id_, filter_.column, is_distinct


def _join_first_step(
    listing: Listing, where: Sequence[ColumnElement[bool]], step: JoinPath, source: FromClause, outer: bool
) -> tuple[FromClause, ColumnElement[Any]]:
    """The list joined to the rows of a path's first step, and the column with the key of the list's row.

    The list's own table is left out if no condition needs it and the foreign key identifies the row.
    """
    if not where and not outer and step.is_foreign_key_to(listing.key) and not step.remote.nullable:
        return source, step.remote
    owns = [one.label(f"own{i}") for i, one in enumerate(step.local_columns)]
    kept = select(listing.key.label("id"), *owns).select_from(listing.table).where(*where).subquery("kept")
    on = step.on_clause([kept.c[one.name] for one in owns])
    return kept.join(source, on, isouter=outer), kept.c.id
