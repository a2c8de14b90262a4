"""Rows on their way into the database, by table, and look-ups that note what they do not find."""

from collections.abc import Collection

from app.seeding.yaml_files import Place
from app.vocabulary.nearest import nearest


def did_you_mean(word: str, allowed: Collection[str]) -> str:
    """`; did you mean 'x'?`, or nothing where nothing is near."""
    best = nearest(word, allowed)
    return f"; did you mean {best!r}?" if best else ""


def check_known(word: str, allowed: Collection[str], what: str, place: Place) -> bool:
    """Whether `word` is in the vocabulary `what`; noted with the nearest word where it is not."""
    if word not in allowed:
        place.refuse(f"unknown {what} {word!r}{did_you_mean(word, allowed)}")
        return False
    return True
