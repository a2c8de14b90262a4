"""The metrics under the filters, joined to the buckets of each dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Column, ColumnElement, FromClause, Select, Subquery, cast, func, literal, null, select, union_all
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import JSON, Text

from app.api.aggregate.dimensions import MARKERS, Dimension
from app.api.metrics.queries import METRICS
from app.lists.filters import section_filter
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.repeats_filter import Repeats
from app.lists.filters.role_filter import RoleFilter
from app.lists.sampling import Rows
from app.store.dialects import unindexed, unindexed_column
from app.store.tables import Metric, columns
from app.vocabulary import Evidence

metric = columns(Metric)
# what is counted and computed would otherwise count a fact as often as it is stated
REPEATS = Repeats("first")
# a threshold or a capability is nothing to add to what is
ROLES = RoleFilter("plain")
_METRIC_COLUMNS = (
    "id", "claim_id", "document", "section", "start", "entity", "subject", "indicator", "unit", "status", "comparator",
    "period", "period_start", "period_end", "as_of", "evidence", "value", "value_text", "reference_numbers", "source_ids",
    "in_conflict", "qualifiers", "repeat_group", "repeat_number",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """The metrics that are read: all under the filters, or `rows`, which a statement finds once however often it reads them.

    `scanned`: all in an index that has what they are counted by, rather than most of them looked up by another.
    """

    rows: Rows | None = None
    scanned: bool = False

    @property
    def metrics(self) -> int | None:
        """How many metrics are read where more match; null if all are."""
        return self.rows.most if self.rows else None


EVERYTHING = Sample()


def figures(query: Any, by: Sequence[Dimension], names: Sequence[str], sample: Sample = EVERYTHING) -> Subquery:
    """The metrics under the filters with their columns `names`, one row for each bucket (`d0`, `d1` …) that contains them.

    `upper` and `upper_text` are the upper end of a range, or the value if it is not a range. JSON columns are text. `copies`
    counts the metrics that the row stands for: with `repeats=first`, the first in a bucket for all that state its fact.
    """
    found = conditions(METRICS.filters, query)
    if REPEATS.used(query) == "all":
        every = _figures(found, query, by, names, _read(sample, by, names))
        return select(*every.c, literal(1).label("copies")).subquery("figure")
    read = _read(sample, by, [*names, "repeat_number"])
    singles = _figures(found, query, by, names, read, repeated=False)
    repeated = _figures(found, query, by, (*names, "repeat_group", "repeat_number"), read, repeated=True).c
    group = [repeated[f"d{i}"] for i, _ in enumerate(by)] + [repeated.repeat_group]
    numbered = select(
        *(repeated[name] for name in singles.c.keys()),  # noqa: SIM118 - not a dictionary
        func.count().over(partition_by=group).label("copies"),
        func.row_number().over(partition_by=group, order_by=repeated.repeat_number).label("number"),
    ).subquery("numbered")
    firsts = select(*(one for one in numbered.c if one.name != "number")).where(numbered.c.number == 1)
    return union_all(select(*singles.c, literal(1).label("copies")), firsts).subquery("figure")


def counted_figures(query: Any, by: Sequence[Dimension], sample: Sample = EVERYTHING) -> Subquery:
    """The buckets of `figures` with the number of their rows (`count`) and of all `copies`.

    Facts stated once are grouped while they are read; only the few that are repeated need to be made distinct.
    """
    found, read = conditions(METRICS.filters, query), _read(sample, by, ("id",))
    if sample.scanned:
        found.own[:] = [unindexed(one, METRICS.table) for one in found.own]
    # an index in the order of the buckets would be read from end to end
    unsorted = sample.scanned
    if REPEATS.used(query) == "all":
        return _counted(_figures(found, query, by, ("id",), read), by, func.count(), unsorted=unsorted).subquery("counted")
    singles = _figures(found, query, by, ("id",), read, repeated=False)
    repeated = _figures(found, query, by, ("id", "repeat_group"), read, repeated=True)
    facts = _counted(repeated, by, func.count(repeated.c.repeat_group.distinct()), unsorted=unsorted)
    return union_all(_counted(singles, by, func.count(), unsorted=unsorted), facts).subquery("counted")


def _counted(figure: Subquery, by: Sequence[Dimension], count: ColumnElement[int], *, unsorted: bool) -> Select[Any]:
    keys = [figure.c[f"d{i}"] for i, _ in enumerate(by)]
    grouped = [unindexed_column(key) for key in keys] if unsorted else keys
    return select(*keys, count.label("count"), func.count().label("copies")).select_from(figure).group_by(*grouped)


def _metric_columns() -> dict[str, ColumnElement[Any]]:
    """Columns of metrics by the names that figures have them under."""
    own = {one.name: cast(one, Text) if isinstance(one.type, JSON) else one for one in map(metric.get, _METRIC_COLUMNS)}
    ends = {"upper": (metric.value_max, metric.value), "upper_text": (metric.value_max_text, metric.value_text)}
    return own | {name: func.coalesce(*either) for name, either in ends.items()}


def _read(sample: Sample, by: Sequence[Dimension], names: Sequence[str]) -> CTE | None:
    """The rows of a sample with what is shown of them and what joins them to their buckets; null without a sample.

    Read once: both databases would look for them again wherever they are named, and PostgreSQL begin at either end of each join.
    """
    if sample.rows is None:
        return None
    joins = [one.join_to(metric) for one in by]
    used = [each for joined, key in joins for each in (key, *(on for _, on in joined))]
    joining = {one.name for each in used for one in iterate(each) if isinstance(one, Column) and one.table is METRICS.table}
    wanted = {*names, *joining, "id", "evidence", "repeat_group"}
    return sample.rows.read_once([one.label(name) for name, one in _metric_columns().items() if name in wanted], "read")


def _own(found: Conditions, read: CTE | None, repeated: bool | None) -> Subquery:
    """The metrics before they are joined to buckets: all, or those that state a fact that others state as well or do not."""
    row: Any = metric if read is None else read.c
    where = [] if repeated is None else [row.repeat_group.is_not(None) if repeated else row.repeat_group.is_(None)]
    if read is not None:
        return select(*read.c).where(*where).subquery("own")
    named = [one.label(name) for name, one in _metric_columns().items()]
    return select(*named).where(*found.where(), *where).subquery("own")


def _figures(
    found: Conditions,
    query: Any,
    by: Sequence[Dimension],
    names: Sequence[str],
    read: CTE | None,
    *,
    repeated: bool | None = None,
) -> Subquery:
    own = _own(found, read, repeated)
    by_markers = [one for one in by if one.via_markers]
    if not by_markers:
        return _in_buckets(own, by, names, query, found.related).subquery("figure")
    # several markers of a metric may lead to the same bucket
    cited = _in_buckets(own, by, names, query, found.related).distinct()
    if any(_bucket_conditions(one, None, query, found.related) for one in by_markers):
        return cited.subquery("figure")
    # uncited metrics are known without an outer join to the markers
    uncited = _in_buckets(own, by, names, query, found.related, with_markers=False).where(own.c.evidence == Evidence.UNCITED)
    return union_all(cited, uncited).subquery("figure")


def _in_buckets(
    own: Subquery,
    by: Sequence[Dimension],
    names: Sequence[str],
    query: Any,
    related: Mapping[Any, list[ColumnElement[bool]]],
    *,
    with_markers: bool = True,
) -> Select[Any]:
    """Metrics joined to their buckets. Without `with_markers`, dimensions reached by markers are null."""
    source_: FromClause = own
    where: list[ColumnElement[bool]] = []
    joined: set[Any] = set()
    keys = []
    for i, one in enumerate(by):
        joins, key = one.join_to(own.c)
        if one.via_markers and not with_markers:
            keys.append(cast(null(), key.type).label(f"d{i}"))
            continue
        for target, on in joins:
            if target not in joined:
                joined.add(target)
                source_ = source_.join(target, on, isouter=target not in MARKERS)
        where += _bucket_conditions(one, key, query, related)
        keys.append(key.label(f"d{i}"))
    return select(*keys, *(own.c[name] for name in names)).select_from(source_).where(*where)


def _bucket_conditions(one: Dimension, key: Any, query: Any, related: Mapping[Any, list[ColumnElement[bool]]]) -> Any:
    """Conditions of the filters on the bucket itself: a metric's other topics must not add buckets that a filter excludes."""
    if one.name == "section":
        return [section_filter.section(key).condition("", query.section)[0]] if query.section else []
    return related.get(one.filter.path, [])
