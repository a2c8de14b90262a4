"""The statement that completes a name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from app.api.search.queries import matching_entries
from app.api.search.ranking import rank
from app.lists.known_values import LAST_CHARACTER, SUGGESTED_LISTS
from app.lists.synonyms import SYNONYMS
from app.store.search_query import QueryError, parse_query
from app.store.tables import Suggestion, columns
from app.store.tokens import name_key

# fields of search entries that are names
_NAMES = ("name_en", "name_zh", "aliases", "title", "title_en", "symbol", "code")
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


def found_by_words(
    typed: str, lists: Sequence[str] | None, limit: int, connection: Connection
) -> list[tuple[str, str, str]]:
    """List, key and name of the rows of which a name has all words, in any form: `large models` finds `Large model`."""
    try:
        query = parse_query(typed, SYNONYMS.get())
    except QueryError:
        return []
    found = []
    for list_ in lists or SUGGESTED_LISTS:
        for _, key, fields in connection.execute(matching_entries(list_, query)):
            match = rank(list_, {name: text for name, text in fields.items() if name in _NAMES}, query)
            if match is not None:
                found.append((-match.score, list_, key, fields[match.field]))
    return [(list_, key, text) for _, list_, key, text in sorted(found)[:limit]]
