"""Counts of rows by rows that are several tables away, made by walking the list in order of its key where many rows match.

A semi-join can begin at either end. Beginning at the related rows finds all that match, however few, and takes seconds where a
filter selects half of a million figures. Walking the list finds some of many soon. A few rows tell which is better: ids are
hashes, so the first by id are a random part. Neither database chooses by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, FromClause, Select, bindparam, func, literal, select

from app.lists.filters.conditions import Conditions
from app.lists.filters.join_paths import JoinPath
from app.lists.listing import MAX_COUNT, Listing
from app.store.dialects import unindexed
from app.store.prepared_statements import PreparedStatement
from app.store.tables import Dataset, columns

# rows by which it is decided, and those that are walked at most to count
PROBED, WALKED = 1_000, 30_000
# those that are walked where a lower bound is all that is asked for, as of what a page leaves out
WALKED_ROUGHLY = 10_000
# those among which as many as are counted must be where what is looked up is one table away
NEAR_WALKED = 100_000
# so many of the probed rows that no list has less than half as many as they suggest: five standard deviations; and so many
# that there are certainly more behind those that are walked
SURE, SOME = 50, 10


def table_size(table: FromClause, connection: Connection) -> int:
    """How many rows a table has."""
    counts = connection.execute(select(columns(Dataset).counts)).scalar() or {}
    size: int = counts.get(getattr(table, "name", ""), 0)
    return size


def is_probed(size: int, most: int) -> bool:
    """Whether the first rows are to tell how many of `size` match, where up to `most` are no harm to look at."""
    return size > max(most, PROBED)


def are_more(matching: int, size: int, than: int) -> bool:
    """Whether of `size` rows certainly more than so many match, as `matching` of the first `PROBED` do."""
    return matching >= SURE and estimate(matching, size) > than


def estimate(matching: int, size: int) -> int:
    """How many of `size` rows match, as `matching` of the first `PROBED` do."""
    return size * matching // PROBED


def matching_of_first(
    key: ColumnElement[Any], where: Sequence[ColumnElement[bool]], rows: FromClause, connection: Connection
) -> int:
    """How many of the first `PROBED` rows of a table meet conditions; none if it has no more rows.

    `rows` are those of the table, joined to what the conditions need.
    """
    end = connection.execute(select(key).order_by(key).offset(PROBED).limit(1)).scalar()
    found = select(literal(1)).select_from(rows).where(key < literal(end, key.type), *where)
    matching: int = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    return matching


def count_up_to(
    listing: Listing, found: Conditions, end: ColumnElement[Any], most: int, further: Sequence[ColumnElement[bool]] = ()
) -> Select[Any]:
    """The count, up to `most`, of the rows that meet the conditions and come before the key `end`, each looked up by itself."""
    return select(func.count()).select_from(_rows_before(listing, found, end, literal(1), further).limit(most).subquery())


def first_keys(
    listing: Listing, found: Conditions, end: ColumnElement[Any], most: int, further: Sequence[ColumnElement[bool]] = ()
) -> Select[Any]:
    """The keys of these rows in order, the first `most`."""
    return _rows_before(listing, found, end, listing.key, further).order_by(listing.key).limit(most)


def _rows_before(
    listing: Listing, found: Conditions, end: ColumnElement[Any], shown: ColumnElement[Any],
    further: Sequence[ColumnElement[bool]],
) -> Select[Any]:  # fmt: skip
    where = [*(unindexed(one, listing.table) for one in found.where(correlated=True)), *further]
    return select(shown).select_from(listing.table).where(listing.key < end, *where)


def key_after(listing: Listing, rows: Any) -> Select[Any]:
    """The key that follows so many rows in order; none if there are not so many."""
    return select(listing.key).select_from(listing.table).order_by(listing.key).offset(rows).limit(1)


def _enough(matching: int) -> int:
    """As many rows as surely have `MAX_COUNT` that match, as `matching` of the first `PROBED` do."""
    return 2 * MAX_COUNT * PROBED // matching


class WalkedCount:
    """The count of one shape of request, of rows that meet `further` conditions as well."""

    def __init__(
        self, listing: Listing, found: Conditions, dialect: Dialect, further: Sequence[ColumnElement[bool]] = ()
    ) -> None:
        self._table = listing.table
        self.reaches_far = found.reaches_far
        # PostgreSQL is to know how few rows come before the end
        self._key_after = PreparedStatement(key_after(listing, bindparam("rows", PROBED)), dialect)
        end = bindparam("end", "", listing.key.type)
        self._count = PreparedStatement(count_up_to(listing, found, end, PROBED, further), dialect, depends_on_values=True)
        self._keys = PreparedStatement(first_keys(listing, found, end, MAX_COUNT, further), dialect, depends_on_values=True)
        steps = found.first_steps if dialect.name == "sqlite" and (len(found.first_steps) > 1 or found.own) else []
        self._by_step = {
            step: PreparedStatement(count_up_to(listing, found.of_step(step), end, PROBED), dialect) for step in steps
        }
        self._has_own = bool(found.own)

    def walk(self, connection: Connection, values: Mapping[str, Any], *, is_exact: bool = True) -> Sequence[Any] | None:
        """The keys, in order, of those of the rows that are walked that match, up to `MAX_COUNT`, if more match in all.

        Null where too few match, or with `is_exact` where `MAX_COUNT` or fewer may, and they are to be counted.
        """
        size = table_size(self._table, connection)
        if size <= 2 * WALKED:
            return None
        found = self._of_first(PROBED, self._count, connection, values)
        matching = found[0] if found else 0
        if not are_more(matching, size, 2 * MAX_COUNT) and (is_exact or matching < SOME):
            return None
        if not is_exact or self.reaches_far:
            return self._of_first(WALKED if is_exact else WALKED_ROUGHLY, self._keys, connection, values)
        # what is one table away is walked until the bound is met, if that is soon
        keys = self._of_first(enough, self._keys, connection, values) if (enough := _enough(matching)) <= NEAR_WALKED else []
        return keys if len(keys) == MAX_COUNT else None

    def common_steps(self, connection: Connection, values: Mapping[str, Any]) -> frozenset[JoinPath]:
        """The first steps of paths by which many rows match, but for the one by which fewest do if there is nothing else."""
        if not self._by_step or table_size(self._table, connection) <= 2 * WALKED:
            return frozenset()
        counts = {step: self._of_first(PROBED, one, connection, values) for step, one in self._by_step.items()}
        matching = {step: found[0] for step, found in counts.items() if found}
        rest = sorted(matching, key=lambda step: matching[step])[0 if self._has_own else 1 :]
        return frozenset(step for step in rest if matching[step] >= SURE)

    def _of_first(
        self, rows: int, statement: PreparedStatement, connection: Connection, values: Mapping[str, Any]
    ) -> Sequence[Any]:
        end = self._key_after.all(connection, {"rows": rows})
        return [row[0] for row in statement.all(connection, {**values, "end": end[0][0]})] if end else []
