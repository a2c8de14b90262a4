"""Words that reports use for what questions ask in everyday words: `hospital` and `medical`, `回本` and `回收期`.

They are no synonyms: a search finds them only where no row has all words, and says that it looked for them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.lists.known_values import KNOWN_WORDS
from app.store.search_query import AnyOf, KnownWords, Node, written
from app.store.tokens import Term, fold, term_of
from app.vocabulary.scripts import HAN_CHARACTER

_FILE = Path(__file__).with_suffix(".txt")


def related_terms(part: Node) -> tuple[Term, ...]:
    """The words that are related to a word of a query, or to one of its synonyms; none for what stands in quotes."""
    if written(part).startswith('"'):
        return ()
    own = [one for one in (part.parts if isinstance(part, AnyOf) else (part,)) if isinstance(one, Term)]
    known = {term.tokens for term in own}
    found = {other.tokens: other for term in own for other in (*_groups().get(term.tokens, ()), *_names_in(term.text))}
    return tuple(term for tokens, term in found.items() if tokens not in known)


def is_phrase(parts: Sequence[Node]) -> bool:
    """Whether two words in a row are one that others are related to: `money back`."""
    terms = [part for part in parts if isinstance(part, Term)]
    return len(terms) == 2 and tuple(token for term in terms for token in term.tokens) in _groups()


def with_related(known: KnownWords) -> KnownWords:
    """What is known, with the Chinese words of everyday as names at which questions are cut."""
    return replace(known, names=known.names | _chinese_words())


@cache
def _chinese_words() -> frozenset[str]:
    words = {fold(term.text) for terms in _groups().values() for term in terms}
    return frozenset(word for word in words if len(word) > 1 and HAN_CHARACTER.search(word))


def without_ending(text: str) -> str:
    """A Chinese name without the one character behind it that a question was not cut at: `法律` of `法律管`."""
    folded = fold(text)
    is_longer = len(folded) > 2 and HAN_CHARACTER.match(folded[-1]) and folded not in _names()
    return text[:-1] if is_longer and folded[:-1] in _names() else text


def _names() -> frozenset[str]:
    return KNOWN_WORDS.get().names | _chinese_words()


def is_related(word: str) -> bool:
    """Whether a word is related to others, and so no misspelt one."""
    term = term_of(word)
    return term is not None and term.tokens in _groups()


def _names_in(word: str) -> Iterator[Term]:
    """What a longer Chinese word begins or ends with that is a name itself: `金融` of `金融行业`."""
    folded, names = fold(word), _names()
    if HAN_CHARACTER.search(folded):
        for at in range(2, len(folded) - 1):
            yield from (term for part in (folded[:at], folded[at:]) if part in names and (term := term_of(part)))


@cache
def _groups() -> dict[tuple[str, ...], Sequence[Term]]:
    found: dict[tuple[str, ...], list[Term]] = defaultdict(list)
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            # one Chinese character is in many words: `水` in `水平`
            words = [word for one in line.split(",") if len(word := one.strip()) > 1]
            terms = [term for word in words if (term := term_of(word))]
            for term in terms:
                found[term.tokens] += terms
    return dict(found)
