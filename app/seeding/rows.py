"""Rows on their way into the database, by table, and look-ups that note what they do not find."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from rapidfuzz import process
from sqlmodel import SQLModel

from app.seeding.files import Place

Row = dict[str, Any]
Rows = defaultdict[type[SQLModel], list[Row]]


def new_rows() -> Rows:
    return defaultdict(list)


def nearest(word: str, allowed: Collection[str]) -> str:
    """`; did you mean 'x'?`, or nothing where nothing is near."""
    best = process.extractOne(word, allowed, score_cutoff=60)
    return f"; did you mean {best[0]!r}?" if best else ""


def known(word: str, allowed: Collection[str], what: str, place: Place) -> bool:
    """Whether `word` is in the vocabulary `what`; noted with the nearest word where it is not."""
    if word not in allowed:
        place.refuse(f"unknown {what} {word!r}{nearest(word, allowed)}")
        return False
    return True
