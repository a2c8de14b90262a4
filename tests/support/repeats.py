"""The figures that state one fact, told by their rows alone."""

from collections.abc import Iterable

from tests.support.facts import View


def firsts(rows: Iterable[View]) -> list[View]:
    """Of each group of rows that state the same fact the one that comes first."""
    found: dict[str, View] = {}
    for row in sorted(rows, key=lambda row: row["repeat_number"]):
        found.setdefault(row["repeat_group"] or row["id"], row)
    return list(found.values())
