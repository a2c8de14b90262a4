"""Fetch a page of buckets: check the request, run the statements, check the rules, and compute exact measures.

Each bucket has its dimensions and labels, its measures, and the metrics, sources and references it is computed from.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Row, RowMapping, case, or_, select, type_coerce

from app.api.aggregate import rules as aggregate_rules
from app.api.aggregate.dimensions import DIMENSIONS, dimensions, metrics_url
from app.api.aggregate.evidence import Evidence, Key, evidence_of
from app.api.aggregate.queries import (
    ADDED,
    COMPARISONS,
    COMPUTED,
    MEASURES,
    NUMERIC,
    bucket_keys,
    bucket_page,
    buckets,
    comparable,
    summary,
    upper_ends,
)  # fmt: skip
from app.api.aggregate.sampling import choose_sample
from app.api.aggregate.summaries import are_precomputed, summarises, summary_buckets
from app.errors import InvalidParameter, unknown
from app.lists.cursors import Order, read_cursor, write_cursor
from app.lists.filters.value_labels import NO_VALUE
from app.lists.parameters import DEFAULT_LIMIT, MAX_LIMIT
from app.store.exact_numbers import divide, median, plain_digits
from app.vocabulary import Comparator
from app.vocabulary.names import Language, say

_WITH_UPPER_END = (Comparator.RANGE, Comparator.APPROX)
EXACT_MEASURES = frozenset({"min", "max", "median", "median_max", "sum", "sum_max", "mean", "mean_max"})
# counts about the metrics of a bucket, each the sum of columns
_COUNTED = {
    "hedged_count": ("lower", "upper", "about"),
    "range_count": ("ranges",),
    "forecast_count": ("forecasts",),
    "undated_count": ("undated",),
    "qualified_count": ("qualified",),
    "conflict_count": ("conflicting",),
}


@dataclass(frozen=True)
class Buckets:
    """A page of buckets, and the names of their fields.

    `metrics_counted` is null if all metrics are; else how many, the first by id. Counts are lower bounds then.
    """

    names: list[str]
    data: list[dict[str, Any]]
    limit: int
    count: int | None
    next_cursor: str | None
    metrics_counted: int | None = None


def read_request(query: Any) -> aggregate_rules.AggregateRequest:
    """Parse a query. Measures used in conditions or in `sort` are computed as well.

    Raises `InvalidParameter` if `sort` has a dimension that is not in `group_by`.
    """
    by = dimensions(query.group_by or [])
    words = [word.removeprefix("-") for word in query.sort or []]
    grouped = [one.name for one in by]
    faults = [
        unknown(
            "sort",
            word,
            [*MEASURES, *grouped],
            say(f"{word!r} is neither a measure nor in `group_by`", f"{word!r} 既不是度量，也不在 `group_by` 中"),
        )
        for word in words
        if word in DIMENSIONS and word not in grouped
    ]
    if faults:
        raise InvalidParameter(*faults)
    wanted = {"count", *(query.measures or []), *words, *(measure for measure, _, _ in _having(query))}
    return aggregate_rules.AggregateRequest(query, by, [measure for measure in MEASURES if measure in wanted])


def _having(query: Any) -> list[tuple[str, str, Any]]:
    """Measure, operator and bound of each condition on measures."""
    given = (
        (measure, operator, getattr(query, f"{measure}__{operator}")) for measure in MEASURES for operator in COMPARISONS
    )
    return [one for one in given if one[2] is not None]


def fetch_buckets(
    request: aggregate_rules.AggregateRequest, parameters: Sequence[tuple[str, str]], connection: Connection, lang: Language, *,
    whole: bool,
) -> Buckets:  # fmt: skip
    """Fetch one page of buckets.

    `parameters` are those of the request, for links. With `whole` and no limit, all buckets are on the page. Raises
    `InvalidParameter` if there are too many for that, or if a rule is broken.
    """
    query = request.query
    limit = query.limit or (MAX_LIMIT if whole else DEFAULT_LIMIT)
    is_precomputed = summarises(request.by) and are_precomputed(query, connection)
    if not is_precomputed:
        sample = choose_sample(request, connection, having=bool(_having(query)), in_file=whole)
        request = replace(request, sample=sample)
    bucket = (
        summary_buckets(query, request.by)
        if is_precomputed
        else buckets(query, request.by, request.measures, request.sample)
    )
    applicable = aggregate_rules.rules(request.measures)
    broken = [rule.broken(bucket.c) for rule in applicable]
    having = [bucket.c["count"] > 0]
    having += [COMPARISONS[operator](comparable(measure, bucket.c), bound) for measure, operator, bound in _having(query)]
    order = _order(request, bucket.c, bucket_keys(bucket, request.by))
    last = None if query.cursor is None else read_cursor(query.cursor, _signature(query), order)
    rows = connection.execute(bucket_page(bucket, broken, having, order, last, limit + 1)).all()
    matching = _summary(rows, bucket, broken, having, connection)
    for i, rule in enumerate(applicable):
        if matching[f"broken{i}"]:
            aggregate_rules.reject_broken_rule(rule, request, bucket, connection)
    if set(ADDED) & set(request.measures):
        aggregate_rules.reject_shared_subjects(request, connection)
        aggregate_rules.reject_parts(request, connection)
    if whole and query.limit is None and len(rows) > limit:
        raise aggregate_rules.too_many_buckets(matching["matching"])
    data = render_buckets(rows[:limit], request, parameters, connection, lang)
    cursor = None
    if len(rows) > limit:
        cursor = write_cursor(_signature(query), [getattr(rows[limit - 1], f"k{i}") for i, _ in enumerate(order)])
    count = None if query.count == "none" else matching["matching"] or 0
    return Buckets(bucket_fields(request), data, limit, count, cursor, request.sample.metrics)


def _summary(
    rows: Sequence[Row[Any]],
    bucket: CTE,
    broken: Sequence[ColumnElement[bool]],
    having: Sequence[ColumnElement[bool]],
    connection: Connection,
) -> RowMapping:
    """`summary` of all buckets, which each row of the page has."""
    if rows:
        return rows[0]._mapping
    found = summary(bucket, broken, having)
    return connection.execute(select(*(one.label(name) for name, one in found.items()))).mappings().one()


def _order(request: aggregate_rules.AggregateRequest, bucket: Any, places: Sequence[ColumnElement[Any]]) -> Order:
    """The requested order, by default the largest count first and nulls last of all, then all dimensions."""
    by_name = dict(zip((one.name for one in request.by), places, strict=True))
    words = request.query.sort or ["-count"]
    order: list[tuple[ColumnElement[Any], bool]] = []
    if places and not request.query.sort:
        order.append((case((or_(*(place.is_(None) for place in places)), 1), else_=0), False))
    for word in words:
        name = word.removeprefix("-")
        order.append((by_name[name] if name in by_name else comparable(name, bucket), word.startswith("-")))
    named = {word.removeprefix("-") for word in words}
    order += [(place, False) for name, place in by_name.items() if name not in named]
    # outer joins make columns nullable that are declared NOT NULL
    return [(type_coerce(column, column.type), descending) for column, descending in order]


def _signature(query: Any) -> list[str]:
    return [f"aggregate:{','.join(query.group_by or [])}", ",".join(query.sort or [])]


def render_buckets(
    rows: Sequence[Row[Any]],
    request: aggregate_rules.AggregateRequest,
    parameters: Sequence[tuple[str, str]],
    connection: Connection,
    lang: Language,
) -> list[dict[str, Any]]:
    """Bucket rows as the fields of `Bucket`; exact measures are the text of a number. Those of a sample list no metrics."""
    found = [(tuple(row[: len(request.by)]), dict(row._mapping)) for row in rows]
    labels = [
        one.labels.of({key[i] for key, _ in found if key[i] is not None}, lang, connection)
        for i, one in enumerate(request.by)
    ]
    evidence = {} if request.sample.metrics is not None else evidence_of(found, request, connection)
    uppers = _upper_medians(found, request, connection)
    data = []
    for key, row in found:
        bucket: dict[str, Any] = {}
        for one, value, bucket_fields in zip(request.by, key, labels, strict=True):
            bucket |= {one.name: value, f"{one.name}_label": NO_VALUE[lang] if value is None else bucket_fields[value]}
        bucket |= _measures(row, request.measures, uppers.get(key), once=request.counts_once)
        data.append(bucket | vars(evidence.get(key, Evidence())) | {"metrics_url": metrics_url(parameters, request.by, key)})
    return data


def bucket_fields(request: aggregate_rules.AggregateRequest) -> list[str]:
    """Names of the fields that the requested buckets have."""
    found = [name for one in request.by for name in (one.name, f"{one.name}_label")]
    for measure in request.measures:
        found += [measure, f"{measure}_max"] if measure in COMPUTED else [measure]
    if set(NUMERIC) & set(request.measures):
        found += ["unit", "indicator", "comparator", *_COUNTED]
    if request.counts_once:
        found.append("repeated_count")
    return list(dict.fromkeys([*found, *(field.name for field in fields(Evidence)), "metrics_url"]))


def _measures(row: Mapping[str, Any], measures: Collection[str], upper_median: str | None, *, once: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"count": row["count"]}
    if once:
        found["repeated_count"] = row["copies"] - row["statements" if set(COMPUTED) & set(measures) else "count"]
    if not set(NUMERIC) & set(measures):
        return found
    comparator = _comparator(row)
    # with an open-ended metric there is no upper end
    is_between = row["ranges"] > 0 and comparator in _WITH_UPPER_END
    for measure in ("min", "max"):
        if measure in measures:
            found[measure] = plain_digits(Decimal(row[measure]))
    if "median" in measures:
        divisor = 2 - row["statements"] % 2
        found |= {"median": divide(row["middle"], divisor), "median_max": upper_median if is_between else None}
    if "sum" in measures:
        found |= {
            "sum": plain_digits(Decimal(row["sum"])),
            "sum_max": plain_digits(Decimal(row["sum_max"])) if is_between else None,
        }
    if "mean" in measures:
        count = row["statements"]
        found |= {
            "mean": divide(row["sum"], count),
            "mean_max": divide(row["sum_max"], count) if is_between else None,
        }
    found |= {
        "unit": row["unit_low"] if row["unit_low"] == row["unit_high"] else None,
        "indicator": row["indicator_low"] if row["indicator_low"] == row["indicator_high"] else None,
        "comparator": comparator,
        **{name: sum(row[column] for column in of) for name, of in _COUNTED.items()},
    }
    return found


def _comparator(row: Mapping[str, Any]) -> str | None:
    """How the measures relate to the true numbers, given that every measure grows with each of its values.

    None if the hedges have no common direction.
    """
    if row["comparator_low"] == row["comparator_high"]:
        return str(row["comparator_low"])
    if row["lower"] and not (row["upper"] or row["about"] or row["ranges"]):
        return Comparator.GE.value
    if row["upper"] and not (row["lower"] or row["about"] or row["ranges"]):
        return Comparator.LE.value
    if row["lower"] or row["upper"]:
        return None
    return (Comparator.APPROX if row["about"] else Comparator.RANGE).value


def _upper_medians(
    found: Sequence[tuple[Key, dict[str, Any]]], request: aggregate_rules.AggregateRequest, connection: Connection
) -> dict[Key, str]:
    """Medians of the upper ends, for buckets that contain ranges."""
    wanted = [key for key, row in found if "median" in request.measures and row["ranges"] and "upper_median" not in row]
    known = {key: row["upper_median"] for key, row in found if row.get("upper_median") is not None}
    if not wanted:
        return known
    ends: dict[Key, list[str]] = {}
    for *key, text in connection.execute(upper_ends(request.query, request.by, wanted, request.sample)):
        ends.setdefault(tuple(key), []).append(text)
    return {key: median(texts) for key, texts in ends.items()}
