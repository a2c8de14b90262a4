"""Statements over figures in buckets: parameters in, SQL out.

    figures           the metrics under the filters, once in each bucket that they are in
    --> statements    where sums, means or medians are asked for: figures that state the same as one
    --> buckets       a row for each: its measures, and what tells whether they can be computed
    --> page          those that meet what is asked of the measures, in order

Numbers are added and compared as decimals (`app.exact`) and ordered by the floats nearest to them.
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

from app.api.aggregate.dimensions import Dimension, figures
from app.lists.cursors import Order, after, ordered
from app.store.exact_numbers import exact_max, exact_min, exact_sum
from app.store.tables import Indicator, columns, table
from app.vocabulary import Aggregation, Comparator, Status

NUMERIC = ("min", "max", "median", "sum", "mean")
# what one figure that is stated twice must not enter twice
COMPUTED = ("median", "sum", "mean")
# what is computed over subjects, and so takes what may be
ADDED = ("sum", "mean")
MEASURES = ("count", *NUMERIC)
COMPARISONS = {
    "gt": ColumnElement.__gt__,
    "gte": ColumnElement.__ge__,
    "lt": ColumnElement.__lt__,
    "lte": ColumnElement.__le__,
}

# what two figures have in common that state the same: all that says what they measure, and their values
_IDENTITY = (
    "value", "upper", "indicator", "unit", "entity", "subject", "comparator", "period", "as_of", "status", "qualifiers",
)  # fmt: skip
_SHOWN = (
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


def keys(rows: Any, by: Sequence[Dimension]) -> list[ColumnElement[Any]]:
    """The columns of rows that say which bucket they are in."""
    return [rows.c[f"d{i}"] for i, _ in enumerate(by)]


def statements(query: Any, by: Sequence[Dimension]) -> Subquery:
    """What the figures of each bucket state, once, and how many `times`; `about` is the subject."""
    figure = figures(query, by, tuple(dict.fromkeys([*_SHOWN, *_IDENTITY])))
    same = [*keys(figure, by), *(figure.c[name] for name in _IDENTITY)]
    # equal numbers may differ in their last zeros
    any_of = [func.min(figure.c[name]).label(name) for name in ("id", "value_text", "upper_text")]
    counted = [func.count().label("times"), _conflicting(figure).label("conflicting")]
    about = func.coalesce(figure.c.entity, figure.c.subject).label("about")
    return select(*same, *any_of, *counted, about).group_by(*same).subquery("statement")


def _placed(statement: Subquery, by: Sequence[Dimension]) -> Subquery:
    """Statements by value, each with its place in the bucket and the last place there is."""
    bucket: Any = keys(statement, by) or None
    place = func.row_number().over(partition_by=bucket, order_by=[statement.c.value, statement.c.value_text])
    last = func.count().over(partition_by=bucket)
    return select(*statement.c, place.label("place"), last.label("last")).subquery("placed")


def buckets(query: Any, by: Sequence[Dimension], measures: Collection[str]) -> CTE:
    """A row for each bucket."""
    is_computed = bool(set(COMPUTED) & set(measures))
    is_numeric = bool(set(NUMERIC) & set(measures))
    rows: Any = statements(query, by) if is_computed else figures(query, by, _SHOWN if is_numeric else ("id",))
    if "median" in measures:
        rows = _placed(rows, by)
    times = rows.c.times if is_computed else literal(1)
    found: list[ColumnElement[Any]] = [*keys(rows, by), (_total(times) if is_computed else func.count()).label("count")]
    if is_numeric:
        conflicting = _total(rows.c.conflicting) if is_computed else _conflicting(rows)
        found += [*_described(rows.c, times), conflicting.label("conflicting")]
    if "min" in measures:
        found.append(exact_min(rows.c.value_text).label("min"))
    if "max" in measures:
        found.append(exact_max(rows.c.upper_text).label("max"))
    if is_computed:
        found.append(func.count().label("statements"))
    if "median" in measures:
        # the one in the middle, or the two
        middle = rows.c.place.in_(((rows.c.last + 1) // 2, (rows.c.last + 2) // 2))
        found.append(exact_sum(case((middle, rows.c.value_text))).label("middle"))
    statement = select(*found).select_from(rows)
    if set(ADDED) & set(measures):
        statement = _added(statement, rows)
    return statement.group_by(*keys(rows, by)).cte("bucket")


def _described(row: Any, times: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Of which unit, indicator, status and period the figures are, and how sure they are."""
    counted = {
        "lower": row.comparator.in_((Comparator.GT, Comparator.GE)),
        "upper": row.comparator.in_((Comparator.LT, Comparator.LE)),
        "about": row.comparator == Comparator.APPROX,
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


def _added(statement: Select[Any], rows: Any) -> Select[Any]:
    """With the sums of both ends, and whether the indicator allows them."""
    indicator = columns(Indicator)
    return statement.join(table(Indicator), indicator.slug == rows.c.indicator).add_columns(
        exact_sum(rows.c.value_text).label("sum"),
        exact_sum(rows.c.upper_text).label("sum_max"),
        _any(indicator.aggregation != Aggregation.SUM).label("not_summed"),
        _any(indicator.aggregation == Aggregation.NONE).label("not_averaged"),
    )


def _total(counted: ColumnElement[Any]) -> ColumnElement[Any]:
    # PostgreSQL adds 64-bit integers up to a decimal
    return cast(func.sum(counted), BigInteger)


def _conflicting(figure: Any) -> ColumnElement[Any]:
    """How many figures a conflict names."""
    return _total(case((figure.c.in_conflict, 1), else_=0))


def _any(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.max(case((condition, 1), else_=0))


def number(measure: str, bucket: Any) -> ColumnElement[Any]:
    """A measure as a number that buckets are compared and ordered by."""
    found: dict[str, Callable[[], ColumnElement[Any]]] = {
        "count": lambda: bucket["count"],
        "median": lambda: cast(bucket.middle, Double) / (2 - bucket.statements % 2),
        "mean": lambda: cast(bucket.sum, Double) / bucket.statements,
    }
    return found[measure]() if measure in found else cast(bucket[measure], Double)


def page(
    bucket: CTE,
    broken: Sequence[ColumnElement[bool]],
    having: Sequence[ColumnElement[bool]],
    order: Order,
    last: Sequence[Any] | None,
    limit: int,
) -> Select[Any]:
    """Buckets behind the `last` one of the page before, each with what `summary` says of all and the keys of the order."""
    everything = summary(bucket, broken, having)
    said = [one.over().label(name) for name, one in everything.items()]
    places = [column.label(f"k{i}") for i, (column, _) in enumerate(order)]
    kept = case((and_(True, *having), 1), else_=0).label("kept")
    row = select(*bucket.c, *said, *places, kept).subquery("row")
    order = [(row.c[f"k{i}"], descending) for i, (_, descending) in enumerate(order)]
    statement = select(row).where(row.c.kept == 1).order_by(*ordered(order)).limit(limit)
    return statement if last is None else statement.where(after(order, last))


def summary(bucket: CTE, broken: Sequence[ColumnElement[bool]], having: Sequence[ColumnElement[bool]]) -> dict[str, Any]:
    """How many buckets are left of all, and which rules one of them breaks."""
    found: dict[str, Any] = {"matching": func.sum(case((and_(True, *having), 1), else_=0))}
    return found | {f"broken{i}": func.max(case((one, 1), else_=0)) for i, one in enumerate(broken)}


def members(query: Any, by: Sequence[Dimension], wanted: Sequence[Sequence[Any]]) -> Select[Any]:
    """The metrics of buckets, bucket by bucket in the order of the text."""
    names = ("id", "document", "start", "reference_numbers", "source_ids")
    figure = figures(query, by, names)
    statement = select(*keys(figure, by), *(figure.c[name] for name in names)).where(within(figure, by, wanted))
    return statement.order_by(figure.c.document, figure.c.start, figure.c.id)


def within(rows: Any, by: Sequence[Dimension], wanted: Sequence[Sequence[Any]]) -> ColumnElement[bool]:
    """Whether rows are in one of the buckets."""
    if not by:
        return and_(True)
    # no value is empty or negative, and nulls are equal to nothing
    nothing = ["" if one.kind is str else -1 for one in by]
    known = [func.coalesce(key, none) for key, none in zip(keys(rows, by), nothing, strict=True)]
    values = [[none if value is None else value for value, none in zip(one, nothing, strict=True)] for one in wanted]
    if len(by) == 1:
        found: ColumnElement[bool] = known[0].in_([value for (value,) in values])
        return found
    return tuple_(*known).in_(values)


def upper_ends(query: Any, by: Sequence[Dimension], wanted: Sequence[Sequence[Any]]) -> Select[Any]:
    """The upper ends of what is stated in buckets."""
    row = statements(query, by)
    return select(*keys(row, by), row.c.upper_text).where(within(row, by, wanted))


def is_indefinite(bucket: Any) -> ColumnElement[bool]:
    """Whether figures hedge in directions of which no common one can be told."""
    one_sided = bucket.lower + bucket.upper
    return or_(and_(bucket.lower > 0, bucket.upper > 0), and_(one_sided > 0, bucket.about + bucket.ranges > 0))
