"""The SQL of facets: rows of a list counted by the values of a filter, in their own table or in rows that they are joined to."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    CTE,
    Alias,
    Column,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    Text,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from app.lists.facets.related_rows import Related, RelatedRows, asked_of_same_row
from app.lists.filters.conditions import Conditions
from app.lists.filters.filter import Filter, Groups
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.repeats_filter import count_facts
from app.lists.listing import Listing
from app.lists.sampling import Rows
from app.store.dialects import unindexed
from app.store.tables import ListMember, columns, table

EMPTY: Mapping[Any, Any] = MappingProxyType({})


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


def count_together(
    rows: Rows, related: Related, filters: Sequence[Filter], *, once: bool, by_members: bool = False,
    by_rows: Mapping[JoinPath, RelatedRows] = EMPTY,
) -> CompoundSelect[Any]:  # fmt: skip
    """The counts of several facets in one statement that reads the rows once: name of the filter, value as text, count.

    The rows meet the conditions on `related` rows. A facet that counts by rows of the same path counts those alone that meet
    them as well, of `by_rows` if its path begins with one of these; all others of a short list are counted from its stored
    members with `by_members`.
    """
    each: list[tuple[str, Select[Any, Any], RelatedRows | None]] = []
    for one in filters:
        step = one.path.steps[0] if isinstance(one.path, JoinPath) else None
        shared = asked_of_same_row(step, related)
        if by_members and one.members is not None and not shared:
            each.append((one.name, _count_members(rows.listing, one), None))
            continue
        sample = by_rows.get(step) if step is not None else None
        of_few = rows.most is not None or sample is not None
        # with a condition of the rows' own the table that stands for them is never left out
        counts = count_by_value(rows.listing, one, Conditions([true()], shared), once=once, of_few=of_few)
        each.append((one.name, counts, sample))
    own = rows.listing.table
    read = {own: rows.read_once(_used(own, [counts for _, counts, _ in each]))}
    for sample in {sample.step: sample for _, _, sample in each if sample is not None}.values():
        read[sample.table] = sample.read_once(_used(sample.table, [counts for _, counts, one in each if one is sample]))
    parts = []
    for name, counts, sample in each:
        over_counted = _replace_tables(counts, {table: read[table] for table in (own, *([sample.table] if sample else []))})
        value, count = over_counted.c
        parts.append(select(literal(name), cast(value, Text), count))
    return union_all(*parts)


def _used(table: FromClause, statements: Sequence[Select[Any, Any]]) -> list[Column[Any]]:
    """The columns of a table that statements name."""
    found = {one for counts in statements for one in iterate(counts) if isinstance(one, Column) and one.table is table}
    return sorted(found, key=lambda column: column.name)


def _replace_tables(counts: Select[Any, Any], read: Mapping[FromClause, CTE]) -> Any:
    """The statement over those rows of its tables that are read once."""

    def replaced(element: Any, **_: Any) -> Any:
        # what is read besides the rows is of the whole table: the sections that enclose others, the ends of relations
        if isinstance(element, CTE | Alias):
            return element
        if isinstance(element, Column):
            return read[element.table].c[element.name] if element.table in read else None
        return read.get(element) if isinstance(element, FromClause) else None

    return replacement_traverse(counts.subquery(), {}, replaced)


def _count_members(listing: Listing, filter_: Filter) -> Select[Any, Any]:
    row = columns(ListMember)
    members = table(ListMember).join(listing.table, listing.key == row.key)
    of_filter = (row.list == listing.name, row.filter == filter_.name)
    return select(row.value, func.count()).select_from(members).where(*of_filter).group_by(row.value)


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
    # both databases count distinct ids in each group more slowly than they make the pairs distinct
    named = pairs.with_only_columns(id_.label("id"), value.label("value"))
    held = (named if is_distinct else named.distinct()).subquery("pair")
    if once:
        figures = held.join(listing.table, listing.key == held.c.id)
        return select(held.c.value, count_facts()).select_from(figures).group_by(held.c.value)
    return select(held.c.value, func.count()).select_from(held).group_by(held.c.value)


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
    joined, id_ = _join_first_step(listing, found.where(but=steps[0]), steps[0], outer)
    for step in steps[1:]:
        joined = joined.join(step.source, step.on_clause(step.local_columns), isouter=outer)
    if filter_.groups is not None:
        named = [id_.label("id"), filter_.column.table.c.document, filter_.column.label("value")]
        held, in_groups, group = _in_groups(select(*named).select_from(joined).where(*where), filter_.groups)
        return select(held.id, group).select_from(in_groups), held.id, group, False
    pairs = select(id_.label("id"), filter_.column.label("value")).select_from(joined).where(*where)
    is_distinct = len(steps) == 1 and set(path.source.primary_key) <= {filter_.column, *path.remote_columns}
    return pairs, id_, filter_.column, is_distinct


def _join_first_step(
    listing: Listing, where: Sequence[ColumnElement[bool]], step: JoinPath, outer: bool
) -> tuple[FromClause, ColumnElement[Any]]:
    """The list joined to the rows of a path's first step, and the column with the key of the list's row.

    The list's own table is left out if no condition needs it and the foreign key identifies the row.
    """
    if not where and not outer and step.is_foreign_key_to(listing.key) and not step.remote.nullable:
        return step.source, step.remote
    owns = [one.label(f"own{i}") for i, one in enumerate(step.local_columns)]
    kept = select(listing.key.label("id"), *owns).select_from(listing.table).where(*where).subquery("kept")
    on = step.on_clause([kept.c[one.name] for one in owns])
    return kept.join(step.source, on, isouter=outer), kept.c.id
