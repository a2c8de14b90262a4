"""The statement that completes a name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, func, select

from app.store.tables import Suggestion, columns
from app.store.tokens import fold

LISTS = ("entities", "indicators", "sources")
# sorts after every character that may follow in a name
_LAST = "\U0010ffff"


def suggestions(typed: str, lists: Sequence[str], limit: int) -> Select[Any]:
    """List, key and matching name of each row: exact names first, then whole names, then by descending weight."""
    row = columns(Suggestion)
    folded = fold(typed).strip()
    rank = case((row.folded == folded, 0), (row.whole, 1), else_=2)
    order = (rank, row.weight.desc(), func.length(row.text), row.text, row.list, row.key)
    place = func.row_number().over(partition_by=(row.list, row.key), order_by=order).label("place")
    wanted = (row.list, row.key, row.text, row.weight, rank.label("rank"), place)
    begun = row.folded >= folded, row.folded < folded + _LAST
    found = select(*wanted).where(*begun, row.list.in_(lists)).subquery("found").c
    ordered = (found.rank, found.weight.desc(), func.length(found.text), found.text, found.list, found.key)
    return select(found.list, found.key, found.text).where(found.place == 1).order_by(*ordered).limit(limit)
