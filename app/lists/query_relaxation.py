"""What to leave out of a search that finds nothing, so that it finds something."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Connection

from app.lists.dataset_cache import KNOWN_WORDS
from app.lists.listing import Listing
from app.lists.pages import count_rows
from app.store.query_errors import QueryError
from app.store.search_query import AllOf, AnyOf, Node, ParsedQuery, all_written, parse_query, written
from app.store.tokens import Term, fold

Count = Callable[[ParsedQuery], int]


def widest(query: ParsedQuery, count: Count) -> tuple[ParsedQuery | None, list[Node]]:
    """The query with as many of its parts as some row has, the longest names and then the rarest words first; and the parts left out.

    Null if no row has any part.
    """
    names = KNOWN_WORDS.get().names
    parts, without = query.root.parts, query.root.without
    found = {part: count(ParsedQuery(AllOf((part,)))) for part in parts}
    kept: list[Node] = []
    first = {part: (0, -len(written(part))) if _is_name(part, names) else (1, found[part]) for part in parts if found[part]}
    for part in sorted(first, key=first.__getitem__):
        if count(ParsedQuery(AllOf((*kept, part), without))):
            kept.append(part)
    ordered = tuple(part for part in parts if part in kept)
    return (ParsedQuery(AllOf(ordered, without)) if ordered else None), [part for part in parts if part not in kept]


def _is_name(part: Node, names: frozenset[str]) -> bool:
    return isinstance(part, AnyOf) or (isinstance(part, Term) and fold(part.text) in names)


def loosened(text: str, count: Count) -> tuple[ParsedQuery | None, list[Node], ParsedQuery]:
    """The same of a query as it is written, and the query read word by word, as a question is."""
    try:
        query = parse_query(text, KNOWN_WORDS.get(), loose=True)
    except QueryError:
        query = parse_query(text, KNOWN_WORDS.get())
    return (*(widest(query, count) if not count(query) else (query, [])), query)


def names_left_out(used: ParsedQuery | None, left_out: list[Node], read: ParsedQuery) -> list[str]:
    """What was left out to find some; nothing where nothing is found."""
    return [*read.unread, *map(written, left_out)] if used else []


def query_note(listing: Listing, query: Any, is_empty: bool, address: str, given: str, connection: Connection) -> Any:
    """How `q` of a query was read, and what to leave out of it where no row has all; null where it was read as it is written.

    `address` and `given` are the path and the query of the request.
    """
    text = query.q
    if not is_empty:
        read = parse_query(text, KNOWN_WORDS.get())
        return {"read_as": all_written(read.root), "left_out": list(read.unread), "url": None} if read.is_reread else None

    def count(part: ParsedQuery) -> int:
        return count_rows(listing, query.model_copy(update={"q": all_written(part.root)}), connection)

    used, left_out, read = loosened(text, count)
    others = [pair for pair in parse_qsl(given, keep_blank_values=True) if pair[0] not in {"q", "cursor"}]
    url = f"{address}?{urlencode([('q', all_written(used.root)), *others])}" if used else None
    return {"read_as": all_written(read.root), "left_out": names_left_out(used, left_out, read), "url": url}
