"""Looking up words of the vocabularies, with a suggestion when one is unknown."""

from collections.abc import Collection

from app.seeding.yaml_files import Location
from app.vocabulary.nearest import nearest


def did_you_mean(word: str, allowed: Collection[str]) -> str:
    """`; did you mean 'x'?`, or an empty string when no word is close."""
    best = nearest(word, allowed)
    return f"; did you mean {best!r}?" if best else ""


def check_known(word: str, allowed: Collection[str], what: str, at: Location) -> bool:
    """Whether `word` is in the vocabulary called `what`. An unknown word is a problem that suggests the nearest one."""
    if word not in allowed:
        at.add_problem(f"unknown {what} {word!r}{did_you_mean(word, allowed)}")
        return False
    return True
