"""The allowed word that was probably meant."""

from collections.abc import Iterable

_LIKENESS = 60


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The word most like `word`, or null where none is much like it."""
    # not loaded before a word is wrong
    from rapidfuzz import fuzz, process

    found = process.extract(word, list(allowed), score_cutoff=_LIKENESS, limit=10)
    # a part of the word, such as `metrics` of `metrics.value_txt`, is scored as high as what differs in a letter
    return max((one for one, *_ in found), key=lambda one: fuzz.ratio(word, one), default=None)
