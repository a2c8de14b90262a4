"""The allowed word nearest to one that is not."""

from collections.abc import Iterable

_LIKENESS = 60
# of words that begin differently: `toolchain` has all letters of `China`
_LIKENESS_WITHIN = 80


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word most similar to `word`; null if none is similar enough."""
    # imported when it is first needed
    from rapidfuzz import fuzz, process

    found = process.extract(word, list(allowed), processor=str.casefold, score_cutoff=_LIKENESS, limit=10)

    # the score of a part of the word, such as `metrics` of `metrics.value_txt`, is as high as that of one differing letter
    def likeness(one: str) -> tuple[float, float]:
        return fuzz.ratio(word, one, processor=str.casefold), fuzz.ratio(word, one)

    first = word[:1].casefold()
    return max(
        (one for one, score, _ in found if one[:1].casefold() == first or score >= _LIKENESS_WITHIN),
        key=likeness,
        default=None,
    )


def nearest_named(word: str, names: Iterable[tuple[str, str]]) -> str | None:
    """The value with the name most similar to `word`, of pairs of name and value; null if none is similar enough."""
    folded = {name.casefold(): value for name, value in names}
    found = nearest(word.casefold(), folded)
    return None if found is None else folded[found]
