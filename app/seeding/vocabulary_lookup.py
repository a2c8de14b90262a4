"""Looking up words of the vocabularies, with a suggestion when one is unknown."""

from collections.abc import Collection

from app.seeding.seed_files.yaml_files import Location
from app.vocabulary.nearest import nearest

# characters of a word that is compared with others; a longer one is no slip of the pen
_COMPARED = 200


def did_you_mean(word: str, allowed: Collection[str], at: Location) -> str:
    """`; did you mean 'x'?` for a problem at `at`, or an empty string when no word is close."""
    # comparing takes a millisecond: too long for problems that are not listed
    best = nearest(word, allowed) if len(word) <= _COMPARED and not at.file.is_full else None
    return f"; did you mean {best!r}?" if best else ""


# where a curator adds what a vocabulary lacks
_FILES = {
    "indicator": "vocabulary/indicators.yaml", "unit": "vocabulary/units.yaml", "kind of unit": "vocabulary/unit-kinds.yaml",
    "topic": "vocabulary/topics.yaml", "predicate": "vocabulary/predicates.yaml",
    "entity": "entities/<type>.yaml", "publisher": "publishers.yaml", "publisher kind": "vocabulary/publisher-kinds.yaml",
}  # fmt: skip


def check_known(word: str, allowed: Collection[str], what: str, at: Location) -> bool:
    """Whether `word` is in the vocabulary called `what`. An unknown word is a problem that suggests the nearest one, and says
    where a new one goes.
    """
    if word not in allowed:
        where = f"; if it is a new one, add it to {_FILES[what]}" if what in _FILES else ""
        at.add_problem(f"unknown {what} {word!r}{did_you_mean(word, allowed, at)}{where}")
        return False
    return True
