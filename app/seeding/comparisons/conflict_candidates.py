"""Candidates for conflicts: figures that may contradict each other, for the curator of a report to review."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from app.store.publishing import Row, Rows
from app.store.tables import ConflictMember, Metric


def candidates(rows: Rows, document: str) -> Iterator[tuple[str, list[Row]]]:
    """Pairs of what figures share and the figures: different values of one entity and indicator in overlapping or unstated periods,
    and one value of an indicator for different entities. Figures already joined by a conflict or a group of repeats are left out.
    """
    metrics = [row for row in rows[Metric] if row["document"] == document and row["unit"] != "rank"]
    taking_part: dict[str, set[str]] = defaultdict(set)
    for member in rows[ConflictMember]:
        taking_part[member["conflict_id"]].add(member["metric_id"])
    joined = list(taking_part.values())
    about = [row for row in metrics if row["entity"] is not None]
    for key, group in _grouped(about, "entity", "indicator", "unit"):
        if len({row["value"] for row in group}) > 1 and _meet(group) and not _is_joined(group, joined):
            yield f"{key[0]}, {key[1]}: different values", group
    for key, group in _grouped(metrics, "indicator", "unit", "value"):
        if len({row["entity"] or row["subject"] for row in group}) > 1 and not _is_joined(group, joined):
            yield f"{key[0]} {group[0]['quote']}: for different things", group


def _grouped(rows: list[Row], *names: str) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    def key(row: Row) -> tuple[str, ...]:
        return tuple(str(row[name]) for name in names)

    for shared, group in groupby(sorted(rows, key=key), key):
        found = list(group)
        if len({row["claim_id"] for row in found}) > 1:
            yield shared, found


def _meet(group: list[Row]) -> bool:
    """Whether two different values hold in one period, or one of them states no period."""
    return any(
        one["value"] != other["value"] and (one["period"] is None or other["period"] in {None, one["period"]})
        for one in group
        for other in group
    )


def _is_joined(group: list[Row], joined: list[set[str]]) -> bool:
    ids = {row["id"] for row in group}
    repeats = {row["repeat_group"] or row["id"] for row in group}
    return len(repeats) == 1 or any(ids <= members for members in joined)
