"""Relaxing a search without results: which of its words to leave out so that something is found."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Connection

from app.lists.full_text import count_of_found, query_parameter, token_parameter
from app.lists.known_values import KNOWN_WORDS
from app.lists.listing import Listing
from app.lists.pagination import count_rows
from app.store.search_query import AllOf, KnownWords, Node, ParsedQuery, all_written, parse_query, written
from app.store.search_query_errors import QueryError
from app.store.tokens import Term, fold
from app.vocabulary.addresses import API, local
from app.vocabulary.scripts import HAN, HAN_CHARACTER

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
    found = {part: count(_alone(part)) for part in parts}
    first = sorted((part for part in parts if found[part]), key=lambda part: _rank(part, known, found[part]))

    def has(some: Sequence[Node]) -> bool:
        return count(ParsedQuery(AllOf(tuple(some), without))) > 0

    if len(first) == len(parts) > 2:
        one_less = ([other for other in parts if other != part] for part in reversed(first) if _rank(part, known, 0)[0])
        if kept := next(filter(has, one_less), []):
            return ParsedQuery(AllOf(tuple(kept), without)), [part for part in parts if part not in kept]
    names = _together([part for part in first if not _rank(part, known, 0)[0]], [], has)
    words = [part for part in first if _rank(part, known, 0)[0]]
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


def _rank(part: Node, known: KnownWords, count: int) -> tuple[bool, int]:
    # a word with synonyms is a common noun, though an entity may be called so: `大模型`
    return (not (isinstance(part, Term) and part.tokens in known.entities), count)


def loosened(text: str, count: Count) -> tuple[ParsedQuery | None, list[Node], ParsedQuery]:
    """The same for the text of a query; and the query as it was read, word by word like a question."""
    try:
        query = parse_query(text, KNOWN_WORDS.get(), loose=True)
    except QueryError:
        query = parse_query(text, KNOWN_WORDS.get())
    # a part that is counted to cut the query is counted again to choose from it
    counted: Count = cache(count)
    if counted(query):
        return query, [], query
    query = _cut(query, counted)
    return (*((query, []) if counted(query) else widest(query, counted)), query)


def _cut(query: ParsedQuery, count: Count) -> ParsedQuery:
    """The query with each longer Chinese word that no row has cut in two, of which some row has at least one: `成本下降` is two words."""
    parts: list[Node] = []
    for part in query.root.parts:
        is_word = isinstance(part, Term) and _CHINESE.fullmatch(part.text) is not None
        parts += _halves(part.text, count) if is_word and isinstance(part, Term) and not count(_alone(part)) else [part]
    return replace(query, root=AllOf(tuple(dict.fromkeys(parts)), query.root.without))


def _halves(word: str, count: Count) -> list[Node]:
    """Two words that some row has each, as even as can be; else one, with what is left of it, cut again; else the word."""
    best: tuple[tuple[int, int], list[Node]] = ((0, 0), _words(word))
    for at in range(1, len(word)):
        halves = [*_words(word[:at]), *_words(word[at:])]
        found = [count(_alone(one)) > 0 for one in halves]
        best = max(best, ((sum(found), -abs(len(word) - 2 * at)), halves), key=lambda one: one[0])
    (some, _), halves = best
    return list(_cut(ParsedQuery(AllOf(tuple(halves))), count).root.parts) if some else halves


def _words(text: str) -> list[Node]:
    return list(parse_query(text, KNOWN_WORDS.get()).root.parts)


def _alone(part: Node) -> ParsedQuery:
    return ParsedQuery(AllOf((part,)))


def names_left_out(used: ParsedQuery | None, left_out: list[Node], read: ParsedQuery) -> list[str]:
    """What was left out to find some; nothing where nothing is found."""
    return [*read.unread, *map(written, left_out)] if used else []


def _is_about(used: ParsedQuery, left_out: list[Node]) -> bool:
    """Whether what is left of a query is about what the query is: it names something, or is more than one word."""
    entities = KNOWN_WORDS.get().entities
    return not left_out or len(used.root.parts) > 1 or any(part.tokens in entities for part in used.terms)


def _said(text: str, connection: Connection) -> tuple[ParsedQuery | None, list[Node]]:
    """The same as `loosened` of sentences; a figure of one has only the words of its subject, indicator and so on."""

    def count(part: ParsedQuery) -> int:
        statement = count_of_found("claims", query_parameter(part), token_parameter(), 1)
        return int(connection.execute(statement).scalar_one())

    used, left_out, _ = loosened(text, count)
    return used, left_out


def query_note(listing: Listing, query: Any, is_empty: bool, address: str, given: str, connection: Connection) -> Any:
    """How `q` was read, and what to leave out of it if no row has all of it; null if it was read as written.

    `address` and `given` are the path and the query of the request. Chinese names in a row, which are found as they stand, have
    an address that finds them apart as well.
    """
    text = query.q
    others = [pair for pair in parse_qsl(given, keep_blank_values=True) if pair[0] not in {"q", "cursor"}]

    def asking(root: AllOf) -> str:
        return f"{address}?{urlencode([('q', all_written(root)), *others])}"

    if not is_empty:
        read = parse_query(text, KNOWN_WORDS.get())
        apart = _apart(text, read)
        if not (read.is_reread or apart):
            return None
        return {"read_as": all_written(read.root), "left_out": list(read.unread), "url": asking(apart) if apart else None}

    def count(part: ParsedQuery) -> int:
        return count_rows(listing, query.model_copy(update={"q": all_written(part.root)}), connection)

    used, left_out, read = loosened(text, count)
    if left_out and listing.repeats and not any(name in listing.parameters for name, _ in others):
        said, unsaid = _said(text, connection)
        if said and len(unsaid) < len(left_out) and _is_about(said, unsaid):
            shown = [pair for pair in others if pair[0] == "lang"]
            sentences = urlencode([("q", all_written(said.root)), ("include", "metrics"), *shown])
            names = names_left_out(said, unsaid, read)
            return {"read_as": all_written(read.root), "left_out": names, "url": local(f"{API}/claims?{sentences}")}
    url = asking(used.root) if used and _is_about(used, left_out) else None
    return {"read_as": all_written(read.root), "left_out": names_left_out(used, left_out, read), "url": url}


def _apart(text: str, read: ParsedQuery) -> AllOf | None:
    """A query of one Chinese word that is several known names in a row, as these; null for any other."""
    word = read.single
    if word is None or read.is_reread or not HAN_CHARACTER.search(word.text) or word.text.startswith('"'):
        return None
    known = KNOWN_WORDS.get()
    root = parse_query(text, known, loose=True).root
    return root if sum(fold(written(part)) in known.names for part in root.parts) > 1 else None
