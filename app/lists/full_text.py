"""Full text search in a list: SQL on the text index."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, Text, bindparam, func, join, literal, select

from app.store.dialects import FullTextQuery, entry_id, matches, search_index
from app.store.search_query import ParsedQuery
from app.store.tables import FacetCount, SearchEntry, columns, entry_ids, table

# search entries joined to the text index
INDEXED_ENTRIES = join(search_index, table(SearchEntry), columns(SearchEntry).id == entry_id())


def is_found(name: str, query: BindParameter[ParsedQuery]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on `search_index`: entries of the list `name` that match a query."""
    first, last = entry_ids(name)
    return matches(query), entry_id().between(first, last)


def count_of_found(name: str, query: BindParameter[ParsedQuery], word: BindParameter[str], most: int | None) -> Select[Any]:
    """How many entries of the list `name` match, counted up to `most`, or the stored count of `word` if there is one."""
    rows = select(literal(1)).select_from(search_index).where(*is_found(name, query)).limit(most)
    row = columns(FacetCount)
    precomputed = select(row["count"]).where(row.list == name, row.facet == "q", row.value == word).scalar_subquery()
    return select(func.coalesce(precomputed, select(func.count()).select_from(rows.subquery()).scalar_subquery()))


def count_in_order(
    full_text: Any, words: Any, rows: FromClause, rest: Sequence[ColumnElement[bool]], most: int | None
) -> Select[Any]:
    """How many of the rows whose entries match meet the other conditions, counted up to `most`.

    One entry after the other until there are enough, as a page by relevance is read; SQLite would else find all of them first.
    """
    entries = INDEXED_ENTRIES.join(rows, columns(SearchEntry).key == full_text.column)
    found = (
        select(literal(1))
        .select_from(entries)
        .where(*is_found(full_text.searched_list, full_text.search_query(words)), *rest)
    )
    return select(func.count()).select_from(found.limit(most).subquery())


def single_token(query: ParsedQuery) -> str:
    """The key of a stored count, if the query is a single token: the token as JSON; else an empty string."""
    term = query.single
    alone = term is not None and len(term.tokens) == 1 and not term.is_prefix
    return orjson.dumps(term.tokens[0]).decode() if term and alone else ""


def token_parameter(value: str = "") -> BindParameter[str]:
    """The parameter `word` of `count_of_found`."""
    return bindparam("word", value, Text())


def query_parameter(query: ParsedQuery) -> BindParameter[ParsedQuery]:
    """A query as a bound parameter."""
    return bindparam(None, query, FullTextQuery())
