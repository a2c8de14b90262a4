"""Results for a question: rows that have most of its words, or words that are related to them, where few rows or none have all.

A row counts for each word that it has, more for rare words and for names, less for a related word (`hospital` and `medical`). A
sentence has the words of its figures as well, and a figure is shown with its sentence.
"""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import add
from typing import Any

from sqlalchemy import Connection, select

from app.api.search.queries import MAX_RANKED, Lists, counts, matching_entries
from app.api.search.related_words import is_phrase, related_terms, without_ending
from app.lists.known_values import KNOWN_WORDS
from app.lists.query_relaxation import alone, rank
from app.store.dialects import in_bound_list
from app.store.question_parsing import asked_kind, asks_amount
from app.store.search_query import AllOf, AnyOf, Node, ParsedQuery, written
from app.store.tables import Metric, SearchEntry, Unit, columns
from app.store.tokens import Term, fold, is_within, spaced_fields, term_of
from app.vocabulary.scripts import HAN

# words of a question that are looked for, those that count for most; rows that are scored for each
_MOST_WORDS = 8
_NAME, _WEAK = 2.0, 0.15
# what a related word counts for, of a word that few rows have or none, and of others
_FEW, _RELATED_TO_RARE, _RELATED = 3, 0.7, 0.35
# all pairs of characters of a Chinese word, apart
_PIECES, _CHINESE = 0.8, re.compile(f"[{HAN}]{{3,}}")
# words that are about nothing by themselves, and words of one Chinese character, which are in many others
_WEAK_TEXT = (
    "make makes made do done go goes come report say says said work mean means percent percentage number amount total average per"
    " kind type most more less than there new now today first so only just get gets year used use over under until back into"
    " between among against after before during since about through and or not all each every one two current currently far"
    " really actually still yet already large big thing things people world 用 用了 年 个 家 吗 呢 啊 一共 总共 目前 现在 情况 方面"
)
_WEAK_WORDS = frozenset(_WEAK_TEXT.split())
_NAMED = re.compile(r"[A-Za-z]*[A-Z][a-z]*[A-Z]|[A-Za-z].*\d")
# lists whose rows are answers; names and pages of other lists lead to some
_OTHER_LISTS, _ANSWERS = 0.8, frozenset({"claims", "metrics"})
# figures of the kind that a question asks for, and figures at all where it asks for an amount
_OF_KIND, _ANY_FIGURE = 1.25, 1.1
# rows beyond those shown that may come before them by this
_CONSIDERED = 40


@dataclass(frozen=True)
class Word:
    """A word of a question, with what is related to it, and how much a row counts that has it.

    `pieces` are the pairs of characters of a Chinese word that no row has.
    """

    node: Node
    related: tuple[Term, ...]
    pieces: tuple[Term, ...]
    count: int
    weight: float
    is_weak: bool

    @cached_property
    def wide(self) -> Node:
        """The word, a related one or a piece."""
        others = (*self.related, *self.pieces)
        return AnyOf((self.node, *others)) if others else self.node

    def share(self, spaced: str) -> float:
        """How much of the word's weight a row with this text has."""
        if _has(self.node, spaced):
            return 1.0
        related = sum(is_within(term, spaced) for term in self.related)
        of_related = (
            (_RELATED_TO_RARE if self.count <= _FEW else _RELATED) * min(1.0, 0.6 + 0.1 * related) if related else 0.0
        )
        held = sum(is_within(piece, spaced) for piece in self.pieces)
        return max(of_related, _PIECES * held / len(self.pieces) if self.pieces else 0.0)


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

    def weigh(self, words: Sequence[Word]) -> None:
        """Set the score: what the row has of the weight of all words, from 0 to 1, times its factor."""
        held = sum(word.weight * self.shares[word.node] for word in words if word.node in self.shares)
        self.score = held / sum(word.weight for word in words) * (self.factor if self.list in _ANSWERS else _OTHER_LISTS)


def words_of(query: ParsedQuery, lists: Lists, connection: Connection) -> list[Word]:
    """The words of a query, each weighed by how few rows have it."""
    return [_word(part, lists, connection) for part in _joined(query.root.parts)]


def _joined(parts: Sequence[Node]) -> Iterator[Node]:
    """The parts, with words in a row as one that others are related to: `money back`."""
    at = 0
    while at < len(parts):
        size = 2 if is_phrase(parts[at : at + 2]) else 1
        term = term_of(" ".join(map(written, parts[at : at + size])))
        yield term if size > 1 and term else parts[at]
        at += size


def _word(part: Node, lists: Lists, connection: Connection) -> Word:
    count = sum(counts(alone(part), lists, connection).values())
    text = written(part)
    if not count and (term := term_of(without_ending(text))) and term != part:
        part, text = term, term.text
        count = sum(counts(alone(part), lists, connection).values())
    is_weak = fold(text) in _WEAK_WORDS or (len(text) == 1 and not text.isascii())
    is_name = not is_weak and (not rank(part, KNOWN_WORDS.get(), 0)[0] or _NAMED.match(text) is not None)
    # a word that no row has weighs as much as one that few have
    weight = 1 / (1 + math.log10(1 + max(count, _FEW))) * (_NAME if is_name else _WEAK if is_weak else 1)
    return Word(part, related_terms(part), () if count else _pieces(text), count, weight, is_weak)


def _pieces(text: str) -> tuple[Term, ...]:
    if not _CHINESE.fullmatch(text):
        return ()
    return tuple(term for pair in map(add, text, text[1:]) if (term := term_of(pair)))


def partial_matches(
    query: ParsedQuery, words: Sequence[Word], lists: Lists, connection: Connection, most: int, text: str
) -> list[Candidate]:
    """Up to `most` rows of the lists that have most of the words of the query `text`, best first; a figure gives way to its
    sentence, and sentences come first that have an amount of what a question asks for.
    """
    used = sorted((word for word in words if word.count or word.related or word.pieces), key=lambda word: -word.weight)[
        :_MOST_WORDS
    ]
    found: dict[tuple[str, str], Candidate] = {}
    for list_, within in lists.items():
        for word in used:
            others = tuple(other.wide for other in used if other is not word)
            for id_, key, fields in _entries(list_, word, others, query, within, connection):
                if (list_, key) not in found:
                    found[list_, key] = Candidate(list_, id_, key, fields)
    _weigh(found.values(), used)
    if "claims" in lists and "metrics" in lists:
        _join_figures(found, used, query.root.without, connection, most)
    best = _ordered(found.values(), words)[: _CONSIDERED + most]
    _prefer_amounts(best, text, connection)
    return _ordered(best, words)[:most]


def _ordered(candidates: Collection[Candidate], words: Sequence[Word]) -> list[Candidate]:
    for one in candidates:
        one.weigh(words)
    return sorted(candidates, key=lambda one: (-one.score, one.list not in _ANSWERS, one.id))


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


def _entries(
    list_: str, word: Word, others: Sequence[Node], query: ParsedQuery, within: Any, connection: Connection
) -> Iterable[Any]:
    """The entries with a word; where more have it than are ranked, those with another word as well."""
    root = AllOf((word.wide,), query.root.without)
    rows = matching_entries(list_, ParsedQuery(root), within, connection)
    if len(rows) < MAX_RANKED or not others:
        return rows
    beside = AllOf((word.wide, AnyOf(tuple(others)) if len(others) > 1 else others[0]), query.root.without)
    return [*matching_entries(list_, ParsedQuery(beside), within, connection), *rows]


def _weigh(candidates: Iterable[Candidate], words: Sequence[Word]) -> None:
    for candidate in candidates:
        spaced = _spaced(*candidate.fields.values())
        candidate.shares = {word.node: share for word in words if (share := word.share(spaced))}


@lru_cache(4096)
def _spaced(*texts: str) -> str:
    return f" {' '.join(spaced_fields(texts).split())} "


def _has(node: Node, spaced: str) -> bool:
    """Whether a row with this text has a part of a query."""
    if isinstance(node, Term):
        return is_within(node, spaced)
    if isinstance(node, AnyOf):
        return any(_has(part, spaced) for part in node.parts)
    return all(_has(part, spaced) for part in node.parts) and not any(_has(part, spaced) for part in node.without)


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
        ("claims", one.key): one for one in added if not any(_has(part, _spaced(*one.fields.values())) for part in without)
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
