"""The words of a question, with words related to them, and what a row counts that has them."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

from sqlalchemy import Connection

from app.api.search.queries import Lists, counts
from app.api.search.related_words import is_phrase, related_terms, without_ending
from app.lists.known_values import KNOWN_WORDS
from app.lists.query_relaxation import alone, rank
from app.store.search_query import AnyOf, Node, ParsedQuery, written
from app.store.tokens import Term, fold, is_within, term_of
from app.vocabulary.scripts import HAN

# words of a question that are looked for, those that count for most
MOST_WORDS = 8
# rows that have a word, beyond which related ones are not looked for
_MANY = 400
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
    " effect effects impact impacts influence affect affects typical good bad well 影响 作用 效果 效应"
)
_WEAK_WORDS = frozenset(_WEAK_TEXT.split())
# what is asked for where a question has such a word: each conflict is one
_CONFLICT = re.compile(
    "conflict(?:s|ing)?|contradict(?:s|ion|ions|ory)?|disagree(?:s|ment)?|inconsisten(?:t|cy)|自?相?矛盾|冲突|不一致"
)
_NAMED = re.compile(r"[A-Za-z]*[A-Z][a-z]*[A-Z]|[A-Za-z].*\d")


@dataclass(frozen=True)
class Word:
    """A word of a question, with what is related to it, and how much a row counts that has it.

    `pieces` are the pairs of characters of a Chinese word that no row has, `counts` the rows that have the word, by list.
    """

    node: Node
    related: tuple[Term, ...]
    pieces: tuple[Term, ...]
    counts: Mapping[str, int]
    weight: float
    is_weak: bool

    @cached_property
    def count(self) -> int:
        """Number of rows that have it, in all lists."""
        return sum(self.counts.values())

    @cached_property
    def asks_for_conflicts(self) -> bool:
        return _CONFLICT.fullmatch(fold(written(self.node))) is not None

    @cached_property
    def is_reported(self) -> bool:
        """Whether a row that does not have it lacks something."""
        return not self.is_weak and not self.asks_for_conflicts

    @cached_property
    def wide(self) -> Node:
        """The word, a related one or a piece."""
        others = (*self.related, *self.pieces)
        return AnyOf((self.node, *others)) if others else self.node

    def share(self, spaced: str) -> float:
        """How much of the word's weight a row with this text has."""
        if has(self.node, spaced):
            return 1.0
        related = sum(is_within(term, spaced) for term in self.related)
        of_related = (
            (_RELATED_TO_RARE if self.count <= _FEW else _RELATED) * min(1.0, 0.6 + 0.1 * related) if related else 0.0
        )
        held = sum(is_within(piece, spaced) for piece in self.pieces)
        return max(of_related, _PIECES * held / len(self.pieces) if self.pieces else 0.0)


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
    found = counts(alone(part), lists, connection)
    text = written(part)
    if not any(found.values()) and (term := term_of(without_ending(text))) and term != part:
        part, text = term, term.text
        found = counts(alone(part), lists, connection)
    count = sum(found.values())
    is_weak = fold(text) in _WEAK_WORDS or (len(text) == 1 and not text.isascii())
    # an acronym that has synonyms, such as `AI`, is a common noun
    is_written_as_name = isinstance(part, Term) and _NAMED.match(text) is not None
    is_name = not is_weak and (not rank(part, KNOWN_WORDS.get(), 0)[0] or is_written_as_name)
    # a word that no row has weighs as much as one that few have
    weight = 1 / (1 + math.log10(1 + max(count, _FEW))) * (_NAME if is_name else _WEAK if is_weak else 1)
    related = related_terms(part) if count < _MANY else ()
    return Word(part, related, () if count else _pieces(text), found, weight, is_weak)


def _pieces(text: str) -> tuple[Term, ...]:
    if not _CHINESE.fullmatch(text):
        return ()
    return tuple(term for pair in map(add, text, text[1:]) if (term := term_of(pair)))


def has(node: Node, spaced: str) -> bool:
    """Whether a row with this text has a part of a query."""
    if isinstance(node, Term):
        return is_within(node, spaced)
    if isinstance(node, AnyOf):
        return any(has(part, spaced) for part in node.parts)
    return all(has(part, spaced) for part in node.parts) and not any(has(part, spaced) for part in node.without)
