"""The text index as lists use it: which entries of a list hold all terms of a query."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, ColumnElement, bindparam, join

from app.models import SearchEntry, columns, entry_ids, table
from app.sql import Query, indexed_id, matches, search_index
from app.tokens import Term

# entries with what the index holds of them
ENTRIES = join(search_index, table(SearchEntry), columns(SearchEntry).id == indexed_id())


def terms_found(name: str, terms: BindParameter[Sequence[Term]]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on the rows of `search_index`: of the list `name`, and with all terms in them."""
    first, last = entry_ids(name)
    return matches(terms), indexed_id().between(first, last)


def asked(terms: Sequence[Term]) -> BindParameter[Sequence[Term]]:
    """Terms as a parameter of the index."""
    return bindparam(None, terms, Query())
