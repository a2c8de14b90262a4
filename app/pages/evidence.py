"""The evidence of a row as one of four signs, the same on every page.

≠ contradicted, ■■ by two or more publishers, ■ by one, □ by none. The sign is a shape with its word; colour only repeats it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Sign(NamedTuple):
    """A shape, the word beside it, and the style it is drawn in."""

    shape: str
    word: str
    style: str


SIGNS = {
    "conflict": Sign("≠", "In conflict", "conflict"),
    "several": Sign("■■", "Several publishers", "cited"),
    "one": Sign("■", "One source", "cited"),
    "none": Sign("□", "Uncited", "uncited"),
}


def publishers_of(references: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The publisher of each source that `references` of an answer name."""
    return {one["source_id"]: one["publisher"] or one["source_id"] for one in references.values() if one["source_id"]}


def signs(row: Mapping[str, Any], publishers: Mapping[str, str]) -> list[Sign]:
    """The signs of a claim or figure: what it rests on, and whether something contradicts it."""
    return [SIGNS[_support(row, publishers)], *([SIGNS["conflict"]] if row.get("conflict_ids") else [])]


def _support(row: Mapping[str, Any], publishers: Mapping[str, str]) -> str:
    if row["evidence"] == "uncited":
        return "none"
    sources = row["source_ids"]
    return "several" if len(sources) > 1 and len({publishers.get(source, source) for source in sources}) > 1 else "one"
