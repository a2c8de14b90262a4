"""The allowed word that was probably meant."""

from collections.abc import Iterable

from rapidfuzz import process

_LIKENESS = 60


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The word most like `word`, or null where none is much like it."""
    best = process.extractOne(word, list(allowed), score_cutoff=_LIKENESS)
    return best[0] if best else None
