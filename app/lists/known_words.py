"""Words that name the same thing, and names that questions are cut at: read once for each version of the data."""

import re
from collections import defaultdict
from collections.abc import Mapping
from contextvars import ContextVar

from sqlalchemy import Connection, func, select

from app.store.question_parsing import LONGEST_NAME
from app.store.search_query import KnownWords
from app.store.tables import Suggestion, Synonym, columns
from app.store.tokens import Term, fold, term_of

# of the data that the request at hand is answered from
KNOWN_WORDS: ContextVar[KnownWords] = ContextVar("known_words", default=KnownWords())  # noqa: B039 - which nobody changes
_NAMED = ("entities", "indicators", "topics", "units", "entity_type", "status")
_CHINESE = re.compile("[\u3400-\u9fff]")


class KeptWords:
    """The known words of one version of the data."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._words = KnownWords()

    def at(self, version: str, connection: Connection) -> KnownWords:
        if version != self._version:
            self._words, self._version = _read(connection), version
        return self._words


def _read(connection: Connection) -> KnownWords:
    row = columns(Synonym)
    groups: dict[int, dict[Term, None]] = defaultdict(dict)
    statement = select(row["group"], row.text).where(row.searched.is_(True)).order_by(row["group"], row.text)
    said = connection.execute(statement).all()
    for group, text in said:
        if term := term_of(text):
            groups[group][term] = None
    named = {fold(text) for _, text in said} | set(_names(connection))
    names = frozenset(name for name in named if 2 <= len(name) <= LONGEST_NAME and _CHINESE.search(name))
    return KnownWords(_synonyms(groups), names)


def _synonyms(groups: Mapping[int, Mapping[Term, None]]) -> Mapping[tuple[str, ...], tuple[Term, ...]]:
    found: dict[tuple[str, ...], dict[Term, None]] = defaultdict(dict)
    for terms in groups.values():
        for term in terms:
            found[term.tokens] |= {other: None for other in terms if other.tokens != term.tokens}
    return {tokens: tuple(others) for tokens, others in found.items()}


def _names(connection: Connection) -> list[str]:
    row = columns(Suggestion)
    is_name = row.whole.is_(True), row.list.in_(_NAMED), func.length(row.folded) <= LONGEST_NAME
    return list(connection.execute(select(row.folded).where(*is_name)).scalars())
