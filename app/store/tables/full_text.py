"""TODO"""

from sqlalchemy import (
    BigInteger,
    Index,
    Integer,
    UniqueConstraint,
)  # fmt: skip
from sqlmodel import Field, SQLModel

from app.store.tables.base import Json, word
from app.vocabulary import SEARCHED


def entry_ids(name: str) -> tuple[int, int]:
    """First and last id that the search entries of a list may have; a list as long would be a thousand times what is planned."""
    first = (SEARCHED.index(name) + 1) * 10**12
    return first, first + 10**12 - 1


class SearchEntry(SQLModel, table=True):
    """What can be searched for of one row of a list, by field. `id` orders the rows of a list by weight, and finds their
    tokens in the table `search_index`, which each database keeps in its own way (`app.store.dialects`).
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("list", "key"),)
    # on SQLite only a column of this very type is the row's own number
    id: int = Field(sa_type=BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    list: str = word()
    key: str = word()
    fields: dict[str, str] = Field(sa_type=Json)


class Suggestion(SQLModel, table=True):
    """A name by which a row of a list is completed: `folded` is the name, or its end from some word on, as typed."""

    __table_args__ = (Index(None, "folded"),)
    id: int = Field(primary_key=True)
    list: str = word()
    key: str = word()
    text: str
    folded: str = word()
    whole: bool
    weight: int


class FacetCount(SQLModel, table=True):
    """How many rows of a list have a value, as JSON, of one of its filters, or a word (`q`): of long lists only."""

    __tablename__ = "facet_count"
    list: str = word(primary_key=True)
    facet: str = word(primary_key=True)
    value: str = word(primary_key=True)
    count: int
