"""Summaries of all metrics by indicator and unit, precomputed after loading: medians of a million metrics take 20 seconds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Engine, Select, delete, exists, func, insert, select

from app.api.aggregate.dimensions import DIMENSIONS, Dimension
from app.api.aggregate.figures import figures
from app.api.aggregate.queries import MEASURES, bucket_keys, buckets, distinct_statements
from app.api.metrics.queries import METRICS
from app.lists.filters.conditions import conditions
from app.lists.filters.role_filter import HAS_NONE, applied_roles
from app.store.exact_numbers import median
from app.store.tables import Metric, MetricSummary, columns, table
from app.store.transactions import fetch_rows, without_memory_map, write

_BY = [DIMENSIONS[name] for name in ("indicator", "unit")]
_KEYS = [one.name for one in _BY]
# the summaries that there are: of the plain figures, and of all
_QUERIES = [METRICS.query.model_validate({HAS_NONE: True}), METRICS.query()]
# parameters that choose among the summaries, and those that select no metrics
_CHOOSING = {f"{name}{operator}": operator for name in _KEYS for operator in ("", "__ne")}
_NEUTRAL = frozenset({"sort", "limit", "cursor", "count", "fields", "include", "facets", "facet_limit", "format", "lang"})


def are_precomputed(query: Any, connection: Connection, ignoring: str = "") -> bool:
    """Whether the summaries answer a query: it filters by indicator and unit only, apart from the filter `ignoring`."""
    given = {name for name in query.model_fields_set & METRICS.query.model_fields.keys() if getattr(query, name) is not None}
    if getattr(query, HAS_NONE, None) is not None:
        given = given - {HAS_NONE} if applied_roles(query) == "plain" else given
    if any(name.partition("__")[0] != ignoring for name in given - _NEUTRAL - _CHOOSING.keys()):
        return False
    return bool(connection.execute(select(exists(select(table(MetricSummary))))).scalar())


def summarises(by: Sequence[Dimension]) -> bool:
    """Whether the buckets of these dimensions are those of the summaries."""
    return sorted(one.name for one in by) == sorted(_KEYS)


def summary_buckets(query: Any, by: Sequence[Dimension]) -> CTE:
    """The summaries that a query chooses, with the columns of `buckets`."""
    row = columns(MetricSummary)
    keys = [row[one.name].label(f"d{i}") for i, one in enumerate(by)]
    rest = [column for column in row if column.name not in {*_KEYS, "roles"}]
    return select(*keys, *rest).where(*_chosen(query)).cte("bucket")


def summary_rows(query: Any, connection: Connection) -> list[dict[str, Any]]:
    """The summaries that a query chooses."""
    return fetch_rows(connection, select(table(MetricSummary)).where(*_chosen(query)))


def _chosen(query: Any) -> list[ColumnElement[bool]]:
    row = columns(MetricSummary)
    found = [row.roles == applied_roles(query)]
    for name, operator in _CHOOSING.items():
        if values := getattr(query, name):
            column = row[name.removesuffix("__ne")]
            found.append(column.not_in(values) if operator else column.in_(values))
    return found


def precompute_summaries(engine: Engine, few: int) -> None:
    """Replace the summaries. There are none of up to `few` metrics."""
    with write(engine) as connection, without_memory_map(connection):
        connection.execute(delete(table(MetricSummary)))
        if connection.execute(select(func.count()).select_from(table(Metric))).scalar_one() > few:
            connection.execute(
                insert(table(MetricSummary)), [row for query in _QUERIES for row in _summaries(query, connection)]
            )


def recount(connection: Connection) -> Iterable[tuple[str, str]]:
    """Each stored summary, by indicator and unit, with what is wrong with it: nothing if it is right."""
    for query in _QUERIES:
        stored = {(row["indicator"], row["unit"], row["roles"]): row for row in summary_rows(query, connection)}
        if not stored:
            continue
        counted = {(row["indicator"], row["unit"], row["roles"]): row for row in _summaries(query, connection)}
        for key in sorted(stored.keys() | counted.keys()):
            yield " ".join(key), "" if stored.get(key) == counted.get(key) else "what is stored differs from the metrics"


def _summaries(query: Any, connection: Connection) -> Iterable[dict[str, Any]]:
    rows = connection.execute(select(buckets(query, _BY, MEASURES))).mappings().all()
    periods = {(row[0], row[1]): row for row in connection.execute(_periods(query))}
    uppers = _upper_medians(query, connection)
    for row in rows:
        key = (row["d0"], row["d1"])
        _, _, count, undated, start, end = periods[key]
        rest: Mapping[str, Any] = {name: value for name, value in row.items() if name not in {"d0", "d1"}}
        named = {
            "indicator": key[0],
            "unit": key[1],
            "roles": applied_roles(query),
            "period_start": start,
            "period_end": end,
        }
        named |= {"metric_count": count, "undated_count": undated}
        yield {**named, **rest, "upper_median": uppers.get(key)}


def _periods(query: Any) -> Select[Any]:
    row = columns(Metric)
    undated = func.count() - func.count(row.period_start)
    ends = (func.min(row.period_start), func.max(row.period_end))
    found = select(row.indicator, row.unit, func.count(), undated, *ends).where(*conditions(METRICS.filters, query).where())
    return found.group_by(row.indicator, row.unit)


def _upper_medians(query: Any, connection: Connection) -> dict[tuple[str, str], str]:
    """Medians of the upper ends of those buckets that contain ranges."""
    figure = figures(query, _BY, ("id", "comparator"))
    ranged = select(*bucket_keys(figure, _BY)).where(figure.c.comparator == "range").distinct().subquery("ranged")
    stated = distinct_statements(query, _BY)
    on = [stated.c[f"d{i}"] == ranged.c[f"d{i}"] for i, _ in enumerate(_BY)]
    ends: dict[tuple[str, str], list[str]] = {}
    statement = select(*bucket_keys(stated, _BY), stated.c.upper_text).join_from(stated, ranged, on[0] & on[1])
    for row in connection.execute(statement):
        ends.setdefault((row[0], row[1]), []).append(row[2])
    return {key: median(texts) for key, texts in ends.items()}
