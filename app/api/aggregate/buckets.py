"""Buckets as they are shown: exact measures, what can be said of them, and the metrics, sources and references behind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Context, Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, Row

from app.api.aggregate.dimensions import address
from app.api.aggregate.queries import COMPUTED, NUMERIC, members, upper_ends
from app.api.aggregate.rules import AggregateRequest
from app.lists.labels import NO_VALUE
from app.store.exact_numbers import EXACT, plain_digits
from app.vocabulary import Comparator
from app.vocabulary.names import Language

# a division need not end; floats, which most readers of JSON use, keep 15 digits
_ROUNDED = Context(prec=15)
_WITH_UPPER_END = (Comparator.RANGE, Comparator.APPROX)
EXACT_MEASURES = frozenset({"min", "max", "median", "median_max", "sum", "sum_max", "mean", "mean_max"})
# what is told of the figures behind a measure, each the sum of columns
_COUNTED = {
    "hedged_count": ("lower", "upper", "about"),
    "range_count": ("ranges",),
    "forecast_count": ("forecasts",),
    "undated_count": ("undated",),
    "qualified_count": ("qualified",),
    "conflict_count": ("conflicting",),
}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Evidence:
    """What a bucket rests on; unknown (null) where there are more metrics in it than are named."""

    metric_ids: list[str] | None = None
    source_ids: list[str] | None = None
    reference_ids: list[str] | None = None
    reference_numbers: list[int] | None = None


def shown(
    rows: Sequence[Row[Any]],
    asked: AggregateRequest,
    given: Sequence[tuple[str, str]],
    connection: Connection,
    lang: Language,
) -> list[dict[str, Any]]:
    """Rows of buckets as dictionaries, ready for JSON but for the texts of numbers."""
    found = [(_key(row, asked), dict(row._mapping)) for row in rows]
    labels = [
        one.labels.of({key[i] for key, _ in found if key[i] is not None}, lang, connection) for i, one in enumerate(asked.by)
    ]
    evidence = _evidence(found, asked, connection)
    uppers = _upper_medians(found, asked, connection)
    data = []
    for key, row in found:
        bucket: dict[str, Any] = {}
        for one, value, names in zip(asked.by, key, labels, strict=True):
            bucket |= {one.name: value, f"{one.name}_label": NO_VALUE[lang] if value is None else names[value]}
        bucket |= _measured(row, asked.measures, uppers.get(key))
        data.append(bucket | vars(evidence.get(key, Evidence())) | {"metrics_url": address(given, asked.by, key)})
    return data


def names(asked: AggregateRequest) -> list[str]:
    """The fields of the buckets that are asked for."""
    found = [name for one in asked.by for name in (one.name, f"{one.name}_label")]
    for measure in asked.measures:
        found += [measure, f"{measure}_max"] if measure in COMPUTED else [measure]
    if set(NUMERIC) & set(asked.measures):
        found += ["unit", "indicator", "comparator", *_COUNTED]
    if set(COMPUTED) & set(asked.measures):
        found.append("repeated_count")
    return list(dict.fromkeys([*found, *(field.name for field in fields(Evidence)), "metrics_url"]))


def _key(row: Row[Any], asked: AggregateRequest) -> Key:
    return tuple(row[: len(asked.by)])


def _measured(row: Mapping[str, Any], measures: Collection[str], upper_median: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"count": row["count"]}
    if not set(NUMERIC) & set(measures):
        return found
    comparator = _comparator(row)
    # a figure without an upper end leaves none to the bucket
    is_between = row["ranges"] > 0 and comparator in _WITH_UPPER_END
    for measure in ("min", "max"):
        if measure in measures:
            found[measure] = plain_digits(Decimal(row[measure]))
    if "median" in measures:
        divisor = 2 - row["statements"] % 2
        found |= {"median": _divided(row["middle"], divisor), "median_max": upper_median if is_between else None}
    if "sum" in measures:
        found |= {
            "sum": plain_digits(Decimal(row["sum"])),
            "sum_max": plain_digits(Decimal(row["sum_max"])) if is_between else None,
        }
    if "mean" in measures:
        count = row["statements"]
        found |= {
            "mean": _divided(row["sum"], count),
            "mean_max": _divided(row["sum_max"], count) if is_between else None,
        }
    found |= {
        "unit": row["unit_low"] if row["unit_low"] == row["unit_high"] else None,
        "indicator": row["indicator_low"] if row["indicator_low"] == row["indicator_high"] else None,
        "comparator": comparator,
        **{name: sum(row[column] for column in of) for name, of in _COUNTED.items()},
    }
    if set(COMPUTED) & set(measures):
        found["repeated_count"] = row["count"] - row["statements"]
    return found


def _comparator(row: Mapping[str, Any]) -> str | None:
    """How numbers computed from the figures relate to the true ones, as all measures grow with each of their figures."""
    if row["comparator_low"] == row["comparator_high"]:
        return str(row["comparator_low"])
    if row["lower"] and not (row["upper"] or row["about"] or row["ranges"]):
        return Comparator.GE.value
    if row["upper"] and not (row["lower"] or row["about"] or row["ranges"]):
        return Comparator.LE.value
    if row["lower"] or row["upper"]:
        return None
    return (Comparator.APPROX if row["about"] else Comparator.RANGE).value


def _divided(total: str, by: int) -> str:
    exact = EXACT.divide(Decimal(total), by)
    return plain_digits(exact if by in (1, 2) else _ROUNDED.plus(exact))


def _upper_medians(
    found: Sequence[tuple[Key, dict[str, Any]]], asked: AggregateRequest, connection: Connection
) -> dict[Key, str]:
    """The medians of the upper ends, of buckets with ranges in them."""
    wanted = [key for key, row in found if "median" in asked.measures and row["ranges"]]
    if not wanted:
        return {}
    ends: dict[Key, list[str]] = {}
    for *key, text in connection.execute(upper_ends(asked.query, asked.by, wanted)):
        ends.setdefault(tuple(key), []).append(text)
    return {key: _median(texts) for key, texts in ends.items()}


def _median(texts: Sequence[str]) -> str:
    values = sorted(map(Decimal, texts))
    low, high = values[(len(values) - 1) // 2], values[len(values) // 2]
    return _divided(str(EXACT.add(low, high)), 2)


def _evidence(
    found: Sequence[tuple[Key, dict[str, Any]]], asked: AggregateRequest, connection: Connection
) -> dict[Key, Evidence]:
    wanted = [key for key, row in found if row["count"] <= asked.query.members]
    if not wanted:
        return {}
    held: dict[Key, list[Row[Any]]] = {}
    for row in connection.execute(members(asked.query, asked.by, wanted)):
        held.setdefault(_key(row, asked), []).append(row)
    return {key: _of(rows) for key, rows in held.items()}


def _of(rows: Sequence[Row[Any]]) -> Evidence:
    numbers = {(row.document, number) for row in rows for number in orjson.loads(row.reference_numbers)}
    return Evidence(
        [row.id for row in rows],
        sorted({source for row in rows for source in orjson.loads(row.source_ids)}),
        [f"{document}:{number}" for document, number in sorted(numbers)],
        sorted({number for _, number in numbers}),
    )
