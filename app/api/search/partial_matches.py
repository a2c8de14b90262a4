"""Results for a question: rows that have most of its words, or words that are related to them, where few rows or none have all.

A row counts for each word that it has, more for rare words and for names, less for a related word (`hospital` and `medical`). A
sentence has the words of its figures as well, and a figure is shown with its sentence.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from sqlalchemy import Connection, select

from app.api.search.queries import MAX_RANKED, Lists, matching_entries
from app.api.search.question_words import MOST_WORDS, Word, has
from app.lists.listing import MAX_COUNT
from app.store.dialects import in_bound_list
from app.store.question_parsing import asked_kind, asks_amount
from app.store.search_query import AllOf, AnyOf, Node, ParsedQuery
from app.store.tables import Metric, SearchEntry, Unit, columns
from app.store.tokens import spaced_fields

# lists whose rows are answers; names and pages of other lists lead to some
_OTHER_LISTS, _ANSWERS = 0.8, frozenset({"claims", "metrics"})
# figures of the kind that a question asks for, and figures at all where it asks for an amount
_OF_KIND, _ANY_FIGURE = 1.25, 1.1
# rows beyond those shown that may come before them by this
_CONSIDERED = 40


@dataclass
class Candidate:
    """A row with the share of each word's weight that it has."""

    list: str
    id: int
    key: str
    fields: Mapping[str, str]
    shares: dict[Node, float] = field(default_factory=dict)
    factor: float = 1.0
    score: float = 0.0

    @cached_property
    def length(self) -> int:
        return sum(map(len, self.fields.values()))

    def weigh(self, words: Sequence[Word]) -> None:
        """Set the score: what the row has of the weight of all words, from 0 to 1, times its factor."""
        held = sum(word.weight * self.shares[word.node] for word in words if word.node in self.shares)
        self.score = held / sum(word.weight for word in words) * (self.factor if self.list in _ANSWERS else _OTHER_LISTS)


def partial_matches(
    query: ParsedQuery, words: Sequence[Word], lists: Lists, connection: Connection, most: int, text: str
) -> list[Candidate]:
    """Up to `most` rows of the lists that have most of the words of the query `text`, best first; a figure gives way to its
    sentence, and sentences come first that have an amount of what a question asks for.
    """
    used = sorted(
        (word for word in words if word.count or word.wide != word.node or word.asks_for_conflicts),
        key=lambda word: -word.weight,
    )[:MOST_WORDS]
    found = _candidates(used, query.root.without, lists, connection)
    _weigh(found.values(), used)
    if "claims" in lists and "metrics" in lists:
        _join_figures(found, used, query.root.without, connection, most)
    best = _ordered(found.values(), words)[: _CONSIDERED + most]
    _prefer_amounts(best, text, connection)
    return _ordered(best, words)[:most]


def _ordered(candidates: Collection[Candidate], words: Sequence[Word]) -> list[Candidate]:
    for one in candidates:
        one.weigh(words)
    # of rows with the same words, the shorter ones say more of them
    return sorted(candidates, key=lambda one: (-round(one.score, 3), one.list not in _ANSWERS, one.length, one.id))


def _prefer_amounts(candidates: Sequence[Candidate], text: str, connection: Connection) -> None:
    """Raise sentences that have a figure of the kind that a question asks for, and less so those that have any figure."""
    kind = asked_kind(text)
    if kind is None and not asks_amount(text):
        return
    metric, unit = columns(Metric), columns(Unit)
    keys = [one.key for one in candidates if one.list == "claims"]
    figures = select(metric.claim_id, unit.kind).join(Unit, unit.code == metric.unit)
    kinds: dict[str, set[str]] = defaultdict(set)
    for claim_id, of_unit in connection.execute(figures.where(in_bound_list(metric.claim_id, "keys", keys))):
        kinds[claim_id].add(of_unit)
    for one in candidates:
        if held := kinds.get(one.key):
            one.factor = _OF_KIND if kind in held else _ANY_FIGURE


def _candidates(
    words: Sequence[Word], without: tuple[Node, ...], lists: Lists, connection: Connection
) -> dict[tuple[str, str], Candidate]:
    """The rows that have a word, by list and key; not those that have only words that are in very many."""
    rare = [word for word in words if word.count <= MAX_COUNT] or sorted(words, key=lambda word: word.count)[:2]
    found: dict[tuple[str, str], Candidate] = {}
    for list_, within in lists.items():
        # names are looked for as they are
        is_wide = list_ in _ANSWERS or not _ANSWERS & lists.keys()
        for word in rare:
            # a word that very many rows have is looked for in answers alone
            is_sought = word.counts[list_] and (is_wide or word.count <= MAX_COUNT)
            if not is_sought and not (is_wide and word.wide != word.node):
                continue
            node = word.wide if is_wide else word.node
            beside = [other.node for other in words if other is not word]
            rows = []
            if word.counts[list_] < MAX_RANKED or not beside:
                rows = matching_entries(list_, ParsedQuery(AllOf((node,), without)), within, connection)
            # more rows have it than are ranked: those that have another one as well
            if beside and (word.counts[list_] >= MAX_RANKED or len(rows) == MAX_RANKED):
                either = AnyOf(tuple(beside)) if len(beside) > 1 else beside[0]
                rows += matching_entries(list_, ParsedQuery(AllOf((node, either), without)), within, connection)
            found |= {(list_, key): Candidate(list_, id_, key, fields) for id_, key, fields in rows}
    return found


def _weigh(candidates: Iterable[Candidate], words: Sequence[Word]) -> None:
    for candidate in candidates:
        spaced = _spaced(*candidate.fields.values())
        candidate.shares = {word.node: share for word in words if (share := word.share(spaced))}
        if candidate.list == "conflicts":
            # each of them is what such a word asks for
            candidate.shares |= {word.node: 1.0 for word in words if word.asks_for_conflicts}


@lru_cache(4096)
def _spaced(*texts: str) -> str:
    return f" {' '.join(spaced_fields(texts).split())} "


def _join_figures(
    found: dict[tuple[str, str], Candidate],
    words: Sequence[Word],
    without: Sequence[Node],
    connection: Connection,
    most: int,
) -> None:
    """Put the best figures into their sentences, which then have the words of both."""
    figures = _ordered([one for one in found.values() if one.list == "metrics"], words)
    metric, best = columns(Metric), [one.key for one in figures[: 2 * most]]
    said = connection.execute(select(metric.id, metric.claim_id).where(in_bound_list(metric.id, "ids", best))).all()
    claim_of = {id_: ("claims", claim_id) for id_, claim_id in said}
    added = _sentences([key for _, key in claim_of.values() if ("claims", key) not in found], connection)
    _weigh(added, words)
    found |= {
        ("claims", one.key): one for one in added if not any(has(part, _spaced(*one.fields.values())) for part in without)
    }
    for figure in figures:
        del found["metrics", figure.key]
        if claim := found.get(claim_of.get(figure.key, ("", ""))):
            for node, share in figure.shares.items():
                claim.shares[node] = max(share, claim.shares.get(node, 0.0))


def _sentences(keys: Collection[str], connection: Connection) -> list[Candidate]:
    entry = columns(SearchEntry)
    wanted = entry.list == "claims", in_bound_list(entry.key, "keys", list(dict.fromkeys(keys)))
    rows = connection.execute(select(entry.id, entry.key, entry.fields).where(*wanted))
    return [Candidate("claims", id_, key, fields) for id_, key, fields in rows]
