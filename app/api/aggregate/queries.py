"""SQL statements for metrics in buckets.

    figures                    the metrics under the filters, one row for each bucket that contains them
    --> distinct_statements    for sums, means and medians: metrics that repeat each other, merged into one row
    --> buckets                one row per bucket, with its measures and what the rules need to know
    --> bucket_page            the buckets that meet the conditions on measures, ordered

Numbers are added and compared as exact decimals (`app.store.exact_numbers`) and ordered as the nearest floats.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Double,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from app.api.aggregate.dimensions import Dimension
from app.api.aggregate.figures import EVERYTHING, Sample, counted_figures, figures
from app.lists.cursors import Order, after, ordered
from app.store.exact_numbers import exact_max, exact_min, exact_sum
from app.store.tables import Indicator, columns, table
from app.vocabulary import Aggregation, Comparator, Status

_NEVER_NULL = frozenset({"document", "evidence", "indicator", "unit", "status", "comparator"})
NUMERIC = ("min", "max", "median", "sum", "mean")
# measures that count a repeated metric once
COMPUTED = ("median", "sum", "mean")
# measures over several subjects, which the indicator must allow
ADDED = ("sum", "mean")
MEASURES = ("count", *NUMERIC)
COMPARISONS = {
    "gt": ColumnElement.__gt__,
    "gte": ColumnElement.__ge__,
    "lt": ColumnElement.__lt__,
    "lte": ColumnElement.__le__,
}

# metrics that agree in all of these repeat each other
_IDENTITY = (
    "value", "upper", "indicator", "unit", "entity", "subject", "comparator", "period", "as_of", "status", "qualifiers",
)  # fmt: skip
_BUCKET_COLUMNS = (
    "id",
    "value_text",
    "upper_text",
    "unit",
    "indicator",
    "comparator",
    "status",
    "period",
    "qualifiers",
    "in_conflict",
)


def bucket_keys(rows: Any, by: Sequence[Dimension]) -> list[ColumnElement[Any]]:
    """The columns that identify the bucket of a row."""
    return [rows.c[f"d{i}"] for i, _ in enumerate(by)]


def distinct_statements(query: Any, by: Sequence[Dimension], sample: Sample = EVERYTHING) -> Subquery:
    """The metrics of each bucket with repetitions merged; `times` counts them, `about` is the entity or subject."""
    figure = figures(query, by, tuple(dict.fromkeys([*_BUCKET_COLUMNS, *_IDENTITY])), sample)
    same = [*bucket_keys(figure, by), *(figure.c[name] for name in _IDENTITY)]
    # equal numbers may differ in trailing zeros
    any_of = [func.min(figure.c[name]).label(name) for name in ("id", "value_text", "upper_text")]
    counted = [
        func.count().label("times"),
        func.sum(figure.c.copies).label("copies"),
        _conflicting(figure).label("conflicting"),
    ]
    about = func.coalesce(figure.c.entity, figure.c.subject).label("about")
    return select(*same, *any_of, *counted, about).group_by(*same).subquery("statement")


def _ranked(statement: Subquery, by: Sequence[Dimension]) -> Subquery:
    """The statements with their `place` by value within the bucket, and the `last` place of the bucket."""
    bucket: Any = bucket_keys(statement, by) or None
    place = func.row_number().over(partition_by=bucket, order_by=[statement.c.value, statement.c.value_text])
    last = func.count().over(partition_by=bucket)
    return select(*statement.c, place.label("place"), last.label("last")).subquery("placed")


def buckets(query: Any, by: Sequence[Dimension], measures: Collection[str], sample: Sample = EVERYTHING) -> CTE:
    """One row per bucket with the columns that its measures and rules need.

    Only counts, least and greatest values can be of a sample.
    """
    if not set(NUMERIC) & set(measures):
        return _counts(counted_figures(query, by, sample), by)
    is_computed = bool(set(COMPUTED) & set(measures))
    rows: Any = distinct_statements(query, by, sample) if is_computed else figures(query, by, _BUCKET_COLUMNS, sample)
    if "median" in measures:
        rows = _ranked(rows, by)
    times = rows.c.times if is_computed else literal(1)
    found: list[ColumnElement[Any]] = [
        *bucket_keys(rows, by),
        (_total(times) if is_computed else func.count()).label("count"),
        _total(rows.c.copies).label("copies"),
    ]
    conflicting = _total(rows.c.conflicting) if is_computed else _conflicting(rows)
    found += [*_summary_columns(rows.c, times), conflicting.label("conflicting")]
    if "min" in measures:
        found.append(exact_min(rows.c.value_text).label("min"))
    if "max" in measures:
        found.append(exact_max(rows.c.upper_text).label("max"))
    if is_computed:
        found.append(func.count().label("statements"))
    if "median" in measures:
        # the middle value, or the two middle values
        middle = rows.c.place.in_(((rows.c.last + 1) // 2, (rows.c.last + 2) // 2))
        found.append(exact_sum(case((middle, rows.c.value_text))).label("middle"))
    statement = select(*found).select_from(rows)
    if set(ADDED) & set(measures):
        statement = _with_sums(statement, rows)
    return statement.group_by(*bucket_keys(rows, by)).cte("bucket")


def _counts(counted: Subquery, by: Sequence[Dimension]) -> CTE:
    keys = bucket_keys(counted, by)
    totals = [_total(counted.c[name]).label(name) for name in ("count", "copies")]
    return select(*keys, *totals).select_from(counted).group_by(*keys).cte("bucket")


def _summary_columns(row: Any, times: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Least and greatest unit, indicator, comparator, status and period, and counts of hedges, forecasts and the like."""
    counted = {
        "lower": row.comparator.in_((Comparator.GT, Comparator.GE)),
        "upper": row.comparator.in_((Comparator.LT, Comparator.LE)),
        "about": row.comparator.in_((Comparator.APPROX, Comparator.TOLERANCE)),
        "ranges": row.comparator == Comparator.RANGE,
        "forecasts": row.status != Status.ACTUAL,
        "undated": row.period.is_(None),
        "qualified": row.qualifiers != "{}",
    }
    ends = [
        end(row[name]).label(f"{name}_{word}")
        for name in ("unit", "indicator", "comparator", "status", "period")
        for end, word in ((func.min, "low"), (func.max, "high"))
    ]
    return [*ends, *(_total(case((condition, times), else_=0)).label(name) for name, condition in counted.items())]


def _with_sums(statement: Select[Any], rows: Any) -> Select[Any]:
    """Add the sums of both ends, and whether the indicators forbid sums and means."""
    indicator = columns(Indicator)
    return statement.join(table(Indicator), indicator.slug == rows.c.indicator).add_columns(
        exact_sum(rows.c.value_text).label("sum"),
        exact_sum(rows.c.upper_text).label("sum_max"),
        _any(indicator.aggregation != Aggregation.SUM).label("not_summed"),
        _any(indicator.aggregation == Aggregation.NONE).label("not_averaged"),
    )


def _total(counted: ColumnElement[Any]) -> ColumnElement[Any]:
    # PostgreSQL returns a decimal for the sum of 64-bit integers
    return cast(func.sum(counted), BigInteger)


def _conflicting(figure: Any) -> ColumnElement[Any]:
    """Number of metrics that take part in a conflict."""
    return _total(case((figure.c.in_conflict, 1), else_=0))


def _any(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.max(case((condition, 1), else_=0))


def comparable(measure: str, bucket: Any) -> ColumnElement[Any]:
    """A measure as a number, for comparing and ordering buckets."""
    found: dict[str, Callable[[], ColumnElement[Any]]] = {
        "count": lambda: bucket["count"],
        "median": lambda: cast(bucket.middle, Double) / (2 - bucket.statements % 2),
        "mean": lambda: cast(bucket.sum, Double) / bucket.statements,
    }
    return found[measure]() if measure in found else cast(bucket[measure], Double)


def bucket_page(
    bucket: CTE,
    broken: Sequence[ColumnElement[bool]],
    having: Sequence[ColumnElement[bool]],
    order: Order,
    last: Sequence[Any] | None,
    limit: int,
) -> Select[Any]:
    """The buckets after `last`, the order keys of the previous page's last bucket, each with `summary` and its order keys."""
    everything = summary(bucket, broken, having)
    summaries = [one.over().label(name) for name, one in everything.items()]
    places = [column.label(f"k{i}") for i, (column, _) in enumerate(order)]
    kept = case((and_(True, *having), 1), else_=0).label("kept")
    row = select(*bucket.c, *summaries, *places, kept).subquery("row")
    order = [(row.c[f"k{i}"], descending) for i, (_, descending) in enumerate(order)]
    statement = select(row).where(row.c.kept == 1).order_by(*ordered(order)).limit(limit)
    return statement if last is None else statement.where(after(order, last))


def summary(bucket: CTE, broken: Sequence[ColumnElement[bool]], having: Sequence[ColumnElement[bool]]) -> dict[str, Any]:
    """Number of buckets that meet the conditions, and for each rule whether any bucket breaks it."""
    found: dict[str, Any] = {"matching": func.sum(case((and_(True, *having), 1), else_=0))}
    return found | {f"broken{i}": func.max(case((one, 1), else_=0)) for i, one in enumerate(broken)}


def members(
    query: Any, by: Sequence[Dimension], wanted: Sequence[Sequence[Any]], sample: Sample = EVERYTHING
) -> Select[Any]:
    """The metrics of the buckets in document order."""
    names = ("id", "document", "start", "reference_numbers", "source_ids")
    figure = figures(query, by, names, sample)
    statement = select(*bucket_keys(figure, by), *(figure.c[name] for name in names)).where(in_buckets(figure, by, wanted))
    return statement.order_by(figure.c.document, figure.c.start, figure.c.id)


def in_buckets(rows: Any, by: Sequence[Dimension], wanted: Sequence[Sequence[Any]]) -> ColumnElement[bool]:
    """Condition that a row is in one of the buckets."""
    if not by:
        return and_(True)
    # null equals nothing, so it is replaced by a value that does not occur
    nothing = ["" if one.kind is str else -1 for one in by]
    # a column that is never null is compared as it is, so that an index can be used
    known = [
        key if one.name in _NEVER_NULL else func.coalesce(key, none)
        for one, key, none in zip(by, bucket_keys(rows, by), nothing, strict=True)
    ]
    values = [[none if value is None else value for value, none in zip(one, nothing, strict=True)] for one in wanted]
    if len(by) == 1:
        found: ColumnElement[bool] = known[0].in_([value for (value,) in values])
        return found
    # neither database looks up a tuple of expressions, but each the columns among them
    plain = [i for i, one in enumerate(by) if one.name in _NEVER_NULL]
    return and_(tuple_(*known).in_(values), *(known[i].in_({value[i] for value in values}) for i in plain))


def upper_ends(
    query: Any, by: Sequence[Dimension], wanted: Sequence[Sequence[Any]], sample: Sample = EVERYTHING
) -> Select[Any]:
    """The upper ends of the distinct statements of the buckets."""
    row = distinct_statements(query, by, sample)
    return select(*bucket_keys(row, by), row.c.upper_text).where(in_buckets(row, by, wanted))


def hedges_conflict(bucket: Any) -> ColumnElement[bool]:
    """Condition that the hedges of a bucket have no common direction."""
    one_sided = bucket.lower + bucket.upper
    return or_(and_(bucket.lower > 0, bucket.upper > 0), and_(one_sided > 0, bucket.about + bucket.ranges > 0))
