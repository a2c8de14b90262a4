"""The statement that completes a name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from app.api.search.queries import matching_entries
from app.api.search.ranking import rank
from app.lists.filters.unknown_values import LAST_CHARACTER, SUGGESTED_LISTS
from app.lists.known_values import KNOWN_WORDS
from app.store.question_parsing import LONGEST_NAME
from app.store.search_query import ParsedQuery, parse_query
from app.store.search_query_errors import QueryError
from app.store.tables import Suggestion, columns
from app.store.tokens import name_key

# fields of search entries that are names
_NAMES = ("name_en", "name_zh", "aliases", "title", "title_en", "symbol", "code")
_WORD = re.compile(r"[0-9a-z\u00c0-\u04ff]+(?:[-.][0-9a-z]+)*")
_MOST_WORDS, _FIRST_CHINESE = 6, "\u3400"
# the filter that takes the ids of a list; a name that is no list is that of its filter
PARAMETERS = dict(
    zip(SUGGESTED_LISTS, ("entity", "indicator", "source", "publisher", "topic", "unit", "document"), strict=True)
)


def suggestions(typed: str, lists: Sequence[str] | None, limit: int) -> Select[Any]:
    """List, key and matching name of each row: exact names first, then whole names, then by descending weight.

    Without `lists`, also of the values that no list has.
    """
    row = columns(Suggestion)
    folded = name_key(typed)
    rank = case((row.folded == folded, 0), (row.whole, 1), else_=2)
    order = (rank, row.weight.desc(), func.length(row.text), row.text, row.list, row.key)
    place = func.row_number().over(partition_by=(row.list, row.key), order_by=order).label("place")
    wanted = (row.list, row.key, row.text, row.weight, rank.label("rank"), place)
    begun = row.folded >= folded, row.folded < folded + LAST_CHARACTER
    found = select(*wanted).where(*begun, *([row.list.in_(lists)] if lists else [])).subquery("found").c
    ordered = (found.rank, found.weight.desc(), func.length(found.text), found.text, found.list, found.key)
    return select(found.list, found.key, found.text).where(found.place == 1).order_by(*ordered).limit(limit)


def read_typed(typed: str) -> ParsedQuery | None:
    """The words that are typed; null where they are no query."""
    try:
        return parse_query(typed, KNOWN_WORDS.get())
    except QueryError:
        return None


def found_by_words(
    query: ParsedQuery, lists: Sequence[str] | None, limit: int, connection: Connection
) -> list[tuple[str, str, str]]:
    """List, key and name of the rows of which a name has all words, in any form: `large models` finds `Large model`."""
    found = []
    for list_ in lists or SUGGESTED_LISTS:
        for _, key, fields in matching_entries(list_, query, None, connection):
            match = rank(list_, {name: text for name, text in fields.items() if name in _NAMES}, query)
            if match is not None:
                found.append((-match.score, list_, key, fields[match.field]))
    return [(list_, key, text) for _, list_, key, text in sorted(found)[:limit]]


def named_in_question(
    typed: str, query: ParsedQuery, lists: Sequence[str] | None, limit: int, connection: Connection
) -> list[tuple[str, str, str]]:
    """List, key and name of what a question names, and of what each of its other words begins; none if it is no question."""
    if not query.is_reread:
        return []
    found = named_within(typed, lists, limit, connection)
    known = [name_key(text) for *_, text in found]
    for part in query.terms:
        folded = name_key(part.text)
        if folded in name_key(typed) and len(folded) > 1 and not any(folded in name for name in known):
            found += [(of, key, text) for of, key, text in connection.execute(suggestions(folded, lists, 1))]
    return list(dict.fromkeys(found))[:limit]


def named_within(typed: str, lists: Sequence[str] | None, limit: int, connection: Connection) -> list[tuple[str, str, str]]:
    """List, key and name of what a question or sentence names, in its order; no name that is within a longer one."""
    folded = name_key(typed)
    places: dict[str, list[int]] = defaultdict(list)
    for start, end in _candidates(folded):
        places[folded[start:end]].append(start)
    row = columns(Suggestion)
    named = row.folded.in_(list(places)), row.whole, *([row.list.in_(lists)] if lists else [])
    rows = connection.execute(select(row.list, row.key, row.text, row.folded, row.weight).where(*named)).all()
    found = [(at, at + len(one.folded), one) for one in rows for at in places[one.folded]]
    longest = [
        (at, -one.weight, one.list, one.key, one.text)
        for at, end, one in found
        if not any(first <= at and end <= last and last - first > end - at for first, last, _ in found)
    ]
    kept = {(list_, key): (list_, key, text) for *_, list_, key, text in sorted(longest, reverse=True)}
    return list(reversed(kept.values()))[:limit]


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Spans that may be names: two Chinese characters or more anywhere, other words and words in a row as wholes."""
    words = [match.span() for match in _WORD.finditer(text)]
    for first, (start, _) in enumerate(words):
        yield from ((start, end) for _, end in words[first : first + _MOST_WORDS])
    for start in range(len(text) - 1):
        if text[start] >= _FIRST_CHINESE:
            yield from ((start, end) for end in range(start + 2, min(len(text), start + LONGEST_NAME) + 1))
