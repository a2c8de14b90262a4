"""Several facets counted by one statement that reads the rows once, and what is related to them once for each path to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    CTE,
    Alias,
    Column,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from app.lists.facets.facet_statements import count_by_value, count_pairs, read_path
from app.lists.facets.related_rows import Related, RelatedRows, asked_of_same_row
from app.lists.filters.conditions import Conditions
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.listing import Listing
from app.lists.sampling import Rows
from app.store.planner_hints import are_few
from app.store.tables import ListMember, columns, table

NO_ROWS: Mapping[JoinPath, RelatedRows] = MappingProxyType({})


@dataclass(frozen=True)
class _Part:
    """What counts one facet by value, or reads what several facets of one path are then counted from."""

    filters: Sequence[Filter]
    statement: Select[Any, Any]
    sample: RelatedRows | None


def count_together(
    rows: Rows, related: Related, filters: Sequence[Filter], *, once: bool, by_members: bool = False,
    by_rows: Mapping[JoinPath, RelatedRows] = NO_ROWS, most: int | None = None,
) -> CompoundSelect[Any]:  # fmt: skip
    """The counts of several facets in one statement: name of the filter, value as text, count, and the number of values.

    The number is null where all values are there. Of members, which may have hundreds of thousands, the `most` frequent are.

    The rows meet the conditions on `related` rows. A facet that counts by rows of the same path counts those alone that meet
    them as well, of `by_rows` if its path begins with one of these; all others of a short list are counted from its stored
    members with `by_members`.
    """
    parts = []
    for alike in _of_one_path(filters):
        path = alike[0].path
        step = path.steps[0] if isinstance(path, JoinPath) else None
        shared = asked_of_same_row(step, related)
        if by_members and not shared and all(one.members is not None for one in alike):
            parts += [_Part([one], _count_members(rows.listing, one, most), None) for one in alike]
            continue
        sample = by_rows.get(step) if step is not None else None
        # with a condition of the rows' own the table that stands for them is never left out
        # of groups, SQLite would not make an index if it expected to look for few
        hint = true() if alike[0].groups else are_few(rows.listing.key)
        found, of_few = Conditions([hint], shared), rows.are_few or sample is not None
        if len(alike) > 1 and isinstance(path, JoinPath):
            parts.append(_Part(alike, read_path(rows.listing, found, alike, path, of_few=of_few), sample))
        else:
            parts.append(_Part(alike, count_by_value(rows.listing, alike[0], found, once=once, of_few=of_few), sample))
    own = rows.listing.table
    of_facts = [rows.listing.key, own.c.repeat_group] if once else []
    read = {own: rows.read_once({column.name: column for column in (*_used(own, parts), *of_facts)}.values())}
    for sample in {part.sample.step: part.sample for part in parts if part.sample is not None}.values():
        read[sample.table] = sample.read_once(_used(sample.table, [part for part in parts if part.sample is sample]))
    counts = []
    for number, part in enumerate(parts):
        tables = (own,) if part.sample is None else (own, part.sample.table)
        over_read = _replace_tables(part.statement, {one: read[one] for one in tables})
        if len(part.filters) == 1:
            value, count, *total = over_read.c
            counts.append((part.filters[0].name, value, count, *(total or [null()])))
            continue
        held = over_read.element.cte(f"of_path_{number}").prefix_with("MATERIALIZED")
        for i, one in enumerate(part.filters):
            pairs = select(held.c.id, held.c[f"value_{i}"].label("value"))
            counted = _replace_tables(count_pairs(pairs, rows.listing, once=once), {own: read[own]})
            counts.append((one.name, *counted.c, null()))
    return union_all(
        *(select(literal(name), cast(value, Text), count, cast(total, Integer)) for name, value, count, total in counts)
    )


def _of_one_path(filters: Sequence[Filter]) -> list[list[Filter]]:
    """Filters of the same path together; those that count in groups of their own, and by the list's own columns, alone."""
    found: dict[Any, list[Filter]] = {}
    for one in filters:
        is_alone = not isinstance(one.path, JoinPath) or one.groups is not None
        found.setdefault(one.name if is_alone else one.path, []).append(one)
    return list(found.values())


def _used(table_: FromClause, parts: Sequence[_Part]) -> list[Column[Any]]:
    """The columns of a table that statements name."""
    found = {one for part in parts for one in iterate(part.statement) if isinstance(one, Column) and one.table is table_}
    return sorted(found, key=lambda column: column.name)


def _replace_tables(counts: Select[Any, Any], read: Mapping[FromClause, CTE]) -> Any:
    """The statement over those rows of its tables that are read once."""

    def replaced(element: Any, **_: Any) -> Any:
        # what is read besides the rows is of the whole table, as the ends of relations are
        if isinstance(element, CTE | Alias):
            return element
        if isinstance(element, Column):
            return read[element.table].c[element.name] if element.table in read else None
        return read.get(element) if isinstance(element, FromClause) else None

    return replacement_traverse(counts.subquery(), {}, replaced)


def _count_members(listing: Listing, filter_: Filter, most: int | None) -> Select[Any, Any, Any]:
    row = columns(ListMember)
    members = table(ListMember).join(listing.table, listing.key == row.key)
    of_filter = (row.list == listing.name, row.filter == filter_.name)
    counted = (
        select(row.value, func.count().label("n")).select_from(members).where(*of_filter).group_by(row.value).subquery()
    )
    # in the order of `most_frequent_first`
    ordered = select(*counted.c, func.count().over()).order_by(counted.c.n.desc(), counted.c.value)
    return ordered.limit(most)
