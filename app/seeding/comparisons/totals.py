"""Totals: figures that contain another figure of their document, so that adding both would count a part twice.

A figure is the total of another one if both measure the same over the same time, it is the greater one, and the other is about
the same with a qualifier more (86 models, 32 of them with a condition), or about a part of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import permutations
from typing import Any

from app.store.publishing import Row, Rows
from app.store.tables import KindOfUnit, Metric, Relation, RelationPredicate, Unit
from app.vocabulary import QualifierKey

# what one qualifier more makes a part of
_NARROWING = frozenset(
    {QualifierKey.OF, QualifierKey.SCOPE, QualifierKey.REGION, QualifierKey.CONDITION, QualifierKey.SCENARIO}
)
_EVERYWHERE = (QualifierKey.REGION, "worldwide")
_SAME = ("document", "indicator", "unit", "period", "as_of", "status")


def add_totals(rows: Rows) -> None:
    """Set `is_total` on every metric; relations and repeats must be there already."""
    adding_up = {row["slug"] for row in rows[KindOfUnit] if row["adds_up"]}
    amounts = {row["code"] for row in rows[Unit] if row["kind"] in adding_up}
    of_parts = {row["slug"] for row in rows[RelationPredicate] if row["is_part"]}
    parts = {(row["subject"], row["object"]) for row in rows[Relation] if row["predicate"] in of_parts}
    totals = find_totals(rows[Metric], amounts, parts)
    facts = {row["repeat_group"] or row["id"] for row in rows[Metric] if row["id"] in totals}
    for row in rows[Metric]:
        row["is_total"] = (row["repeat_group"] or row["id"]) in facts


def find_totals(metrics: Iterable[Row], amounts: Set[str], parts: Set[tuple[str, str]]) -> set[str]:
    """The ids of the metrics that are totals; copies of them are not among these.

    `amounts` are the units that add up, `parts` pairs of an entity and what it is a part of.
    """
    alike: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in metrics:
        if row["unit"] in amounts and row["role"] is None:
            # without a period, only one sentence speaks of one time
            alike[*(row[name] for name in _SAME), None if row["period"] else row["claim_id"]].append(row)
    pairs = (pair for group in alike.values() for pair in permutations(group, 2))
    return {whole["id"] for whole, part in pairs if _contains(whole, part, parts)}


def _contains(whole: Row, part: Row, parts: Set[tuple[str, str]]) -> bool:
    if whole["value"] <= part["value"]:
        return False
    wide, narrow = _narrowed(whole["qualifiers"]), _narrowed(part["qualifiers"])
    if (whole["entity"] or whole["subject"]) == (part["entity"] or part["subject"]):
        return wide.items() < narrow.items() and narrow.keys() - wide.keys() <= _NARROWING
    return (part["entity"], whole["entity"]) in parts and wide == narrow


def _narrowed(qualifiers: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in qualifiers.items() if (key, value) != _EVERYWHERE}
