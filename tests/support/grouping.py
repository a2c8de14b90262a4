"""Buckets and their measures in plain Python, computed over the rows that `facts` selects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from tests.support.facts import Asked, Facts, View, name_of, sections_around, year_of
from tests.support.repeats import firsts

Key = tuple[Any, ...]
# dimensions reached by markers
MARKER = ("reference", "source", "publisher", "publisher_kind")
IDENTITY = (
    "indicator", "unit", "entity", "subject", "value", "value_max", "comparator", "period", "as_of", "status", "qualifiers",
)  # fmt: skip


def buckets(facts: Facts, by: Sequence[str], asked: Asked) -> dict[Key, list[View]]:
    """The rows of each bucket in document order."""
    list_ = facts.lists["metrics"]
    found = defaultdict(list)
    rows = [row for row in map(list_.rows.get, facts.ask("metrics", asked)) if "role" not in row["qualifiers"]]
    for row in sorted(rows, key=lambda row: (row["document"], row["start"], row["id"])):
        for place in _places(facts, row, by, asked):
            found[place].append(row)
    return dict(found)


def within_document(by: Sequence[str]) -> list[str]:
    """Adds `document` to sections and references, which are numbered within one."""
    return ["document", *by] if {"section", "reference"} & set(by) and "document" not in by else list(by)


def _places(facts: Facts, row: View, by: Sequence[str], asked: Asked) -> set[Key]:
    """The buckets that contain a row, by the markers, topics and sections that the filters match."""
    list_ = facts.lists["metrics"]
    views = {"own": [row], "topic": [], "marker": [], "section": []}
    views["topic"] = _meeting(list_.way("topic").views.get(row["id"], ()), asked, ("topic",)) or [{"topic": None}]
    views["marker"] = _meeting(list_.way("reference").views.get(row["id"], ()), asked, MARKER) or [dict.fromkeys(MARKER)]
    around = sections_around(row["section"]) if row["section"] else {None}
    given = set(asked.get("section", around))
    views["section"] = [{"section": one} for one in around if one is None or sections_around(one) & given]
    places: set[Key] = {()}
    for name in by:
        if name not in MARKER:
            values = {
                _value(view, name)
                for view in views["topic" if name == "topic" else "section" if name == "section" else "own"]
            }
            places = {(*place, value) for place in places for value in values}
        else:
            places = {(*place, name) for place in places}  # filled in below, of one marker together
    return {_filled(place, by, view) for place in places for view in views["marker"]}


def _filled(place: Key, by: Sequence[str], marker: View) -> Key:
    return tuple(marker[name] if name in MARKER else value for name, value in zip(by, place, strict=True))


def _meeting(views: Iterable[View], asked: Asked, names: Sequence[str]) -> list[View]:
    given = {name_of(field): values for field, values in asked.items() if field in names}
    return [view for view in views if all(view[name] in values for name, values in given.items())]


def _value(row: View, name: str) -> Any:
    return year_of(row) if name == "year" else row[name]


def measures(stated: Sequence[View], wanted: Sequence[str], repeats: str = "first") -> Mapping[str, Any]:
    """What is computed of the rows of a bucket, and told of them."""
    rows = firsts(stated) if repeats == "first" else stated
    once = list({tuple(str(row[name]) for name in IDENTITY): row for row in rows}.values())
    low, high = [_number(row, "value") for row in once], [_number(row, "value_max") for row in once]
    found: dict[str, Any] = {"count": len(rows)}
    comparator = combined({row["comparator"] for row in rows})
    upper = high if any(row["value_max"] for row in rows) and comparator in {"range", "approx"} else None
    computed = {"median": median, "sum": sum, "mean": lambda values: Fraction(sum(values), len(values))}
    for name in wanted:
        if name in computed:
            found[name], found[f"{name}_max"] = computed[name](low), upper and computed[name](upper)
    if "min" in wanted:
        found["min"] = min(low)
    if "max" in wanted:
        found["max"] = max(high)
    if set(wanted) - {"count"}:
        found |= {
            "unit": _same(rows, "unit"),
            "indicator": _same(rows, "indicator"),
            "comparator": comparator,
            "hedged_count": sum(row["comparator"] not in {"eq", "range"} for row in rows),
            "range_count": sum(row["comparator"] == "range" for row in rows),
            "forecast_count": sum(row["status"] != "actual" for row in rows),
            "undated_count": sum(row["period"] is None for row in rows),
            "qualified_count": sum(bool(row["qualifiers"]) for row in rows),
            "conflict_count": sum(bool(row["conflict_ids"]) for row in rows),
        }
    if set(wanted) & set(computed):
        found["repeated_count"] = len(stated) - len(once)
    elif repeats == "first":
        found["repeated_count"] = len(stated) - len(rows)
    return found


def _number(row: View, name: str) -> Fraction:
    return Fraction(Decimal(row[f"{name}_text"] or row["value_text"]))


def _same(rows: Sequence[View], name: str) -> Any:
    values = {row[name] for row in rows}
    return values.pop() if len(values) == 1 else None


def combined(comparators: set[str]) -> str | None:
    """What holds of a number that grows with each figure: worked out from the intervals that the figures allow."""
    if len(comparators) == 1:
        return next(iter(comparators))
    unbounded = {
        "above": comparators & {"gt", "ge"},
        "below": comparators & {"lt", "le"},
        "around": comparators & {"approx", "range"},
    }
    match [side for side, held in unbounded.items() if held]:
        case ["above"]:
            return "ge"
        case ["below"]:
            return "le"
        case ["around"]:
            return "approx" if "approx" in comparators else "range"
    return None


def evidence(stated: Sequence[View], repeats: str = "first") -> Mapping[str, Any]:
    """What the rows of a bucket rest on."""
    rows = (
        sorted(firsts(stated), key=lambda row: (row["document"], row["start"], row["id"])) if repeats == "first" else stated
    )
    numbers = {(row["document"], number) for row in rows for number in row["reference_numbers"]}
    return {
        "metric_ids": [row["id"] for row in rows],
        "source_ids": sorted({source for row in rows for source in row["source_ids"]}),
        "reference_ids": [f"{document}:{number}" for document, number in sorted(numbers)],
        "reference_numbers": sorted({number for _, number in numbers}),
    }
