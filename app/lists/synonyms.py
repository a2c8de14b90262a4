"""Words that name the same thing, as `q` and `/suggest` look for them: read once for each version of the data."""

from collections import defaultdict
from collections.abc import Mapping
from contextvars import ContextVar

from sqlalchemy import Connection, select

from app.store.search_query import Synonyms
from app.store.tables import Synonym, columns
from app.store.tokens import Term, term_of

# of the data that the request at hand is answered from
SYNONYMS: ContextVar[Synonyms] = ContextVar("synonyms", default={})  # noqa: B039 - a mapping that nobody changes


class KeptSynonyms:
    """The synonyms of one version of the data."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._synonyms: Synonyms = {}

    def at(self, version: str, connection: Connection) -> Synonyms:
        if version != self._version:
            self._synonyms, self._version = _read(connection), version
        return self._synonyms


def _read(connection: Connection) -> Mapping[tuple[str, ...], tuple[Term, ...]]:
    row = columns(Synonym)
    groups: dict[int, dict[Term, None]] = defaultdict(dict)
    statement = select(row["group"], row.text).where(row.searched.is_(True)).order_by(row["group"], row.text)
    for group, text in connection.execute(statement):
        if term := term_of(text):
            groups[group][term] = None
    found: dict[tuple[str, ...], dict[Term, None]] = defaultdict(dict)
    for terms in groups.values():
        for term in terms:
            found[term.tokens] |= {other: None for other in terms if other.tokens != term.tokens}
    return {tokens: tuple(others) for tokens, others in found.items()}
