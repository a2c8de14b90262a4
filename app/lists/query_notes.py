"""What a list says of its search: how the words were read, and the next request that leads to what was asked for.

nothing found   --> figures or sentences with an amount of money or time, if the question asks for one
                --> sentences that have the words, of figures that do not; else rows with fewer words
some found      --> the same, if none is an amount of what the question asks for; else more rows, with one word less
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Connection, exists, func, literal, select

from app.lists.full_text import INDEXED_ENTRIES, count_of_found, is_found, query_parameter, token_parameter
from app.lists.known_values import KNOWN_WORDS
from app.lists.listing import Listing
from app.lists.parameters import DEFAULT_LIMIT
from app.lists.query_relaxation import alone, loosened, names_left_out, rank
from app.lists.row_counts import count_rows
from app.store.question_parsing import asked_kind
from app.store.search_query import AllOf, Node, ParsedQuery, all_written, parse_query, written
from app.store.tables import Metric, SearchEntry, Unit, columns
from app.store.tokens import Term, fold
from app.vocabulary.addresses import API, local
from app.vocabulary.scripts import HAN_CHARACTER

# a figure's own words tell more than those of its sentence, which is shown where it has so many more of the question
_MORE_IN_SENTENCES = 2
# rows beside which a question with one word less is shown: of more, the first are the answer
_FEW = 3


@dataclass(frozen=True)
class _Found:
    """What a search finds with the words that it keeps, those that it leaves out, and the address of the rows."""

    query: ParsedQuery
    left_out: list[Node]
    address: str

    @property
    def names(self) -> set[tuple[str, ...]]:
        """The companies, models and so on that it keeps."""
        return _names(self.query)


@dataclass(frozen=True)
class NotedSearch:
    """A request with `q` of a list: `address` and `given` are its path and its query."""

    listing: Listing
    query: Any
    address: str
    given: str
    connection: Connection

    @property
    def others(self) -> list[tuple[str, str]]:
        """The other parameters, by which the next request asks as well."""
        return [pair for pair in parse_qsl(self.given, keep_blank_values=True) if pair[0] not in {"q", "cursor"}]

    @property
    def filters(self) -> bool:
        """Whether it filters by anything else."""
        return any(name in self.listing.parameters for name, _ in self.others)

    def count(self, query: ParsedQuery, units: Sequence[str] = ()) -> int:
        """How many rows of the list match, under its filters, that are in one of `units` if any are given."""
        changed = {"q": all_written(query.root)} | ({"unit": list(units)} if units else {})
        return count_rows(self.listing, self.query.model_copy(update=changed), self.connection)

    def asking(self, query: ParsedQuery, **further: str) -> str:
        """The address of the list's rows for another `q`."""
        return f"{self.address}?{urlencode([('q', all_written(query.root)), *self.others, *further.items()], safe=',')}"

    def sentences(self, query: ParsedQuery, **further: str) -> str:
        """The address of the sentences for a `q`, with their figures."""
        shown = [pair for pair in self.others if pair[0] == "lang"]
        asked = [("q", all_written(query.root)), *further.items(), ("include", "metrics"), *shown]
        return local(f"{API}/claims?{urlencode(asked, safe=',')}")


def query_note(search: NotedSearch, is_empty: bool) -> Any:
    """How `q` was read, and the address of the next request; null if it was read as written, and finds some."""
    text = search.query.q
    read = parse_query(text, KNOWN_WORDS.get())
    units = _units_asked_for(search, text)
    if not is_empty:
        apart = _apart(text, read)
        if not (read.is_reread or apart):
            return None
        measured = _measured(search, text, units) if units and not search.count(read, units) else None
        wider = apart or (None if measured else _with_one_word_less(search, read))
        url = measured.address if measured else search.asking(wider) if wider else None
        return {"read_as": all_written(read.root), "left_out": list(read.unread), "url": url}
    used, left_out, read = loosened(text, search.count)
    plain = _Found(used, left_out, search.asking(used)) if used and _is_about(used, left_out) else None
    said = _said(search, text) if left_out and search.listing.repeats and not search.filters else None
    if said and not (len(said.left_out) < len(left_out) and _is_about(said.query, said.left_out)):
        said = None
    measured = _measured(search, text, units) if units else None
    if measured and (other := said or plain) and not other.names <= measured.names:
        measured = None
    shown = measured or said or plain
    names = names_left_out(shown.query, shown.left_out, read) if shown else names_left_out(used, left_out, read)
    return {"read_as": all_written(read.root), "left_out": names, "url": shown.address if shown else None}


def _units_asked_for(search: NotedSearch, text: str) -> list[str]:
    """The units of what a question asks for (`how much money`); none if it asks for nothing of the kind, or has chosen a unit."""
    kind = asked_kind(text)
    if kind is None or "unit" not in search.listing.parameters or search.query.unit is not None:
        return []
    unit = columns(Unit)
    found = select(unit.code).where(unit.kind == kind, unit.metric_count > 0)
    return list(search.connection.execute(found.order_by(unit.metric_count.desc(), unit.code)).scalars())


def _measured(search: NotedSearch, text: str, units: Sequence[str]) -> _Found | None:
    """The rows in these units with most words of the question: of figures, or of sentences that have clearly more words."""
    within = ",".join(units)
    used, left_out, read = loosened(text, lambda query: search.count(query, units))
    own = _Found(used, left_out, search.asking(used, unit=within)) if used and _has_some(used, read) else None
    if search.filters or not search.listing.repeats:
        return own
    metric = columns(Metric)
    is_measured = exists(select(metric.id).where(metric.claim_id == columns(SearchEntry).key, metric.unit.in_(units)))
    said, unsaid, _ = loosened(text, _counting_sentences(search.connection, is_measured))
    if said and len(said.root.parts) > 1 and (own is None or len(unsaid) + _MORE_IN_SENTENCES <= len(left_out)):
        return _Found(said, unsaid, search.sentences(said, unit=within))
    return own


def _has_some(used: ParsedQuery, read: ParsedQuery) -> bool:
    """Whether a third of the words of a question are kept, which with the unit are what it is about."""
    return len(used.root.parts) * 3 >= len(read.root.parts)


def _said(search: NotedSearch, text: str) -> _Found | None:
    """The same of sentences; a figure of one has only the words of its subject, indicator and so on."""
    used, left_out, _ = loosened(text, _counting_sentences(search.connection))
    return _Found(used, left_out, search.sentences(used)) if used else None


def _counting_sentences(connection: Connection, *further: ColumnElement[bool]) -> Callable[[ParsedQuery], int]:
    def count(query: ParsedQuery) -> int:
        statement = count_of_found("claims", query_parameter(query), token_parameter(), 1)
        if further:
            rows = (
                select(literal(1)).select_from(INDEXED_ENTRIES).where(*is_found("claims", query_parameter(query)), *further)
            )
            statement = select(func.count()).select_from(rows.limit(1).subquery())
        return int(connection.execute(statement).scalar_one())

    return count


def _with_one_word_less(search: NotedSearch, read: ParsedQuery) -> ParsedQuery | None:
    """A question that finds few rows without its most frequent word that keeps others out, and still fits on a page.

    What it names stays, and so does its rarest word, which is what it is about: `大模型 幻觉率` becomes `幻觉率`.
    """
    few = search.count(read)
    parts = read.root.parts
    if few > _FEW or len(parts) < 2:
        return None
    known, counted = KNOWN_WORDS.get(), cache(search.count)
    words = [part for part in parts if rank(part, known, 0)[0]]
    by_frequency = sorted(words, key=lambda part: -counted(alone(part)))
    return next(_without(search, read, by_frequency[:-1], few), None)


def _without(search: NotedSearch, read: ParsedQuery, words: Iterable[Node], few: int) -> Iterator[ParsedQuery]:
    for word in words:
        parts = tuple(part for part in read.root.parts if part != word)
        wider = ParsedQuery(AllOf(parts, read.root.without))
        if few < search.count(wider) <= DEFAULT_LIMIT:
            yield wider


def _is_about(used: ParsedQuery, left_out: Sequence[Node]) -> bool:
    """Whether what is left of a query is about what the query is: it names something, or is more than one word."""
    return not left_out or len(used.root.parts) > 1 or bool(_names(used))


def _names(query: ParsedQuery) -> set[tuple[str, ...]]:
    # a word with synonyms is a common noun, though an entity may be called so: `大模型`
    return {part.tokens for part in query.root.parts if isinstance(part, Term)} & KNOWN_WORDS.get().entities


def _apart(text: str, read: ParsedQuery) -> ParsedQuery | None:
    """A query of one Chinese word that is several known names in a row, as these; null for any other."""
    word = read.single
    if word is None or read.is_reread or not HAN_CHARACTER.search(word.text) or word.text.startswith('"'):
        return None
    known = KNOWN_WORDS.get()
    apart = parse_query(text, known, loose=True)
    return apart if sum(fold(written(part)) in known.names for part in apart.root.parts) > 1 else None
