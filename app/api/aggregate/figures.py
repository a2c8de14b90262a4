"""The metrics under the filters, joined to the buckets of each dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, cast, func, literal, null, select, union_all
from sqlalchemy.types import JSON, Text

from app.api.aggregate.dimensions import MARKERS, Dimension
from app.api.metrics.queries import METRICS
from app.lists.filters import section_filter
from app.lists.filters.conditions import Conditions, conditions
from app.lists.filters.repeats_filter import Repeats
from app.lists.filters.role_filter import RoleFilter
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
    """The metrics that are read: all under the filters, or those under `condition`, which are so many `metrics`.

    `scanned`: all in an index that has what they are counted by, rather than most of them looked up by another.
    """

    condition: ColumnElement[bool] | None = None
    metrics: int | None = None
    scanned: bool = False


EVERYTHING = Sample()


def figures(query: Any, by: Sequence[Dimension], names: Sequence[str], sample: Sample = EVERYTHING) -> Subquery:
    """The metrics under the filters with their columns `names`, one row for each bucket (`d0`, `d1` …) that contains them.

    `upper` and `upper_text` are the upper end of a range, or the value if it is not a range. JSON columns are text. `copies`
    counts the metrics that the row stands for: with `repeats=first`, the first in a bucket for all that state its fact.
    """
    found = _conditions(query, sample)
    if REPEATS.used(query) == "all":
        every = _figures(found, query, by, names)
        return select(*every.c, literal(1).label("copies")).subquery("figure")
    singles = _figures(found, query, by, names, metric.repeat_group.is_(None))
    repeated = _figures(found, query, by, (*names, "repeat_group", "repeat_number"), metric.repeat_group.is_not(None)).c
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
    found = _conditions(query, sample)
    if sample.scanned:
        found.own[:] = [unindexed(one, METRICS.table) for one in found.own]
    # an index in the order of the buckets would be read from end to end
    unsorted = sample.scanned or sample.condition is not None
    if REPEATS.used(query) == "all":
        return _counted(_figures(found, query, by, ("id",)), by, func.count(), unsorted=unsorted).subquery("counted")
    singles = _figures(found, query, by, ("id",), metric.repeat_group.is_(None))
    repeated = _figures(found, query, by, ("id", "repeat_group"), metric.repeat_group.is_not(None))
    facts = _counted(repeated, by, func.count(repeated.c.repeat_group.distinct()), unsorted=unsorted)
    return union_all(_counted(singles, by, func.count(), unsorted=unsorted), facts).subquery("counted")


def _counted(figure: Subquery, by: Sequence[Dimension], count: ColumnElement[int], *, unsorted: bool) -> Select[Any]:
    keys = [figure.c[f"d{i}"] for i, _ in enumerate(by)]
    grouped = [unindexed_column(key) for key in keys] if unsorted else keys
    return select(*keys, count.label("count"), func.count().label("copies")).select_from(figure).group_by(*grouped)


def _conditions(query: Any, sample: Sample) -> Conditions:
    found = conditions(METRICS.filters, query)
    found.own += [] if sample.condition is None else [sample.condition]
    return found


def _figures(
    found: Conditions, query: Any, by: Sequence[Dimension], names: Sequence[str], *further: ColumnElement[bool]
) -> Subquery:
    columns_ = [
        (cast(one, Text) if isinstance(one.type, JSON) else one).label(one.name) for one in map(metric.get, _METRIC_COLUMNS)
    ]
    upper = func.coalesce(metric.value_max, metric.value).label("upper")
    upper_text = func.coalesce(metric.value_max_text, metric.value_text).label("upper_text")
    own = select(*columns_, upper, upper_text).where(*found.where(), *further).subquery("own")
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
