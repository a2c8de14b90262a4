"""Full text search in a list: SQL on the text index."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, Select, Text, bindparam, func, join, literal, select

from app.store.dialects import FullTextQuery, entry_id, matches, search_index
from app.store.tables import FacetCount, SearchEntry, columns, entry_ids, table
from app.store.tokens import Term

# search entries joined to the text index
INDEXED_ENTRIES = join(search_index, table(SearchEntry), columns(SearchEntry).id == entry_id())


def has_terms(name: str, terms: BindParameter[Sequence[Term]]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on `search_index`: entries of the list `name` that hold all terms."""
    first, last = entry_ids(name)
    return matches(terms), entry_id().between(first, last)


def count_of_terms(
    name: str, terms: BindParameter[Sequence[Term]], word: BindParameter[str], most: int | None
) -> Select[Any]:
    """How many entries of the list `name` hold all terms, counted up to `most`, or the stored count of `word` if there is one."""
    rows = select(literal(1)).select_from(search_index).where(*has_terms(name, terms)).limit(most)
    row = columns(FacetCount)
    kept = select(row["count"]).where(row.list == name, row.facet == "q", row.value == word).scalar_subquery()
    return select(func.coalesce(kept, select(func.count()).select_from(rows.subquery()).scalar_subquery()))


def single_token(terms: Sequence[Term]) -> str:
    """The key of a stored count, if the terms are a single token: the token as JSON; else an empty string."""
    alone = len(terms) == 1 and len(terms[0].tokens) == 1 and not terms[0].is_prefix
    return orjson.dumps(terms[0].tokens[0]).decode() if alone else ""


def token_parameter(value: str = "") -> BindParameter[str]:
    """The parameter `word` of `count_of_terms`."""
    return bindparam("word", value, Text())


def terms_parameter(terms: Sequence[Term]) -> BindParameter[Sequence[Term]]:
    """Terms as a bound parameter."""
    return bindparam(None, terms, FullTextQuery())
