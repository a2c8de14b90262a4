"""The text index as lists use it: which entries of a list hold all terms of a query."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, Select, Text, bindparam, func, join, literal, select

from app.store.dialects import FullTextQuery, entry_id, matches, search_index
from app.store.tables import FacetCount, SearchEntry, columns, entry_ids, table
from app.store.tokens import Term

# entries with what the index holds of them
INDEXED_ENTRIES = join(search_index, table(SearchEntry), columns(SearchEntry).id == entry_id())


def has_terms(name: str, terms: BindParameter[Sequence[Term]]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on the rows of `search_index`: of the list `name`, and with all terms in them."""
    first, last = entry_ids(name)
    return matches(terms), entry_id().between(first, last)


def count_of_terms(
    name: str, terms: BindParameter[Sequence[Term]], word: BindParameter[str], most: int | None
) -> Select[Any]:
    """How many entries of the list `name` hold all terms, counted up to `most`; in full where the count of `word` is kept."""
    rows = select(literal(1)).select_from(search_index).where(*has_terms(name, terms)).limit(most)
    row = columns(FacetCount)
    kept = select(row["count"]).where(row.list == name, row.facet == "q", row.value == word).scalar_subquery()
    return select(func.coalesce(kept, select(func.count()).select_from(rows.subquery()).scalar_subquery()))


def single_token(terms: Sequence[Term]) -> str:
    """The one token that terms are, as JSON, by which its count is kept; empty where they are more."""
    alone = len(terms) == 1 and len(terms[0].tokens) == 1 and not terms[0].is_prefix
    return orjson.dumps(terms[0].tokens[0]).decode() if alone else ""


def token_parameter(value: str = "") -> BindParameter[str]:
    """`word` as a parameter of `found_count`."""
    return bindparam("word", value, Text())


def terms_parameter(terms: Sequence[Term]) -> BindParameter[Sequence[Term]]:
    """Terms as a parameter of the index."""
    return bindparam(None, terms, FullTextQuery())
