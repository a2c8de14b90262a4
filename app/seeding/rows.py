"""Rows on their way into the database, by table, and look-ups that note what they do not find."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlmodel import SQLModel

from app.nearest import nearest
from app.seeding.files import Place

Row = dict[str, Any]
Rows = defaultdict[type[SQLModel], list[Row]]


def new_rows() -> Rows:
    return defaultdict(list)


def meant(word: str, allowed: Collection[str]) -> str:
    """`; did you mean 'x'?`, or nothing where nothing is near."""
    best = nearest(word, allowed)
    return f"; did you mean {best!r}?" if best else ""


def known(word: str, allowed: Collection[str], what: str, place: Place) -> bool:
    """Whether `word` is in the vocabulary `what`; noted with the nearest word where it is not."""
    if word not in allowed:
        place.refuse(f"unknown {what} {word!r}{meant(word, allowed)}")
        return False
    return True
