"""Invented metrics: one indicator for each case that /aggregate computes or rejects."""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.seeding.comparisons.repeats import add_repeats
from app.store import tables as m
from app.store.publishing import Build
from app.vocabulary.periods import span_of

Figure = Mapping[str, Any]


def figure(value: str, about: str = "A", **others: Any) -> Figure:
    return {"value_text": value, "subject": about, **others}


A, B, C = figure("0.1", "A"), figure("0.2", "B"), figure("0.3", "C")
# case: aggregation of the indicator, its metrics, the measures requested, and the expected fields of the bucket
ANSWERED: dict[str, tuple[str, list[Figure], str, Figure]] = {
    "exact": ("sum", [A, B], "sum,mean,median", {"sum": "0.3", "mean": "0.15", "median": "0.15", "comparator": "eq"}),
    "long": (
        "sum", [figure("12345678901234567890.1"), figure("0.000000000000000001", "B")], "sum,min,max",
        {"sum": "12345678901234567890.100000000000000001", "min": "0.000000000000000001", "max": "12345678901234567890.1"},
    ),
    "zeros": ("sum", [figure("22.60"), figure("1.40", "B")], "sum,min", {"sum": "24", "min": "1.4"}),
    "endless": ("mean", [figure("1"), figure("0", "B"), figure("0", "C")], "mean", {"mean": "0.333333333333333"}),
    "negative": ("sum", [figure("-5"), figure("2", "B")], "sum,min,max,median", {"sum": "-3", "min": "-5", "max": "2", "median": "-1.5"}),
    "odd": ("none", [A, B, C], "median", {"median": "0.2"}),
    "even": ("none", [A, B, C, figure("0.4", "D")], "median", {"median": "0.25"}),
    "repeated": ("sum", [A, A, B], "sum,mean,median", {"sum": "0.3", "mean": "0.15", "median": "0.15", "count": 2, "repeated_count": 1}),
    "repeated-digits": ("sum", [figure("1.50"), figure("1.5"), B], "sum", {"sum": "1.7", "repeated_count": 1}),
    "over": ("sum", [figure("70", comparator="gt"), figure("80", "B", comparator="gt")], "sum", {"sum": "150", "comparator": "gt"}),
    "over-and-exact": ("sum", [figure("70", comparator="gt"), figure("80", "B")], "sum", {"sum": "150", "comparator": "ge", "hedged_count": 1}),
    "under-and-exact": ("sum", [figure("70", comparator="lt"), figure("80", "B", comparator="le")], "sum", {"sum": "150", "comparator": "le"}),
    "about": ("sum", [figure("70", comparator="approx"), figure("80", "B")], "sum", {"sum": "150", "comparator": "approx"}),
    "range": (
        "sum", [figure("1", value_max_text="3"), figure("2", "B"), figure("4", "C", value_max_text="8.5")], "sum,mean,median,min,max",
        {"sum": "7", "sum_max": "13.5", "mean": "2.33333333333333", "mean_max": "4.5", "median": "2", "median_max": "3",
         "min": "1", "max": "8.5", "comparator": "range", "range_count": 2},
    ),
    "range-and-about": (
        "sum", [figure("1", value_max_text="3"), figure("2", "B", comparator="approx")], "sum",
        {"sum": "3", "sum_max": "5", "comparator": "approx"},
    ),
    "range-and-over": (
        "none", [figure("1", value_max_text="3"), figure("2", "B", comparator="gt")], "median,max",
        {"median": "1.5", "median_max": None, "max": "3", "comparator": None},
    ),
    "parts": (
        "sum", [figure("1", qualifiers={"scope": "images"}), figure("2", qualifiers={"scope": "videos"})], "sum", {"sum": "3"},
    ),
    "same-period": ("sum", [figure("1", period="2024"), figure("2", "B", period="2024")], "sum", {"sum": "3", "undated_count": 0}),
    "statuses": ("none", [figure("1"), figure("2", "B", status="target")], "median,max", {"median": "1.5", "forecast_count": 1}),
    "averaged": ("mean", [A, B], "mean", {"mean": "0.15"}),
    "unrelated": ("sum", [figure("1", entity="glm"), figure("2", entity="chatglm3-6b")], "sum", {"sum": "3"}),
}  # fmt: skip
# case: aggregation of the indicator, its metrics, the measures requested, and what the error must say
REFUSED: dict[str, tuple[str, list[Figure], str, list[str]]] = {
    "units": ("sum", [A, {**B, "unit": "USD"}], "max", ["one unit", "CNY, USD"]),
    "not-added": ("none", [A], "sum", ["may be summed over subjects", "not-added"]),
    "only-averaged": ("mean", [A, B], "sum", ["may be summed over subjects"]),
    "not-averaged": ("none", [A, B], "mean", ["may be averaged over subjects"]),
    "forecasts": ("sum", [A, {**B, "status": "forecast"}], "sum", ["one status", "actual, forecast"]),
    "periods": ("sum", [figure("1", period="2024"), figure("2", "B", period="2025-H1")], "mean", ["one period", "2024, 2025-H1"]),
    "half-dated": ("sum", [figure("1", period="2024"), figure("2", "B")], "sum", ["one period", "2024", "not stated"]),
    "opposed": ("sum", [{**A, "comparator": "gt"}, {**B, "comparator": "lt"}], "sum", ["one direction", "gt, lt"]),
    "about-and-over": ("sum", [{**A, "comparator": "gt"}, {**B, "comparator": "approx"}], "mean", ["one direction"]),
    "over-ranges": ("sum", [figure("1", value_max_text="3"), {**B, "comparator": "ge"}], "sum", ["one direction"]),
    "twice": ("sum", [figure("1"), figure("2")], "sum", ["count one thing twice", "several metrics about A"]),
    "whole-and-part": (
        "sum", [figure("5"), figure("2", qualifiers={"scope": "images"})], "sum", ["several metrics about A", "no common qualifier"],
    ),
    "crossing": (
        "sum", [figure("5", qualifiers={"region": "x"}), figure("2", qualifiers={"scope": "images"})], "mean",
        ["several metrics about A"],
    ),
    "same-part": (
        "sum", [figure("5", qualifiers={"scope": "x", "region": "y"}), figure("2", qualifiers={"scope": "x"})], "sum",
        ["several metrics about A"],
    ),
    "one-entity": ("sum", [figure("5", "A", entity="glm"), figure("2", "B", entity="glm")], "sum", ["several metrics about glm"]),
    "part-of-series": ("sum", [figure("5", entity="glm"), figure("2", entity="glm-4")], "sum", ["about glm and about its part glm-4"]),
    "part-of-part": ("sum", [figure("5", entity="zhipu-x"), figure("2", entity="glm-4")], "sum", ["about zhipu-x and about its part glm-4"]),
}  # fmt: skip
_PLAIN = {
    "unit": "CNY", "comparator": "eq", "status": "actual", "value_max_text": None, "period": None, "entity": None,
    "qualifiers": {}, "as_of": False, "conflict_ids": [], "reference_numbers": [], "source_ids": [], "evidence": "uncited",
}  # fmt: skip


def _random(seed: int) -> list[Figure]:
    """Figures with up to three places and with ranges, each about another subject; some are repeated."""
    drawn = random.Random(seed)
    values = [drawn.randrange(-5000, 5000) for _ in range(drawn.randrange(1, 12))]
    found = [
        figure(str(Decimal(value) / 1000), f"S{i}", value_max_text=str(Decimal(value + 1) / 10) if value > 4000 else None)
        for i, value in enumerate(values)
    ]
    return [*found, *drawn.choices(found, k=seed % 3)]


RANDOM = {f"random-{seed}": _random(seed) for seed in range(40)}


def two_markers(built: Build) -> list[Mapping[str, Any]]:
    """Two markers that lead to different pages of one publisher."""
    publishers = {row["id"]: row["publisher"] for row in built.rows[m.Source]}
    found = {}
    for row in built.rows[m.Citation]:
        for other in found.setdefault(publishers.get(row["source_id"]), [row]):
            if other["number"] != row["number"] and other["source_id"] != row["source_id"]:
                return [other, row]
    raise AssertionError("no publisher has two pages that are cited")


def invented(built: Build) -> Build:
    """The real rows and those of the cases."""
    rows = built.rows.copy()
    cases = {name: (how, figures) for name, (how, figures, *_) in {**ANSWERED, **REFUSED}.items()}
    cases |= {name: ("sum", figures) for name, figures in RANDOM.items()}
    indicator, metric, relation, entity = (rows[model][0] for model in (m.Indicator, m.Metric, m.Relation, m.Entity))
    rows[m.Indicator] = [
        *rows[m.Indicator],
        *({**indicator, "slug": name, "aggregation": how} for name, (how, _) in cases.items()),
    ]
    rows[m.Entity] = [*rows[m.Entity], {**entity, "slug": "zhipu-x", "type": "company"}]
    made = {**relation, "id": "rel_x", "subject": "glm", "predicate": "part_of_series", "object": "zhipu-x"}
    rows[m.Relation] = [*rows[m.Relation], made]
    rows[m.Metric] = list(rows[m.Metric])
    for name, (_, figures) in cases.items():
        rows[m.Metric] += [_metric(metric, name, i, one) for i, one in enumerate(figures)]
    rows[m.MetricCitation] = [
        *rows[m.MetricCitation],
        *({"metric_id": "met_exact_0", "citation_id": one["id"]} for one in two_markers(built)),
    ]
    next(row for row in rows[m.Metric] if row["id"] == "met_exact_0")["evidence"] = "cited"
    add_repeats(rows)
    return Build(rows, "invented", built.files)


def _metric(template: Figure, indicator: str, place: int, one: Figure) -> dict[str, Any]:
    row = {
        **template,
        **_PLAIN,
        **one,
        "id": f"met_{indicator}_{place}",
        "indicator": indicator,
        "start": place,
        "end": place + 1,
    }
    first, last = map(str, span_of(row["period"])) if row["period"] else (None, None)
    upper = row["value_max_text"]
    if upper is not None:
        row["comparator"] = "range"
    return {
        **row, "value": float(row["value_text"]), "value_max": None if upper is None else float(upper),
        "period_start": first, "period_end": last, "period_basis": row["period"] and "sentence",
    }  # fmt: skip
