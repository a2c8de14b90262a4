"""The text index as lists use it: which entries of a list hold all terms of a query."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from app.db import indexed_id, matches
from app.models import entry_ids
from app.tokens import Term


def terms_found(name: str, terms: Sequence[Term]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on the rows of `search_index`: of the list `name`, and with all terms in them."""
    first, last = entry_ids(name)
    return matches(terms), indexed_id().between(first, last)
