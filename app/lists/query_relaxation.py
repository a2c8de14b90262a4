"""Relaxing a search without results: which of its words to leave out so that something is found."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from app.lists.known_values import KNOWN_WORDS
from app.store.search_query import AllOf, KnownWords, Node, ParsedQuery, parse_query, written
from app.store.search_query_errors import QueryError
from app.store.tokens import Term
from app.vocabulary.scripts import HAN

Count = Callable[[ParsedQuery], int]
# words that a search for the most words together begins with, the rarest ones: each costs a count for every other word
_BEGINNINGS = 4
# a Chinese word that may be two; the longest is cut at ten places
_CHINESE = re.compile(f"[{HAN}]{{3,13}}")


def widest(query: ParsedQuery, count: Count) -> tuple[ParsedQuery | None, list[Node]]:
    """The query with as many of its parts as some row has, and the parts left out; null if no row has any part.

    What it is about is kept first: names of companies, models and so on, then other words, each the rarest first. A rare word
    that no row has beside others gives way to several that a row has together. Where it is enough to leave out one word, one is,
    the most frequent that will do.
    """
    known = KNOWN_WORDS.get()
    parts, without = query.root.parts, query.root.without
    found = {part: count(alone(part)) for part in parts}
    first = sorted((part for part in parts if found[part]), key=lambda part: rank(part, known, found[part]))

    def has(some: Sequence[Node]) -> bool:
        return count(ParsedQuery(AllOf(tuple(some), without))) > 0

    if len(first) == len(parts) > 2:
        one_less = ([other for other in parts if other != part] for part in reversed(first) if rank(part, known, 0)[0])
        if kept := next(filter(has, one_less), []):
            return ParsedQuery(AllOf(tuple(kept), without)), [part for part in parts if part not in kept]
    names = _together([part for part in first if not rank(part, known, 0)[0]], [], has)
    words = [part for part in first if rank(part, known, 0)[0]]
    beginnings = [words[at:] + words[:at] for at in range(min(len(words), _BEGINNINGS))] or [words]
    chosen = max((_together(one, names, has) for one in beginnings), key=len)
    ordered = tuple(part for part in parts if part in chosen)
    return (ParsedQuery(AllOf(ordered, without)) if ordered else None), [part for part in parts if part not in chosen]


def _together(parts: Sequence[Node], kept: Sequence[Node], has: Callable[[Sequence[Node]], bool]) -> list[Node]:
    """What is kept, and each of the parts that some row has beside all that is kept before it."""
    found = list(kept)
    for part in parts:
        if has([*found, part]):
            found.append(part)
    return found


def rank(part: Node, known: KnownWords, count: int) -> tuple[bool, int]:
    """Names of companies, models and so on first, then the rarest."""
    # a word with synonyms is a common noun, though an entity may be called so: `大模型`
    return (not (isinstance(part, Term) and part.tokens in known.entities), count)


def loosened(text: str, count: Count) -> tuple[ParsedQuery | None, list[Node], ParsedQuery]:
    """The same for the text of a query; and the query as it was read, word by word like a question."""
    query = read_loosely(text, KNOWN_WORDS.get())
    # a part that is counted to cut the query is counted again to choose from it
    counted: Count = cache(count)
    if counted(query):
        return query, [], query
    query = _cut(query, counted)
    return (*((query, []) if counted(query) else widest(query, counted)), query)


def read_loosely(text: str, known: KnownWords) -> ParsedQuery:
    """The query that a text is, read word by word like a question if it can be."""
    try:
        return parse_query(text, known, loose=True)
    except QueryError:
        return parse_query(text, known)


def _cut(query: ParsedQuery, count: Count) -> ParsedQuery:
    """The query with each longer Chinese word that no row has cut in two, of which some row has at least one: `成本下降` is two words."""
    parts: list[Node] = []
    for part in query.root.parts:
        is_word = isinstance(part, Term) and _CHINESE.fullmatch(part.text) is not None
        parts += _halves(part.text, count) if is_word and isinstance(part, Term) and not count(alone(part)) else [part]
    return replace(query, root=AllOf(tuple(dict.fromkeys(parts)), query.root.without))


def _halves(word: str, count: Count) -> list[Node]:
    """Two words that some row has each, as even as can be; else one, with what is left of it, cut again; else the word."""
    best: tuple[tuple[int, int], list[Node]] = ((0, 0), _words(word))
    for at in range(1, len(word)):
        halves = [*_words(word[:at]), *_words(word[at:])]
        # some row has whatever begins with one character, as `医` of `医院用`
        found = [(at > 1 or one != halves[0]) and count(alone(one)) > 0 for one in halves]
        best = max(best, ((sum(found), -abs(len(word) - 2 * at)), halves), key=lambda one: one[0])
    (some, _), halves = best
    return list(_cut(ParsedQuery(AllOf(tuple(halves))), count).root.parts) if some else halves


def _words(text: str) -> list[Node]:
    return list(parse_query(text, KNOWN_WORDS.get()).root.parts)


def alone(part: Node) -> ParsedQuery:
    """The query for one part of another."""
    return ParsedQuery(AllOf((part,)))


def names_left_out(used: ParsedQuery | None, left_out: list[Node], read: ParsedQuery) -> list[str]:
    """What was left out to find some; nothing where nothing is found."""
    return [*read.unread, *map(written, left_out)] if used else []
